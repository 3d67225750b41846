/**
 * The iterations of a scenario in the results, and of all scenarios in the summary.
 */
import { toSeconds } from "../../core/quantities/duration.ts"
import { iterationSeed } from "../../core/quantities/random.ts"
import { quantileOf } from "../../core/quantities/statistics.ts"
import type { IterationsState, RunState } from "../../events/state.ts"
import type { earlierTally } from "../../formats/iterations.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { upperBound, wilsonInterval } from "../../statistics/rate-bounds.ts"
import { toInstant } from "../lines/instant.ts"
import { toDrift } from "./drift-results.ts"

type IterationResults = NonNullable<ScenarioResult["iterations"]>

/** What earlier runs of the campaign have counted. */
type EarlierTally = ReturnType<typeof earlierTally>

/** What is told of iterations; rates are parts of one, of those that were not cut. */
export function toIterations(
  state: IterationsState,
  of: { readonly id: string; readonly seed: number; readonly earlier?: EarlierTally },
): IterationResults {
  const { passed, failed, flaky, cancelled, durations, groups, firstFailure } = state
  const own = { runs: passed + failed + flaky, failed, flaky }
  const times = durations.readings.map(({ value }) => value)
  const seconds = (part: number) => {
    return times.length === 0 ? null : toSeconds(quantileOf(times, part))
  }
  return {
    runs: own.runs + cancelled,
    ...{ passed, failed, flaky, cancelled },
    ...ratesOf(own),
    p50Seconds: seconds(0.5),
    p90Seconds: seconds(0.9),
    p99Seconds: seconds(0.99),
    drift: toDrift(durations),
    firstFailure:
      firstFailure === null
        ? null
        : {
            iteration: firstFailure.iteration,
            seed: iterationSeed(of.seed, of.id, firstFailure.iteration),
            worker: firstFailure.worker,
            endedAt: toInstant(firstFailure.at),
            others: firstFailure.others,
            neighbours: [...firstFailure.neighbours],
          },
    messages: [...groups.values()]
      .toSorted((a, b) => b.count - a.count)
      .map(({ message, count, iterations }) => ({ message, count, iterations: [...iterations] })),
    campaign: inCampaign(own, of.earlier),
  }
}

interface Counts {
  readonly runs: number
  readonly failed: number
  readonly flaky: number
}

function inCampaign(own: Counts, earlier: EarlierTally): IterationResults["campaign"] {
  if (earlier === undefined) return undefined
  const all = {
    runs: own.runs + earlier.runs,
    failed: own.failed + earlier.failures,
    flaky: own.flaky + earlier.flaky,
  }
  return { ...all, ...ratesOf(all) }
}

function ratesOf({ runs, failed }: Counts) {
  const { low, high } = wilsonInterval({ runs, failures: failed })
  return {
    rate: runs === 0 ? null : toRate(failed / runs),
    low: toRate(low),
    high: toRate(high),
    upperBound: failed === 0 && runs > 0 ? toRate(upperBound({ runs, failures: 0 })) : null,
  }
}

/** This run is one of those that its campaign adds up. */
export function toCampaign({ iterations }: Plan, { shards }: RunState): Results["campaign"] {
  const { campaign } = iterations ?? {}
  if (campaign === undefined) return undefined
  const { name, since, runs, commits, reset = [] } = campaign
  const starts = [...shards]
    .sort(([a], [b]) => a - b)
    .flatMap(([, { started, before = [] }]) => [...before, ...(started === null ? [] : [started])])
  const first = starts.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY)
  return {
    ...{ name, runs: runs + 1, reset },
    since: since ?? (starts.length === 0 ? null : toInstant(first)),
    commits: [...new Set([...commits, ...starts.flatMap(({ commit }) => commit ?? [])])],
  }
}

/** Sums over all scenarios; undefined where none is repeated. */
export class IterationSums {
  #sums: { passed: number; failed: number; flaky: number; cancelled: number } | undefined

  add({ iterations }: ScenarioResult): void {
    if (iterations === undefined) return
    this.#sums ??= { passed: 0, failed: 0, flaky: 0, cancelled: 0 }
    this.#sums.passed += iterations.passed
    this.#sums.failed += iterations.failed
    this.#sums.flaky += iterations.flaky
    this.#sums.cancelled += iterations.cancelled
  }

  get total() {
    if (this.#sums === undefined) return undefined
    const { passed, failed, flaky, cancelled } = this.#sums
    return { runs: passed + failed + flaky + cancelled, passed, failed, flaky, cancelled }
  }
}

/** To six places after the point: rates can be small. */
function toRate(rate: number): number {
  return Number(rate.toFixed(6))
}
