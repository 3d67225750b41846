/**
 * What cutting the work of runner classes into shards depends on.
 */
import type { Plan } from "../../formats/plan.ts"
import type { ClassWork } from "../classes/classes.ts"
import type { SharedQuantities } from "../classes/shared-quantities.ts"
import type { KnownTimes } from "../estimate/estimate.ts"
import type { OrderName, Priorities } from "../order/priorities.ts"
import type { ScenarioIndex } from "../units/scenario-index.ts"
import type { StrategyName } from "./assign.ts"

/** A class with what one of its machines has. */
export interface ClassToCut extends ClassWork {
  readonly workers: number
  /** Cores of one of its machines, as far as they are known. */
  readonly cores: number
  /** Quantities of its machines by resource, where they are known. */
  readonly resources: Readonly<Record<string, number>>
}

/** Everything that cutting depends on. */
export interface Cutting {
  readonly classes: readonly ClassToCut[]
  readonly scenarios: ScenarioIndex
  readonly planned: Pick<Plan, "scenarios" | "groups" | "seed" | "sharing" | "fixtures" | "starts">
  /** How long a scenario takes with the retries that are expected, by its id. */
  readonly durationMs: (id: string) => number
  readonly shared: SharedQuantities
  readonly strategy: StrategyName
  readonly order: OrderName
  /** Place of a scenario in the suite. */
  readonly placeOf: (id: string) => number
  readonly known: KnownTimes
  /** True where what leases the same instances is kept together as far as shards stay even. */
  readonly bundled?: true
}

/** What the order of a shard of this class depends on. */
export function prioritiesOf(
  cutting: Cutting,
  { workers }: Pick<ClassToCut, "workers">,
): Priorities {
  const { order, known, placeOf, planned } = cutting
  return { order, workers, known, placeOf, seed: planned.seed, groups: planned.groups }
}
