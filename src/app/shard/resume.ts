/**
 * Finding the run that is to be resumed, reading what it left, and ending what it left running.
 */
import posix from "node:path/posix"
import type { JsonObject } from "../../core/json/json.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Limit } from "../../core/quantities/limit.ts"
import type { RunFold } from "../../events/fold.ts"
import type { Manifest } from "../../formats/manifest.ts"
import type { Plan } from "../../formats/plan.ts"
import { JOURNAL_FILE } from "../../journal/journal.ts"
import { foldJournal } from "../../journal/read-journal.ts"
import type { Engines } from "../../ports/engines.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import { underWay } from "../folder/claim-folder.ts"
import { MANIFEST_FILE, PLAN_FILE, readManifest } from "../folder/run-folder.ts"
import { readPlan } from "../plan/read-plan.ts"
import { endLeftBehind } from "./left-behind.ts"
import { type Continuation, continuationOf } from "./resume-remainder.ts"
import { type OwedPorts, runOwed } from "./run-owed.ts"

/** How long stops of fixtures may take that the run before has left, all together. */
const STOPS_LIMIT_MS = 10 * 60_000

/** A folder that a run can go on in. */
export interface EarlierRun {
  /** Absolute. */
  readonly folder: string
  readonly manifest: Manifest
}

/** A run that goes on: its fold, where its journal ends, what is left. */
export interface Resumed extends Continuation {
  readonly fold: RunFold
  readonly lastSeq: number
}

/** Finds a run by its id, its folder, or as `last`; refuses one whose engine still runs. */
export function findRun(
  name: string,
  where: { readonly cwd: string; readonly runsFolder: string; readonly engines: Engines },
  files: Files,
): Result<EarlierRun, Failure> {
  const { cwd, runsFolder, engines } = where
  const refuse = (message: string, hint: string): Result<EarlierRun, Failure> =>
    err({ reason: "usage/invalid", message, hint })
  const holdsRun = (folder: string) => files.exists(`${folder}/${MANIFEST_FILE}`)
  const known = files.list(runsFolder).filter((one) => holdsRun(`${runsFolder}/${one}`))
  // Ids of runs begin with the time.
  const id = name === "last" ? known.at(-1) : known.find((one) => one === name)
  const folder = id === undefined ? posix.resolve(cwd, name) : `${runsFolder}/${id}`
  if (!holdsRun(folder)) {
    const hint = known.length === 0 ? "there is none here" : `the latest is ${known.at(-1)}`
    return refuse(`there is no run ${name} to resume`, hint)
  }
  const manifest = readManifest(files, folder)
  if (!manifest.ok) {
    return err({ reason: "files/unusable", path: folder, message: manifest.error })
  }
  const { engine, complete } = manifest.value
  // A program that embeds the engine lives on when its run is over.
  if (engine !== undefined && !complete && engines.alive(engine.process)) {
    return err(underWay(folder, engine.process, files))
  }
  return ok({ folder, manifest: manifest.value })
}

/** What a journal is held against. */
interface Remaining {
  readonly plan: Plan
  readonly shard: number
  /** Of the whole run, what was used of it included. */
  readonly retryBudget?: Limit | undefined
}

/** A run that is taken up. */
export interface TakenUp {
  readonly resumed: Resumed
  /** The attempt that goes on. */
  readonly attempt: number
  /** How many processes the engine before had left running. */
  readonly ended: number
}

/**
 * Ends what the earlier engine left running, and reads what it left to do. For the engine that has claimed the
 * folder: what was known of it before may be out of date.
 */
export async function takeUp(
  { folder }: EarlierRun,
  what: Remaining,
  ports: OwedPorts & { readonly github: JsonObject },
): Promise<Result<TakenUp, Failure>> {
  const manifest = readManifest(ports.files, folder)
  if (!manifest.ok) {
    return err({ reason: "files/unusable", path: folder, message: manifest.error })
  }
  // What was set up for the scenarios that are left is set up again.
  const { github } = ports
  await runOwed({ folder, part: "stops", limitMs: STOPS_LIMIT_MS, github, vars: {} }, ports)
  const ended = await endLeftBehind(manifest.value, ports)
  const resumed = readResumed(folder, what, ports)
  return resumed.ok
    ? ok({ resumed: resumed.value, attempt: manifest.value.attempt + 1, ended })
    : resumed
}

/** Reads the journal of a run and holds it against the plan of now. */
export function readResumed(
  folder: string,
  options: Remaining,
  ports: { readonly files: Files; readonly sha256: Sha256 },
): Result<Resumed, Failure> {
  const { plan, shard, retryBudget } = options
  const { fold, reading } = foldJournal(folder, { files: ports.files, shard })
  if (!reading.continuable) {
    const path = `${folder}/${JOURNAL_FILE}`
    return err({ reason: "files/unusable", path, message: reading.torn ?? "it is incomplete" })
  }
  const written = fold.state.shards.get(shard)?.started?.planDigest
  let before: Plan | null = null
  if (written !== undefined && written !== plan.digest) {
    const kept = readPlan(`${folder}/${PLAN_FILE}`, ports)
    if (kept.ok && kept.value.digest === written) before = kept.value
  }
  const { state } = fold
  const continuation = continuationOf({ plan, shard, state, before, retryBudget })
  return ok({ ...continuation, fold, lastSeq: reading.lastSeq })
}
