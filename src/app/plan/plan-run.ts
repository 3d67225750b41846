/**
 * Use case: from the files of a suite to a plan.
 */
import type { Visibility } from "../../capability/hosted-labels.ts"
import type { JsonObject } from "../../core/json/json.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { WorkerCount } from "../../core/quantities/workers.ts"
import type { Capability } from "../../formats/capability.ts"
import type { Plan, Repeat } from "../../formats/plan.ts"
import type { Cutting } from "../../plan/cut/cutting.ts"
import { digestPieces } from "../../plan/digest.ts"
import type { KnownTimes } from "../../plan/estimate/known-time.ts"
import { findMissing } from "../../plan/explain/plan-missing.ts"
import { comparesPlans } from "../../plan/explain/times.ts"
import { type PlanOptions, preparePlan } from "../../plan/make-plan.ts"
import { selectedOf } from "../../plan/units/scenario-index.ts"
import type { Changes } from "../../ports/changes.ts"
import type { Commands } from "../../ports/commands.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import type { Suite } from "../../scenario/model.ts"
import { type Selection, selectScenarios } from "../../scenario/select/select.ts"
import { toInlineSuite } from "../../scenario/text/one-line-suite.ts"
import { refuseClash } from "../hand-over/refuse-clash.ts"
import { type Advice, NO_ADVICE } from "../history/known-times.ts"
import { type KnownVerdicts, nothingLeft, pastOf } from "../history/past-runs.ts"
import { INLINE_SUITE } from "../suite/inline-suite.ts"
import { loadSuite } from "../suite/load-suite.ts"
import { readSelection, type SelectionOptions } from "./read-selection.ts"
import { shardNotes } from "./shard-notes.ts"

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
  /** Flags of the command, without `--`: a profile of such a name is worth a warning. */
  readonly flagNames?: ReadonlySet<string>
  /** So many scenarios the suite may have, where another number than the usual one is given. */
  readonly maxScenarios?: number
}

/** A suite, what is known of its scenarios, and which of them are asked for. */
export interface ReadRequest extends SuiteSource {
  readonly selection: SelectionOptions
  /** Tells what earlier runs know of the scenarios; without it nobody does. */
  readonly advise?: (suite: Suite) => Advice
  /** Tells how scenarios ended last, for selections that ask; without it what `advise` knows counts. */
  readonly verdicts?: (suite: Suite) => KnownVerdicts
  /** The suite where its files have been read already. */
  readonly loaded?: Suite
}

/** What is asked of a plan. */
export interface PlanRequest extends ReadRequest {
  /** The `id` of the plan; the suite's own where none is given. */
  readonly id?: string
  readonly shards: number | "auto"
  readonly targetMs: number | null
  readonly workers: WorkerCount
  readonly assumedWorkers: number
  readonly seed: number
  readonly maxAttempts: number | null
  readonly strategy?: NonNullable<PlanOptions["strategy"]>
  readonly order?: NonNullable<PlanOptions["order"]>
  readonly sharing?: NonNullable<PlanOptions["sharing"]>
  /** Everything runs where it is planned: runner classes do not count. */
  readonly here?: boolean
  /** What was found when planning. */
  readonly capabilities?: readonly Capability[]
  /** What machines of a class were seen to have, by its name. */
  readonly seen?: ReadonlyMap<string, readonly Capability[]>
  /** Whose repository it is, for what labels stand for; public where nobody says. */
  readonly visibility?: Visibility
  /** The text of a suite without a file: no shard can hold its checkout against that. */
  readonly inline?: string
  /** How a person repeats a scenario, besides what the request says anyway. */
  readonly repeat?: Pick<Repeat, "command" | "suiteFile" | "checkout">
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

/** What planning reaches. */
export interface PlanPorts extends ReadPorts {
  readonly sha256: Sha256
  readonly commands: Commands
}

/** A suite with what a selection makes of it. */
export interface SelectedSuite {
  readonly suite: Suite
  readonly selection: Selection
  /** What earlier runs know of the scenarios. */
  readonly known: KnownTimes
  /** What machines of each runner class had in earlier runs, by its name. */
  readonly measured: ReadonlyMap<string, readonly Capability[]>
  /** Sentences that are worth a word before a command goes on. */
  readonly notes: readonly string[]
}

/** A plan and the suite it was made from. */
export interface Planned extends SelectedSuite {
  readonly plan: Plan
  /** What other numbers of shards can be weighed with. */
  readonly cutting: Cutting
}

/** Reads a suite and selects from it. */
export function readSuite(request: ReadRequest, ports: ReadPorts): Result<SelectedSuite, Failure> {
  const { root } = request
  const asked = readSelection(request.selection, { root, changes: ports.changes })
  if (!asked.ok) return err({ reason: "config/invalid", diagnostics: asked.error })
  const loaded = request.loaded === undefined ? loadRequested(request, ports) : ok(request.loaded)
  if (!loaded.ok) return loaded
  const suite = loaded.value
  const advice = request.advise?.(suite) ?? NO_ADVICE
  const { known, measured } = advice
  const past = pastOf(request, { suite, known })
  if (!past.ok) return past
  const selection = selectScenarios(suite.scenarios, {
    ...asked.value.request,
    history: past.value,
  })
  const { diagnostics } = selection
  if (diagnostics.length > 0) return err({ reason: "config/invalid", diagnostics })
  const notes = [...asked.value.notes, ...advice.notes]
  const { last = [] } = request.selection
  if (last.length > 0 && selection.selected.size === 0) {
    notes.push(nothingLeft(last, past.value))
  }
  return ok({ suite, selection, known, measured, notes })
}

/** Reads the files of a suite. */
export function loadRequested(request: SuiteSource, ports: ReadPorts): Result<Suite, Failure> {
  const { root, suite, github, vars, profiles = [], flagNames, maxScenarios } = request
  const { files, env, commands } = ports
  return loadSuite({
    files,
    root,
    github,
    vars,
    ...(request.kinds === undefined ? {} : { kinds: request.kinds }),
    profiles,
    ...(flagNames === undefined ? {} : { flagNames }),
    ...(maxScenarios === undefined ? {} : { maxScenarios }),
    ...(suite === undefined ? {} : { suite }),
    ...(commands === null ? {} : { matrixCommands: { commands, env } }),
  })
}

/** Makes a plan; it may be empty, which the caller judges. */
export function planRun(request: PlanRequest, ports: PlanPorts): Result<Planned, Failure> {
  const read = readSuite(request, ports)
  return read.ok ? planSelected(request, { read: read.value, ports }) : read
}

/** Makes a plan of what was read and selected. */
export function planSelected(
  request: PlanRequest,
  from: { readonly read: SelectedSuite; readonly ports: PlanPorts },
): Result<Planned, Failure> {
  const { read, ports } = from
  const { suite, selection, known, measured } = read
  const [missing] = selection.missing
  if (missing !== undefined) {
    const message = `${missing.id} needs ${missing.need}, which the selection leaves out`
    return err({ reason: "usage/invalid", message, hint: "select what it needs, or leave it out" })
  }
  const { selected } = selection
  const { here, capabilities = [], seen, visibility } = request
  const told = {
    ...(seen === undefined ? {} : { seen }),
    ...(visibility === undefined ? {} : { visibility }),
  }
  const lacking = findMissing({
    ...{ suite, capabilities, here: here === true, ...told },
    scenarios: selectedOf(suite.scenarios, selected),
  })
  const clash = here === true ? [] : refuseClash(suite, { selected, missing: lacking, ...told })
  if (clash.length > 0) return err({ reason: "config/invalid", diagnostics: clash })
  const files: { path: string; sha256: string }[] = []
  for (const path of suite.files) {
    if (request.inline !== undefined && path === INLINE_SUITE) continue
    const sha256 = ports.files.sha256(`${request.root}/${path}`)
    if (!sha256.ok) {
      return err({ reason: "files/unusable", path, message: sha256.error.message })
    }
    files.push({ path, sha256: sha256.value })
  }
  const { shards, targetMs, assumedWorkers, seed, maxAttempts } = request
  const workers = request.workers === "auto" ? (suite.workers ?? "auto") : request.workers
  const { id, strategy, order, sharing } = request
  const { plan, cutting } = preparePlan({
    suite,
    ...(id === undefined ? {} : { id }),
    selected,
    shards,
    targetMs,
    workers,
    assumedWorkers,
    seed,
    maxAttempts,
    files,
    known,
    measured,
    ...(strategy === undefined ? {} : { strategy }),
    ...(order === undefined ? {} : { order }),
    ...(sharing === undefined ? {} : { sharing }),
    ...(here === undefined ? {} : { here }),
    capabilities,
    ...told,
    missing: lacking,
  })
  const { schemaVersion, ...rest } = plan
  const digest = digestOf(plan, ports.sha256)
  const repeat = repeatOf(request)
  // First in the file, where it is found without reading the rest.
  const asked = { shards, targetMs, compared: comparesPlans(cutting) }
  const notes = [...read.notes, ...(here === true ? [] : shardNotes(plan, asked))]
  return ok({ ...read, notes, cutting, plan: { schemaVersion, digest, ...rest, repeat } })
}

/** What changes what a scenario does, and how the program is called. */
function repeatOf({ repeat, inline, profiles = [], maxScenarios }: PlanRequest): Repeat {
  const suite = inline === undefined ? null : toInlineSuite(inline)
  return {
    ...repeat,
    ...(suite === null ? {} : { inline: suite }),
    ...(profiles.length === 0 ? {} : { profiles: [...profiles] }),
    ...(maxScenarios === undefined ? {} : { maxScenarios }),
  }
}

/** The digest of a plan, or of a part, as it stands in it. */
export function digestOf(plan: Parameters<typeof digestPieces>[0], sha256: Sha256): string {
  return `sha256:${sha256(digestPieces(plan))}`
}
