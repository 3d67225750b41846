/**
 * Output that passes through a pipe: every piece goes to the log, and to a file of its own up to a
 * limit. Writing at once keeps memory flat, whatever a child writes.
 */
import { closeSync, writeSync } from "node:fs"
import type { Readable } from "node:stream"
import type { CapturedOutput } from "../../../ports/processes.ts"
import { openPlain } from "../files/open-plain.ts"

/** Copies streams to files until they close. */
export function captureStreams(
  streams: readonly { readonly stream: Readable; readonly path: string }[],
  options: { readonly log: string; readonly limitBytes: number },
): CapturedOutput {
  const log = openOrNull(options.log)
  const closing = streams.map(({ stream, path }) =>
    copy(stream, { path, log, limitBytes: options.limitBytes }),
  )
  const closed = Promise.all(closing).then(() => {
    if (log !== null) closeSync(log)
  })
  return {
    closed,
    drop: () => {
      for (const { stream } of streams) stream.destroy()
    },
  }
}

function copy(
  stream: Readable,
  to: { readonly path: string; readonly log: number | null; readonly limitBytes: number },
): Promise<void> {
  const own = openOrNull(to.path)
  let room = to.limitBytes
  return new Promise((resolve) => {
    stream.on("data", (piece: Buffer) => {
      try {
        if (to.log !== null) writeSync(to.log, piece)
        if (room > 0 && own !== null) room -= writeSync(own, piece.subarray(0, room))
      } catch {
        // A full disk costs output, as it does where children write themselves.
      }
    })
    // A stream that breaks also closes.
    stream.on("error", () => {})
    stream.once("close", () => {
      if (own !== null) closeSync(own)
      resolve()
    })
  })
}

/** Null where something else has the place of the file: whoever reads it is told. */
function openOrNull(path: string): number | null {
  try {
    return openPlain(path, "append")
  } catch {
    return null
  }
}
