/**
 * Fetches the plan of a run from its artifacts: by what the plan itself says, never by the
 * service's idea of the latest.
 */

import { formatDuration } from "../core/duration.ts"
import type { Failure, FailureOf } from "../core/failure.ts"
import { err, ok, type Result } from "../core/result.ts"
import type { Plan } from "../formats/plan.ts"
import { readPlanArtifactName } from "../plan/artifact-names.ts"
import type { ArtifactEntry, ArtifactStore } from "../ports/artifacts.ts"
import type { Clock } from "../ports/clock.ts"
import type { Files, Sha256 } from "../ports/files.ts"
import { downloadArtifact, listArtifacts } from "./fetch-artifacts.ts"
import { readPlan } from "./read-plan.ts"
import { PLAN_FILE } from "./run-folder.ts"
import { LATE_MS, untilListed } from "./until-listed.ts"

/** A plan with the prefix under which the run's artifacts lie. */
export interface FoundPlan {
  readonly plan: Plan
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

type FindOptions = Parameters<typeof findPlan>[0]

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
    .sort((a, b) => b.attempt - a.attempt || b.upload - a.upload)
  const prefixes = [...new Set(candidates.map(({ prefix }) => prefix))]
  if (digest === null && prefixes.length > 1) {
    return notFound(
      "several",
      `the run has several plans (${prefixes.join(", ")}): give plan-digest`,
    )
  }
  const refusals: string[] = []
  for (const [index, { entry, prefix, attempt: plannedAt }] of candidates.entries()) {
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
    if (digest === null || plan.value.digest === digest) {
      return ok({ plan: plan.value, prefix, attempt: plannedAt })
    }
    refusals.push(`${entry.name}: it has digest ${plan.value.digest}`)
  }
  const wanted = digest === null ? "no plan" : `no plan with digest ${digest}`
  const why = refusals.length === 0 ? "did the plan job run?" : refusals.join("; ")
  return notFound(
    "absent",
    `${wanted} among the artifacts of attempt ${attempt} and before: ${why}`,
  )
}

function toCandidate(entry: ArtifactEntry): Candidate[] {
  const read = readPlanArtifactName(entry.name)
  return read === null ? [] : [{ entry, ...read }]
}
