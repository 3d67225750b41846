/**
 * What a run was asked for: kept in its folder, and taken from there when it is resumed.
 */

import { PLAN_FILE } from "../app/folder/run-folder.ts"
import type { EarlierRun } from "../app/shard/resume.ts"
import { findRun } from "../app/shard/resume.ts"
import type { Json } from "../core/json/json.ts"
import type { Failure } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import type { WorkerCount } from "../core/quantities/workers.ts"
import type { Manifest } from "../formats/manifest.ts"
import type { CliContext } from "./context.ts"
import type { FlagValues } from "./options.ts"
import { checkWorkers, FIXED_BY_PLAN } from "./request.ts"
import { runsFolder } from "./runs-folder.ts"

interface Invocation {
  readonly operands: readonly string[]
  readonly flags: FlagValues
}

/** What decides about the plan of a run, and cannot be asked for anew. */
const KEPT: readonly (keyof FlagValues)[] = [...FIXED_BY_PLAN, "deps", "plan", "shard"]

/** What holds on for a resumed run unless it is asked for otherwise: its limits, and what fails it. */
const HELD_ON: readonly (keyof FlagValues)[] = [
  ...(["failOn", "ifEmpty", "onMissing", "maxSkipped"] as const),
  ...(["failFast", "retryBudget", "ramp", "timeBudget", "globalTimeout"] as const),
  ...(["inheritEnv", "cleanup"] as const),
]

/** The part of a command line that decides about the plan. */
export function toPlanRecord(invocation: Invocation): NonNullable<Manifest["request"]> {
  return recordOf(invocation, KEPT)
}

/** The part of a command line that a resumed run needs. */
export function toRecord(invocation: Invocation): NonNullable<Manifest["request"]> {
  return recordOf(invocation, [...KEPT, ...HELD_ON])
}

function recordOf(
  { operands, flags }: Invocation,
  names: readonly (keyof FlagValues)[],
): NonNullable<Manifest["request"]> {
  const kept = names.flatMap((name): [string, Json][] => {
    const value = flags[name]
    // The values of flags are plain data.
    const silent = value === undefined || (name === "deps" && value === true)
    return silent ? [] : [[name, JSON.parse(JSON.stringify(value))]]
  })
  return { suite: operands[0] ?? null, flags: Object.fromEntries(kept) }
}

/** A command line with all that a run to resume was asked for. */
export interface Recalled extends Invocation {
  /** The run that goes on; null for a new one. */
  readonly earlier: EarlierRun | null
  /** Workers of the resumed run, instead of those of its plan. */
  readonly workers?: WorkerCount | undefined
}

/** The command line of a run to resume, with the run; unchanged where none is to be resumed. */
export function recall(invocation: Invocation, context: CliContext): Result<Recalled, Failure> {
  const { flags, operands } = invocation
  if (flags.resume === undefined) return ok({ ...invocation, earlier: null })
  const one = checkWorkers(flags)
  if (!one.ok) return one
  const { workers, maxParallel, ...asIs } = flags
  const given = (name: keyof FlagValues) =>
    name === "deps" ? asIs.deps === false : (asIs as FlagValues)[name] !== undefined
  const clash = [...KEPT, "out" as const].find(given)
  if (operands.length > 0 || clash !== undefined) {
    const what =
      clash === undefined
        ? `the suite ${operands[0]}`
        : `--${clash === "deps" ? "no-deps" : dashed(clash)}`
    const message = `${what} cannot change the plan of a resumed run`
    return err({ reason: "usage/invalid", message, hint: "leave it out" })
  }
  const where = { cwd: context.cwd, runsFolder: runsFolder(context), engines: context.engines }
  const found = findRun(flags.resume, where, context.files)
  if (!found.ok) return found
  const { folder, manifest } = found.value
  const { suite = null, flags: asked = null } = manifest.request ?? {}
  const planned = { plan: `${folder}/${PLAN_FILE}`, shard: { shard: manifest.shard, of: null } }
  const fixed = asked === null || asked["plan"] !== undefined ? planned : {}
  const recorded = (names: readonly string[]) =>
    Object.fromEntries(Object.entries(asked ?? {}).filter(([name]) => names.includes(name)))
  return ok({
    operands: suite === null ? [] : [suite],
    flags: { ...recorded(HELD_ON), ...asIs, ...recorded(KEPT), ...fixed },
    earlier: found.value,
    workers: workers ?? maxParallel,
  })
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/gu, (capital) => `-${capital.toLowerCase()}`)
}
