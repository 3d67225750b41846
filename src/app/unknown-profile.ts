/**
 * What to say of a profile that no file of a suite has.
 */
import type { FailureOf } from "../core/failure.ts"
import { nearest } from "../core/nearest.ts"

/** The first of the names that is not known; null when all are. */
export function unknownProfile(
  profiles: readonly string[],
  known: ReadonlySet<string>,
): FailureOf<"usage/invalid"> | null {
  const name = profiles.find((one) => !known.has(one))
  if (name === undefined) return null
  const meant = nearest(name, known)
  return {
    reason: "usage/invalid",
    message: `there is no profile ${JSON.stringify(name)}`,
    hint:
      meant !== undefined
        ? `did you mean ${JSON.stringify(meant)}?`
        : known.size === 0
          ? "the suite declares none: write `profiles: { NAME: { where: … } }`"
          : `profiles are ${[...known].join(", ")}`,
  }
}
