/**
 * How a person calls this program where it is not installed.
 */

/** The npm package of this program. */
const NAME = "parallel-smoke"

/**
 * False until the package is on npm: whoever registered its name first could run what they like on the
 * machine of everybody who pastes `npx parallel-smoke`.
 */
const IS_PUBLISHED: boolean = false

/**
 * The command that runs this very version, for a POSIX shell. `archive` is the address of a packed
 * checkout, whose `dist` is complete; null where nobody knows one.
 */
export function commandOf(
  from: { readonly version: string; readonly archive: string | null },
  isPublished = IS_PUBLISHED,
): string {
  if (isPublished) return `npx --package=${NAME}@${from.version} ${NAME}`
  return from.archive === null ? NAME : `npx --package=${from.archive} ${NAME}`
}
