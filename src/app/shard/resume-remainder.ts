/**
 * What a killed or stopped run has left to do, and what of it still counts: every planned scenario is
 * either settled by the journal, concluded from it, or open.
 */
import { defined } from "../../core/defined.ts"
import { type Limit, limitOf } from "../../core/quantities/limit.ts"
import { passedAfter } from "../../core/verdict.ts"
import type { EventBody } from "../../events/event.ts"
import {
  type AttemptState,
  type IterationsState,
  judgedOf,
  type RunState,
  type ScenarioState,
  verdictOfPass,
} from "../../events/state.ts"
import type { EarlierEnd } from "../../execute/request/contexts.ts"
import { earlierTally } from "../../formats/iterations.ts"
import type { Plan, PlannedScenario } from "../../formats/plan.ts"
import { definitionTexts } from "../../plan/definition-text.ts"
import { runsAfterFailure } from "../../plan/units/items.ts"
import { retryDelayMs } from "../../schedule/retry.ts"
import type { IterationsBefore } from "../../schedule/types.ts"
import { judgeOf, type SoakJudge, type SoakTally } from "../../statistics/soak-verdict.ts"

/** How a resumed run goes on from its journal. */
export interface Continuation {
  /** Ids to run, in order of priority. */
  readonly ids: readonly string[]
  /** Scenarios whose earlier events count no more. */
  readonly forgotten: readonly string[]
  /** Verdicts that the killed engine knew and had no time to write down. */
  readonly closings: readonly EventBody[]
  /** What is settled, for scenarios that need it. */
  readonly settled: ReadonlyMap<string, EarlierEnd>
  /** Failed attempts of open scenarios. */
  readonly attemptsBefore: ReadonlyMap<string, number>
  /** Iterations of open scenarios that have ended. */
  readonly iterationsBefore: ReadonlyMap<string, IterationsBefore>
  /** Retries that were made, and those that follow from what has failed. */
  readonly retries: number
}

interface Earlier {
  readonly plan: Plan
  readonly shard: number
  readonly state: RunState
  /** The plan that the journal was written for last; null where nobody has it any more. */
  readonly before: Plan | null
  /** Retries of all scenarios together; absent is without limit. */
  readonly retryBudget?: Limit | undefined
}

/** Holds a journal against the plan of now. Scenarios whose definition or files differ run again. */
export function continuationOf(earlier: Earlier): Continuation {
  // A scenario whose outputs nobody kept is run again for those that read them, which opens others.
  const again = new Set<string>()
  for (;;) {
    const sorted = new Sorting(earlier, again)
    const missing = sorted.missingOutputs()
    if (missing.length === 0) return sorted.continuation()
    for (const id of missing) again.add(id)
  }
}

class Sorting {
  readonly #earlier: Earlier
  /** Null where any failure fails. */
  readonly #judge: SoakJudge | null
  readonly #again: ReadonlySet<string>
  readonly #ids: readonly string[]
  readonly #open = new Map<string, boolean>()
  readonly #settled = new Map<string, EarlierEnd>()
  readonly #forgotten = new Set<string>()
  readonly #closings: EventBody[] = []
  readonly #unkept = new Set<string>()
  readonly #same: (id: string) => boolean
  #retries = 0

  constructor(earlier: Earlier, again: ReadonlySet<string>) {
    const { plan, shard, state } = earlier
    this.#earlier = earlier
    this.#judge = judgeOf(plan.iterations ?? {})
    this.#again = again
    this.#same = sameScenarios(earlier)
    this.#ids = plan.shards.find((planned) => planned.shard === shard)?.scenarios ?? []
    const here = new Set(this.#ids)
    for (const [id, known] of state.scenarios) {
      if (known.shard !== shard) continue
      if (!here.has(id)) this.#forgotten.add(id)
      this.#retries += retriesOf(known)
    }
    for (const id of this.#ids) this.#sort(id)
  }

  missingOutputs(): string[] {
    const needed = this.#ids.flatMap((id) =>
      this.#open.get(id) === true ? (this.#earlier.plan.scenarios[id]?.needs ?? []) : [],
    )
    return needed.filter((id) => this.#unkept.has(id))
  }

  continuation(): Continuation {
    const ids = this.#ids.filter((id) => this.#open.get(id) === true)
    const attempts = ids.map((id) => [id, this.#failedAttempts(id)] as const)
    const iterations = ids.flatMap((id) => {
      const before = this.#forgotten.has(id) ? undefined : this.#iterationsOf(id)
      return before === undefined ? [] : [[id, toIterationsBefore(before)] as const]
    })
    return {
      ids,
      forgotten: [...this.#forgotten],
      closings: this.#closings,
      settled: this.#settled,
      attemptsBefore: new Map(attempts.filter(([, failed]) => failed > 0)),
      iterationsBefore: new Map(iterations),
      retries: this.#retries,
    }
  }

  #failedAttempts(id: string): number {
    if (this.#forgotten.has(id)) return 0
    const scenario = this.#earlier.state.scenarios.get(id)
    // An iteration that was not ended begins again.
    return scenario === undefined || scenario.iterations !== undefined ? 0 : failuresOf(scenario)
  }

  #iterationsOf(id: string): IterationsState | undefined {
    return this.#earlier.state.scenarios.get(id)?.iterations
  }

  /** What needs a scenario goes on after its first iteration. */
  #letsGo(id: string): boolean {
    const iterations = this.#iterationsOf(id)
    return iterations !== undefined && tallyOf(iterations).runs > 0 && !this.#forgotten.has(id)
  }

  /** True when the scenario must run. */
  #sort(id: string): boolean {
    const known = this.#open.get(id)
    if (known !== undefined) return known
    const planned = this.#earlier.plan.scenarios[id]
    const scenario = this.#earlier.state.scenarios.get(id)
    if (planned === undefined) return false
    // Needs first; a plan has no circles.
    const openNeeds = planned.needs.filter((need) => this.#sort(need))
    const needsOpen = openNeeds.some((need) => !this.#letsGo(need))
    const valid = !needsOpen && !this.#again.has(id) && this.#same(id)
    const open = !(valid && this.#settle({ id, planned, scenario }))
    this.#open.set(id, open)
    // What has an end on another ground than today's must not be seen beside the new one.
    if (open && scenario !== undefined && !valid && hasEnded(scenario)) this.#forgotten.add(id)
    return open
  }

  /** Settles a scenario by what is known; false when nothing says how it ended. */
  #settle(of: {
    readonly id: string
    readonly planned: PlannedScenario
    readonly scenario: ScenarioState | undefined
  }): boolean {
    const { id, scenario } = of
    const ending = scenario?.ending ?? null
    if (scenario?.iterations !== undefined && ending?.verdict !== "skipped") {
      const { iterations } = scenario
      const verdict = firstFailed(iterations) ? "failed" : "passed"
      if (this.#letsGo(id)) this.#settled.set(id, { verdict, outputs: outputsOf(scenario) })
      if (!this.#letsGo(id) || !this.#isComplete(id, iterations)) return false
      if (ending === null || ending.verdict === "cancelled") {
        this.#closings.push(this.#closingOf(id, scenario, iterations))
      }
      return true
    }
    if (scenario !== undefined && ending !== null && ending.verdict !== "cancelled") {
      const outputs = scenario.attempts.at(-1)?.outputs
      if (outputs === null) this.#unkept.add(id)
      this.#settled.set(id, { verdict: ending.verdict, outputs: outputs ?? {} })
      return true
    }
    const closing = this.#concluded(of) ?? this.#blocked(of)
    if (closing === null) return false
    this.#closings.push(closing)
    const outputs = scenario?.attempts.at(-1)?.outputs
    if (outputs === null) this.#unkept.add(id)
    const verdict = closing.type === "scenario-finished" ? closing.verdict : "skipped"
    this.#settled.set(id, { verdict, outputs: outputs ?? {} })
    return true
  }

  #closingOf(id: string, scenario: ScenarioState, iterations: IterationsState): Closing {
    const { failures: failed } = tallyOf(iterations)
    const judged = this.#judge?.verdict(tallyOf(iterations), this.#earlierTally(id)) ?? {
      verdict: failed > 0 ? "failed" : verdictOfPass(scenario),
    }
    const cause = judged.verdict === "failed" ? iterations.cause : null
    return { type: "scenario-finished", id, ...judged, cause }
  }

  #earlierTally(id: string) {
    return earlierTally(this.#earlier.plan.iterations?.campaign, id)
  }

  /** Whether all iterations that were asked for have ended. */
  #isComplete(id: string, iterations: IterationsState): boolean {
    const { gaps, carried } = iterations
    const highest = iterations.highest - (carried?.highest ?? 0)
    const { plan, shard, state } = this.#earlier
    const earlier = this.#earlierTally(id)
    if (this.#judge?.isDecided(tallyOf(iterations), earlier) === true) return true
    const { repeat, untilFailure = false, only } = plan.iterations ?? {}
    if (only !== undefined) return highest >= only
    if (untilFailure) {
      for (const { shard: own, iterations } of state.scenarios.values()) {
        if (own === shard && iterations !== undefined && tallyOf(iterations).failures > 0)
          return true
      }
    }
    return repeat !== undefined && highest >= repeat && gaps.length === 0
  }

  /** The verdict that the last attempt gave, where no further one would follow. */
  #concluded(of: {
    readonly id: string
    readonly planned: PlannedScenario
    readonly scenario: ScenarioState | undefined
  }): Closing | null {
    const { id, planned, scenario } = of
    const last = scenario?.attempts.at(-1)
    if (scenario === undefined || last === undefined) return null
    const failures = failuresOf(scenario)
    switch (last.outcome) {
      case "passed": {
        const verdict = passedAfter(scenario.attempts)
        return { type: "scenario-finished", id, verdict, cause: null }
      }
      case "skipped":
        return { type: "scenario-skipped", id, reason: "self", message: last.message ?? "" }
      case "cancelled":
        return null
      case "failed":
        // What runs is a retry that was allowed.
        if (scenario.running !== null || this.#isRetried({ id, planned, last, failures }))
          return null
        return { type: "scenario-finished", id, verdict: "failed", cause: last.cause }
    }
  }

  /** Whether another attempt follows one that has failed, and there is one left to be made. */
  #isRetried(of: {
    readonly id: string
    readonly planned: PlannedScenario
    readonly last: AttemptState
    readonly failures: number
  }): boolean {
    const { id, planned, last, failures: number } = of
    const { plan, retryBudget } = this.#earlier
    const most = retryBudget && limitOf(retryBudget, this.#ids.length)
    if (most !== undefined && this.#retries >= most) return false
    const { cause, exitCode, again } = last
    const known = defined({ cause, exitCode: exitCode ?? undefined, again })
    const end = cause === null ? {} : { end: { outcome: "failed", ...known, cause } as const }
    const spec = planned.definition.retry
    if (retryDelayMs({ spec, id, number, seed: plan.seed, ...end }) === null) return false
    this.#retries += 1
    return true
  }

  #blocked(of: { readonly id: string; readonly planned: PlannedScenario }): Closing | null {
    const { id, planned } = of
    if (runsAfterFailure(planned.definition.if)) return null
    const failed = planned.needs.find((need) => !isGood(this.#settled.get(need)))
    if (failed === undefined) return null
    const message = `needs ${failed}, which did not pass`
    return { type: "scenario-skipped", id, reason: "dependency-failed", message }
  }
}

type Closing = Extract<EventBody, { type: "scenario-finished" | "scenario-skipped" }>

function outputsOf({ attempts }: ScenarioState): Readonly<Record<string, string>> {
  return attempts.findLast(({ outcome }) => outcome === "passed")?.outputs ?? {}
}

function tallyOf(iterations: IterationsState): SoakTally {
  const { passed, failed, flaky } = judgedOf(iterations)
  return { runs: passed + failed + flaky, failures: failed, flaky }
}

/** What a later engine goes on from. */
export function toIterationsBefore(state: IterationsState): IterationsBefore {
  const { highest, gaps, highestAttempt, cause, carried } = state
  const { runs: whole, failures, flaky } = tallyOf(state)
  return {
    ...{ highest, gaps, attempts: highestAttempt, whole, failures, flaky, cause },
    ...(carried === undefined ? {} : { used: carried.highest }),
    firstPassed: !firstFailed(state),
  }
}

/** The first iteration that counts; where only later ones do, all of them decide. */
function firstFailed(state: IterationsState): boolean {
  if (state.carried?.judges !== false) return state.firstFailure?.iteration === 1
  const { passed, flaky } = judgedOf(state)
  return passed + flaky === 0
}

function isGood(end: EarlierEnd | undefined): boolean {
  return end?.verdict === "passed" || end?.verdict === "flaky"
}

/** What was put back or cut has not failed, whatever its number is. */
function failuresOf({ attempts }: ScenarioState): number {
  return attempts.filter(({ outcome }) => outcome === "failed").length
}

/** Failed attempts that another one has followed. */
function retriesOf(scenario: ScenarioState): number {
  const { iterations } = scenario
  if (iterations !== undefined) return Math.max(0, iterations.failures - iterations.failed)
  const open = scenario.running === null && scenario.attempts.at(-1)?.outcome === "failed"
  return failuresOf(scenario) - (open ? 1 : 0)
}

function hasEnded({ ending, attempts }: ScenarioState): boolean {
  return attempts.length > 0 || (ending !== null && ending.verdict !== "cancelled")
}

/** Whether a scenario is what it was when the journal was written. */
function sameScenarios({ plan, shard, state, before }: Earlier): (id: string) => boolean {
  // By then everything that had changed was forgotten.
  if (state.shards.get(shard)?.started?.planDigest === plan.digest) return () => true
  if (before === null) return () => false
  const now = definitionTexts(plan)
  const then = definitionTexts(before)
  return (id) => {
    const [a, b] = [plan.scenarios[id], before.scenarios[id]]
    return a !== undefined && b !== undefined && now(a) === then(b)
  }
}
