/**
 * Room that is kept in a run's folder for its end: where the disk is full, what is known can still be
 * written down. Best effort: where there is no room for it, or none is counted, there is none.
 */
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"

/** Its name in a run's folder; it is no result. */
export const BALLAST_FILE = ".ballast"

const BALLAST_BYTES = 1 << 20

/** Whatever is over sooner costs nothing. */
const AFTER_MS = 100

/** Lays it down when the run has been going on for a moment; the returned function gives the room back. */
export function layBallast(
  folder: string,
  { files, clock }: { readonly files: Files; readonly clock: Clock },
): () => void {
  const path = `${folder}/${BALLAST_FILE}`
  let laid = false
  const takeBack = clock.after(AFTER_MS, () => {
    // Zeros that are written take their room, but where a file system packs them.
    laid = files.writeText(path, "\0".repeat(BALLAST_BYTES)).ok
    if (!laid) files.remove(path)
  })
  return () => {
    takeBack()
    if (laid) files.remove(path)
  }
}
