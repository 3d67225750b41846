/**
 * Fetches the plan of a run from its artifacts: by what the plan itself says, never by the
 * service's idea of the latest.
 */

import type { Failure, FailureOf } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Plan } from "../../formats/plan.ts"
import {
  artifactPrefix,
  isRefusedArtifactName,
  readPlanArtifactName,
} from "../../plan/artifact-names.ts"
import type { ArtifactEntry, ArtifactStore } from "../../ports/artifacts.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import { PLAN_FILE, readPlanManifest } from "../folder/run-folder.ts"
import { downloadArtifact, listArtifacts } from "../hand-over/fetch-artifacts.ts"
import { LATE_MS, untilListed } from "../hand-over/until-listed.ts"
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
  if (artifactPrefix(id) !== prefix) return err(`it holds the plan of id ${id}`)
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
