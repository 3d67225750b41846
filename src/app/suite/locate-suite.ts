/**
 * Which file is the suite: the one that is named, or the first of the usual names.
 */
import { basename, join, normalize, relative } from "node:path/posix"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Files } from "../../ports/files.ts"
import { absolutePath } from "./load-files.ts"

/** Names of a suite file, in the order in which they are searched. */
const SUITE_NAMES: readonly string[] = ["smoke.yml", "smoke.yaml", "smoke.json"]

/** The path of the main file relative to the root. */
export function locateSuite(request: {
  readonly files: Files
  /** Absolute, without `/` at its end. */
  readonly root: string
  readonly suite?: string | undefined
}): Result<string, Failure> {
  const { files, root, suite } = request
  if (suite === undefined) return search(files, root, [".", ".github"])
  const absolute = suite.startsWith("/") ? normalize(suite) : join(root, suite)
  const path = relative(root, absolute)
  if (files.isDirectory(absolute) && !SUITE_NAMES.includes(basename(absolute))) {
    return search(files, root, [path === "" ? "." : path])
  }
  if (files.exists(absolute)) return ok(path)
  return err({ reason: "config/no-suite", searched: [path] })
}

function search(files: Files, root: string, folders: readonly string[]): Result<string, Failure> {
  const searched = folders.flatMap((folder) => SUITE_NAMES.map((name) => join(folder, name)))
  const found = searched.find((path) => files.exists(absolutePath(root, path)))
  return found === undefined ? err({ reason: "config/no-suite", searched }) : ok(found)
}
