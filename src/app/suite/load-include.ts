/**
 * `include` of a suite file: which files its patterns find, and what each of them is.
 */
import { dirname, extname, join } from "node:path/posix"
import { toSegment } from "../../core/ids.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { Location } from "../../core/text/source.ts"
import type { Files, SearchProblem } from "../../ports/files.ts"
import { includePatterns } from "../../scenario/files/parse-suite.ts"
import type { IncludePattern, ParsedSuite } from "../../scenario/files/parsed-suite.ts"
import type { LocatedDocument, Path } from "../../scenario/text/document.ts"
import { absolutePath } from "./load-files.ts"

/** A file that a pattern finds. */
export interface FoundFile {
  /** Relative to the root. */
  readonly path: string
  readonly kind: "suite" | "script"
  /** The pattern that found it first, and its place. */
  readonly pattern: string
  readonly from: Location
  /** Id of a script, from its path. */
  readonly id: string
  /** True when a pattern names files rather than searching folders, so that no header is needed. */
  readonly explicit: boolean
}

/** A suite file whose patterns are looked up. */
export interface SuitePlace {
  readonly files: Files
  readonly root: string
  /** Absolute; no link may lead out of it. */
  readonly within: string
  readonly suite: ParsedSuite
  /** Path of the suite file relative to the root. */
  readonly path: string
}

/** Files of a suite's patterns, in the order of the patterns, each once. */
export function findIncluded(options: SuitePlace): {
  readonly found: readonly FoundFile[]
  readonly diagnostics: readonly Diagnostic[]
} {
  const { files, root, within, suite, path: suitePath } = options
  const { document } = suite
  const folder = dirname(suitePath)
  const lists = findFiles({
    files,
    folder: absolutePath(root, folder),
    within,
    patterns: includePatterns(suite),
    document,
  })
  const found = new Map<string, FoundFile>()
  for (const { pattern, path: at, matches } of lists.found) {
    const from = document.locate(at)
    const explicit = !pattern.includes("**")
    for (const match of matches) {
      const path = join(folder, match)
      if (path === suitePath) continue
      const earlier = found.get(path)
      if (earlier !== undefined) {
        found.set(path, { ...earlier, explicit: earlier.explicit || explicit })
        continue
      }
      const kind = SUITE_EXTENSIONS.includes(extname(path)) ? "suite" : "script"
      found.set(path, { path, kind, pattern, from, explicit, id: idOf(match, pattern) })
    }
  }
  return { found: [...found.values()], diagnostics: lists.diagnostics }
}

/** What each pattern of a list finds, without what patterns with `!` take out. */
export function findFiles(options: {
  readonly files: Files
  /** Absolute; patterns are relative to it. */
  readonly folder: string
  /** Absolute; no link may lead out of it. */
  readonly within: string
  readonly patterns: readonly IncludePattern[]
  readonly document: LocatedDocument
}): {
  readonly found: readonly {
    readonly pattern: string
    readonly path: Path
    readonly matches: readonly string[]
  }[]
  readonly diagnostics: readonly Diagnostic[]
} {
  const { files, folder, within, document } = options
  const diagnostics: Diagnostic[] = []
  const over = options.patterns[MAX_PATTERNS]
  if (over !== undefined) diagnostics.push(tooManyPatterns(document.locate(over.path)))
  const inside = options.patterns.slice(0, MAX_PATTERNS).filter(({ pattern, path }) => {
    const leaves = leavesFolder(pattern.replace(/^!/u, ""))
    if (leaves) diagnostics.push(outside(pattern.replace(/^!/u, ""), document.locate(path)))
    return !leaves
  })
  const without = inside
    .filter(({ pattern }) => pattern.startsWith("!"))
    .map(({ pattern }) => `!${plain(pattern.slice(1))}`)
  const found = inside
    .filter(({ pattern }) => !pattern.startsWith("!"))
    .map((one) => {
      const pattern = plain(one.pattern)
      const { files: matches, problems } = files.search(folder, [pattern, ...without], { within })
      const from = document.locate(one.path)
      diagnostics.push(...problems.map((problem) => obstacle(problem, from)))
      if (matches.length === 0 && problems.length === 0) {
        diagnostics.push(noMatch(one.pattern, { from, without, files, folder }))
      }
      return { pattern, path: one.path, matches }
    })
  return { found, diagnostics }
}

/** Patterns of one list; each is a search of its own. */
const MAX_PATTERNS = 2_000

function tooManyPatterns(location: Location): Diagnostic {
  const message = `a list may have ${MAX_PATTERNS} patterns; this one and those after it are too many`
  const hint = "use * and ** instead of a pattern for each file"
  return errorAt(location, { code: "suite/value", message, hint })
}

const SUITE_EXTENSIONS: readonly string[] = [".yml", ".yaml", ".json"]

/** The path below the fixed folder of the pattern, without extension. */
function idOf(path: string, pattern: string): string {
  const parts = pattern.split("/")
  const glob = parts.findIndex((part) => /[*?[\]{}()!+@]/u.test(part))
  const fixed = glob < 0 ? parts.length - 1 : glob
  const rest = path
    .split("/")
    .slice(Math.min(fixed, path.split("/").length - 1))
    .join("/")
  const extension = extname(rest)
  return toSegment(extension === "" ? rest : rest.slice(0, -extension.length))
}

function plain(pattern: string): string {
  return pattern.replace(/^(\.\/)+/u, "")
}

function leavesFolder(pattern: string): boolean {
  return pattern.startsWith("/") || pattern.split("/").includes("..")
}

function outside(pattern: string, location: Location): Diagnostic {
  const message = `\`${pattern}\` leaves the folder of this file`
  const hint = "include from a suite file further up; patterns are relative to their own file"
  return errorAt(location, { code: "include/outside", message, hint })
}

function noMatch(
  pattern: string,
  at: {
    readonly from: Location
    readonly without: readonly string[]
    readonly files: Files
    readonly folder: string
  },
): Diagnostic {
  const { from, without, files, folder } = at
  const excluded = without.length > 0 && files.glob(folder, [plain(pattern)]).length > 0
  const message = excluded
    ? `every file that \`${pattern}\` matches is excluded by a pattern with !`
    : `no file matches \`${pattern}\``
  const hint = "patterns are relative to the folder of this file; remove one that is not needed"
  return errorAt(from, { code: "include/no-match", message, hint })
}

function obstacle({ path, reason }: SearchProblem, location: Location): Diagnostic {
  const { message, mend } = OBSTACLES[reason]
  const takeOut = `exclude it with the pattern "!${path}"`
  const hint = mend === "" ? takeOut : `${mend}, or ${takeOut}`
  return errorAt(location, {
    code: reason === "unreadable" ? "file/unreadable" : "file/link",
    message: `\`${path}\` ${message}`,
    hint,
  })
}

type Reason = SearchProblem["reason"]

const OBSTACLES: Readonly<Record<Reason, { readonly message: string; readonly mend: string }>> = {
  nowhere: { message: "is a link that leads nowhere", mend: "correct the link" },
  circle: { message: "is a link that leads in a circle", mend: "correct the link" },
  outside: {
    message: "is a link that leads out of the repository; files there are not read",
    mend: "put a copy in its place",
  },
  "too-many": { message: "exceeds the number of links to folders", mend: "" },
  special: { message: "is not a regular file", mend: "" },
  unreadable: { message: "cannot be read: there is no permission to read it", mend: "allow it" },
}
