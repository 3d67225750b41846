/**
 * What scenarios take of a machine together with the instances that they lease, and with what those lease.
 */
import type { Asks } from "../../capability/runner-class.ts"
import type { InstanceDemand, Scenario, Suite } from "../../scenario/model.ts"
import { takenTogether, tooManyLeases } from "../../schedule/fixtures/beside.ts"
import { buildPools } from "../../schedule/fixtures/build-pools.ts"
import type { Pool } from "../../schedule/fixtures/pool.ts"

/** The same scenarios with what instances take beside each; the list itself where none takes anything. */
export function withInstances(
  scenarios: readonly Scenario[],
  fixtures: Suite["fixtures"] = {},
): readonly Scenario[] {
  const takesAny = Object.values(fixtures).some(({ keys }) =>
    Object.values(keys).some(({ demand }) => Object.keys(demand).length > 0),
  )
  if (!takesAny) return scenarios
  const poolsOf = poolsFor(scenarios, fixtures)
  return scenarios.map((scenario, i) => {
    const beside = takenTogether(poolsOf[i] ?? []).flatMap(
      ({ pool: { ref, key }, instances }): InstanceDemand[] => {
        const { demand = {} } = key
        if (Object.keys(demand).length === 0) return []
        return Array(instances).fill({ fixture: ref.name, demand })
      },
    )
    return beside.length === 0 ? scenario : { ...scenario, beside }
  })
}

function poolsFor(
  scenarios: readonly Scenario[],
  fixtures: NonNullable<Suite["fixtures"]>,
): readonly (readonly Pool[])[] {
  const plans = Object.fromEntries(
    Object.entries(fixtures).map(([name, { instances, leases, maxUses, keys }]) => [
      name,
      { instances, leases, maxUses, keys },
    ]),
  )
  const items = scenarios.map(({ definition: { fixtures: leases = [] } }) => ({
    groups: [],
    fixtures: leases,
  }))
  return buildPools({ items, fixtures: plans, groups: {} }).poolsOf
}

/** More leases than a fixture can ever give at once. */
export interface TooManyLeases {
  readonly scenario: Scenario
  readonly fixture: string
  /** Taken at once, by the scenario and by instances that it leases. */
  readonly wanted: number
  readonly most: number
}

/** Scenarios that can never lease all their fixtures, because those lease each other too. */
export function neverLeased(
  scenarios: readonly Scenario[],
  fixtures: Suite["fixtures"] = {},
): readonly TooManyLeases[] {
  const nests = Object.values(fixtures).some(({ keys }) =>
    Object.values(keys).some(({ fixtures: inner }) => inner.length > 0),
  )
  if (!nests) return []
  const poolsOf = poolsFor(scenarios, fixtures)
  return scenarios.flatMap((scenario, i) => {
    const over = tooManyLeases(poolsOf[i] ?? [])
    return over === null ? [] : [{ scenario, ...over }]
  })
}

/** What a scenario or one of the instances beside it lacks, by the first that lacks something; else null. */
export function firstLack(
  { definition, demand = {}, beside = [] }: Pick<Scenario, "definition" | "demand" | "beside">,
  lackOf: (asks: Asks) => string | null,
): string | null {
  const own = lackOf({ requires: definition.requires ?? [], demand })
  if (own !== null) return own
  for (const { fixture, demand } of beside) {
    const lack = lackOf({ requires: [], demand })
    if (lack !== null) return `fixture ${fixture} ${lack}`
  }
  return null
}

/** What a scenario takes in all, by name of the resource. */
export function roomOf({
  demand = {},
  beside = [],
}: Pick<Scenario, "demand" | "beside">): Readonly<Record<string, number>> {
  if (beside.length === 0) return demand
  const room = { ...demand }
  for (const one of beside) {
    for (const [name, amount] of Object.entries(one.demand)) {
      room[name] = (room[name] ?? 0) + amount
    }
  }
  return room
}
