/**
 * `for-each` of a suite file: the files its patterns find.
 */
import { dirname } from "node:path/posix"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { append } from "../../core/text/append.ts"
import {
  type EachFile,
  type EachRequest,
  eachRequests,
  toEachFiles,
} from "../../scenario/files/for-each.ts"
import { absolutePath } from "./load-files.ts"
import { findFiles, type SuitePlace } from "./load-include.ts"

/** Files of every `for-each` of a suite, by the key of the scenario. */
export function findEach(options: SuitePlace): {
  readonly eachFiles: ReadonlyMap<string, readonly EachFile[]>
  readonly diagnostics: readonly Diagnostic[]
} {
  const eachFiles = new Map<string, readonly EachFile[]>()
  const diagnostics: Diagnostic[] = []
  for (const request of eachRequests(options.suite)) {
    const found = filesOf(request, options)
    eachFiles.set(request.key, found.files)
    append(diagnostics, found.diagnostics)
  }
  return { eachFiles, diagnostics }
}

function filesOf(
  request: EachRequest,
  at: SuitePlace,
): { readonly files: readonly EachFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const folder = dirname(at.path)
  const { found, diagnostics } = findFiles({
    files: at.files,
    folder: absolutePath(at.root, folder),
    within: at.within,
    patterns: request.patterns,
    document: request.document,
  })
  if (diagnostics.length > 0) return { files: [], diagnostics }
  const matches = new Map<string, { readonly path: string; readonly pattern: string }>()
  for (const { pattern, matches: paths } of found) {
    for (const path of paths) if (!matches.has(path)) matches.set(path, { path, pattern })
  }
  return toEachFiles(request, { folder, matches: [...matches.values()] })
}
