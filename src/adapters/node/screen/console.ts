import { readFileSync, writeSync } from "node:fs"
import { err, messageOf, ok, type Result } from "../../../core/problems/result.ts"
import type { Console } from "../../../ports/console.ts"
import { stderrDisplay } from "./display.ts"

/** stderr for people, as far as they read it; stdout for data, written to its end. */
export function nodeConsole(env: Readonly<Record<string, string>>): Console {
  const tty = process.stderr.isTTY === true
  const noColor = (env["NO_COLOR"] ?? "") !== ""
  const forced = (env["FORCE_COLOR"] ?? "") !== "" && env["FORCE_COLOR"] !== "0"
  const display = stderrDisplay()
  let unwritten: string | null = null
  return {
    info: (line) => {
      display.print(`${line}\n`)
    },
    data: (text) => {
      // After a gap nothing that follows can be read.
      unwritten ??= writeAll(1, text)
    },
    unwritten: () => unwritten,
    columns: tty ? process.stderr.columns : null,
    color: !noColor && (forced || (tty && env["TERM"] !== "dumb")),
  }
}

/**
 * Writes everything, however slowly the other side reads; one that is gone is none to wait for. The
 * system's words where it takes no more: a full disk, a terminal that is gone, a closed number.
 */
function writeAll(fd: number, text: string): string | null {
  let bytes = Buffer.from(text)
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes))
    } catch (error) {
      // A pipe whose reader is slow answers EAGAIN; one whose reader is gone EPIPE, a closed terminal EIO.
      if (!(error instanceof Error) || !("code" in error)) throw error
      if (error.code === "EPIPE" || error.code === "EIO") return null
      if (error.code !== "EAGAIN") return error.message
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
  return null
}

/** All of the standard input, or the system's words why it cannot be read. */
export function readInput(): Result<string, string> {
  try {
    return ok(readFileSync(0, "utf8"))
  } catch (error) {
    return err(messageOf(error))
  }
}
