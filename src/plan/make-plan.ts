/**
 * From a suite and a selection to a plan: estimates, components, shards, priorities, predictions.
 */
import { toSeconds } from "../core/duration.ts"
import { PLAN_SCHEMA_VERSION, type Plan, type PlannedScenario } from "../formats/plan.ts"
import type { Scenario, Suite } from "../scenario/model.ts"
import { simulate } from "../schedule/simulate.ts"
import { STRATEGIES } from "./assign.ts"
import { lowerBound } from "./bound.ts"
import { chooseShards, DEFAULT_STARTUP_MS, MAX_AUTO_SHARDS } from "./choose-shards.ts"
import { type Component, componentsOf, type Unit } from "./components.ts"
import { type Estimate, estimateAll } from "./estimate.ts"
import { toScheduleOptions } from "./items.ts"
import { byPriority } from "./paths.ts"
import { splitSkipped } from "./plan-skips.ts"

/** The name of the runner class that exists without being declared. */
export const DEFAULT_RUNNER = "default"

const DEFAULT_RUNS_ON = "ubuntu-latest"

export interface PlanOptions {
  readonly suite: Suite
  /** Ids that the selection holds; the rest is listed as not selected. */
  readonly selected: ReadonlySet<string>
  readonly shards: number | "auto"
  readonly targetMs: number | null
  readonly workers: number | "auto"
  /** What `auto` is taken to be in predictions; never part of the digest. */
  readonly assumedWorkers: number
  readonly seed: number
  /** Attempts per scenario instead of what the suite says. */
  readonly maxAttempts: number | null
  readonly files: Plan["files"]
}

/** Makes everything of a plan but its digest. */
export function makePlan(options: PlanOptions): Omit<Plan, "digest"> {
  const { suite, selected, workers, seed } = options
  const chosen = suite.scenarios.filter(({ id }) => selected.has(id))
  const { run, skipped } = splitSkipped(chosen)
  const estimates = estimateAll(run)
  const scenarios = plannedScenarios(run, { estimates, maxAttempts: options.maxAttempts })
  const units = run.map(({ id }): Unit => {
    const estimateMs = estimates.get(id)?.ms ?? 0
    return { id, needs: scenarios[id]?.needs ?? [], estimateMs }
  })
  const components = componentsOf(units)
  const count = workers === "auto" ? options.assumedWorkers : workers
  const predict = (ids: readonly string[]) =>
    simulate(
      toScheduleOptions({
        plan: { scenarios, groups: suite.groups, seed },
        ids,
        workers: count,
        failFast: null,
      }),
      (id) => ({ durationMs: estimates.get(id)?.ms ?? 0, end: { outcome: "passed" } }),
    ).makespanMs
  const cut = (shards: number) =>
    STRATEGIES.lpt(components, shards).map((assigned) => {
      const ids = prioritised(assigned)
      return { ids, predictedMs: predict(ids) }
    })
  const shards = cut(shardCount({ options, components, cut }))
  const makespanMs = Math.max(0, ...shards.map(({ predictedMs }) => predictedMs))
  const bound = lowerBound({ units, shards: shards.length, workers: count, components })
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    suite: suite.name,
    suiteFile: suite.file,
    seed,
    files: options.files,
    groups: Object.fromEntries(
      Object.entries(suite.groups).map(([name, { maxParallel }]) => [name, { maxParallel }]),
    ),
    ...hooksIn(suite),
    scenarios,
    shards: shards.map(({ ids, predictedMs }, index) => ({
      shard: index + 1,
      runner: DEFAULT_RUNNER,
      runsOn: DEFAULT_RUNS_ON,
      workers,
      share: {},
      scenarios: ids,
      predictedSeconds: toSeconds(predictedMs),
    })),
    skipped: [...skipped],
    unselected: suite.scenarios.filter(({ id }) => !selected.has(id)).map(({ id }) => id),
    predictedSeconds: toSeconds(makespanMs),
    lowerBoundSeconds: toSeconds(bound.ms),
    capabilities: [],
  }
}

/** Hooks of the suite, where it has some: a plan without them stays what it was. */
function hooksIn({ hooks }: Suite): Pick<Plan, "before" | "after"> {
  const { before = [], after = [] } = hooks ?? {}
  return {
    ...(before.length === 0 ? {} : { before: [...before] }),
    ...(after.length === 0 ? {} : { after: [...after] }),
  }
}

function shardCount(choice: {
  readonly options: PlanOptions
  readonly components: readonly Component[]
  readonly cut: (shards: number) => readonly { readonly predictedMs: number }[]
}): number {
  const { options, components, cut } = choice
  if (options.shards !== "auto") return options.shards
  if (components.length === 0) return 0
  return chooseShards({
    limit: Math.min(MAX_AUTO_SHARDS, components.length),
    targetMs: options.targetMs,
    startupMs: DEFAULT_STARTUP_MS,
    predictMs: (shards) => Math.max(...cut(shards).map(({ predictedMs }) => predictedMs)),
  })
}

function plannedScenarios(
  run: readonly Scenario[],
  options: {
    readonly estimates: ReadonlyMap<string, Estimate>
    readonly maxAttempts: number | null
  },
): Plan["scenarios"] {
  const planned = new Set<string>(run.map(({ id }) => id))
  return Object.fromEntries(
    run.map(({ id, needs, runner, definition }): [string, PlannedScenario] => {
      const estimate = options.estimates.get(id)
      const { retry } = definition
      return [
        id,
        {
          estimateSeconds: toSeconds(estimate?.ms ?? 0),
          estimateFrom: estimate?.from ?? "default",
          runner,
          needs: needs.filter((need) => planned.has(need)),
          demand: {},
          definition: {
            ...definition,
            retry: { ...retry, maxAttempts: options.maxAttempts ?? retry.maxAttempts },
          },
        },
      ]
    }),
  )
}

function prioritised(assigned: readonly Component[]): string[] {
  return byPriority(assigned.flatMap(({ units }) => units)).map(({ id }) => id)
}
