/**
 * `for-each`: one scenario for each file that patterns find. The files are found elsewhere; here is
 * what is asked for, and which scenario each of them becomes.
 */
import { dirname, extname, join, normalize, relative } from "node:path/posix"
import { toSegment } from "../../core/ids.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import type { IncludePattern, ParsedSuite } from "./parsed-suite.ts"

/** A file that a scenario is for. */
export interface EachFile {
  /** Relative to the root. */
  readonly path: string
  /** Relative to the folder that the ids start from. */
  readonly relative: string
  /** What it adds to the id. */
  readonly segment: string
}

/** The patterns of one scenario. */
export interface EachRequest {
  readonly key: string
  readonly patterns: readonly IncludePattern[]
  /** Folder of the ids, relative to the folder of the suite; null where the pattern says it. */
  readonly root: string | null
  readonly document: LocatedDocument
  readonly path: Path
}

/** Every `for-each` of a suite file. */
export function eachRequests({ document, text }: ParsedSuite): readonly EachRequest[] {
  return Object.entries(text.scenarios ?? {}).flatMap(([key, scenario]): EachRequest[] => {
    if (typeof scenario !== "object" || scenario === null) return []
    const each = scenario["for-each"]
    if (each === undefined) return []
    const path = ["scenarios", key, "for-each"]
    const { files, root } = each
    const patterns =
      typeof files === "string"
        ? [{ pattern: files.trim(), path: [...path, "files"] }]
        : files.map((pattern, i) => ({ pattern: pattern.trim(), path: [...path, "files", i] }))
    return [{ key, patterns, root: root === undefined ? null : normalize(root), document, path }]
  })
}

/** The scenarios of files found in a folder; `matches` are relative to it. */
export function toEachFiles(
  request: EachRequest,
  found: {
    /** Folder of the suite file relative to the root. */
    readonly folder: string
    readonly matches: readonly { readonly path: string; readonly pattern: string }[]
  },
): { readonly files: readonly EachFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const { document, path } = request
  const outside: string[] = []
  const files = found.matches.map((match): EachFile => {
    const root = request.root ?? fixedFolder(match.pattern)
    const below = relative(root, match.path)
    if (below.startsWith("../")) outside.push(match.path)
    const extension = extname(below)
    const stem = extension === "" ? below : below.slice(0, -extension.length)
    return { path: join(found.folder, match.path), relative: below, segment: toSegment(stem) }
  })
  const [first] = outside
  if (first === undefined) return { files, diagnostics: [] }
  const others = outside.length === 1 ? "" : `, and ${outside.length - 1} more`
  const diagnostic: Diagnostic = errorAt(document.locate([...path, "root"]), {
    code: "suite/value",
    message: `\`${first}\` is not below \`${request.root}\`${others}`,
    hint: "ids are the paths below `root`: name a folder that holds all files",
  })
  return { files: [], diagnostics: [diagnostic] }
}

/** The folder in front of the first part of a pattern that can match several names. */
function fixedFolder(pattern: string): string {
  const parts = pattern.replace(/^(\.\/)+/u, "").split("/")
  const glob = parts.findIndex((part) => /[*?[\]{}()!+@]/u.test(part))
  const fixed = parts.slice(0, glob < 0 ? parts.length - 1 : glob).join("/")
  return fixed === "" ? "." : dirname(`${fixed}/x`)
}
