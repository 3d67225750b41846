import { writeSync } from "node:fs"
import type { Console } from "../../ports/console.ts"

/** stderr for people, stdout for data. Writes are synchronous: nothing is lost when we exit. */
export function nodeConsole(env: Readonly<Record<string, string>>): Console {
  const tty = process.stderr.isTTY === true
  const noColor = (env["NO_COLOR"] ?? "") !== ""
  const forced = (env["FORCE_COLOR"] ?? "") !== "" && env["FORCE_COLOR"] !== "0"
  return {
    info: (line) => {
      writeAll(2, `${line}\n`)
    },
    data: (text) => {
      writeAll(1, text)
    },
    columns: tty ? process.stderr.columns : null,
    color: !noColor && (forced || (tty && env["TERM"] !== "dumb")),
  }
}

/** Writes everything, however slowly the other side reads; one that is gone is none to wait for. */
export function writeAll(fd: number, text: string): void {
  let bytes = Buffer.from(text)
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes))
    } catch (error) {
      // A pipe whose reader is slow answers EAGAIN; one whose reader is gone EPIPE, a closed terminal EIO.
      if (!(error instanceof Error) || !("code" in error)) throw error
      if (error.code === "EPIPE" || error.code === "EIO") return
      if (error.code !== "EAGAIN") throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
