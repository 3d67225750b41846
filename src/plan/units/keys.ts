/**
 * What chooses the shard of a component by hash: something that no filter takes away.
 */
import type { Suite } from "../../scenario/model.ts"
import { type Component, componentsOf } from "./components.ts"
import { toUnits } from "./to-units.ts"

/**
 * Components with the first id, of those that need nothing, that the whole suite joins them with: also
 * when that is left out, and also where what joined them is.
 */
export function withKeys(
  components: readonly Component[],
  { scenarios, groups }: Pick<Suite, "scenarios" | "groups">,
): readonly Component[] {
  const keys = new Map<string, string>()
  for (const { units } of componentsOf(toUnits(scenarios, { estimates: [], groups }))) {
    if (units.length < 2) continue
    const key = (units.find(({ needs }) => needs.length === 0) ?? units[0])?.id
    for (const { id } of units) if (key !== undefined) keys.set(id, key)
  }
  return components.map((component) => {
    const key = keys.get(component.units[0]?.id ?? "")
    return key === undefined ? component : { ...component, key }
  })
}
