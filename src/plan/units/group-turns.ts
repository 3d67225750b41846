/**
 * The order of turns in sequential groups: that of the suite, but members that lease the same key of a
 * fixture come together, so that it is set up once.
 */
import type { Plan } from "../../formats/plan.ts"
import type { Scenario, Suite } from "../../scenario/model.ts"

/** The groups, with the order of members where it counts. */
export function withTurns(groups: Suite["groups"], run: readonly Scenario[]): Plan["groups"] {
  const members = new Map<string, Scenario[]>()
  for (const scenario of run) {
    for (const name of new Set(scenario.definition.groups)) {
      if (groups[name]?.sequential !== true) continue
      const list = members.get(name)
      if (list === undefined) members.set(name, [scenario])
      else list.push(scenario)
    }
  }
  if (members.size === 0) return { ...groups }
  const planned = { ...groups }
  for (const [name, list] of members) {
    const group = planned[name]
    if (group === undefined) continue
    planned[name] = { ...group, turns: byKeys(list).map(({ id }) => id) }
  }
  return planned
}

/** By the keys of each fixture in turn; those with the fewest keys come first, because they hold longest. */
function byKeys(members: readonly Scenario[]): readonly Scenario[] {
  const keys = new Map<string, Set<string>>()
  for (const { definition } of members) {
    for (const { name, key } of definition.fixtures ?? []) {
      if (key === null) continue
      const known = keys.get(name)
      if (known === undefined) keys.set(name, new Set([key]))
      else known.add(key)
    }
  }
  const names = [...keys].sort(([, a], [, b]) => a.size - b.size).map(([name]) => name)
  const sorted = (list: readonly Scenario[], [name, ...rest]: readonly string[]): Scenario[] => {
    if (name === undefined) return [...list]
    const together = Map.groupBy(
      list,
      ({ definition }) => definition.fixtures?.find((one) => one.name === name)?.key ?? null,
    )
    return [...together.values()].flatMap((one) => sorted(one, rest))
  }
  return sorted(members, names)
}
