/**
 * Files of problem matchers that a suite names: read once while planning, so that a broken one is
 * known before anything runs.
 */
import { basename, dirname } from "node:path/posix"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import type { Files } from "../../ports/files.ts"
import type { Declared, LoadedSuite } from "../../scenario/layers/declare.ts"
import {
  BUILT_IN_NAMES,
  MAX_MATCHER_BYTES,
  matcherFiles,
  parseProblemMatchers,
} from "../../scenario/matchers/problem-matcher.ts"
import { absolutePath, reasonOf } from "./load-files.ts"

/** Says what is wrong with them, and which files they are. */
export function checkMatchers(request: {
  readonly files: Files
  readonly root: string
  readonly suites: readonly LoadedSuite[]
  /** In the order of the suites. */
  readonly declared: readonly Declared[]
}): { readonly diagnostics: readonly Diagnostic[]; readonly read: readonly string[] } {
  const { suites, declared } = request
  const verdicts = new Map<string, string | null>()
  const diagnostics: Diagnostic[] = []
  for (const [i, { layers }] of declared.entries()) {
    const folder = dirname(suites[i]?.path ?? ".")
    for (const { path, problem } of layers.flatMap((layer) => matcherFiles(layer, folder))) {
      let verdict = verdicts.get(path)
      if (verdict === undefined) {
        verdict = verdictOn(path, request)
        verdicts.set(path, verdict)
      }
      if (verdict !== null) diagnostics.push(problem(verdict))
    }
  }
  return { diagnostics, read: [...verdicts.keys()] }
}

function verdictOn(
  path: string,
  { files, root }: { readonly files: Files; readonly root: string },
): string | null {
  if (path.startsWith("../") || path.startsWith("/")) {
    return `\`${path}\` is outside of the repository`
  }
  const absolute = absolutePath(root, path)
  if ((files.sizeBytes(absolute) ?? 0) > MAX_MATCHER_BYTES) {
    return `\`${path}\` is larger than ${MAX_MATCHER_BYTES} bytes`
  }
  const text = files.readText(absolute)
  if (!text.ok) {
    const hint = basename(path).includes(".") ? "" : `; built in are ${BUILT_IN_NAMES.join(", ")}`
    return `\`${path}\` cannot be read: ${reasonOf(text.error)}${hint}`
  }
  const parsed = parseProblemMatchers(text.value)
  return parsed.ok ? null : `\`${path}\`: ${parsed.error}`
}
