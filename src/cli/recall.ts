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
import { type Lasts, nameOf } from "../settings/setting.ts"
import { ROWS, type Row, type Values } from "../settings/table.ts"
import type { CliContext } from "./context.ts"
import { checkWorkers } from "./request.ts"
import { runsFolder } from "./runs-folder.ts"

interface Invocation {
  readonly operands: readonly string[]
  readonly flags: Values
}

type Asked = NonNullable<Manifest["request"]>

/** What decides about the plan of a run, and cannot be asked for anew. */
const FIXED = rowsThatLast("plan", "run")
/** What holds on for a resumed run unless it is asked for otherwise. */
const HELD_ON = rowsThatLast("resume")

function rowsThatLast(...how: readonly Lasts[]): readonly Row[] {
  return ROWS.filter(({ setting }) => setting.lasts !== undefined && how.includes(setting.lasts))
}

/** The part of a command line that decides about the plan. */
export function toPlanRecord(invocation: Invocation): Asked {
  return recordOf(invocation, FIXED)
}

/** The part of a command line that a resumed run needs. */
export function toRecord(invocation: Invocation): Asked {
  return recordOf(invocation, [...FIXED, ...HELD_ON])
}

function recordOf({ operands, flags }: Invocation, rows: readonly Row[]): Asked {
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
