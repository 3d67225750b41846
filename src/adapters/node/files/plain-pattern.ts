/**
 * The most frequent kind of pattern, fixed folders and a name with stars (`smoke/*.sh`), by a look into
 * one folder: a library for all kinds of patterns takes longer to begin than the rest of the search.
 */

import { matchesPieces } from "../../../core/text/stars.ts"

/** What is found in a folder. */
interface Entry {
  readonly name: string
  isFile(): boolean
  isDirectory(): boolean
}

const PLAIN = /^((?:[\w-][\w.-]*\/)*)([\w.-]*\*[\w.*-]*)$/u

/** Names that a search leaves out wherever they stand. */
const LEFT_OUT = /^(?:node_modules|\.git)$/u

/**
 * Paths of the files that the only pattern of a list matches. Null where it is of another kind, and
 * where more than files has such a name: then others have to look.
 */
export function matchPlain(
  patterns: readonly string[],
  read: (folder: string) => readonly Entry[],
): readonly string[] | null {
  const [pattern = "", more] = patterns
  const [, folder, stars = ""] = PLAIN.exec(pattern) ?? []
  if (folder === undefined || more !== undefined || stars.includes("**")) return null
  if (folder.split("/").some((name) => LEFT_OUT.test(name))) return null
  const pieces = stars.split("*")
  const found: string[] = []
  for (const entry of read(folder)) {
    if (!matchesPieces(pieces, entry.name) || entry.name.startsWith(".#")) continue
    if (!entry.isFile() || LEFT_OUT.test(entry.name)) return null
    found.push(folder + entry.name)
  }
  return found
}
