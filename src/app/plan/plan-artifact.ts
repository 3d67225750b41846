/**
 * Fetches the plan of a run from its artifacts: by what the plan itself says, never by the
 * service's idea of the latest.
 */
import type { Failure, FailureOf } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import { pause } from "../../execute/processes/pause.ts"
import { MANIFEST_SCHEMA_VERSION, type PlanManifest } from "../../formats/manifest.ts"
import type { Plan } from "../../formats/plan.ts"
import {
  artifactPrefix,
  isRefusedArtifactName,
  planArtifactName,
  readPlanArtifactName,
  refusedArtifactName,
} from "../../plan/artifact-names.ts"
import type { ArtifactEntry, ArtifactStore } from "../../ports/artifacts.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import { PLAN_FILE, readPlanManifest, writePlan, writePlanManifest } from "../folder/run-folder.ts"
import { downloadArtifact, LATE_MS, listArtifacts, untilListed } from "../hand-over/until-listed.ts"
import {
  type FolderUpload,
  type Holder,
  notUploaded,
  type UploadFailure,
  uploadFolder,
} from "../hand-over/upload-folder.ts"
import { readPlan } from "./read-plan.ts"

/** A plan with the prefix under which the run's artifacts lie. */
export interface FoundPlan {
  readonly plan: Plan
  /** Its file. */
  readonly path: string
  readonly prefix: string
  /** The attempt of the job that made it. */
  readonly attempt: number
}

interface Candidate {
  readonly entry: ArtifactEntry
  readonly prefix: string
  readonly attempt: number
  readonly upload: number
}

interface FindOptions {
  readonly store: ArtifactStore
  readonly files: Files
  readonly sha256: Sha256
  /** For those who only read the plan (`readPlan`). */
  readonly packed?: boolean
  /** The attempt of the job that asks. */
  readonly attempt: number
  /** The digest that is wanted; left out where the run has one plan only. */
  readonly digest?: string | undefined
  /** The `id` of the plan; left out where its digest says enough, or the run has one plan only. */
  readonly id?: string | undefined
  /** Every artifact gets its own new folder below. */
  readonly into: string
}

/** As `findPlan`, with patience for a list that does not show the plan yet. */
export function awaitPlan(
  options: FindOptions & { readonly clock: Clock; readonly say: (line: string) => void },
): Promise<Result<FoundPlan, Failure>> {
  const { clock, say } = options
  return untilListed(() => findPlan(options), {
    clock,
    isWhole: (found) =>
      found.ok || found.error.reason !== "plan/not-found" || found.error.because !== "absent",
    onWait: () => {
      say(`the plan is not listed yet: asking again for up to ${formatDuration(LATE_MS)}`)
    },
  })
}

/**
 * The plan of the newest attempt that is not above the job's own; of several plans in one run the
 * one with the digest or the `id`.
 */
export async function findPlan(options: FindOptions): Promise<Result<FoundPlan, Failure>> {
  const { store, attempt, digest, id } = options
  const notFound = (because: FailureOf<"plan/not-found">["because"], message: string) =>
    err({ reason: "plan/not-found", message, because } as const)
  const listed = await listArtifacts(store)
  if (!listed.ok) {
    const { reason, message } = listed.error
    return notFound(
      reason === "unsupported-host" ? "no-service" : "not-listed",
      `the artifacts of the run could not be listed: ${message}`,
    )
  }
  const candidates = listed.value
    .flatMap((entry) => toCandidate(entry))
    .filter((candidate) => candidate.attempt <= attempt)
    .filter(({ prefix }) => id === undefined || prefix === artifactPrefix(id))
    .sort((a, b) => b.attempt - a.attempt || b.upload - a.upload)
  const prefixes = [...new Set(candidates.map(({ prefix }) => prefix))]
  if (digest === undefined && prefixes.length > 1) {
    return notFound(
      "several",
      `the run has several plans (${prefixes.join(", ")}): give plan-digest, or id`,
    )
  }
  const refusals: string[] = []
  for (const candidate of candidates) {
    const { entry, prefix } = candidate
    const read = await readCandidate(candidate, options)
    if (!read.ok) {
      refusals.push(`${entry.name}: ${read.error}`)
      continue
    }
    const { plan, path, token } = read.value
    if (digest !== undefined && plan.digest !== digest) {
      refusals.push(`${entry.name}: it has digest ${plan.digest}`)
      continue
    }
    const marks = digest === undefined ? listed.value : []
    const mark = marks.find(({ name }) => isRefusedArtifactName(prefix, name))?.name
    const rival = mark ?? (await rivalOf({ ...candidate, token }, { candidates, options }))
    if (rival !== null) return err({ reason: "plan/id-taken", id: plan.id, artifact: rival })
    return ok({ plan, path, prefix, attempt: candidate.attempt })
  }
  const wanted = digest === undefined ? "no plan" : `no plan with digest ${digest}`
  const where = id === undefined ? "" : ` of id ${id}`
  const why = refusals.length === 0 ? "did the plan job run?" : refusals.join("; ")
  return notFound(
    "absent",
    `${wanted} among the artifacts${where} of attempt ${attempt} and before: ${why}`,
  )
}

/** The plan in an artifact and its token, or why there is none; null is a plan without a token. */
async function readCandidate(
  { entry, prefix }: Candidate,
  options: FindOptions,
): Promise<Result<Pick<FoundPlan, "plan" | "path"> & { readonly token: string | null }, string>> {
  const { store, files } = options
  const folder = `${options.into}/${entry.name}`
  const downloaded = await downloadArtifact(entry, { store, files, folder })
  if (!downloaded.ok) return err(downloaded.error.message)
  const path = `${folder}/${PLAN_FILE}`
  const plan = readPlan(path, options)
  if (!plan.ok) {
    const { error } = plan
    return err(error.reason === "plan/unreadable" ? error.message : error.reason)
  }
  const { id } = plan.value
  if (artifactPrefix(id) !== prefix) return err(`it contains the plan with id ${id}`)
  const manifest = readPlanManifest(files, folder)
  return ok({ plan: plan.value, path, token: manifest.ok ? manifest.value.token : null })
}

/**
 * The artifact of another plan that the same attempt has under the same `id`: two jobs that handed over
 * at once may not have seen each other, and nobody could tell which results are whose.
 */
async function rivalOf(
  found: Candidate & { readonly token: string | null },
  among: { readonly candidates: readonly Candidate[]; readonly options: FindOptions },
): Promise<string | null> {
  const others = among.candidates.filter(
    ({ entry, prefix, attempt }) =>
      entry.id !== found.entry.id && prefix === found.prefix && attempt === found.attempt,
  )
  for (const other of others) {
    const read = await readCandidate(other, among.options)
    if (read.ok && read.value.token !== found.token) return other.entry.name
  }
  return null
}

function toCandidate(entry: ArtifactEntry): Candidate[] {
  const read = readPlanArtifactName(entry.name)
  return read === null ? [] : [{ entry, ...read }]
}

// Hands a plan over to the jobs that run and aggregate it, and makes sure that no other plan of the
// run has the same `id`: both would use the same names, and read each other's results.
// A random token in the plan's manifest tells plans apart. A name that is taken is ours where it holds
// our token. Who was refused leaves a mark: in a later attempt all names are free again.

/** What handing over reaches. */
export interface HandOverPorts {
  readonly store: ArtifactStore
  readonly files: Files
  readonly clock: Clock
  /** Eight random hex digits. */
  readonly uniqueName: () => string
}

/** A plan, and the job that made it. */
export interface HandOverRequest {
  readonly plan: Plan
  readonly runId: string
  /** The attempt of the run, from 1. */
  readonly attempt: number
  /** The job as its workflow names it. */
  readonly job: string
  readonly retentionDays: number
  /** A folder that is made, and everything in it. */
  readonly folder: string
  /** Told how the upload went. */
  readonly onUpload: (upload: Result<FolderUpload, UploadFailure>) => void
}

/** A finished upload may be missing in a list for a while, and one that goes on is. */
const LOOKS_AFTER_MS = [0, 2_000, 4_000, 8_000, 16_000] as const

/** Uploads the plan with its manifest; the failure is that of the last try, or `plan/id-taken`. */
export async function handOverPlan(
  request: HandOverRequest,
  ports: HandOverPorts,
): Promise<Result<void, Failure>> {
  const { plan, runId, attempt, job, folder, retentionDays } = request
  const { id, suite, digest: planDigest } = plan
  const prefix = artifactPrefix(id)
  const token = `${ports.uniqueName()}${ports.uniqueName()}`
  const schemaVersion = MANIFEST_SCHEMA_VERSION
  const manifest = { schemaVersion, id, suite, planDigest, runId, attempt, job, token } as const
  const inside = `${folder}/plan`
  const written = writePlan(ports.files, `${inside}/${PLAN_FILE}`, plan)
  const told = written.ok ? writePlanManifest(ports.files, inside, manifest) : written
  if (!told.ok) return told

  const rival = attempt > 1 ? await earlierRival({ ...request, prefix }, ports) : null
  if (rival !== null) return refuse({ ...request, manifest, artifact: rival }, ports)

  const holderOf = (name: string) => holderOfName(name, { token, folder }, ports)
  const nameOf = (upload: number) => planArtifactName({ prefix, attempt, upload })
  const uploaded = await uploadFolder({ ...ports, folder: inside, nameOf, retentionDays, holderOf })
  request.onUpload(uploaded)
  if (uploaded.ok) return ok(undefined)
  const last = uploaded.error.tries.at(-1)
  if (uploaded.error.foreign === true && last !== undefined) {
    return refuse({ ...request, manifest, artifact: last.name }, ports)
  }
  return err(notUploaded(uploaded.error))
}

/** Who holds the name of a plan's artifact. */
async function holderOfName(
  name: string,
  own: { readonly token: string; readonly folder: string },
  ports: HandOverPorts,
): Promise<Holder> {
  for (const waitMs of LOOKS_AFTER_MS) {
    if (waitMs > 0) await pause(waitMs, { clock: ports.clock, hurry: null })
    const listed = await listArtifacts(ports.store)
    const entry = listed.ok ? listed.value.find((one) => one.name === name) : undefined
    if (entry === undefined) continue
    const manifest = await manifestIn(entry, own.folder, ports)
    if (manifest === "not-downloaded") return "unknown"
    return manifest?.token === own.token ? "own" : "foreign"
  }
  // An upload that broke off keeps its name for ever, unseen.
  return "unknown"
}

/** The artifact by which an earlier attempt shows that another job uses the prefix; null if none does. */
async function earlierRival(
  own: Pick<HandOverRequest, "attempt" | "job" | "folder"> & { readonly prefix: string },
  ports: HandOverPorts,
): Promise<string | null> {
  const { attempt, job, folder, prefix } = own
  const listed = await listArtifacts(ports.store)
  if (!listed.ok) return null
  const mark = listed.value.find(({ name }) => isRefusedArtifactName(prefix, name))
  if (mark !== undefined) return mark.name
  const [newest] = listed.value
    .flatMap((entry) => {
      const read = readPlanArtifactName(entry.name)
      return read?.prefix === prefix && read.attempt < attempt ? [{ entry, ...read }] : []
    })
    .sort((a, b) => b.attempt - a.attempt || b.upload - a.upload)
  if (newest === undefined) return null
  const manifest = await manifestIn(newest.entry, folder, ports)
  const known = manifest !== null && manifest !== "not-downloaded"
  return known && manifest.job !== job ? newest.entry.name : null
}

async function manifestIn(
  entry: ArtifactEntry,
  folder: string,
  { store, files }: HandOverPorts,
): Promise<PlanManifest | "not-downloaded" | null> {
  const into = `${folder}/other`
  const downloaded = await downloadArtifact(entry, { store, files, folder: into })
  if (!downloaded.ok) return "not-downloaded"
  const manifest = readPlanManifest(files, into)
  return manifest.ok ? manifest.value : null
}

/** Leaves the mark for later attempts; where it cannot be left, this attempt is red all the same. */
async function refuse(
  refused: Pick<HandOverRequest, "folder" | "attempt" | "retentionDays"> & {
    readonly manifest: PlanManifest
    readonly artifact: string
  },
  ports: HandOverPorts,
): Promise<Result<never, FailureOf<"plan/id-taken">>> {
  const { folder, attempt, retentionDays, manifest, artifact } = refused
  const { id } = manifest
  const prefix = artifactPrefix(id)
  const nameOf = (upload: number) => refusedArtifactName({ prefix, attempt, upload })
  // Where the name is taken somebody else has left the mark.
  const holderOf = () => Promise.resolve<Holder>("foreign")
  const inside = `${folder}/refused`
  if (writePlanManifest(ports.files, inside, manifest).ok) {
    await uploadFolder({ ...ports, folder: inside, nameOf, retentionDays, holderOf })
  }
  return err({ reason: "plan/id-taken", id, artifact })
}
