/**
 * Use case: from the files of a suite to a plan.
 */
import type { Visibility } from "../../capability/hosted-labels.ts"
import { defined } from "../../core/defined.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { DEFAULT_MAX_SCENARIOS } from "../../core/quantities/scenario-limit.ts"
import type { WorkerCount } from "../../core/quantities/workers.ts"
import type { Capability } from "../../formats/capability.ts"
import type { Plan, Repeat } from "../../formats/plan.ts"
import type { Cutting } from "../../plan/cut/cutting.ts"
import { comparesPlans } from "../../plan/cut/times.ts"
import { digestPieces } from "../../plan/digest.ts"
import type { KnownTimes } from "../../plan/estimate/estimate.ts"
import { findMissing } from "../../plan/explain/left-out.ts"
import { type PlanOptions, preparePlan } from "../../plan/make-plan.ts"
import { selectedOf } from "../../plan/units/scenario-index.ts"
import type { Changes } from "../../ports/changes.ts"
import type { Commands } from "../../ports/commands.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import type { Suite } from "../../scenario/model.ts"
import { type Selection, selectScenarios } from "../../scenario/select/select.ts"
import { toInlineSuite } from "../../scenario/text/one-line-suite.ts"
import type { SELECTION, SUITE } from "../../settings/choosing.ts"
import type { PLANNING } from "../../settings/planning.ts"
import type { ValuesOf } from "../../settings/value.ts"
import { refuseClash } from "../hand-over/refuse-clash.ts"
import { type Advice, NO_ADVICE } from "../history/advice.ts"
import { type KnownVerdicts, nothingLeft, pastOf } from "../history/past-runs.ts"
import { type LoadRequest, loadSuite } from "../suite/load-suite.ts"
import { type CampaignPast, iterationsOf, withCampaign } from "./plan-campaign.ts"
import { profilesOf, readSelection } from "./read-selection.ts"
import { shardNotes } from "./shard-notes.ts"

/** Settings that decide about a plan. */
export type PlanSettings = ValuesOf<typeof SUITE & typeof SELECTION & typeof PLANNING>

/** The seed where none is given: machines that plan the same suite must agree. */
const DEFAULT_SEED = 1

/** Where the suite is and what its expressions may read when planning. */
export interface SuiteSource
  extends Pick<LoadRequest, "root" | "github" | "vars" | "kinds" | "flagNames"> {
  /** As the user gave it; undefined where it is searched. */
  readonly suite: string | undefined
  readonly settings: PlanSettings
}

/** A suite, what is known of its scenarios, and which of them are asked for. */
export interface ReadRequest extends SuiteSource {
  /** Tells what earlier runs know of the scenarios; without it nobody does. */
  readonly advise?: (suite: Suite) => Advice
  /** Tells how scenarios ended last, for selections that ask; without it what `advise` knows counts. */
  readonly verdicts?: (suite: Suite) => KnownVerdicts
  /** The suite where its files have been read already. */
  readonly loaded?: Suite
}

/** What is asked of a plan. */
export interface PlanRequest
  extends ReadRequest,
    Pick<PlanOptions, "shards" | "assumedWorkers" | "here" | "capabilities" | "seen"> {
  /** Whose repository it is, for what labels stand for; public where nobody says. */
  readonly visibility?: Visibility | undefined
  /** The text of a suite without a file: no shard can hold its checkout against that. */
  readonly inline?: string | undefined
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
  /** Milliseconds that starts of fixtures took in earlier runs, by name. */
  readonly starts: ReadonlyMap<string, number>
  /** What earlier runs of the campaign that is asked for have counted; undefined without a history. */
  readonly campaign?: CampaignPast | undefined
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
  const { root, settings } = request
  const asked = readSelection(settings, { root, changes: ports.changes })
  if (!asked.ok) return err({ reason: "config/invalid", diagnostics: asked.error })
  const loaded = request.loaded === undefined ? loadRequested(request, ports) : ok(request.loaded)
  if (!loaded.ok) return loaded
  const suite = loaded.value
  const advice = request.advise?.(suite) ?? NO_ADVICE
  const { known, measured, starts, campaign } = advice
  const past = pastOf(request, { suite, known })
  if (!past.ok) return past
  const selection = selectScenarios(suite.scenarios, {
    ...asked.value.request,
    history: past.value,
  })
  const { diagnostics } = selection
  if (diagnostics.length > 0) return err({ reason: "config/invalid", diagnostics })
  const notes = [...asked.value.notes, ...advice.notes]
  const { last = [] } = settings
  if (last.length > 0 && selection.selected.size === 0) {
    notes.push(nothingLeft(last, past.value))
  }
  return ok({ suite, selection, known, measured, starts, campaign, notes })
}

/** Reads the files of a suite. */
export function loadRequested(request: SuiteSource, ports: ReadPorts): Result<Suite, Failure> {
  const { files, env, commands } = ports
  const { settings } = request
  return loadSuite({
    ...request,
    files,
    profiles: profilesOf(settings),
    maxScenarios: settings.maxScenarios,
    matrixCommands: commands === null ? undefined : { commands, env },
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
  const { suite, selection, known, measured, starts } = read
  const [missing] = selection.missing
  if (missing !== undefined) {
    const message = `${missing.id} needs ${missing.need}, which the selection leaves out`
    return err({
      reason: "usage/invalid",
      message,
      hint: "select it too, or leave this scenario out",
    })
  }
  const iterations = iterationsOf(request.settings)
  if (!iterations.ok) return iterations
  const { selected } = selection
  const { here, capabilities = [], seen, visibility } = request
  const told = defined({ seen, visibility })
  const lacking = findMissing({
    ...{ suite, capabilities, here: here === true, ...told },
    scenarios: selectedOf(suite.scenarios, selected),
  })
  const clash = here === true ? [] : refuseClash(suite, { selected, missing: lacking, ...told })
  if (clash.length > 0) return err({ reason: "config/invalid", diagnostics: clash })
  const files: { path: string; sha256: string }[] = []
  for (const path of suite.files) {
    if (request.inline !== undefined && path === suite.file) continue
    const sha256 = ports.files.sha256(`${request.root}/${path}`)
    if (!sha256.ok) {
      return err({ reason: "files/unusable", path, message: sha256.error.message })
    }
    files.push({ path, sha256: sha256.value })
  }
  const { shards, assumedWorkers, settings } = request
  const { id, targetMs = null, seed = DEFAULT_SEED, order, share: sharing } = settings
  const made = preparePlan(
    defined({
      ...{ suite, id, selected, shards, targetMs, assumedWorkers, seed, files, known, measured },
      starts,
      workers: workersFor(settings, suite),
      maxAttempts: attemptsOf(settings),
      strategy: settings.hash === true ? ("hash" as const) : settings.strategy,
      iterations: iterations.value,
      ...{ order, sharing, here, capabilities, ...told, missing: lacking },
    }),
  )
  const { cutting } = made
  const campaigned = withCampaign(made.plan, {
    ...{ settings, past: read.campaign, sha256: ports.sha256 },
    ids: new Set(suite.scenarios.map(({ id }) => id)),
  })
  if (!campaigned.ok) return campaigned
  const plan = campaigned.value
  const { schemaVersion, ...rest } = plan
  const digest = digestOf(plan, ports.sha256)
  const repeat = repeatOf(request)
  // First in the file, where it is found without reading the rest.
  const asked = { shards, targetMs, compared: comparesPlans(cutting) }
  const notes = [...read.notes, ...(here === true ? [] : shardNotes(plan, asked))]
  return ok({ ...read, notes, cutting, plan: { schemaVersion, digest, ...rest, repeat } })
}

/** The workers that the user asks for, else those of the suite. */
export function workersFor(
  { workers, maxParallel }: PlanSettings,
  suite: Pick<Suite, "workers">,
): WorkerCount {
  const asked = workers ?? maxParallel ?? "auto"
  return asked === "auto" ? (suite.workers ?? "auto") : asked
}

/** Attempts of each scenario where the user asks for a number; null leaves it to the suite. */
function attemptsOf({ maxAttempts, retry }: PlanSettings): number | null {
  return maxAttempts ?? (retry === undefined ? null : retry + 1)
}

/** What changes what a scenario does, and how the program is called. */
function repeatOf({ repeat, inline, settings }: PlanRequest): Repeat {
  const { maxScenarios } = settings
  const profiles = profilesOf(settings)
  return defined({
    ...repeat,
    inline: (inline === undefined ? null : toInlineSuite(inline)) ?? undefined,
    profiles: profiles.length === 0 ? undefined : [...profiles],
    maxScenarios: maxScenarios === DEFAULT_MAX_SCENARIOS ? undefined : maxScenarios,
  })
}

/** The digest of a plan, or of a part, as it stands in it. */
export function digestOf(plan: Parameters<typeof digestPieces>[0], sha256: Sha256): string {
  return `sha256:${sha256(digestPieces(plan))}`
}
