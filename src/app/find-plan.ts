/**
 * Fetches the plan of a run from its artifacts: by what the plan itself says, never by the
 * service's idea of the latest.
 */
import type { Failure } from "../core/failure.ts"
import { err, ok, type Result } from "../core/result.ts"
import type { Plan } from "../formats/plan.ts"
import { readPlanArtifactName } from "../plan/artifact-names.ts"
import type { ArtifactEntry, ArtifactStore } from "../ports/artifacts.ts"
import type { Files, Sha256 } from "../ports/files.ts"
import { downloadArtifact, listArtifacts } from "./fetch-artifacts.ts"
import { readPlan } from "./read-plan.ts"
import { PLAN_FILE } from "./run-folder.ts"

/** A plan with the prefix under which the run's artifacts lie. */
export interface FoundPlan {
  readonly plan: Plan
  readonly prefix: string
}

interface Candidate {
  readonly entry: ArtifactEntry
  readonly prefix: string
  readonly attempt: number
  readonly upload: number
}

/**
 * The plan of the newest attempt that is not above the job's own; of several plans in one run the
 * one with the digest.
 */
export async function findPlan(options: {
  readonly store: ArtifactStore
  readonly files: Files
  readonly sha256: Sha256
  /** The attempt of the job that asks. */
  readonly attempt: number
  /** The digest that is wanted; null where the run has one plan only. */
  readonly digest: string | null
  /** Every artifact gets its own new folder below. */
  readonly into: string
}): Promise<Result<FoundPlan, Failure>> {
  const { store, files, attempt, digest, into } = options
  const listed = await listArtifacts(store)
  if (!listed.ok) {
    return notFound(`the artifacts of the run could not be listed: ${listed.error.message}`)
  }
  const candidates = listed.value
    .flatMap((entry) => toCandidate(entry))
    .filter((candidate) => candidate.attempt <= attempt)
    .sort((a, b) => b.attempt - a.attempt || b.upload - a.upload)
  const prefixes = [...new Set(candidates.map(({ prefix }) => prefix))]
  if (digest === null && prefixes.length > 1) {
    return notFound(`the run has several plans (${prefixes.join(", ")}): give plan-digest`)
  }
  const refusals: string[] = []
  for (const [index, { entry, prefix }] of candidates.entries()) {
    const folder = `${into}/plan-${index + 1}`
    const downloaded = await downloadArtifact(entry, { store, files, folder })
    if (!downloaded.ok) {
      refusals.push(`${entry.name}: ${downloaded.error.message}`)
      continue
    }
    const plan = readPlan(`${folder}/${PLAN_FILE}`, options)
    if (!plan.ok) {
      refusals.push(
        `${entry.name}: ${plan.error.reason === "plan/unreadable" ? plan.error.message : plan.error.reason}`,
      )
      continue
    }
    if (digest === null || plan.value.digest === digest) return ok({ plan: plan.value, prefix })
    refusals.push(`${entry.name}: it has digest ${plan.value.digest}`)
  }
  const wanted = digest === null ? "no plan" : `no plan with digest ${digest}`
  const why = refusals.length === 0 ? "did the plan job run?" : refusals.join("; ")
  return notFound(`${wanted} among the artifacts of attempt ${attempt} and before: ${why}`)
}

function toCandidate(entry: ArtifactEntry): Candidate[] {
  const read = readPlanArtifactName(entry.name)
  return read === null ? [] : [{ entry, ...read }]
}

function notFound(message: string): Result<never, Failure> {
  return err({ reason: "plan/not-found", message })
}
