/**
 * Why a program could not be started, as a sentence that names what to look at.
 */
import type { Files } from "../../ports/files.ts"

/** `could not start: bash was not found`. */
export function explainSpawn(problem: {
  readonly code: string
  readonly message: string
  readonly file: string
  readonly cwd: string
  readonly files: Files
}): string {
  const { code, message, file, cwd, files } = problem
  if (code === "ENOENT" && !files.isDirectory(cwd)) {
    return `could not start: the working directory ${cwd} does not exist`
  }
  if (code === "ENOENT") return `could not start: ${file} was not found`
  if (code === "EACCES") return `could not start: ${file} may not be executed`
  return `could not start ${file}: ${message}`
}
