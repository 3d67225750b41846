/**
 * Hands a folder over to later jobs, whatever single trouble comes up: a name that was refused once
 * is never used again, a full storage still takes the results without logs, and a file that cannot be
 * uploaded costs no other.
 */
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { shardArtifactName } from "../../plan/artifact-names.ts"
import type {
  ArtifactProblem,
  ArtifactProblemReason,
  ArtifactStore,
} from "../../ports/artifacts.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"
import { type StagedFolder, stageUpload } from "./stage-upload.ts"

/** One refused upload. */
export interface UploadTry {
  readonly name: string
  readonly withoutLogs: boolean
  readonly problem: ArtifactProblem
}

/** Why a folder could not be handed over, with every try. */
export interface UploadFailure {
  readonly reason: "artifacts/not-uploaded"
  readonly tries: readonly UploadTry[]
  /** The last name is of somebody whose artifacts must not be mixed with ours. */
  readonly foreign?: true
}

/** Why a command could not hand over what it has to. */
export function notUploaded({ tries }: UploadFailure): Failure {
  const problem = tries.at(-1)?.problem
  const message = problem?.message ?? "no try was made"
  const reasons = tries.map((one) => one.problem.reason)
  const failure = { reason: "artifacts/not-uploaded", message } as const
  if (reasons.includes("unsupported-host")) return { ...failure, because: "no-service" }
  return reasons.includes("quota") ? { ...failure, because: "quota" } : failure
}

/** Where the folder went. */
export interface FolderUpload {
  readonly name: string
  /** Of the artifact; null where the service has it already and does not say. */
  readonly id: number | null
  /** True when the logs had to stay behind: the storage is full. */
  readonly withoutLogs: boolean
  /** The refusals before it worked. */
  readonly tries: readonly UploadTry[]
  /** Files that were left out, or have another name there. */
  readonly notes: readonly string[]
}

const MOST_TRIES = 5
const FIRST_WAIT_MS = 2_000

/** Whose artifact has a name: of this upload, of another one, or nobody can tell. */
export type Holder = "own" | "foreign" | "unknown"

/** No further name helps against these. */
const FINAL: readonly ArtifactProblemReason[] = ["unsupported-host"]
/** The client itself does not wait when a connection breaks. */
const WORTH_WAITING: readonly ArtifactProblemReason[] = ["network", "rate-limited", "forbidden"]

interface UploadOptions {
  readonly store: ArtifactStore
  readonly files: Files
  readonly clock: Clock
  readonly folder: string
  /** The name of each try, from 1. */
  readonly nameOf: (upload: number) => string
  /** The first try, where names before it are used up. */
  readonly firstTry?: number
  readonly retentionDays: number
  /** Asked where a name is taken; without it the next name is tried. */
  readonly holderOf?: (name: string) => Promise<Holder>
}

/** Uploads the folder under its first name, or the next one as often as that helps. */
export async function uploadFolder(
  options: UploadOptions,
): Promise<Result<FolderUpload, UploadFailure>> {
  const staged = stageUpload(options.folder, options.files)
  const uploaded = await uploadStaged(staged, options)
  staged.clear()
  return uploaded
}

async function uploadStaged(
  { root, files, notes }: StagedFolder,
  options: UploadOptions,
): Promise<Result<FolderUpload, UploadFailure>> {
  const { store, clock, nameOf, firstTry = 1, retentionDays } = options
  const tries: UploadTry[] = []
  let withoutLogs = false
  let waitMs = FIRST_WAIT_MS
  const last = firstTry + MOST_TRIES - 1
  for (let upload = firstTry; upload <= last; upload++) {
    const name = nameOf(upload)
    const chosen = withoutLogs ? files.filter(({ path }) => !isLog(path)) : files
    const uploaded = await store.upload({
      name,
      files: chosen.map(({ staged }) => staged),
      rootDirectory: root,
      retentionDays,
      compressionLevel: 6,
    })
    if (uploaded.ok) return ok({ name, id: uploaded.value.id, withoutLogs, tries, notes })
    const { reason } = uploaded.error
    const holder = reason === "conflict" ? await options.holderOf?.(name) : undefined
    if (holder === "own") return ok({ name, id: null, withoutLogs, tries, notes })
    tries.push({ name, withoutLogs, problem: uploaded.error })
    if (holder === "foreign") return err({ reason: "artifacts/not-uploaded", tries, foreign: true })
    if (FINAL.includes(reason) || (reason === "quota" && withoutLogs)) break
    if (reason === "quota") withoutLogs = true
    if (WORTH_WAITING.includes(reason) && upload < last) {
      const thisWaitMs = waitMs
      await new Promise<void>((resolve) => {
        clock.after(thisWaitMs, resolve)
      })
      waitMs *= 2
    }
  }
  return err({ reason: "artifacts/not-uploaded", tries })
}

/** What may stay behind: the journal holds each verdict and the end of each failed log; a page has logs, too. */
function isLog(path: string): boolean {
  return /^(?:logs\/|artifacts\/|combined\.log$|[^/]+\.html$)/u.test(path)
}

// Hands a shard's folder over to the job that aggregates.

/** Uploads the folder, with its manifest, under the shard's name or the next `-u` name. */
export function uploadShard(
  options: Omit<UploadOptions, "nameOf" | "holderOf"> & {
    readonly prefix: string
    readonly shard: number
    readonly attempt: number
  },
): Promise<Result<FolderUpload, UploadFailure>> {
  const { prefix, shard, attempt } = options
  return uploadFolder({
    ...options,
    nameOf: (upload) => shardArtifactName({ prefix, shard, attempt, upload }),
  })
}
