/**
 * Listing and downloading with a second chance: the client itself waits out a busy service, but
 * gives up at once where a connection breaks, and takes damaged bytes for good.
 */
import type { Result } from "../../core/problems/result.ts"
import type {
  ArtifactEntry,
  ArtifactProblem,
  ArtifactProblemReason,
  ArtifactStore,
} from "../../ports/artifacts.ts"
import type { Files } from "../../ports/files.ts"

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
