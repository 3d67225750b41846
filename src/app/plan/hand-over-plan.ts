/**
 * Hands a plan over to the jobs that run and aggregate it, and makes sure that no other plan of the
 * run has the same `id`: both would use the same names, and read each other's results.
 *
 * A random token in the plan's manifest tells plans apart. A name that is taken is ours where it holds
 * our token. Who was refused leaves a mark: in a later attempt all names are free again.
 */
import type { Failure, FailureOf } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
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
import type { Files } from "../../ports/files.ts"
import { PLAN_FILE, readPlanManifest, writePlan, writePlanManifest } from "../folder/run-folder.ts"
import { downloadArtifact, listArtifacts } from "../hand-over/fetch-artifacts.ts"
import {
  type FolderUpload,
  type Holder,
  notUploaded,
  type UploadFailure,
  uploadFolder,
} from "../hand-over/upload-folder.ts"

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
