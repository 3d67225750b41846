/**
 * Use case: from the files of a suite to a plan.
 */
import type { Failure } from "../core/failure.ts"
import type { JsonObject } from "../core/json.ts"
import { err, ok, type Result } from "../core/result.ts"
import type { Plan } from "../formats/plan.ts"
import { digestText } from "../plan/digest.ts"
import { makePlan } from "../plan/make-plan.ts"
import type { Changes } from "../ports/changes.ts"
import type { Commands } from "../ports/commands.ts"
import type { Files, Sha256 } from "../ports/files.ts"
import type { Suite } from "../scenario/model.ts"
import { type Selection, selectScenarios } from "../scenario/select.ts"
import { loadSuite } from "./load-suite.ts"
import { readSelection, type SelectionOptions } from "./read-selection.ts"

/** Where the suite is and what its expressions may read when planning. */
export interface SuiteSource {
  /** Absolute; all paths of a plan are relative to it. */
  readonly root: string
  /** As the user gave it; undefined where it is searched. */
  readonly suite: string | undefined
  readonly github: JsonObject
  readonly vars: JsonObject
  /** Names of kinds that the embedding program registered. */
  readonly kinds?: readonly string[]
  /** Names of the profiles in use, in their order. */
  readonly profiles?: readonly string[]
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

/** What reading a suite needs of the world. */
export interface ReadPorts {
  readonly files: Files
  readonly changes: Changes
  /** The environment of commands for values of matrices. */
  readonly env: Readonly<Record<string, string>>
  /** Runs those commands; without it their matrices stay unexpanded. */
  readonly commands: Commands | null
}

export interface PlanPorts extends ReadPorts {
  readonly sha256: Sha256
  readonly commands: Commands
}

/** A suite with what a selection makes of it. */
export interface SelectedSuite {
  readonly suite: Suite
  readonly selection: Selection
  /** Sentences that are worth a word before a command goes on. */
  readonly notes: readonly string[]
}

/** A plan and the suite it was made from. */
export interface Planned extends SelectedSuite {
  readonly plan: Plan
}

/** Reads a suite and selects from it. */
export function readSuite(
  request: SuiteSource & { readonly selection: SelectionOptions },
  ports: ReadPorts,
): Result<SelectedSuite, Failure> {
  const { root, suite, github, vars, profiles = [] } = request
  const { files, changes, env, commands } = ports
  const asked = readSelection(request.selection, { root, changes })
  if (!asked.ok) return err({ reason: "config/invalid", diagnostics: asked.error })
  const loaded = loadSuite({
    files,
    root,
    github,
    vars,
    ...(request.kinds === undefined ? {} : { kinds: request.kinds }),
    profiles,
    ...(suite === undefined ? {} : { suite }),
    ...(commands === null ? {} : { matrixCommands: { commands, env } }),
  })
  if (!loaded.ok) return loaded
  const selection = selectScenarios(loaded.value.scenarios, asked.value.request)
  const { diagnostics } = selection
  if (diagnostics.length > 0) return err({ reason: "config/invalid", diagnostics })
  return ok({ suite: loaded.value, selection, notes: asked.value.notes })
}

/** Makes a plan; it may be empty, which the caller judges. */
export function planRun(request: PlanRequest, ports: PlanPorts): Result<Planned, Failure> {
  const read = readSuite(request, ports)
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
  const { shards, targetMs, assumedWorkers, seed, maxAttempts } = request
  const workers = request.workers === "auto" ? (suite.workers ?? "auto") : request.workers
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
