/**
 * Replacing texts in a file of any size, piece by piece; a file without them is only read.
 */
import { closeSync, readSync, renameSync, rmSync, writeSync } from "node:fs"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import { TextReplacer } from "../../../core/text/replace-texts.ts"
import type { FileProblem } from "../../../ports/files.ts"
import { toFileProblem } from "./file-problem.ts"
import { openPlain } from "./open-plain.ts"

const PIECE_BYTES = 1 << 18

/** In how many places something was replaced. Bytes that are no text stay as they are. */
export function replaceInFile(
  path: string,
  texts: readonly string[],
  by: string,
): Result<number, FileProblem> {
  if (texts.length === 0) return ok(0)
  try {
    // One character a byte, so that cutting a piece never cuts a character.
    const replacer = new TextReplacer(by)
    replacer.add(texts.map((text) => Buffer.from(text).toString("latin1")))
    if (pass(path, { replacer, write: () => {} }) === 0) return ok(0)
    const temporary = `${path}.${process.pid}.tmp`
    rmSync(temporary, { force: true })
    const target = openPlain(temporary, "create")
    try {
      const write = (text: string) => void writeSync(target, Buffer.from(text, "latin1"))
      const count = pass(path, { replacer, write })
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

function pass(
  path: string,
  how: { readonly replacer: TextReplacer; readonly write: (text: string) => void },
): number {
  const { replacer, write } = how
  const source = openPlain(path, "read")
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES)
    const stream = replacer.stream()
    for (;;) {
      const bytes = readSync(source, piece, 0, PIECE_BYTES, null)
      write(bytes === 0 ? stream.end() : stream.push(piece.toString("latin1", 0, bytes)))
      if (bytes === 0) return stream.count
    }
  } finally {
    closeSync(source)
  }
}
