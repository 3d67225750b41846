/**
 * A limit on scenarios.
 */

/** A number of scenarios, or a part of all in percent. */
export type Limit = { readonly count: number } | { readonly percent: number }

/** How many that is of so many; a part of one is one. */
export function limitOf(limit: Limit, total: number): number {
  return "count" in limit ? limit.count : Math.ceil((limit.percent * total) / 100)
}
