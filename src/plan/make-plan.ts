/**
 * From a suite and a selection to a plan: estimates, components, classes, shards, priorities,
 * predictions.
 */
import type { Visibility } from "../capability/hosted-labels.ts"
import { capabilitiesOfClass } from "../capability/runner-class.ts"
import { defined } from "../core/defined.ts"
import { identityOf } from "../core/identity.ts"
import { toSeconds } from "../core/quantities/duration.ts"
import type { WorkerCount } from "../core/quantities/workers.ts"
import type { Capability } from "../formats/capability.ts"
import type { PlannedIterations } from "../formats/iterations.ts"
import {
  PLAN_SCHEMA_VERSION,
  type Plan,
  type PlannedScenario,
  type PlannedSkip,
  type ShareName,
} from "../formats/plan.ts"
import type { Scenario, Suite } from "../scenario/model.ts"
import {
  assignClasses,
  type ClassWork,
  DEFAULT_CLASS,
  DEFAULT_RUNNER,
  declaredByAll,
  type SeenCapabilities,
} from "./classes/classes.ts"
import { sharedQuantities, withoutShare } from "./classes/shared-quantities.ts"
import type { STRATEGY_NAMES } from "./cut/assign.ts"
import { cutInto } from "./cut/cut-into.ts"
import type { ClassToCut, Cutting } from "./cut/cutting.ts"
import { heavyTies } from "./cut/heavy-ties.ts"
import { startupMs } from "./cut/predict.ts"
import { type Estimate, estimateEach, type KnownTimes } from "./estimate/estimate.ts"
import { retryCosts } from "./estimate/retry-costs.ts"
import { plannedStarts } from "./estimate/starts.ts"
import { splitSkipped } from "./explain/left-out.ts"
import { boundWithoutTies, lowerBound } from "./order/bound.ts"
import type { OrderName } from "./order/priorities.ts"
import { repeatedMs, withFacts } from "./repeated.ts"
import { roomOf, withInstances } from "./units/beside.ts"
import { type Component, componentsOf } from "./units/components.ts"
import { fixturesUsed } from "./units/fixtures-used.ts"
import { withTurns } from "./units/group-turns.ts"
import { withKeys } from "./units/keys.ts"
import { poolWorkers } from "./units/pool-workers.ts"
import { indexScenarios, type ScenarioIndex, selectedOf } from "./units/scenario-index.ts"
import { toUnits } from "./units/to-units.ts"

/** Everything that a plan depends on. */
export interface PlanOptions {
  readonly suite: Suite
  /** The `id` of the plan; the suite's own where none is given. */
  readonly id?: string
  /** Ids that the selection holds; the rest is listed as not selected. */
  readonly selected: ReadonlySet<string>
  readonly shards: number | "auto"
  readonly targetMs: number | null
  readonly workers: WorkerCount
  /** What `auto` is taken to be in predictions; never part of the digest. */
  readonly assumedWorkers: number
  readonly seed: number
  /** Attempts per scenario instead of what the suite says. */
  readonly maxAttempts: number | null
  readonly files: Plan["files"]
  /** What earlier runs tell; advice for order and balance. */
  readonly known?: KnownTimes
  readonly strategy?: (typeof STRATEGY_NAMES)[number]
  readonly order?: OrderName
  /** How the workers of a shard share its list. */
  readonly sharing?: ShareName
  /** How scenarios are repeated; absent: each runs once. */
  readonly iterations?: PlannedIterations
  /** Everything runs where it is planned: runner classes do not count. */
  readonly here?: boolean
  /** What was found when planning. */
  readonly capabilities?: readonly Capability[]
  /** What a probe of a machine of each class found. */
  readonly seen?: SeenCapabilities
  /** What earlier runs tell of each class: advice, so that nothing is left out because of it. */
  readonly measured?: SeenCapabilities
  /** Milliseconds that starts of fixtures took in earlier runs, by name. */
  readonly starts?: ReadonlyMap<string, number>
  /** Whose repository it is, for what labels stand for; public where nobody says. */
  readonly visibility?: Visibility
  /** Why scenarios fit nowhere, by id. */
  readonly missing?: ReadonlyMap<string, string>
}

/** A plan without its digest, and what it was cut from. */
export interface MadePlan {
  readonly plan: Omit<Plan, "digest">
  readonly cutting: Cutting
}

/** Makes everything of a plan but its digest. */
export function makePlan(options: PlanOptions): Omit<Plan, "digest"> {
  return preparePlan(options).plan
}

/** Makes a plan and keeps what other numbers of shards can be weighed with. */
export function preparePlan(options: PlanOptions): MadePlan {
  const { suite, seed, known = new Map(), capabilities = [], maxAttempts } = options
  const { strategy = "balanced", sharing, iterations } = options
  // A soak may not get through: what is most likely to fail comes first.
  const usual = iterations?.soakMs === undefined ? "auto" : "failed-first"
  const order = options.order === undefined || options.order === "auto" ? usual : options.order
  const chosen = selectedOf(suite.scenarios, options.selected)
  const { run, skipped } = splitSkipped(withInstances(chosen, suite.fixtures), options.missing)
  const estimates = estimateEach(run, known)
  const byId = indexScenarios(run)
  const retries = retryCosts(run, { estimates, known, maxAttempts })
  const joined = componentsOf(toUnits(run, { ...suite, estimates, retries }))
  const components = strategy === "hash" ? withKeys(joined, suite) : joined
  const work = classesFor(options, { components, scenarios: byId })
  const lacking = withoutShare(work, { capabilities, scenarios: byId })
  if (lacking.size > 0) {
    return preparePlan({ ...options, missing: new Map([...(options.missing ?? []), ...lacking]) })
  }
  const runners = runnersById(work)
  const scenarios = plannedScenarios(run, { estimates, runners, known, maxAttempts })
  const groups = withTurns(suite.groups, run)
  const fixtures = fixturesIn(suite, run)
  const cutting: Cutting = {
    classes: work.map((each) => toCut(each, { options, scenarios: byId })),
    scenarios: byId,
    planned: defined({
      scenarios,
      groups,
      fixtures,
      starts: fixtures && plannedStarts(fixtures, options.starts),
      seed,
      sharing: sharing === "queue" ? undefined : sharing,
    }),
    durationMs: durationsOf(run, { estimates, retries }),
    shared: sharedQuantities(capabilities),
    strategy,
    order,
    placeOf: placesIn(run),
    known,
  }
  const unselected =
    chosen === suite.scenarios
      ? []
      : suite.scenarios.filter(({ id }) => !options.selected.has(id)).map(({ id }) => id)
  return { plan: toPlan(cutting, { options, work, retries, skipped, unselected }), cutting }
}

/** Cuts the work into shards and writes down what there is to tell of them. */
function toPlan(
  cutting: Cutting,
  from: {
    readonly options: PlanOptions
    readonly work: readonly ClassWork[]
    readonly retries: ReadonlyMap<string, number>
    readonly skipped: readonly PlannedSkip[]
    readonly unselected: string[]
  },
): Omit<Plan, "digest"> {
  const { options, work, retries, skipped, unselected } = from
  const { suite, strategy = "balanced", capabilities = [] } = options
  const { planned, order } = cutting
  const { before = [], after = [] } = suite.hooks ?? {}
  const { count, divisions, shards } = cutInto(cutting, options)
  const bound = lowerBound(divisions)
  const { iterations } = options
  const sizes = shards.map(({ of: { workers }, ids }) => ({ workers, count: ids.length }))
  const tookMs = shards.map(({ predictedMs }, i) => repeatedMs(predictedMs, iterations, sizes[i]))
  const boundMs = sizes.map((size) => repeatedMs(bound.ms, iterations, size))
  const together = bound.ms - boundWithoutTies(divisions, bound)
  const ties = heavyTies(divisions)
  return defined({
    schemaVersion: PLAN_SCHEMA_VERSION,
    id: options.id ?? identityOf(suite.name),
    suite: suite.name,
    suiteFile: suite.file,
    seed: planned.seed,
    iterations: iterations && withFacts(iterations, { ...planned, known: options.known }),
    files: options.files,
    groups: planned.groups,
    fixtures: planned.fixtures,
    starts: planned.starts,
    // A plan without hooks stays what it was.
    before: before.length === 0 ? undefined : [...before],
    after: after.length === 0 ? undefined : [...after],
    scenarios: planned.scenarios,
    shards: shards.map(({ of, ids, predictedMs, starts, share }, index) => {
      const workers = of.runner.workers ?? options.workers
      return defined({
        shard: index + 1,
        runner: of.name,
        runsOn: of.runner.runsOn,
        workers,
        share: { ...share },
        scenarios: [...ids],
        predictedSeconds: toSeconds(tookMs[index] ?? predictedMs),
        assumedWorkers: typeof workers === "number" ? undefined : of.workers,
        startupSeconds: toSeconds(startupMs(of)),
        starts: Object.keys(starts).length === 0 ? undefined : { ...starts },
      })
    }),
    skipped: [...skipped],
    unselected,
    predictedSeconds: toSeconds(tookMs.reduce((most, ms) => Math.max(most, ms), 0)),
    lowerBoundSeconds: toSeconds(count === 0 ? bound.ms : Math.min(...boundMs)),
    retrySeconds: retries.size === 0 ? undefined : toSeconds(sumOf(retries.values())),
    limit: count === 0 ? undefined : bound.limit,
    togetherSeconds: together > 1 ? toSeconds(together) : undefined,
    heavyTies: ties.length === 0 ? undefined : [...ties],
    strategy,
    order,
    sharing: planned.sharing,
    capabilities: [...capabilities],
    probes: suite.probes === undefined ? undefined : { ...suite.probes },
    runners: runnersIn(suite, work),
  })
}

/** Looked up only where the order of the suite counts. */
function placesIn(run: readonly Scenario[]): (id: string) => number {
  let places: ReadonlyMap<string, number> | null = null
  return (id) => {
    places ??= new Map(run.map((scenario, place) => [scenario.id, place]))
    return places.get(id) ?? 0
  }
}

function sumOf(values: Iterable<number>): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}

/** Looked up only where more than the list of a shard decides how long it takes. */
function durationsOf(
  run: readonly Scenario[],
  of: {
    readonly estimates: readonly Estimate[]
    readonly retries: ReadonlyMap<string, number>
  },
): (id: string) => number {
  let byId: ReadonlyMap<string, number> | null = null
  return (id) => {
    byId ??= new Map(run.map((scenario, i) => [scenario.id, of.estimates[i]?.ms ?? 0]))
    return (byId.get(id) ?? 0) + (of.retries.get(id) ?? 0)
  }
}

function classesFor(
  { suite, seen, measured, visibility, here = false }: PlanOptions,
  of: {
    readonly components: readonly Component[]
    readonly scenarios: ScenarioIndex
  },
): readonly ClassWork[] {
  const work = assignClasses(defined({ suite, ...of, seen, measured, visibility }))
  if (!here || work.length === 0) return work
  const capabilities = declaredByAll(work, of.scenarios)
  const runner = { ...DEFAULT_CLASS, capabilities }
  return [{ name: DEFAULT_RUNNER, runner, components: of.components }]
}

/** The classes that shards of the plan use, where anything is declared of them. */
function runnersIn({ runners = {} }: Suite, work: readonly ClassWork[]): Plan["runners"] {
  const used = work.filter(({ name, runner }) => {
    return Object.hasOwn(runners, name) || Object.keys(runner.capabilities).length > 0
  })
  if (used.length === 0) return undefined
  return Object.fromEntries(used.map(({ name, runner }) => [name, runner]))
}

function runnersById(work: readonly ClassWork[]): ReadonlyMap<string, string> | string {
  const [only] = work
  if (work.length === 1 && only !== undefined) return only.name
  const runners = new Map<string, string>()
  for (const { name, components } of work) {
    for (const { units } of components) for (const { id } of units) runners.set(id, name)
  }
  return runners
}

/** Workers are the class's own, else as asked for; `auto` is the cores that it is known to have. */
function toCut(
  work: ClassWork,
  { options, scenarios }: { readonly options: PlanOptions; readonly scenarios: ScenarioIndex },
): ClassToCut {
  const { runner, name } = work
  const resources: Record<string, number> = {}
  const { seen, measured, visibility, capabilities = [] } = options
  const told = [...(measured?.get(name) ?? []), ...(seen?.get(name) ?? [])]
  const found = capabilities.filter(({ scope }) => scope === "runner")
  const known = capabilitiesOfClass(runner, { seen: told, found, visibility })
  for (const [key, { quantity }] of known) if (quantity !== null) resources[key] = quantity
  const asked = runner.workers ?? options.workers
  const declared = options.here !== true && Object.hasOwn(options.suite.runners ?? {}, name)
  const cores = declared
    ? Math.floor(resources["cpu"] ?? options.assumedWorkers)
    : options.assumedWorkers
  const there = Math.max(1, cores)
  const { scenarios: all, fixtures } = options.suite
  if (fixtures !== undefined || all.some(({ demand }) => demand !== undefined)) {
    raiseToDemands(resources, { work, scenarios })
  }
  const leases = work.components.flatMap(({ units }) =>
    units.map(({ id }) => scenarios.get(id)?.definition.fixtures ?? []),
  )
  const { workers } = poolWorkers({ cores: there, count: asked, leases, fixtures })
  return { ...work, workers, cores: there, resources }
}

/**
 * What is planned for a class fits there when it runs, or is skipped: a label without a gpu may get
 * one by the job's own set-up, and earlier machines may have been smaller. Else it would weigh nothing.
 */
function raiseToDemands(
  resources: Record<string, number>,
  of: { readonly work: ClassWork; readonly scenarios: ScenarioIndex },
): void {
  const { work, scenarios } = of
  for (const { units } of work.components) {
    for (const { id } of units) {
      for (const [name, amount] of Object.entries(roomOf(scenarios.get(id) ?? {}))) {
        const there = resources[name]
        if (there !== undefined && there < amount) resources[name] = amount
      }
    }
  }
}

/** Fixtures that something of the plan leases, with the values of their keys that it does. */
function fixturesIn({ fixtures }: Suite, run: readonly Scenario[]): Plan["fixtures"] {
  const leases = run.map(({ definition }) => definition.fixtures ?? [])
  const used = fixtures === undefined ? {} : fixturesUsed(fixtures, leases)
  return Object.keys(used).length === 0 ? undefined : used
}

function plannedScenarios(
  run: readonly Scenario[],
  options: {
    /** In the order of the scenarios. */
    readonly estimates: readonly Estimate[]
    /** By id; one name where all run on the same class. */
    readonly runners: ReadonlyMap<string, string> | string
    readonly known: KnownTimes
    readonly maxAttempts: number | null
  },
): Plan["scenarios"] {
  const { runners, known, maxAttempts } = options
  const alone = run.every(({ needs }) => needs.length === 0)
  const planned = new Set<string>(alone ? [] : run.map(({ id }) => id))
  // One for all: most have neither.
  const none: Pick<PlannedScenario, "needs" | "demand"> = { needs: [], demand: {} }
  return Object.fromEntries(
    run.map(({ id, needs, runner, demand, definition }, i): [string, PlannedScenario] => {
      const estimate = options.estimates[i]
      const peak = known.get(id)?.peakMemoryBytes ?? 0
      return [
        id,
        {
          estimateSeconds: toSeconds(estimate?.ms ?? 0),
          estimateFrom: estimate?.from ?? "default",
          runner: typeof runners === "string" ? runners : (runners.get(id) ?? runner),
          needs: needs.length === 0 ? none.needs : needs.filter((need) => planned.has(need)),
          demand: demand === undefined ? none.demand : { ...demand },
          ...(peak > 0 ? { peakMemoryBytes: peak } : {}),
          definition:
            maxAttempts === null
              ? definition
              : { ...definition, retry: { ...definition.retry, maxAttempts } },
        },
      ]
    }),
  )
}
