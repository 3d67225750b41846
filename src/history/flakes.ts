/**
 * What a history says of flaky scenarios: how often each is flaky, which are new, known or recovered, what
 * retries hid, and which scenarios became slower. For people alone: nothing of it decides a verdict.
 */
import { rounded } from "../core/quantities/rounded.ts"
import { medianOf } from "../core/quantities/statistics.ts"
import type { History, HistoryRun } from "../formats/history.ts"
import type { Results } from "../formats/results.ts"
import { largerByChance, standOut } from "../statistics/rank-test.ts"
import { wilsonInterval } from "../statistics/rate-bounds.ts"
import { conditionsOf } from "./conditions.ts"
import { leftOutBecause } from "./suite-runs.ts"

type Flakes = NonNullable<Results["flakes"]>
type Flake = Flakes["scenarios"][number]
type Slower = Flakes["slower"][number]

/** Scenarios that are named in each list; the rest is counted. */
const MAX_NAMED = 100

/** As flaky as before, so many passes in a row would be rarer than this: it has recovered. */
const RECOVERED_BELOW = 0.05

/** The newest runs of a scenario, which are compared with those before them, and the fewest of both. */
const NEWEST_RUNS = 5
const EARLIER_RUNS = 8
/** A change that matters to people: at least so many times as long, and so much longer. */
const LEAST_FACTOR = 1.2
const LEAST_SECONDS = 0.1
/** Part of the scenarios called slower that may be so by chance. */
const FALSE_PART = 0.05

/** All that a history with the newest run in it says; null where that run is the only one. */
export function flakesOf(
  history: History,
  { run }: { readonly run: string | undefined },
): Flakes | null {
  const runs = history.runs ?? []
  const known = new Set(history.jobs.map((job) => job.run))
  if (known.size < (run !== undefined && known.has(run) ? 2 : 1)) return null
  const out = new Map(
    runs.flatMap((one) => {
      const because = leftOutBecause(one)
      return because === null ? [] : [[one.run, because] as const]
    }),
  )
  const counted = runs.filter((one) => !out.has(one.run))
  const scenarios = Object.keys(history.scenarios).flatMap(
    (id) => flakeOf(id, { history, out, run }) ?? [],
  )
  scenarios.sort((a, b) => b.rate - a.rate || (a.id < b.id ? -1 : 1))
  return {
    runs: counted.length,
    red: counted.filter(({ failed }) => failed > 0).length,
    redWithoutRetries: counted.filter(({ failed, flaky }) => failed + flaky > 0).length,
    leftOut: { failures: countOf(out, "failures"), fixture: countOf(out, "fixture") },
    counts: {
      new: scenarios.filter(({ state }) => state === "new").length,
      known: scenarios.filter(({ state }) => state === "known").length,
      recovered: scenarios.filter(({ state }) => state === "recovered").length,
    },
    scenarios: scenarios.slice(0, MAX_NAMED),
    slower: slowerOf(history, out).slice(0, MAX_NAMED),
  }
}

function countOf(out: ReadonlyMap<string, unknown>, because: string): number {
  return [...out.values()].filter((one) => one === because).length
}

/** How a scenario did in one run, all attempts of the run together. */
interface Told {
  readonly run: string
  readonly verdict: HistoryRun[1]
}

interface Where {
  readonly history: History
  /** Runs that stay out. */
  readonly out: ReadonlyMap<string, unknown>
  readonly run: string | undefined
}

function flakeOf(id: string, { history, out, run }: Where): Flake | null {
  const told = toldOf(history, { id, out })
  const last = told.findLastIndex(({ verdict }) => verdict === "flaky")
  if (last < 0) return null
  // A run in which every attempt failed says nothing of whether a repetition would help.
  const settled = told.filter(({ verdict }) => verdict !== "failed")
  const tally = { runs: settled.length, failures: settled.filter(isFlaky).length }
  const { low, high } = wilsonInterval(tally)
  const isNew = told[last]?.run === run && tally.failures === 1
  return {
    id,
    state: isNew ? "new" : hasRecovered(told, last) ? "recovered" : "known",
    runs: tally.runs,
    flaky: tally.failures,
    rate: rounded(tally.failures / tally.runs),
    low: rounded(low),
    high: rounded(high),
  }
}

function isFlaky({ verdict }: Told): boolean {
  return verdict === "flaky"
}

/** Oldest first, one for each run that counts. */
function toldOf(
  { jobs, scenarios }: History,
  { id, out }: { readonly id: string } & Pick<Where, "out">,
): readonly Told[] {
  const byRun = new Map<string, Told>()
  for (const [place, verdict, , , , , cause] of scenarios[id] ?? []) {
    const run = jobs[place]?.run
    if (run === undefined || out.has(run) || cause !== undefined) continue
    const before = byRun.get(run)?.verdict ?? verdict
    byRun.set(run, { run, verdict: before === verdict ? verdict : "flaky" })
  }
  return [...byRun.values()]
}

/**
 * Whether so many passes since the last flake would be rare at the rate before it, which is estimated by
 * Laplace's rule of succession.
 */
function hasRecovered(told: readonly Told[], last: number): boolean {
  const since = told.slice(last + 1)
  if (since.length === 0 || since.some(({ verdict }) => verdict !== "passed")) return false
  const before = told.slice(0, last + 1)
  const rate = (before.filter(isFlaky).length + 1) / (before.length + 2)
  return (1 - rate) ** since.length < RECOVERED_BELOW
}

/** Scenarios that take longer now, the most certain first; load and machines are allowed for. */
function slowerOf(history: History, out: Where["out"]): readonly Slower[] {
  const conditions = conditionsOf(history)
  const candidates: (Slower & { readonly chance: number })[] = []
  let made = 0
  for (const id of Object.keys(history.scenarios)) {
    const seconds = (history.scenarios[id] ?? []).flatMap((one): number[] => {
      const run = history.jobs[one[0]]?.run
      if (one[1] !== "passed" || run === undefined || out.has(run)) return []
      return [one[2] / conditions.factorOf(one)]
    })
    if (seconds.length < EARLIER_RUNS + NEWEST_RUNS) continue
    made += 1
    const [earlier, later] = [seconds.slice(0, -NEWEST_RUNS), seconds.slice(-NEWEST_RUNS)]
    const [before, now] = [medianOf(earlier), medianOf(later)]
    if (now < before * LEAST_FACTOR || now < before + LEAST_SECONDS) continue
    const chance = largerByChance(earlier, later)
    candidates.push({
      id,
      beforeSeconds: rounded(before),
      seconds: rounded(now),
      runs: seconds.length,
      chance,
    })
  }
  return standOut(candidates, { made, rate: FALSE_PART }).map(({ chance, ...slower }) => ({
    ...slower,
    chance: Number(chance.toPrecision(2)),
  }))
}
