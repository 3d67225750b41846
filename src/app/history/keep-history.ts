/**
 * Use case: what a run observed goes into a history file. Only an engine that has seen the whole run does
 * this; a file that is not a history of this suite is never written over.
 */
import posix from "node:path/posix"
import { defined } from "../../core/defined.ts"
import { inPieces } from "../../core/json/pieces.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { RunState } from "../../events/state.ts"
import type { History } from "../../formats/history.ts"
import type { Plan } from "../../formats/plan.ts"
import { learn } from "../../history/learn.ts"
import { emptyHistory } from "../../history/read-history.ts"
import type { Files } from "../../ports/files.ts"
import type { ClaimPorts } from "../folder/claim-folder.ts"
import { readHistoryFile } from "./advice.ts"
import { inTurn } from "./take-turn.ts"

/** A run and the file that is to know of it. */
export interface KeepHistoryRequest {
  readonly plan: Plan
  readonly state: RunState
  readonly path: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Name of the file for the plans of an id where one folder holds those of several. */
export function historyFileName(id: string): string {
  return `${id}.json`
}

/**
 * Adds the run to the file, after others that add to it at the same time; gives the history with the run in
 * it, or why that could not be.
 */
export async function keepHistory(
  request: KeepHistoryRequest,
  ports: ClaimPorts,
): Promise<Result<History, string>> {
  const { path } = request
  const unwritten = (why: string) => err(`history ${path} could not be written: ${why}`)
  const made = ports.files.makeDirectory(posix.dirname(path))
  if (!made.ok) return unwritten(made.error.message)
  const added = await inTurn(path, ports, () => addRun(request, ports.files))
  return added.ok ? added.value : unwritten(added.error)
}

function addRun(request: KeepHistoryRequest, files: Files): Result<History, string> {
  const { plan, path, now } = request
  let before = emptyHistory(plan.suite)
  if (files.exists(path)) {
    const read = readHistoryFile(path, { files, suite: plan.suite, now })
    if (!read.ok) return err(`history ${path} is not changed: ${read.error}`)
    before = read.value.history
  }
  const history = learnRun(before, request)
  const written = files.writeAtomic(path, historyPieces(history))
  if (written.ok) return ok(history)
  return err(`history ${path} could not be written: ${written.error.message}`)
}

/** The history with the run of a plan in it. */
export function learnRun(
  history: History,
  { plan, state, now }: Pick<KeepHistoryRequest, "plan" | "state" | "now">,
): History {
  const runners = new Map(plan.shards.map(({ shard, runner }) => [shard, runner]))
  return learn(history, { state, runners, planned: plan, now })
}

/** The text of a history file: a line for each scenario, so that changes can be looked at. */
export function historyText(history: History): string {
  return [...historyPieces(history)].join("")
}

/** The same in pieces: with the whole text, a large one takes as much again. */
function historyPieces(history: History): Generator<string> {
  return inPieces(historyTexts(history))
}

function* historyTexts({
  jobs,
  scenarios,
  latest,
  fixtures,
  runs,
  campaigns,
  ...rest
}: History): Generator<string> {
  yield `{
  "schemaVersion": ${rest.schemaVersion},
  "suite": ${JSON.stringify(rest.suite)},
  "jobs": [${jobs.map((job) => `\n    ${JSON.stringify(job)}`).join(",")}
  ],
  "scenarios": {`
  yield* linesById(scenarios)
  yield "\n  }"
  for (const [name, entries] of Object.entries(defined({ latest, fixtures }))) {
    yield `,\n  "${name}": {`
    yield* linesById(entries)
    yield "\n  }"
  }
  if (runs !== undefined) {
    yield `,\n  "runs": [${runs.map((run) => `\n    ${JSON.stringify(run)}`).join(",")}\n  ]`
  }
  if (campaigns !== undefined) {
    yield `,\n  "campaigns": {`
    let between = "\n  "
    for (const [name, counts] of Object.entries(campaigns)) {
      yield `${between}${JSON.stringify(name)}: {`
      yield* linesById(counts)
      yield "\n  }"
      between = ",\n  "
    }
    yield "\n  }"
  }
  yield "\n}\n"
}

function* linesById(entries: Readonly<Record<string, unknown>>): Generator<string> {
  let between = "\n    "
  for (const id of Object.keys(entries)) {
    yield `${between}${JSON.stringify(id)}: ${JSON.stringify(entries[id])}`
    between = ",\n    "
  }
}
