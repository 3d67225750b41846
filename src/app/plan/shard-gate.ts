/**
 * What a shard can run: its machine is probed again when it starts, and what it lacks is a skip with
 * the evidence, never a failure that looks like the product's.
 */
import { type ClusterWorkers, clusterWorkers, lanesOf } from "../../capability/cluster-workers.ts"
import {
  type Capabilities,
  checkDemand,
  checkRequirement,
  indexCapabilities,
  lackText,
} from "../../capability/evaluate.ts"
import { canonicalName } from "../../capability/name.ts"
import { declaredOf } from "../../capability/runner-class.ts"
import { rootOf, type Wanted, wantedProbes } from "../../capability/wanted.ts"
import { formatQuantity } from "../../core/quantities/quantity.ts"
import { machineShare, type WorkerCount } from "../../core/quantities/workers.ts"
import type { EventBody } from "../../events/event.ts"
import type { DispatchOptions, Gate } from "../../execute/attempt/shard-options.ts"
import { probeAll } from "../../execute/probes/probe.ts"
import type { ProbePorts } from "../../execute/probes/probe-finding.ts"
import type { Capability } from "../../formats/capability.ts"
import type { Plan, PlannedScenario, PlannedShard } from "../../formats/plan.ts"
import { demandsOfFixtures } from "../../plan/units/fixtures-used.ts"
import type { Item } from "../../schedule/types.ts"
import { suiteFolder } from "../suite/suite-folder.ts"

/** The shard whose machine is looked at. */
export interface GateOptions extends Pick<DispatchOptions, "plan" | "schedule" | "root" | "emit"> {
  readonly planned: PlannedShard
  /** What of it is run. */
  readonly ids: readonly string[]
  /** What this machine was found to have a moment ago; undefined probes it. */
  readonly probed?: readonly Capability[] | undefined
  /** Told how many workers a cluster bears. */
  readonly onWorkers: (workers: number) => void
}

/** A gate for the shard; undefined where nothing is asked for or taken, so that nothing is waited for. */
export function shardGate(options: GateOptions, ports: ProbePorts): Gate | undefined {
  const { plan, ids, root } = options
  const scenarios = ids.flatMap((id) => plan.scenarios[id] ?? [])
  const fixtures = demandsOfFixtures(plan.fixtures, scenarios.map(leasesOf))
  const wanted = wantedProbes(
    { scenarios: [...scenarios, ...fixtures].map(asksOf), probes: plan.probes ?? {} },
    "runner",
  )
  const asks =
    fixtures.length > 0 ||
    scenarios.some(({ definition, demand }) => {
      return (definition.requires ?? []).length > 0 || Object.keys(demand).length > 0
    })
  if (wanted.length === 0 && !asks) return undefined
  return async ({ env, signal }) => {
    const place = { root, folder: suiteFolder(root, plan.suiteFile), env }
    const found = options.probed ?? (await probeAll({ wanted, place, signal }, ports))
    if (signal.aborted) return { schedule: options.schedule, missing: new Map() }
    tell(found, { wanted, emit: options.emit })
    return passage(options, found)
  }
}

/** Workers that a cluster bears, where it was looked at before the shard begins; else null. */
export function workersBefore(
  options: Pick<GateOptions, "plan" | "planned" | "ids" | "probed">,
): number | null {
  const { plan, planned, ids, probed } = options
  if (probed === undefined) return null
  const own = ownShare(capabilitiesOf(plan, { planned, found: probed }), planned.share)
  return autoWorkers({ plan, ids, workers: planned.workers, capabilities: own })?.workers ?? null
}

/** What a scenario asks for and takes. */
export function asksOf({
  definition,
  demand = {},
}: Partial<Pick<PlannedScenario, "definition" | "demand">>) {
  return { requires: definition?.requires ?? [], demand }
}

/** What a scenario leases. */
export function leasesOf({ definition }: Pick<PlannedScenario, "definition">) {
  return definition.fixtures ?? []
}

function tell(
  found: readonly Capability[],
  to: { readonly wanted: readonly Wanted[]; readonly emit: (body: EventBody) => boolean },
): void {
  const required = new Set(to.wanted.filter(({ spec }) => spec.required).map(({ name }) => name))
  for (const capability of found) {
    const { name } = capability
    to.emit({ type: "capability-probed", capability, required: required.has(name) })
  }
}

function passage(options: GateOptions, found: readonly Capability[]) {
  const { plan, planned, ids, schedule } = options
  const whole = capabilitiesOf(plan, { planned, found })
  const own = ownShare(whole, planned.share)
  const missing = new Map<string, string>()
  for (const id of ids) {
    const scenario = plan.scenarios[id]
    if (scenario === undefined) continue
    const lacks = lackText([
      ...(scenario.definition.requires ?? []).map((each) => checkRequirement(each, whole)),
      ...Object.entries(scenario.demand).map(([name, amount]) =>
        checkDemand({ name, amount }, own),
      ),
      ...demandsOfFixtures(plan.fixtures, [leasesOf(scenario)]).flatMap(({ fixture, demand }) =>
        Object.entries(demand).map(([name, amount]) => {
          const check = checkDemand({ name, amount }, own)
          if (check.kind !== "lacks") return check
          return { ...check, message: `fixture ${fixture} ${check.message}` }
        }),
      ),
    ])
    if (lacks !== null) missing.set(id, lacks)
  }
  const items = schedule.items.map((item) => (missing.has(item.id) ? bare(item) : item))
  const workers = autoWorkers({ plan, ids, workers: planned.workers, capabilities: own })
  if (workers !== null) {
    options.emit({ type: "note", level: "info", message: workersText(workers) })
    options.onWorkers(workers.workers)
  }
  return {
    schedule: {
      ...schedule,
      items,
      workers: workers?.workers ?? schedule.workers,
      resources: { ...schedule.resources, ...resourcesOf(plan, { ids, own }) },
    },
    missing,
  }
}

/** What the class of a shard declares, over that what all shards share, and what this one found. */
function capabilitiesOf(
  plan: Plan,
  of: { readonly planned: PlannedShard; readonly found: readonly Capability[] },
): Capabilities {
  const runner = plan.runners?.[of.planned.runner]
  const declared = runner === undefined ? [] : declaredOf(runner)
  const shared = plan.capabilities.filter(({ scope }) => scope === "run")
  return indexCapabilities([...declared, ...shared, ...of.found])
}

/** What all shards share counts only as far as it is this one's. */
function ownShare(whole: Capabilities, share: Readonly<Record<string, number>>): Capabilities {
  const shares = new Map(Object.entries(share).map(([name, part]) => [canonicalName(name), part]))
  return new Map(
    [...whole].map(([name, capability]) => {
      const part = shares.get(name)
      if (part === undefined || capability.scope !== "run") return [name, capability]
      const evidence = `the share of this shard; ${capability.evidence}`
      return [name, { ...capability, quantity: part, evidence }]
    }),
  )
}

/** How much there is of everything that is taken, under the names by which it is taken. */
function resourcesOf(
  plan: Plan,
  { ids, own }: { readonly ids: readonly string[]; readonly own: Capabilities },
): Record<string, number> {
  const scenarios = ids.flatMap((id) => plan.scenarios[id] ?? [])
  const takers = [...scenarios, ...demandsOfFixtures(plan.fixtures, scenarios.map(leasesOf))]
  const names = new Set(takers.flatMap(({ demand }) => Object.keys(demand)))
  return Object.fromEntries(
    [...names].flatMap((name): [string, number][] => {
      const quantity = own.get(canonicalName(name))?.quantity ?? null
      return quantity === null ? [] : [[name, quantity]]
    }),
  )
}

/** Skipped at once: it waits for no room and keeps none. */
function bare(item: Item): Item {
  const { demand: _d, exclusive: _e, peakMemoryBytes: _p, fixtures: _f, ...rest } = item
  return { ...rest, groups: [] }
}

/**
 * Workers by what a cluster bears, where the number is left open and scenarios take some of it; of a
 * part of the machine it is the same part of what the cluster has.
 */
export function autoWorkers(options: {
  readonly plan: Pick<Plan, "groups" | "probes"> & {
    readonly scenarios: Readonly<Record<string, Pick<PlannedScenario, "definition" | "demand">>>
  }
  readonly ids: readonly string[]
  readonly workers: WorkerCount
  readonly capabilities: Capabilities
}): ClusterWorkers | null {
  const { plan, ids, workers, capabilities } = options
  if (typeof workers === "number") return null
  const share = machineShare(workers)
  const scenarios = ids.flatMap((id) => plan.scenarios[id] ?? [])
  const available: Record<string, number> = {}
  for (const { demand } of scenarios) {
    for (const name in demand) {
      if (plan.probes?.[rootOf(name)]?.how.kind !== "kubernetes") continue
      const quantity = capabilities.get(canonicalName(name))?.quantity ?? null
      if (quantity !== null) available[name] = quantity * share
    }
  }
  const demands = scenarios.map(({ demand }) => demand)
  const lanes = lanesOf(
    scenarios.map(({ definition }) => definition),
    plan.groups,
  )
  return clusterWorkers({ available, demands, lanes })
}

/** `9 workers: 9 beside each other by their groups, 86 by cluster.cpu, 230 by cluster.memory`. */
export function workersText({ workers, limits }: ClusterWorkers): string {
  const parts = limits.map((limit) =>
    limit.name === null ? `${limit.workers} can run at once` : `${limit.workers} by ${limit.name}`,
  )
  return `${formatQuantity(workers, "workers")}: ${parts.join(", ")}`
}
