/**
 * Where the command line keeps the history of a suite, and where it looks for earlier runs.
 */
import posix from "node:path/posix"
import { hide } from "../app/folder/run-id.ts"
import { historyFileName, keepHistory } from "../app/history/keep-history.ts"
import type { VerdictSources } from "../app/history/latest-verdicts.ts"
import { type Beside, readBeside } from "../app/history/read-beside.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import type { RunState } from "../events/state.ts"
import type { History } from "../formats/history.ts"
import type { Plan } from "../formats/plan.ts"
import type { Values } from "../settings/table.ts"
import type { CliContext } from "./context.ts"
import { baseFolder, runsFolder } from "./runs-folder.ts"

/** A history that a user put there is the one to use and to add to, whatever the suite. */
const OWN_FILE = ".parallel-smoke/history.json"

/** Histories that runs begin by themselves, a file for each suite. */
const BEGUN_FOLDER = ".parallel-smoke/history"

type Where = Pick<CliContext, "files" | "cwd" | "env">

/**
 * The history file to read and to add to: the one that is given, else the one that lies here, else the
 * suite's own. One shard of several takes none that is not given: all shards must plan the same.
 */
export function toHistoryFile(
  { history, shard }: Pick<Values, "history" | "shard">,
  id: string,
  context: Where,
): string | null {
  const { files, cwd } = context
  if (history !== undefined) return history === "off" ? null : posix.resolve(cwd, history)
  if (shard !== undefined) return null
  const own = `${cwd}/${OWN_FILE}`
  if (files.exists(own)) return own
  return `${baseFolder(context)}/${BEGUN_FOLDER}/${historyFileName(id)}`
}

/** Where the newest verdicts are looked for; shards that plan alone must not differ by their machine. */
export function toVerdictSources(
  flags: Pick<Values, "history" | "shard">,
  id: string,
  context: CliContext,
): VerdictSources {
  return {
    id,
    history: toHistoryFile(flags, id, context),
    runs: flags.shard === undefined ? runsFolder(context) : null,
    now: context.clock.now(),
  }
}

/**
 * Adds a whole run to the history, which begins with it where there is none; what is wrong is a warning. Gives
 * the history with the run in it; null where none is kept.
 */
export async function keepRun(
  run: {
    readonly plan: Plan
    readonly state: RunState
    readonly flags: Values
  },
  context: CliContext,
): Promise<History | null> {
  const { plan, state, flags } = run
  const path = toHistoryFile(flags, plan.id, context)
  if (path === null) return null
  if (flags.history === undefined) hide(baseFolder(context), context.files)
  const kept = await keepHistory({ plan, state, path, now: context.clock.now() }, context)
  if (!kept.ok) context.console.info(`warning: ${kept.error}`)
  return kept.ok ? kept.value : null
}

/** What the history tells beside a whole run; one with the run in it need not be `learned` again. */
export function knownBeside(
  run: {
    readonly plan: Plan
    readonly state: RunState
    readonly flags: Values
    readonly learned?: History | null
  },
  context: CliContext,
): Beside {
  const { plan, flags: settings } = run
  const history = toHistoryFile(settings, plan.id, context)
  return readBeside({ ...run, settings, history, now: context.clock.now() }, context)
}

/** The file that an export reads where none is given. */
export function historyToExport(context: Where): Result<string, readonly string[]> {
  const { files, cwd } = context
  const own = `${cwd}/${OWN_FILE}`
  const folder = `${baseFolder(context)}/${BEGUN_FOLDER}`
  const begun = files.list(folder).filter((name) => name.endsWith(".json"))
  const [first] = begun
  if (files.exists(own) || first === undefined) return ok(own)
  return begun.length === 1
    ? ok(`${folder}/${first}`)
    : err(begun.map((name) => `${folder}/${name}`))
}
