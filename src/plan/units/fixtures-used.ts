/**
 * The part of a suite's fixtures that some scenarios lease, with what the instances lease in turn.
 */
import type { FixtureKey, FixtureSpec, LeaseSpec } from "../../formats/fixture.ts"

/** Fixtures by name with the values of their keys that are leased. */
export function fixturesUsed(
  fixtures: Readonly<Record<string, FixtureSpec>>,
  leases: readonly (readonly LeaseSpec[])[],
): Record<string, FixtureSpec> {
  const used: Record<string, FixtureSpec> = {}
  const take = ({ name, key }: LeaseSpec) => {
    const spec = fixtures[name]
    const value = spec?.keys[key ?? ""]
    if (spec === undefined || value === undefined) return
    const known = used[name] ?? { ...spec, keys: {} }
    used[name] = known
    if (Object.hasOwn(known.keys, key ?? "")) return
    known.keys[key ?? ""] = value
    for (const inner of value.fixtures) take(inner)
  }
  for (const list of leases) for (const one of list) take(one)
  return used
}

/** What instances of the fixtures that these lease take, by the fixture's name; what takes nothing is left out. */
export function demandsOfFixtures(
  fixtures: Readonly<Record<string, FixtureSpec>> | undefined,
  leases: readonly (readonly LeaseSpec[])[],
): readonly { readonly fixture: string; readonly demand: FixtureKey["demand"] }[] {
  if (fixtures === undefined) return []
  return Object.entries(fixturesUsed(fixtures, leases)).flatMap(([fixture, { keys }]) =>
    Object.values(keys).flatMap(({ demand }) =>
      Object.keys(demand).length === 0 ? [] : [{ fixture, demand }],
    ),
  )
}
