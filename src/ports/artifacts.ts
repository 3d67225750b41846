import type { Result } from "../core/problems/result.ts"

/** Why the store refused, by what a caller can do about it. */
export type ArtifactProblemReason =
  /** The name is taken in this attempt; also by an upload that failed half-way and is invisible. */
  | "conflict"
  /** The account's storage is full. */
  | "quota"
  /** Not allowed, or refused for a while. */
  | "forbidden"
  /** Not there, or listed but not given out. */
  | "not-found"
  /** It was kept for as long as it was to be. */
  | "expired"
  | "rate-limited"
  /** This host has no artifact service that the client speaks. */
  | "unsupported-host"
  /** The connection or the other side broke; the same may succeed later. */
  | "network"
  /** What arrived is not what was uploaded. */
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
  /** Identity for a download only: says nothing about age. */
  readonly id: number
  readonly sizeBytes: number
  /** `sha256:` and 64 hex digits of the stored bytes; null when the service does not tell. */
  readonly digest: string | null
}

/** What to upload as one archive. */
export interface UploadRequest {
  readonly name: string
  /** Paths of existing files below `rootDirectory`, which the names inside are relative to. */
  readonly files: readonly string[]
  readonly rootDirectory: string
  /** As far as the repository allows that many. */
  readonly retentionDays: number
  /** 0 (store) to 9. */
  readonly compressionLevel: number
}

/** One file uploaded as it is, so that a browser can open it; its name is the artifact's. */
export interface RawUploadRequest {
  readonly file: string
  /** As far as the repository allows that many. */
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
  /** Every artifact in sight, in no order that means anything; a name may occur several times. */
  list(): Promise<Result<readonly ArtifactEntry[], ArtifactProblem>>
  /**
   * Unpacks into a folder, which is created; the digest is checked where it is known. What a failed
   * download leaves in the folder is for the caller to remove.
   */
  download(entry: ArtifactEntry, toFolder: string): Promise<Result<void, ArtifactProblem>>
}
