/**
 * The dimensions that the matrices of a suite have.
 */
import { type Declaration, fieldOf } from "../layers/declaration.ts"
import type { Expansion } from "./expand.ts"

/** Names of all dimensions that any matrix has, also of those that are not expanded here. */
export function dimensionsOf(
  expanded: ReadonlyMap<Declaration, readonly Expansion[]>,
): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [declaration, expansions] of expanded) {
    const strategy = fieldOf(declaration, "strategy")?.value
    const matrix = typeof strategy === "object" ? strategy.matrix : undefined
    if (typeof matrix === "object") for (const name of Object.keys(matrix)) names.add(name)
    for (const one of expansions) for (const name in one.matrix) names.add(name)
  }
  return names
}
