/**
 * The script files that jobs of a workflow file name.
 */
import { join, relative } from "node:path/posix"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import type { Files } from "../../ports/files.ts"
import { shebangOf } from "../../scenario/files/front-matter.ts"
import type { JobScript, ParsedSuite } from "../../scenario/files/parsed-suite.ts"
import type { ScriptFile } from "../../scenario/layers/declaration.ts"
import { absolutePath, readScriptHead } from "./load-files.ts"

/** Finds the scripts, by the key of the scenario; paths are relative to the root. */
export function readJobScripts(options: {
  readonly files: Files
  readonly root: string
  readonly suite: ParsedSuite
  /** Folder of the workflow file relative to the root. */
  readonly folder: string
}): {
  readonly scripts: ReadonlyMap<string, ScriptFile>
  readonly diagnostics: readonly Diagnostic[]
} {
  const { files, root, suite, folder } = options
  const scripts = new Map<string, ScriptFile>()
  const diagnostics: Diagnostic[] = []
  for (const [key, script] of suite.scripts ?? []) {
    const paths = placesOf(script, { root, folder })
    const path = paths.find((one) => files.exists(absolutePath(root, one))) ?? paths[0] ?? ""
    const source = readScriptHead({ files, root, path, from: script.location })
    if (source.ok) scripts.set(key, { path, shebang: shebangOf(source.value.text) })
    else diagnostics.push(source.error)
  }
  return { scripts, diagnostics }
}

/** A script lies beside the workflow file, else where it runs. */
function placesOf(
  { path, workingDirectory }: JobScript,
  { root, folder }: { readonly root: string; readonly folder: string },
): readonly string[] {
  if (path.startsWith("/")) return [relative(root, path)]
  const beside = join(folder, path)
  if (workingDirectory === null) return [beside]
  const within = workingDirectory.startsWith("/")
    ? relative(root, workingDirectory)
    : join(folder, workingDirectory)
  return [beside, join(within, path)]
}
