/**
 * How people call this program without installing it.
 */

/** The npm package of this program. */
const NAME = "parallel-smoke"

/**
 * False until the package is on npm. Otherwise anyone who registers the name could run code on the
 * machines of people who paste `npx parallel-smoke`.
 */
const IS_PUBLISHED: boolean = false

/**
 * The command that runs exactly this version, for a POSIX shell. `archive` is the URL of a packed
 * checkout with a complete `dist`; null if unknown.
 */
export function commandOf(
  from: { readonly version: string; readonly archive: string | null },
  isPublished = IS_PUBLISHED,
): string {
  if (isPublished) return `npx --package=${NAME}@${from.version} ${NAME}`
  return from.archive === null ? NAME : `npx --package=${from.archive} ${NAME}`
}
