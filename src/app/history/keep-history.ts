/**
 * Use case: what a run observed goes into a history file. Only whoever has seen the whole run does
 * this; a file that is not a history of this suite is never written over.
 */
import posix from "node:path/posix"
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
 * Adds the run to the file, after others that add to it at the same time; returns why that could not
 * be, else null.
 */
export async function keepHistory(
  request: KeepHistoryRequest,
  ports: ClaimPorts,
): Promise<string | null> {
  const { path } = request
  const made = ports.files.makeDirectory(posix.dirname(path))
  if (!made.ok) return `history ${path} could not be written: ${made.error.message}`
  const added = await inTurn(path, ports, () => addRun(request, ports.files))
  return added.ok ? added.value : `history ${path} could not be written: ${added.error}`
}

function addRun(request: KeepHistoryRequest, files: Files): string | null {
  const { plan, path, now } = request
  let before = emptyHistory(plan.suite)
  if (files.exists(path)) {
    const read = readHistoryFile(path, { files, suite: plan.suite, now })
    if (!read.ok) return `history ${path} is left as it is: ${read.error}`
    before = read.value.history
  }
  const written = files.writeAtomic(path, historyText(learnRun(before, request)))
  return written.ok ? null : `history ${path} could not be written: ${written.error.message}`
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
export function historyText({ jobs, scenarios, latest, ...rest }: History): string {
  const lines = (entries: readonly string[]) => entries.map((one) => `\n    ${one}`).join(",")
  const byId = (entries: object) =>
    lines(
      Object.entries(entries).map(([id, one]) => `${JSON.stringify(id)}: ${JSON.stringify(one)}`),
    )
  const told = latest === undefined ? "" : `,\n  "latest": {${byId(latest)}\n  }`
  return `{
  "schemaVersion": ${rest.schemaVersion},
  "suite": ${JSON.stringify(rest.suite)},
  "jobs": [${lines(jobs.map((job) => JSON.stringify(job)))}
  ],
  "scenarios": {${byId(scenarios)}
  }${told}
}
`
}
