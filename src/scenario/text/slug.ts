/**
 * Slugs: short names of scenarios for files, hosts and artifacts.
 * A slug depends on the ids of the suite, never on their order.
 */
import { hashText } from "../../core/quantities/random.ts"

/** Longest slug, so that a prefix and a suffix still fit into a DNS label. */
export const SLUG_LENGTH = 40

/** One slug for each id, in their order, unique among them: a DNS label of at most 40 characters. */
export function slugsOf(ids: readonly string[]): readonly string[] {
  const slugs = ids.map(baseOf)
  const owners = new Map<string, number>()
  const rest = new Set<number>()
  for (let i = 0; i < slugs.length; i++) {
    const base = slugs[i] as string
    const first = owners.get(base)
    if (first === undefined) owners.set(base, i)
    else rest.add(first).add(i)
    if (base === "" || base.length > SLUG_LENGTH) rest.add(i)
  }
  if (rest.size === 0) return slugs
  const taken = new Set(slugs.filter((_, i) => !rest.has(i)))
  const idOf = (i: number): string => ids[i] as string
  for (const i of [...rest].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))) {
    let round = 0
    let slug = withHash(idOf(i), round)
    while (taken.has(slug)) slug = withHash(idOf(i), ++round)
    slugs[i] = slug
    taken.add(slug)
  }
  return slugs
}

function baseOf(id: string): string {
  const base = id.toLowerCase().replace(/[^a-z0-9]+/gu, "-")
  return base.startsWith("-") || base.endsWith("-") ? base.replace(/^-|-$/gu, "") : base
}

function withHash(id: string, round: number): string {
  const hash = hashText(round === 0 ? id : `${id}\u0000${round}`)
  const base = baseOf(id)
    .slice(0, SLUG_LENGTH - hash.length - 1)
    .replace(/-$/u, "")
  return `${base === "" ? "x" : base}-${hash}`
}
