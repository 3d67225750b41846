/**
 * What a file names, whether or not it can be used: whoever refers to a thing that is wrong in itself
 * makes no mistake.
 */
import type { LocatedDocument, Path } from "./document.ts"

/** Keys of the mapping at a path, also those whose values are wrong; none where no mapping is. */
export function keysAt({ value }: Pick<LocatedDocument, "value">, path: Path): readonly string[] {
  let at: unknown = value
  for (const step of path) {
    const inside = typeof at === "object" && at !== null && Object.hasOwn(at, step)
    at = inside ? (at as Record<PropertyKey, unknown>)[step] : null
  }
  return typeof at === "object" && at !== null && !Array.isArray(at) ? Object.keys(at) : []
}
