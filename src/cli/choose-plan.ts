/**
 * Which plan a run follows: one that is given, the one of the run that goes on, or a new one.
 */
import posix from "node:path/posix"
import { PLAN_FILE } from "../app/folder/run-folder.ts"
import { planProbed } from "../app/plan/plan-probed.ts"
import type { Planned } from "../app/plan/plan-run.ts"
import { type PlanTrace, tracedFiles, tracedPlan } from "../app/plan/plan-trace.ts"
import { checkPlannedFiles, readPlan } from "../app/plan/read-plan.ts"
import { type EarlierRun, findRun } from "../app/shard/resume.ts"
import { readSource, type Source } from "../app/shard/run-from.ts"
import { canonicalJson, type Json, type JsonObject } from "../core/json/json.ts"
import type { Failure } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import type { WorkerCount } from "../core/quantities/workers.ts"
import type { Capability } from "../formats/capability.ts"
import type { Manifest } from "../formats/manifest.ts"
import { countShards, type Plan } from "../formats/plan.ts"
import { worthTelling } from "../report/text/selection-text.ts"
import type { IgnoredFile } from "../scenario/model.ts"
import { ROWS, type Row, type Values } from "../settings/table.ts"
import { type Lasts, nameOf } from "../settings/value.ts"
import type { Given } from "./commands.ts"
import type { CliContext } from "./context.ts"
import { checkWorkers, toPlanRequest, toSuiteSource } from "./request.ts"
import { endedFolder, runsFolder } from "./runs-folder.ts"
import { tellWarnings } from "./warnings.ts"

interface RunInvocation extends Given {
  /** The run that goes on; null for a new one. */
  readonly earlier: EarlierRun | null
  readonly source?: Source
}

/** A plan, and what is known of how it came to be. */
export interface ChosenPlan {
  readonly plan: Plan
  readonly root: string
  readonly ignored: readonly IgnoredFile[]
  /** Why scenarios are left out; nobody knows for a plan that was made elsewhere. */
  readonly whyNot?: ReadonlyMap<string, string>
  /** What this machine has, where it was looked at when planning. */
  readonly probed?: readonly Capability[] | undefined
  /** What a new plan was made from, where files and flags say all of it. */
  readonly trace?: PlanTrace | undefined
}

/** Reads the plan that is given, or plans. */
export async function choosePlan(
  invocation: RunInvocation,
  context: CliContext,
): Promise<Result<ChosenPlan, Failure>> {
  const { source } = invocation
  if (source !== undefined) {
    const { root } = toSuiteSource(invocation.operands, context)
    const { plan } = source
    const same = checkPlannedFiles({ plan, root, files: context.files })
    return same.ok ? ok({ plan, root, ignored: [] }) : same
  }
  return invocation.flags.plan === undefined
    ? await planHere(invocation, context)
    : readGiven(invocation.flags.plan, { ...invocation, context })
}

async function planHere(
  invocation: RunInvocation,
  context: CliContext,
): Promise<Result<ChosenPlan, Failure>> {
  const { flags, operands, earlier } = invocation
  const { root } = toSuiteSource(operands, context)
  const told = toldOf(invocation, context)
  if (earlier !== null && flags.dryRun !== true) {
    const plan = tracedPlan(earlier.folder, told, context)
    if (plan !== null) return ok({ plan, root, ignored: [] })
  }
  const { files, trace } = tracedFiles(context)
  const watched = watching(context)
  const planning = { ...context, ...watched.ports, files }
  const probeHere = flags.shard === undefined
  const begins = flags.shard === undefined && flags.dryRun !== true
  // Advice is none of what a plan stands on: a run that goes on keeps its plan whatever was learned since.
  const from = { ...invocation, begins, advised: context }
  const request = { ...toPlanRequest(from, planning), here: true, probeHere }
  const planned = await planProbed(request, planning)
  if (!planned.ok) return planned
  tellWarnings(planned.value, flags.dryRun === true ? "read" : "run", context)
  const { suite, plan, selection, probed } = planned.value
  const traceable = !watched.asked() && isPlain(planned.value) && (probed ?? []).length === 0
  const { whyNot } = selection
  const made = traceable ? trace(told) : undefined
  return ok({ plan, root, ignored: suite.ignored, whyNot, probed, trace: made })
}

/** Nothing was probed, and nothing was said that somebody should read again. */
function isPlain({ plan, suite, selection, notes }: Planned): boolean {
  const warnings = worthTelling(suite.warnings, { checking: false })
  const said = warnings.length + selection.unmatched.length + notes.length
  return plan.capabilities.length === 0 && said === 0
}

/** A digest of everything but files that planning depends on. */
function toldOf(invocation: RunInvocation, context: CliContext): string {
  const { version, cwd, cores, sha256 } = context
  const github = Object.getOwnPropertyDescriptors(context.github)
  const plain = Object.entries(github).map(([name, { value }]) => [name, value ?? null])
  const told = { version, cwd, cores, asked: toPlanRecord(invocation), github: plain }
  return sha256(canonicalJson(told))
}

/** Ports that tell whether planning asked for something that is neither flag nor file. */
function watching({ github, changes, commands }: CliContext) {
  let asked = false
  const note = <T>(answer: T): T => {
    asked = true
    return answer
  }
  const watchedGithub: JsonObject = {}
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(github))) {
    const { get } = property
    const told = get === undefined ? property : { ...property, get: () => note(get.call(github)) }
    Object.defineProperty(watchedGithub, name, told)
  }
  return {
    asked: () => asked,
    ports: {
      github: watchedGithub,
      changes: { since: (folder: string, ref: string) => note(changes.since(folder, ref)) },
      commands: {
        capture: (request: Parameters<typeof commands.capture>[0]) =>
          note(commands.capture(request)),
      },
    },
  }
}

function readGiven(
  path: string,
  of: RunInvocation & { readonly context: CliContext },
): Result<ChosenPlan, Failure> {
  const { flags, operands, context } = of
  const { root } = toSuiteSource(operands, context)
  const plan = readPlan(path, context)
  if (!plan.ok) return plan
  const count = countShards(plan.value)
  if (flags.shard === undefined && flags.queue === undefined && count !== 1) {
    const message = `the plan has ${count} shards: choose the one to run`
    return err({ reason: "usage/invalid", message, hint: "for example --shard 1" })
  }
  if (flags.shard !== undefined && (flags.shard.of ?? count) !== count) {
    const message = `--shard says ${flags.shard.of} shards, the plan has ${count}`
    return err({ reason: "usage/invalid", message, hint: `give --shard ${flags.shard.shard}` })
  }
  const same = checkPlannedFiles({ plan: plan.value, root, files: context.files })
  return same.ok ? ok({ plan: plan.value, root, ignored: [] }) : same
}

// What a run was asked for: kept in its folder, and taken from there when it is resumed.

type Asked = NonNullable<Manifest["request"]>

/** What decides about the plan of a run, and cannot be asked for anew. */
const FIXED = rowsThatLast("plan", "run")
/** What holds on for a resumed run unless it is asked for otherwise. */
const HELD_ON = rowsThatLast("resume")

function rowsThatLast(...how: readonly Lasts[]): readonly Row[] {
  return ROWS.filter(({ setting }) => setting.lasts !== undefined && how.includes(setting.lasts))
}

/** The part of a command line that decides about the plan. */
function toPlanRecord(invocation: Given): Asked {
  return recordOf(invocation, FIXED)
}

/** The part of a command line that a resumed run needs. */
export function toRecord(invocation: Given): Asked {
  const { suite, flags } = recordOf(invocation, [...FIXED, ...HELD_ON])
  const given = givenNames(invocation.flags)
  return { suite, flags: given.length === 0 ? flags : { ...flags, fixture: given } }
}

/** Fixtures that already run; what is said of them may be secret, and is not kept. */
function givenNames({ fixture = [] }: Values): string[] {
  return [...new Set(fixture.map(({ name }) => name))]
}

function recordOf({ operands, flags }: Given, rows: readonly Row[]): Asked {
  const kept = rows.flatMap((row): [string, Json][] => {
    const value = flags[row.key]
    // The values of flags are plain data.
    return value === undefined ? [] : [[recordedName(row), JSON.parse(JSON.stringify(value))]]
  })
  return { suite: operands[0] ?? null, flags: Object.fromEntries(kept) }
}

/** The name in manifests, which outlives a key: the flag's, in camel case. */
function recordedName({ key, setting }: Row): string {
  return nameOf(key, setting).replace(/-[a-z]/gu, (text) => text.charAt(1).toUpperCase())
}

/** The command line of a run that begins with another one, with that; nothing may change its plan. */
function recallSource(
  { operands, flags }: Given,
  from: string,
  context: CliContext,
): Result<Recalled, Failure> {
  const one = checkWorkers(flags)
  if (!one.ok) return one
  const { workers, maxParallel, ...asIs } = flags
  const given: Values = asIs
  const clash = [...FIXED, ...ROWS.filter(({ key }) => key === "resume")].find(
    ({ key }) => given[key] !== undefined && !(key === "history" && flags.history === "off"),
  )
  if (clash !== undefined) {
    const message = `--${nameOf(clash.key, clash.setting)} cannot change the plan of --from`
    return err({ reason: "usage/invalid", message, hint: "leave it out" })
  }
  const folder = endedFolder(from, context)
  if (flags.out !== undefined && posix.resolve(context.cwd, flags.out) === folder) {
    const message = `--out ${flags.out} is the run that --from begins with`
    return err({ reason: "usage/invalid", message, hint: "name another folder" })
  }
  const source = readSource(folder, context)
  if (!source.ok) return source
  const [first] = source.value.run.folders
  const { suite = null } = first?.manifest.request ?? {}
  return ok({
    operands: operands.length > 0 || suite === null ? operands : [suite],
    flags: asIs,
    earlier: null,
    source: source.value,
    workers: workers ?? maxParallel,
  })
}

/** A command line with all that a run to resume was asked for. */
export interface Recalled extends Given {
  /** The run that the new one begins with; absent where it begins with nothing. */
  readonly source?: Source
  /** The run that goes on; null for a new one. */
  readonly earlier: EarlierRun | null
  /** Workers of the resumed run, instead of those of its plan. */
  readonly workers?: WorkerCount | undefined
}

/** The command line of a run to resume, with the run; unchanged where none is to be resumed. */
export function recall(invocation: Given, context: CliContext): Result<Recalled, Failure> {
  const { flags, operands } = invocation
  if (flags.from !== undefined) return recallSource(invocation, flags.from, context)
  if (flags.resume === undefined) return ok({ ...invocation, earlier: null })
  const one = checkWorkers(flags)
  if (!one.ok) return one
  const { workers, maxParallel, ...asIs } = flags
  const given: Values = asIs
  const clash = FIXED.find(({ key }) => given[key] !== undefined)
  if (operands.length > 0 || clash !== undefined || flags.out !== undefined) {
    const name = clash === undefined ? "out" : nameOf(clash.key, clash.setting)
    const what =
      clash === undefined && flags.out === undefined ? `the suite ${operands[0]}` : `--${name}`
    const message = `${what} cannot change the plan of a resumed run`
    return err({ reason: "usage/invalid", message, hint: "leave it out" })
  }
  const where = { cwd: context.cwd, runsFolder: runsFolder(context), engines: context.engines }
  const found = findRun(flags.resume, where, context.files)
  if (!found.ok) return found
  const { folder, manifest } = found.value
  const { suite = null, flags: asked = null } = manifest.request ?? {}
  const planned = { plan: `${folder}/${PLAN_FILE}`, shard: { shard: manifest.shard, of: null } }
  // Without it the real one would be started and, at the end, stopped.
  const names = givenNames(flags)
  const left = [asked?.["fixture"] ?? []].flat().find((name) => !names.some((one) => one === name))
  if (left !== undefined) {
    const message = `the run to resume used a fixture that already runs: --fixture ${left}`
    return err({ reason: "usage/invalid", message, hint: "give its --fixture again" })
  }
  const fixed = asked === null || asked["plan"] !== undefined ? planned : {}
  const recorded = (rows: readonly Row[]) =>
    Object.fromEntries(
      rows.flatMap((row) => {
        const value = asked?.[recordedName(row)]
        return value === undefined ? [] : [[row.key, value]]
      }),
    )
  return ok({
    operands: suite === null ? [] : [suite],
    flags: { ...recorded(HELD_ON), ...asIs, ...recorded(FIXED), ...fixed },
    earlier: found.value,
    workers: workers ?? maxParallel,
  })
}
