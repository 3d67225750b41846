/**
 * Asking again for what the artifact service shows late: its list may lag behind finished uploads.
 */
import type { Result } from "../../core/problems/result.ts"
import { pause } from "../../execute/processes/pause.ts"
import type {
  ArtifactEntry,
  ArtifactProblem,
  ArtifactProblemReason,
  ArtifactStore,
} from "../../ports/artifacts.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"

/** How long a list is late at most; whatever it lacks then is not there. */
export const LATE_MS = 30_000
const PAUSE_MS = 2_000

/** The first answer that is whole, or the last one within the time. */
export async function untilListed<T>(
  ask: () => Promise<T>,
  options: {
    readonly clock: Clock
    readonly isWhole: (answer: T) => boolean
    /** Told once, before the first wait. */
    readonly onWait: (answer: T) => void
  },
): Promise<T> {
  const { clock, isWhole, onWait } = options
  let answer = await ask()
  for (let waitedMs = 0; waitedMs < LATE_MS && !isWhole(answer); waitedMs += PAUSE_MS) {
    if (waitedMs === 0) onWait(answer)
    await pause(PAUSE_MS, { clock, hurry: null })
    answer = await ask()
  }
  return answer
}

// Listing and downloading with a second chance: the client itself waits out a busy service, but
// gives up at once where a connection breaks, and takes damaged bytes for good.

const WORTH_A_SECOND_TRY: readonly ArtifactProblemReason[] = ["digest-mismatch", "network"]

/** Every artifact in sight of the job. */
export async function listArtifacts(
  store: ArtifactStore,
): Promise<Result<readonly ArtifactEntry[], ArtifactProblem>> {
  const first = await store.list()
  return first.ok || !isWorthIt(first.error) ? first : store.list()
}

/** Unpacks an artifact into a folder of its own; what lay there before is removed. */
export async function downloadArtifact(
  entry: ArtifactEntry,
  to: { readonly store: ArtifactStore; readonly files: Files; readonly folder: string },
): Promise<Result<void, ArtifactProblem>> {
  const { store, files, folder } = to
  files.remove(folder)
  const first = await store.download(entry, folder)
  if (first.ok || !isWorthIt(first.error)) return first
  files.remove(folder)
  return store.download(entry, folder)
}

function isWorthIt({ reason }: ArtifactProblem): boolean {
  return WORTH_A_SECOND_TRY.includes(reason)
}
