/**
 * What to say of names of profiles: one that no file of a suite has, and one that is a flag's name.
 */
import { type Diagnostic, warningAt } from "../../core/problems/diagnostic.ts"
import type { FailureOf } from "../../core/problems/failure.ts"
import type { Profile } from "../../scenario/layers/profile.ts"

/** The first of the names that is not known; null when all are. */
export function unknownProfile(
  profiles: readonly string[],
  known: ReadonlySet<string>,
): FailureOf<"usage/unknown-profile"> | null {
  const name = profiles.find((one) => !known.has(one))
  return name === undefined
    ? null
    : { reason: "usage/unknown-profile", profile: name, known: [...known] }
}

/** Profiles that cannot be used as `--NAME`, because that is a flag of its own. */
export function namedLikeFlags(
  profiles: readonly Profile[],
  flagNames: () => ReadonlySet<string>,
): Diagnostic[] {
  if (profiles.length === 0) return []
  const flags = flagNames()
  return profiles
    .filter(({ name }) => flags.has(name))
    .map(({ name, layer: { document, path } }) => {
      const message = `\`--${name}\` is a flag of its own and does not use the profile \`${name}\``
      const hint = `use it as \`--profile ${name}\`, or rename it`
      return warningAt(document.locateKey(path), { code: "suite/profile-name", message, hint })
    })
}
