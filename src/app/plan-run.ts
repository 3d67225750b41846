/**
 * Use case: from the files of a suite to a plan.
 */
import type { Failure } from "../core/failure.ts"
import type { JsonObject } from "../core/json.ts"
import { err, ok, type Result } from "../core/result.ts"
import type { Plan } from "../formats/plan.ts"
import { digestText } from "../plan/digest.ts"
import { makePlan } from "../plan/make-plan.ts"
import type { Files, Sha256 } from "../ports/files.ts"
import type { Suite } from "../scenario/model.ts"
import { type Selection, selectScenarios } from "../scenario/select.ts"
import { loadSuite } from "./load-suite.ts"

/** Which scenarios a user asked for. */
export interface SelectionOptions {
  readonly filter: readonly string[]
  readonly exclude: readonly string[]
  readonly tags: readonly string[]
  /** Whether a selected scenario brings what it needs. */
  readonly withNeeds: boolean
}

/** Where the suite is and what its expressions may read when planning. */
export interface SuiteSource {
  /** Absolute; all paths of a plan are relative to it. */
  readonly root: string
  /** As the user gave it; undefined where it is searched. */
  readonly suite: string | undefined
  readonly github: JsonObject
  readonly vars: JsonObject
}

export interface PlanRequest extends SuiteSource {
  readonly selection: SelectionOptions
  readonly shards: number | "auto"
  readonly targetMs: number | null
  readonly workers: number | "auto"
  readonly assumedWorkers: number
  readonly seed: number
  readonly maxAttempts: number | null
  /** Paths that only this process sees: no shard can hold its checkout against them. */
  readonly virtualFiles?: readonly string[]
}

export interface PlanPorts {
  readonly files: Files
  readonly sha256: Sha256
}

/** A suite with what a selection makes of it. */
export interface SelectedSuite {
  readonly suite: Suite
  readonly selection: Selection
}

/** A plan and the suite it was made from. */
export interface Planned extends SelectedSuite {
  readonly plan: Plan
}

/** Reads a suite and selects from it. */
export function readSuite(
  request: SuiteSource & { readonly selection: SelectionOptions },
  files: Files,
): Result<SelectedSuite, Failure> {
  const { root, suite, github, vars } = request
  const loaded = loadSuite({
    files,
    root,
    github,
    vars,
    ...(suite === undefined ? {} : { suite }),
  })
  if (!loaded.ok) return loaded
  const selection = selectScenarios(loaded.value.scenarios, request.selection)
  return ok({ suite: loaded.value, selection })
}

/** Makes a plan; it may be empty, which the caller judges. */
export function planRun(request: PlanRequest, ports: PlanPorts): Result<Planned, Failure> {
  const read = readSuite(request, ports.files)
  if (!read.ok) return read
  const { suite, selection } = read.value
  const [missing] = selection.missing
  if (missing !== undefined) {
    const message = `${missing.id} needs ${missing.need}, which the selection leaves out`
    return err({ reason: "usage/invalid", message, hint: "select what it needs, or leave it out" })
  }
  const files: { path: string; sha256: string }[] = []
  for (const path of suite.files) {
    if (request.virtualFiles?.includes(path) === true) continue
    const sha256 = ports.files.sha256(`${request.root}/${path}`)
    if (!sha256.ok) {
      return err({ reason: "files/unusable", path, message: sha256.error.message })
    }
    files.push({ path, sha256: sha256.value })
  }
  const { shards, targetMs, workers, assumedWorkers, seed, maxAttempts } = request
  const plan = makePlan({
    suite,
    selected: selection.selected,
    shards,
    targetMs,
    workers,
    assumedWorkers,
    seed,
    maxAttempts,
    files,
  })
  return ok({ ...read.value, plan: { ...plan, digest: digestOf(plan, ports.sha256) } })
}

/** The digest of a plan as it stands in the plan. */
export function digestOf(plan: Omit<Plan, "digest">, sha256: Sha256): string {
  return `sha256:${sha256(digestText(plan))}`
}
