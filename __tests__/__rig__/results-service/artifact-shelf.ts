/**
 * The artifacts of all runs, with the rules that bite: a name is taken from its creation on, seen
 * only once finalized, unique within an attempt; ids may fall from one attempt to the next.
 */
import type { Blob, BlobStore } from "./blobs.ts"
import { sha256Of } from "./blobs.ts"
import { parseRunBackendId, runBackendId } from "./identity.ts"

/** How an attempt after the first came to be; decides what of earlier ones it sees. */
export type Rerun = "failed" | "all"

/** One artifact, finished or not. */
export interface ShelvedArtifact {
  readonly id: number
  readonly run: number
  readonly attempt: number
  readonly jobBackendId: string
  readonly name: string
  readonly mimeType: string
  readonly expiresAt: string | null
  readonly createdAt: string
  readonly blob: Blob
  finalized: boolean
  deleted: boolean
  /** Kept for as long as it was to be: no list of the run has it, and nobody gets it. */
  expired: boolean
  digest: string
}

/** A refusal in the service's words. */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly msg: string
}

type Body = Readonly<Record<string, unknown>>

/** Above 2^31, so that nothing may squeeze an id into 32 bits. */
const FIRST_ID = 10_338_854_604
/** Ids of a later attempt are lower: "highest id" is the oldest. */
const ID_STEP_DOWN = 119_759

const refusal = (status: number, code: string, msg: string): Refusal => ({ status, code, msg })

/** The service's memory of artifacts. */
export class ArtifactShelf {
  readonly #blobs: BlobStore
  readonly #all: ShelvedArtifact[] = []
  /** The latest of each name, and how many there are, by run and attempt. */
  readonly #latest = new Map<string, ShelvedArtifact>()
  readonly #mates = new Map<number, number>()
  readonly #reruns = new Map<string, Rerun>()
  readonly #late = new Map<string, number>()

  constructor(blobs: BlobStore) {
    this.#blobs = blobs
  }

  /** Says how an attempt was started; `failed` when never said. */
  startAttempt(attempt: { readonly run: number; readonly attempt: number; readonly rerun: Rerun }) {
    this.#reruns.set(runBackendId(attempt.run, attempt.attempt), attempt.rerun)
  }

  /** Everything ever created, for assertions. */
  all(): readonly ShelvedArtifact[] {
    return this.#all
  }

  /** Finished artifacts that an attempt of a run can see. */
  visible(run: number, attempt: number): readonly ShelvedArtifact[] {
    let oldest = attempt
    while (oldest > 1 && this.#reruns.get(runBackendId(run, oldest)) !== "all") oldest -= 1
    return this.#all.filter(
      (one) =>
        one.run === run &&
        one.finalized &&
        !one.deleted &&
        !one.expired &&
        one.attempt <= attempt &&
        one.attempt >= oldest,
    )
  }

  create(body: Body): ShelvedArtifact | Refusal {
    const owner = parseRunBackendId(String(body["workflow_run_backend_id"]))
    if (owner === null) return refusal(404, "not_found", "workflow run not found")
    const name = String(body["name"] ?? "")
    if (body["version"] !== 7) return refusal(400, "invalid_argument", "version must be 7")
    if (name === "" || /["<>|*?:\r\n\\/]/u.test(name)) {
      return refusal(400, "invalid_argument", "the artifact name is not valid")
    }
    if (this.#taken({ ...owner, name }) !== undefined) {
      return refusal(
        409,
        "already_exists",
        "an artifact with this name already exists on the workflow run",
      )
    }
    const mates = this.#mates.get(owner.attempt) ?? 0
    this.#mates.set(owner.attempt, mates + 1)
    const artifact: ShelvedArtifact = {
      ...owner,
      id: FIRST_ID - (owner.attempt - 1) * ID_STEP_DOWN + mates,
      jobBackendId: String(body["workflow_job_run_backend_id"]),
      name,
      mimeType: String(body["mime_type"] ?? "application/zip"),
      expiresAt: typeof body["expires_at"] === "string" ? body["expires_at"] : null,
      createdAt: new Date().toISOString(),
      blob: this.#blobs.create(),
      finalized: false,
      deleted: false,
      expired: false,
      digest: "",
    }
    this.#all.push(artifact)
    this.#latest.set(keyOf(artifact), artifact)
    return artifact
  }

  finalize(body: Body): ShelvedArtifact | Refusal {
    const owner = parseRunBackendId(String(body["workflow_run_backend_id"]))
    const name = String(body["name"] ?? "")
    const artifact = owner === null ? undefined : this.#taken({ ...owner, name })
    if (artifact === undefined) return refusal(404, "not_found", "artifact not found")
    if (artifact.finalized) return refusal(409, "already_exists", "artifact is already finalized")
    const content = artifact.blob.content
    if (content === null) return refusal(400, "invalid_argument", "nothing was uploaded")
    if (String(body["size"] ?? "0") !== String(content.length)) {
      return refusal(400, "invalid_argument", "size differs from what was uploaded")
    }
    const digest = sha256Of(content)
    if (body["hash"] !== undefined && body["hash"] !== digest) {
      return refusal(400, "invalid_argument", "hash differs from what was uploaded")
    }
    artifact.finalized = true
    artifact.digest = digest
    artifact.blob.contentType = artifact.mimeType
    const file = artifact.mimeType === "application/zip" ? `${name}.zip` : name
    artifact.blob.disposition = `attachment; filename*=UTF-8''${encodeURIComponent(file)}`
    return artifact
  }

  list(body: Body): readonly ShelvedArtifact[] | Refusal {
    const owner = parseRunBackendId(String(body["workflow_run_backend_id"]))
    if (owner === null) return refusal(404, "not_found", "workflow run not found")
    const { name_filter: name, id_filter: id } = body
    // Who asks for an id has seen it before.
    const listed = id === undefined ? this.#listed(owner) : this.visible(owner.run, owner.attempt)
    return listed.filter(
      (one) =>
        (name === undefined || one.name === String(name)) &&
        (id === undefined || String(one.id) === String(id)),
    )
  }

  /** What a list shows: what is late is not in it so many times. */
  #listed({ run, attempt }: { run: number; attempt: number }): readonly ShelvedArtifact[] {
    return this.visible(run, attempt).filter(({ name }) => {
      const left = this.#late.get(name) ?? 0
      this.#late.set(name, left - 1)
      return left <= 0
    })
  }

  /** The finished artifact that the ids of a listed one name. */
  find(body: Body): ShelvedArtifact | Refusal {
    const owner = parseRunBackendId(String(body["workflow_run_backend_id"]))
    const name = String(body["name"] ?? "")
    const found = owner === null ? undefined : this.#taken({ ...owner, name })
    return found?.finalized === true && !found.expired
      ? found
      : refusal(404, "not_found", "artifact not found")
  }

  /** Takes a name as a failed upload does: nobody sees it, everybody is refused it. */
  burn(owner: { readonly run: number; readonly attempt: number; readonly name: string }): void {
    this.create({
      workflow_run_backend_id: runBackendId(owner.run, owner.attempt),
      workflow_job_run_backend_id: "gone",
      name: owner.name,
      version: 7,
    })
  }

  /** Leaves an artifact out of the next lists that would have it. */
  listLate(name: string, lists: number): void {
    this.#late.set(name, lists)
  }

  /** Ends the retention of everything that a run has stored so far, but for one that is kept longer. */
  expire(run: number, options: { readonly but?: string } = {}): void {
    for (const one of this.#all) if (one.run === run && one.name !== options.but) one.expired = true
  }

  /** Shows a digest that the stored bytes do not have. */
  misreportDigest(name: string): void {
    for (const one of this.#all) {
      if (one.name === name) one.digest = `sha256:${"0".repeat(64)}`
    }
  }

  /** Stores bytes as a finished artifact, as a hostile job could. */
  plant(owner: {
    readonly run: number
    readonly attempt: number
    readonly name: string
    readonly content: Buffer
  }): void {
    const made = this.create({
      workflow_run_backend_id: runBackendId(owner.run, owner.attempt),
      workflow_job_run_backend_id: "planted",
      name: owner.name,
      version: 7,
      mime_type: "application/zip",
    })
    if ("status" in made) throw new Error(made.msg)
    made.blob.content = owner.content
    made.blob.contentType = "application/zip"
    made.digest = sha256Of(owner.content)
    made.finalized = true
  }

  #taken(key: { run: number; attempt: number; name: string }): ShelvedArtifact | undefined {
    const latest = this.#latest.get(keyOf(key))
    return latest?.deleted === true ? undefined : latest
  }
}

function keyOf({ run, attempt, name }: { run: number; attempt: number; name: string }): string {
  return `${run} ${attempt} ${name}`
}
