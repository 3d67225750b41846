/**
 * The corpus of endings: each is a text file that says what to run, with which files, and which line a
 * person would point at, beside the output that running it gave. `scripts/make-endings.mjs` makes them.
 */
import { globSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"

const ENDINGS_FOLDER = fileURLToPath(new URL("../__fixtures__/endings", import.meta.url))

export interface Ending {
  readonly name: string
  /** The file that describes it, and the one with its output. */
  readonly path: string
  readonly output: string
  readonly title: string
  /** Lines that a person would point at; any of them is right. */
  readonly right: readonly string[]
  /** Its files, `run` among them, by name. */
  readonly files: Readonly<Record<string, string>>
}

/** The endings of one part of the corpus, by name. */
export function readEndings(part: string): readonly Ending[] {
  return globSync("*.ending", { cwd: join(ENDINGS_FOLDER, part) })
    .sort()
    .map((name) => toEnding(join(ENDINGS_FOLDER, part, name)))
}

/** A title, lines behind `> `, then files, each below `-- NAME --`. */
function toEnding(path: string): Ending {
  const [head = "", ...parts] = readFileSync(path, "utf8").split(/^-- (.+) --\n/mu)
  const [title = "", ...right] = head.trimEnd().split("\n")
  const files: Record<string, string> = {}
  for (let at = 0; at < parts.length; at += 2) files[parts[at] ?? ""] = parts[at + 1] ?? ""
  return {
    name: basename(path, ".ending"),
    path,
    output: path.replace(/\.ending$/u, ".output"),
    title,
    right: right.map((line) => line.replace(/^> /u, "")),
    files,
  }
}
