/**
 * Replacing texts in a file of any size, piece by piece; a file without them is only read.
 */
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs"
import { err, ok, type Result } from "../../core/result.ts"
import type { FileProblem } from "../../ports/files.ts"
import { toFileProblem } from "./file-problem.ts"

const PIECE_BYTES = 1 << 18

/** How many places were replaced. Bytes that are no text stay as they are. */
export function replaceInFile(
  path: string,
  texts: readonly string[],
  by: string,
): Result<number, FileProblem> {
  if (texts.length === 0) return ok(0)
  try {
    const pattern = patternOf(texts)
    if (pass(path, { pattern, write: () => {}, by }) === 0) return ok(0)
    const temporary = `${path}.${process.pid}.tmp`
    const target = openSync(temporary, "w")
    try {
      const write = (text: string) => void writeSync(target, Buffer.from(text, "latin1"))
      const count = pass(path, { pattern, write, by })
      renameSync(temporary, path)
      return ok(count)
    } finally {
      closeSync(target)
      rmSync(temporary, { force: true })
    }
  } catch (error) {
    return err(toFileProblem(path, error))
  }
}

interface Pattern {
  readonly expression: RegExp
  /** Length of the longest text, in bytes. */
  readonly longest: number
}

/** One character a byte, so that cutting a piece never cuts a character. */
function patternOf(texts: readonly string[]): Pattern {
  const bytes = texts.map((text) => Buffer.from(text).toString("latin1"))
  return {
    expression: new RegExp(
      bytes.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"),
      "g",
    ),
    longest: Math.max(...bytes.map((text) => text.length)),
  }
}

function pass(
  path: string,
  how: { readonly pattern: Pattern; readonly write: (text: string) => void; readonly by: string },
): number {
  const { pattern, write, by } = how
  const { expression, longest } = pattern
  const source = openSync(path, "r")
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES)
    let rest = ""
    let count = 0
    for (;;) {
      const bytes = readSync(source, piece, 0, PIECE_BYTES, null)
      const text = rest + piece.toString("latin1", 0, bytes)
      // What may be the beginning of a match waits for the next piece.
      const limit = bytes === 0 ? text.length : Math.max(0, text.length - longest + 1)
      let at = 0
      expression.lastIndex = 0
      for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
        if (match.index >= limit) break
        write(text.slice(at, match.index) + by)
        at = match.index + match[0].length
        count += 1
      }
      const end = Math.max(at, limit)
      if (end > at) write(text.slice(at, end))
      rest = text.slice(end)
      if (bytes === 0) return count
    }
  } finally {
    closeSync(source)
  }
}
