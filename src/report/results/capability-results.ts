/**
 * Probed capabilities, from shards and planning, as rows of the results.
 */
import type { RunState } from "../../events/state.ts"
import type { Capability } from "../../formats/capability.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Results } from "../../formats/results.ts"

type Row = Results["capabilities"][number]

/** First what only the plan knows, then what each shard found. */
export function toCapabilities(plan: Plan, state: RunState): Row[] {
  const shards = [...state.shards].sort(([a], [b]) => a - b)
  const found = shards.flatMap(([shard, { capabilities }]) =>
    capabilities.map(({ capability }) => toRow(capability, shard)),
  )
  const again = new Set(found.map(({ name }) => name))
  const planned = plan.capabilities.filter(({ name }) => !again.has(name))
  return [...planned.map((capability) => toRow(capability, null)), ...found]
}

function toRow(capability: Capability, shard: number | null): Row {
  const { name, scope, present, quantity, unit, value, evidence } = capability
  const optional = value === undefined ? {} : { value }
  return { name, scope, present, quantity, unit, ...optional, evidence, shard }
}
