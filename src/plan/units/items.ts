/**
 * Planned scenarios as the scheduler takes them; used by predictions and by real runs alike.
 */
import { defined } from "../../core/defined.ts"
import { earlierTally } from "../../formats/iterations.ts"
import type { Plan, PlannedScenario } from "../../formats/plan.ts"
import { parseCondition, usesStatusFunction } from "../../scenario/expressions/expression.ts"
import type { FixturePlan } from "../../schedule/fixtures/types.ts"
import type { Item, IterationsBefore, ScheduleOptions } from "../../schedule/types.ts"

/** One planned scenario as an item. Needs outside `within` are somebody else's and are left out. */
function toItem(options: {
  readonly id: string
  readonly planned: PlannedScenario
  readonly within: ReadonlySet<string>
  /** Whether learned peaks of memory count; they do where a machine is followed. */
  readonly peaks?: boolean
}): Item {
  const { id, planned, within, peaks = false } = options
  const { groups, retry, exclusive = false, fixtures } = planned.definition
  const { estimateFrom } = planned
  return {
    id,
    needs: planned.needs.filter((need) => within.has(need)),
    groups,
    retry,
    runsAfterFailure: runsAfterFailure(planned.definition.if),
    estimateMs: Math.round(planned.estimateSeconds * 1_000),
    ...(Object.keys(planned.demand).length === 0 ? {} : { demand: planned.demand }),
    ...(isKnown(estimateFrom) ? {} : { isGuess: true }),
    ...(exclusive ? { exclusive } : {}),
    ...(fixtures === undefined ? {} : { fixtures }),
    ...(peaks && planned.peakMemoryBytes !== undefined
      ? { peakMemoryBytes: planned.peakMemoryBytes }
      : {}),
  }
}

/** True when a condition asks for a status function and so decides itself after failures. */
export function runsAfterFailure(condition: string | null): boolean {
  if (condition === null) return false
  const parsed = parseCondition(condition)
  return parsed.ok && usesStatusFunction(parsed.value)
}

function isKnown(from: PlannedScenario["estimateFrom"]): boolean {
  return from === "history" || from === "timings" || from === "estimate"
}

/** Fixtures as the scheduler takes them. */
function fixturePlans(
  { fixtures = {}, starts = {} }: Pick<Plan, "fixtures" | "starts">,
  cores: number | undefined,
): Record<string, FixturePlan> {
  return Object.fromEntries(
    Object.entries(fixtures).map(([name, { reset, health, startParallel, keys, ...plan }]) => [
      name,
      {
        ...plan,
        keys,
        resets: reset !== null,
        checks: health !== null,
        startParallel: startParallel ?? cores ?? Number.POSITIVE_INFINITY,
        startMs: (starts[name]?.seconds ?? 0) * 1_000,
      },
    ]),
  )
}

/** What the scheduler needs for a shard's scenarios in their order of priority. */
export function toScheduleOptions(
  options: Pick<
    ScheduleOptions,
    "workers" | "failFast" | "resources" | "retryBudget" | "rampMs"
  > & {
    readonly plan: Pick<
      Plan,
      "scenarios" | "groups" | "seed" | "sharing" | "fixtures" | "starts" | "iterations"
    >
    readonly ids: readonly string[]
    /** Whether learned peaks of memory count. */
    readonly peaks?: boolean
    /** Starts of a fixture at once, where nothing else is said; absent is without limit. */
    readonly cores?: number
  },
): ScheduleOptions {
  const { plan, ids, workers, failFast, resources, retryBudget, rampMs, peaks = false } = options
  const within = new Set(ids)
  const { only, ...iterations } = plan.iterations ?? {}
  return defined({
    items: ids.flatMap((id) => {
      const planned = plan.scenarios[id]
      if (planned === undefined) return []
      const item = { ...toItem({ id, planned, within, peaks }), ...campaignBefore(plan, id) }
      return [only === undefined ? item : { ...item, iterationsBefore: allBefore(only) }]
    }),
    workers,
    groups: plan.groups,
    fixtures: plan.fixtures && fixturePlans(plan, options.cores),
    seed: plan.seed,
    failFast,
    resources,
    retryBudget,
    rampMs,
    share: plan.sharing,
    iterations: plan.iterations && (only === undefined ? iterations : { repeat: only }),
  })
}

/** What earlier runs of the campaign have counted; nothing where there is none. */
function campaignBefore(
  { iterations }: Pick<Plan, "iterations">,
  id: string,
): Pick<Item, "campaignBefore"> {
  const campaignBefore = earlierTally(iterations?.campaign, id)
  return campaignBefore === undefined ? {} : { campaignBefore }
}

/** One iteration alone is the last of so many, as if an earlier engine had begun with all others. */
function allBefore(only: number): IterationsBefore {
  const none = { attempts: 0, whole: 0, failures: 0, flaky: 0, cause: null, firstPassed: false }
  return { highest: only - 1, gaps: [], ...none }
}
