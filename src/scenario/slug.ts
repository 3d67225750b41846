/**
 * Slugs: short names of scenarios for files, hosts and artifacts.
 * A slug depends on the ids of the suite, never on their order.
 */
import { append } from "../core/append.ts"
import { hash32 } from "../core/random.ts"

/** Longest slug, so that a prefix and a suffix still fit into a DNS label. */
export const SLUG_LENGTH = 40

const HASH_LENGTH = 7

/** One slug for each id, unique among them: a DNS label of at most 40 characters. */
export function assignSlugs(ids: readonly string[]): ReadonlyMap<string, string> {
  const byBase = new Map<string, string[]>()
  for (const id of ids) {
    const base = baseOf(id)
    const same = byBase.get(base)
    if (same === undefined) byBase.set(base, [id])
    else same.push(id)
  }
  const slugs = new Map<string, string>()
  const taken = new Set<string>()
  const rest: string[] = []
  for (const [base, same] of byBase) {
    const [id] = same
    if (same.length === 1 && id !== undefined && base !== "" && base.length <= SLUG_LENGTH) {
      slugs.set(id, base)
      taken.add(base)
    } else append(rest, same)
  }
  for (const id of rest.sort()) {
    let round = 0
    let slug = withHash(id, round)
    while (taken.has(slug)) slug = withHash(id, ++round)
    slugs.set(id, slug)
    taken.add(slug)
  }
  return slugs
}

function baseOf(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-|-$/gu, "")
}

function withHash(id: string, round: number): string {
  const hash = hash32(round === 0 ? id : `${id}\u0000${round}`)
    .toString(36)
    .padStart(HASH_LENGTH, "0")
  const base = baseOf(id)
    .slice(0, SLUG_LENGTH - HASH_LENGTH - 1)
    .replace(/-$/u, "")
  return `${base === "" ? "x" : base}-${hash}`
}
