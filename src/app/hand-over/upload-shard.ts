/**
 * Hands a shard's folder over to the job that aggregates.
 */
import type { Result } from "../../core/problems/result.ts"
import { shardArtifactName } from "../../plan/artifact-names.ts"
import type { ArtifactStore } from "../../ports/artifacts.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"
import { type FolderUpload, type UploadFailure, uploadFolder } from "./upload-folder.ts"

/** Uploads the folder, with its manifest, under the shard's name or the next `-u` name. */
export function uploadShard(options: {
  readonly store: ArtifactStore
  readonly files: Files
  readonly clock: Clock
  readonly folder: string
  readonly prefix: string
  readonly shard: number
  readonly attempt: number
  readonly retentionDays: number
  /** As in `uploadFolder`. */
  readonly firstTry?: number
}): Promise<Result<FolderUpload, UploadFailure>> {
  const { prefix, shard, attempt } = options
  return uploadFolder({
    ...options,
    nameOf: (upload) => shardArtifactName({ prefix, shard, attempt, upload }),
  })
}
