/**
 * How long shards take, as the scheduler itself would do them.
 */
import type { Plan } from "../../formats/plan.ts"
import type { Scenario } from "../../scenario/model.ts"
import { numberHeap } from "../../schedule/heap.ts"
import { simulate } from "../../schedule/simulate.ts"
import type { ScheduleOptions } from "../../schedule/types.ts"
import type { Share } from "../classes/shared-quantities.ts"
import { toScheduleOptions } from "../units/items.ts"
import type { ScenarioIndex } from "../units/scenario-index.ts"
import { DEFAULT_STARTUP_MS } from "./choose-shards.ts"
import type { ClassToCut, Cutting } from "./cutting.ts"

/** A shard as the scheduler sees it. */
export interface ToPredict {
  readonly of: ClassToCut
  /** In order of priority. */
  readonly ids: readonly string[]
  /** What is its own of the quantities that all shards share. */
  readonly share: Share
}

/** What is expected of a shard. */
export interface Prediction {
  readonly predictedMs: number
  /** Instances that it starts, by the fixture's name. */
  readonly starts: Readonly<Record<string, number>>
}

/** What the scheduler itself does with the estimates. */
export function predict(cutting: Cutting, shard: ToPredict): Prediction {
  if (isPlainList(cutting, shard.ids)) {
    const durations = shard.ids.map(cutting.durationMs)
    return { predictedMs: listMakespan(durations, shard.of.workers), starts: {} }
  }
  const end = { outcome: "passed" } as const
  const { makespanMs, commands } = simulate(scheduleOf(cutting, shard), (id) => ({
    durationMs: cutting.durationMs(id),
    end,
  }))
  const starts: Record<string, number> = {}
  const left = new Set(shard.ids)
  for (const { command } of commands) {
    if (command.type === "start-instance") starts[command.name] = (starts[command.name] ?? 0) + 1
    if (command.type === "start") left.delete(command.id)
  }
  // What can never run as things are counts all the same, so that no bound is above the prediction.
  const leftMs = [...left].reduce((sum, id) => sum + cutting.durationMs(id), 0)
  return { predictedMs: makespanMs + leftMs, starts }
}

/** The schedule of a shard. */
export function scheduleOf({ planned }: Cutting, { of, ids, share }: ToPredict): ScheduleOptions {
  const { workers, cores } = of
  const resources = { ...of.resources, ...share }
  const plan = { ...planned, fixtures: planned.fixtures && patient(planned.fixtures) }
  return toScheduleOptions({ plan, ids, workers, cores, failFast: null, resources })
}

/** The same fixtures, for which everything waits: a start that is guessed too long would fail scenarios. */
function patient(fixtures: NonNullable<Plan["fixtures"]>): Plan["fixtures"] {
  return Object.fromEntries(
    Object.entries(fixtures).map(([name, spec]) => [name, { ...spec, leaseTimeoutMs: null }]),
  )
}

/** True where nothing but workers decides about these. */
export function isPlainList({ planned, scenarios }: Cutting, ids: readonly string[]): boolean {
  if (planned.sharing !== undefined) return false
  return ids.every((id) => isPlain(scenarios.get(id)))
}

/** True where nothing but workers decides: predictions are as cheap as loads then. */
export function onlyWorkersCount({ planned, scenarios }: Cutting): boolean {
  return planned.sharing === undefined && everyPlain(scenarios)
}

/** True where nothing but a worker decides when a scenario starts. */
export function everyPlain(scenarios: ScenarioIndex): boolean {
  for (const scenario of scenarios.values()) if (!isPlain(scenario)) return false
  return true
}

function isPlain(scenario: Scenario | undefined): boolean {
  if (scenario === undefined || scenario.needs.length > 0) return false
  const { groups, exclusive = false, fixtures = [] } = scenario.definition
  return groups.length + fixtures.length === 0 && !exclusive && scenario.demand === undefined
}

/** Start of a job of a class. */
export function startupMs({ runner }: Pick<ClassToCut, "runner">): number {
  return runner.startupMs ?? DEFAULT_STARTUP_MS
}

/** When the last of so many durations ends, taken in this order by so many workers. */
export function listMakespan(durationsMs: readonly number[], workers: number): number {
  if (workers === 1) return durationsMs.reduce((sum, each) => sum + each, 0)
  const free = numberHeap()
  let last = 0
  for (const [index, duration] of durationsMs.entries()) {
    const start = index < workers ? 0 : (free.pop() ?? 0)
    free.push(start + duration)
    last = Math.max(last, start + duration)
  }
  return last
}
