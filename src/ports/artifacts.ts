import type { Result } from "../core/problems/result.ts"

/** Why the store refused, classified by what a caller can do. */
export type ArtifactProblemReason =
  /** The name is taken in this attempt, maybe by an invisible upload that failed half-way. */
  | "conflict"
  /** The account's storage is full. */
  | "quota"
  /** Not allowed, or refused for a while. */
  | "forbidden"
  /** Missing, or listed but not returned. */
  | "not-found"
  /** Its retention time is over. */
  | "expired"
  | "rate-limited"
  /** This host has no artifact service that the client speaks. */
  | "unsupported-host"
  /** The connection or the other side broke; the same may succeed later. */
  | "network"
  /** The download differs from the upload. */
  | "digest-mismatch"
  | "other"

/** One refusal with the service's words. */
export interface ArtifactProblem {
  readonly reason: ArtifactProblemReason
  readonly message: string
}

/** One artifact as the service lists it. */
export interface ArtifactEntry {
  readonly name: string
  /** Identity for downloads only; it is not ordered by age. */
  readonly id: number
  readonly sizeBytes: number
  /** `sha256:` and 64 hex digits of the stored bytes; null if the service does not return it. */
  readonly digest: string | null
}

/** What to upload as one archive. */
export interface UploadRequest {
  readonly name: string
  /** Paths of existing files below `rootDirectory`, which the names inside are relative to. */
  readonly files: readonly string[]
  readonly rootDirectory: string
  /** At most the maximum of the repository. */
  readonly retentionDays: number
  /** 0 (store) to 9. */
  readonly compressionLevel: number
}

/**
 * One file uploaded without an archive, so that a browser can open it; its name is the artifact's
 * name.
 */
export interface RawUploadRequest {
  readonly file: string
  /** At most the maximum of the repository. */
  readonly retentionDays: number
}

/** What the service said after an upload. */
export interface Uploaded {
  readonly id: number
  readonly sizeBytes: number
  /** `sha256:` and 64 hex digits. */
  readonly digest: string
}

/** The artifacts of the run that this job belongs to. */
export interface ArtifactStore {
  upload(request: UploadRequest): Promise<Result<Uploaded, ArtifactProblem>>
  uploadRaw(request: RawUploadRequest): Promise<Result<Uploaded, ArtifactProblem>>
  /** All visible artifacts, in arbitrary order; a name can occur several times. */
  list(): Promise<Result<readonly ArtifactEntry[], ArtifactProblem>>
  /**
   * Unpacks into a new folder and checks the digest if it is known. After a failed download, the
   * caller removes what is in the folder.
   */
  download(entry: ArtifactEntry, toFolder: string): Promise<Result<void, ArtifactProblem>>
  /** Deletes an artifact that this attempt uploaded. */
  remove(name: string): Promise<Result<void, ArtifactProblem>>
}
