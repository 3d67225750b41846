/**
 * A suite without a file: its text is seen by this process alone, under a name of its own.
 */
import type { Files } from "../../ports/files.ts"

/** The name under which messages speak of it. */
export const INLINE_SUITE = "smoke.inputs.yml"

/** The file system with one more file in it. */
export function withFile(files: Files, path: string, text: string): Files {
  return {
    ...files,
    exists: (asked) => asked === path || files.exists(asked),
    sizeBytes: (asked) => (asked === path ? Buffer.byteLength(text) : files.sizeBytes(asked)),
    readText: (asked) => (asked === path ? { ok: true, value: text } : files.readText(asked)),
  }
}
