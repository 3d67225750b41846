/**
 * Beginning a run with what another one has left: its attempts and verdicts are carried over, and what is not
 * green is run again with what it needs.
 */
import { defined } from "../../core/defined.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { isSettled } from "../../core/verdict.ts"
import { carriedEvents, carriedPath, latestAttempt } from "../../events/carry-over.ts"
import { RunFold } from "../../events/fold.ts"
import { attemptsOf, type Ending, type RunState, withoutCarried } from "../../events/state.ts"
import type { EarlierEnd } from "../../execute/request/contexts.ts"
import type { Plan } from "../../formats/plan.ts"
import { JOURNAL_FILE } from "../../journal/journal.ts"
import { foldJournal } from "../../journal/read-journal.ts"
import { asOneShard } from "../../plan/one-shard.ts"
import { idsToRunAgain } from "../../plan/rerun.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import { renderProblem } from "../../report/lines/problem-text.ts"
import { type FinishedRun, readFinished } from "../collect/finished-run.ts"
import { fileFailure, prepareRunFolder } from "../folder/run-folder.ts"
import { digestOf } from "../plan/plan-run.ts"
import type { TakenUp } from "./resume.ts"
import { toIterationsBefore } from "./resume-remainder.ts"

/** A larger log is left where it is. */
const MOST_LOG_BYTES = 1 << 30

/** What a run begins with. */
export interface Source {
  /** The plan of the run, on one machine. */
  readonly plan: Plan
  readonly run: FinishedRun
  /** What is not green, and what that needs, in order of priority. */
  readonly ids: readonly string[]
}

/** Reads the run that is to be repeated in part; a damaged one is refused, for what it lacks would be run unseen. */
export function readSource(
  folder: string,
  ports: Parameters<typeof readFinished>[1],
): Result<Source, Failure> {
  const { files, sha256 } = ports
  const read = readFinished(folder, ports)
  if (!read.ok) return read
  const run = read.value
  const problem = run.problems.find((one) => one.code !== "journal-torn" || !isCut(run, files))
  if (problem !== undefined) {
    const message = renderProblem(problem, run.plan.shards.length)
    return err({ reason: "files/unusable", path: folder, message })
  }
  const plan = asOneShard(run.plan, (made) => digestOf(made, sha256))
  const settled = (id: string) => {
    const ending = run.state.scenarios.get(id)?.ending ?? null
    return ending !== null && !isOpen(ending) && isSettled({ reason: null, ...ending })
  }
  const ids = idsToRunAgain({ plan, ids: plan.shards[0]?.scenarios ?? [], settled })
  return ok({ plan, run, ids })
}

/** Flaky, with too few iterations to decide about `--fail-rate`. */
function isOpen(ending: Ending | null): boolean {
  return ending !== null && "rate" in ending && ending.rate === "incomplete"
}

/** Whether journals lack nothing but a last line that was cut: their engine was killed. */
function isCut({ folders }: FinishedRun, files: Files): boolean {
  return folders.every(({ path, manifest }) => {
    const { reading } = foldJournal(path, { files, shard: manifest.shard, owner: manifest })
    return reading.continuable
  })
}

/** Writes what is carried over into the new folder; the run goes on there as a later attempt. */
export function beginFrom(
  { plan, run, ids }: Source,
  into: { readonly folder: string; readonly runId: string },
  { files }: { readonly files: Files; readonly sha256: Sha256 },
): Result<TakenUp, Failure> {
  const { folder, runId } = into
  const ready = prepareRunFolder(files, folder)
  if (!ready.ok) return ready
  copyFiles(run, { folder, files })
  const again = new Set(ids)
  // What fails now and then, and too rarely to say how often, goes on; all else begins anew.
  const goesOn = (id: string) => isOpen(run.state.scenarios.get(id)?.ending ?? null)
  const heir = { runId, planDigest: plan.digest }
  const events = carriedEvents(run.state, heir, (id) => again.has(id) && !goesOn(id))
  const fold = new RunFold()
  for (const event of events) fold.apply(event)
  const lines = events.map((event) => `${JSON.stringify(event)}\n`)
  const written = files.writeAtomic(`${folder}/${JOURNAL_FILE}`, lines)
  if (!written.ok) return err(fileFailure(written.error))
  const before = ids.flatMap((id) => {
    const iterations = fold.state.scenarios.get(id)?.iterations
    return iterations === undefined ? [] : [[id, toIterationsBefore(iterations)] as const]
  })
  const settled = [...run.state.scenarios].flatMap(([id, { ending, attempts }]) =>
    ending === null || again.has(id)
      ? []
      : [[id, { verdict: ending.verdict, outputs: attempts.at(-1)?.outputs ?? {} }] as const],
  )
  return ok({
    attempt: latestAttempt(run.state) + 1,
    ended: 0,
    resumed: {
      ...{ ids, fold, lastSeq: events.length, forgotten: [], closings: [], retries: 0 },
      settled: new Map<string, EarlierEnd>(settled),
      attemptsBefore: new Map(),
      iterationsBefore: new Map(before),
    },
  })
}

/** Logs and kept files of all attempts, as far as they are there: those of a report alone are elsewhere. */
function copyFiles(
  { folders, state }: FinishedRun,
  to: { readonly folder: string; readonly files: Files },
): void {
  const { folder, files } = to
  for (const scenario of state.scenarios.values()) {
    for (const { log, artifacts = [], fixtures = [], runAttempt = 1 } of attemptsOf(scenario)) {
      const from = { shard: scenario.shard, runAttempt }
      // An engine that went on in its folder has left there what all its attempts wrote.
      const home = folders
        .filter(({ manifest }) => manifest.shard === from.shard && manifest.attempt >= runAttempt)
        .sort((a, b) => a.manifest.attempt - b.manifest.attempt)[0]?.path
      if (home === undefined) continue
      for (const path of new Set([log, ...artifacts, ...fixtures.map((one) => one.log)])) {
        const target = `${folder}/${carriedPath(path, from)}`
        if (files.exists(target)) continue
        files.copyPlain(`${home}/${path}`, target, { within: home, maxBytes: MOST_LOG_BYTES })
      }
    }
  }
}

/** What only this attempt of the run has found, so that nothing is learned twice. */
export function onlyLatest(
  { plan, state }: { readonly plan: Plan; readonly state: RunState },
  ids: readonly string[],
): { readonly plan: Plan; readonly state: RunState } {
  const latest = latestAttempt(state)
  const own = new Set(ids)
  const scenarios = [...state.scenarios].flatMap(([id, scenario]) => {
    if (!own.has(id)) return []
    const attempts = scenario.attempts.filter(({ runAttempt = 1 }) => runAttempt === latest)
    const { iterations: all, ...rest } = scenario
    const iterations = all && { ...all, ...withoutCarried(all) }
    return [[id, { ...rest, ...defined({ iterations }), attempts, lost: [] }] as const]
  })
  const shards = [...state.shards].map(
    ([shard, { before: _, ...known }]) => [shard, known] as const,
  )
  return {
    plan: {
      ...plan,
      scenarios: Object.fromEntries(Object.entries(plan.scenarios).filter(([id]) => own.has(id))),
      shards: plan.shards.map((shard) => ({ ...shard, scenarios: [...ids] })),
      skipped: [],
    },
    state: { ...state, shards: new Map(shards), scenarios: new Map(scenarios) },
  }
}
