/**
 * Scenarios as planning weighs them: what each takes of a machine, and whom it must stay with.
 */
import type { Plan, PlannedGroup } from "../../formats/plan.ts"
import type { Scenario, Suite } from "../../scenario/model.ts"
import { type Estimate, isMeasured } from "../estimate/estimate.ts"
import type { Unit } from "./components.ts"
import { meanOfSingleRun } from "./loads.ts"
import type { ScenarioIndex } from "./scenario-index.ts"

/** Units in the order of the scenarios; needs outside of them are left out. */
export function toUnits(
  scenarios: readonly Scenario[],
  options: {
    /** In the order of the scenarios. */
    readonly estimates: readonly Estimate[]
    /** What retries are expected to add, in milliseconds by id. */
    readonly retries?: ReadonlyMap<string, number>
    readonly groups: Readonly<Record<string, PlannedGroup>>
    readonly fixtures?: Suite["fixtures"]
  },
): readonly Unit[] {
  const { estimates, groups, retries, fixtures = {} } = options
  const alone = scenarios.every(({ needs }) => needs.length === 0)
  const here = new Set<string>(alone ? [] : scenarios.map(({ id }) => id))
  const plainMs = meanOfSingleRun(estimates)
  return scenarios.map(({ id, needs, definition }, i): Unit => {
    const estimate = estimates[i]
    const estimateMs = (estimate?.ms ?? 0) + (retries?.get(id) ?? 0)
    const own = definition.groups
    const ofGroups = own.length === 0 ? own : own.filter((name) => groups[name]?.scope === "run")
    const shared = definition.fixtures?.filter(({ name }) => fixtures[name]?.scope === "run") ?? []
    const together =
      shared.length === 0
        ? ofGroups
        : [...ofGroups, ...shared.map(({ name, key }) => `fixture ${name}[${key ?? ""}]`)]
    // A run or an author stands behind these; of the others no figure is right but by luck.
    const sure = estimate === undefined || isMeasured(estimate.from) || estimate.from === "estimate"
    if (sure && plainMs === null && together.length === 0 && needs.length === 0) {
      return { id, needs, estimateMs }
    }
    return {
      id,
      needs: needs.length === 0 ? needs : needs.filter((need) => here.has(need)),
      estimateMs,
      ...(sure ? {} : { doubtMs: estimate.spreadMs }),
      ...(plainMs === null || sure ? {} : { plainMs }),
      ...(plainMs === null || estimate?.once !== true ? {} : { onceMs: estimate.spreadMs }),
      ...(together.length === 0 ? {} : { together }),
    }
  })
}

/** What a machine offers to the units of a class. */
export interface Machine {
  readonly workers: number
  /** Quantities by resource, where they are known. */
  readonly resources: Readonly<Record<string, number>>
}

/** The same units with the part of such a machine that each takes. */
export function onMachine(
  units: readonly Unit[],
  options: {
    readonly machine: Machine
    readonly scenarios: Pick<ScenarioIndex, "get">
    readonly groups: Readonly<Record<string, PlannedGroup>>
    readonly fixtures?: Plan["fixtures"] | undefined
  },
): readonly Unit[] {
  return units.map((unit) => {
    const scenario = options.scenarios.get(unit.id)
    if (scenario === undefined) return unit
    const parts = partsOf(scenario, options)
    // Nothing runs beside an exclusive one, whatever it takes.
    const alone = scenario.definition.exclusive === true && options.machine.workers > 1
    if (!alone && Object.keys(parts).length === 0) return unit
    return { ...unit, parts, ...(alone ? { slots: options.machine.workers } : {}) }
  })
}

/** No resource has a space in its name. */
const GROUP = "group "

/** Nor has any group this beginning. */
const FIXTURE = "fixture "

/** The fixture that a part is of, with its key where it has one; null where it is of something else. */
export function fixtureOf(part: string): string | null {
  return part.startsWith(FIXTURE) ? part.slice(FIXTURE.length) : null
}

/** The group that a part is of; null where it is of a resource. */
export function groupOf(part: string): string | null {
  return part.startsWith(GROUP) ? part.slice(GROUP.length) : null
}

function partsOf(
  { definition, demand = {} }: Scenario,
  at: {
    readonly machine: Machine
    readonly groups: Readonly<Record<string, PlannedGroup>>
    readonly fixtures?: Plan["fixtures"] | undefined
  },
): Readonly<Record<string, number>> {
  const { workers, resources } = at.machine
  const parts: Record<string, number> = {}
  for (const [name, amount] of Object.entries(demand)) {
    const there = resources[name]
    if (there !== undefined && there > 0) parts[name] = Math.min(1, amount / there)
  }
  for (const name of definition.groups) {
    const group = at.groups[name]
    const limit = group?.sequential === true ? 1 : group?.maxParallel
    if (limit != null && limit < workers) parts[`${GROUP}${name}`] = 1 / limit
  }
  for (const { name, key } of definition.fixtures ?? []) {
    const { instances = 1, leases = null } = at.fixtures?.[name] ?? {}
    if (leases === null || instances * leases >= workers) continue
    parts[`${FIXTURE}${name}${key === null ? "" : `[${key}]`}`] = 1 / (instances * leases)
  }
  return parts
}
