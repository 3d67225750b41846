/**
 * What the system refuses, as values, and small files that it may not have.
 */
import { readFileSync } from "node:fs"
import type { FileProblem } from "../../../ports/files.ts"

/** The operating system's code of an error; anything but an error is a bug and thrown on. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) throw error
  return "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN"
}

/** The operating system's refusal as a value. */
export function toFileProblem(path: string, error: unknown): FileProblem {
  const code = codeOf(error)
  return { path, code, message: (error as Error).message }
}

/** What a file of the kernel holds, such as those in `/proc`; null where there is none. */
export function readSystemFile(path: string): string | null {
  try {
    return readFileSync(path, "latin1")
  } catch {
    return null
  }
}
