import type { FileProblem } from "../../../ports/files.ts"

/** The operating system's refusal as a value; anything else is a bug and thrown on. */
export function toFileProblem(path: string, error: unknown): FileProblem {
  if (error instanceof Error) {
    const code = "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN"
    return { path, code, message: error.message }
  }
  throw error
}
