/**
 * The HTML page of a run: a template that is built from `report-page`, and the run's data in blocks that
 * no HTML reader can take for anything else. Written as a stream, because the logs of a run can be large;
 * what does not fit is left out, logs of passed scenarios first, and the page says so.
 */
import type { Verdict } from "../../core/verdict.ts"
import { type AttemptState, attemptsOf, type RunState } from "../../events/state.ts"
import type { PastRun } from "../../formats/history.ts"
import type { Plan } from "../../formats/plan.ts"
import type { AttemptResult, Results, ScenarioResult } from "../../formats/results.ts"
import { renderVerdictSentence } from "../text/verdict-sentence.ts"
import {
  BLOCKS_MARK,
  type BlockKind,
  logKey,
  type PageIndex,
  type PageLog,
  type PageRun,
  shortened,
} from "./page-data.ts"
import { PastCollector } from "./past-runs.ts"

/** Characters that the page has at most, all of them ASCII: artifacts of this size open well. */
const MAX_CHARS = 20_000_000
/** What is kept for the last block of logs and the index. */
const RESERVED_CHARS = 1_500_000
/** Of one log in the packed index, about. */
const INDEX_ENTRY_CHARS = 16
/** Scenarios of one block. */
const BLOCK_SCENARIOS = 1_000
/** Characters of logs in one block, before they are packed. */
const BLOCK_LOG_CHARS = 262_144
/** Characters of earlier runs, about. */
const MAX_PAST_CHARS = 3_000_000
/** Logs of passed scenarios that are looked for. */
const MAX_PASSED_LOGS = 30_000

/** How much is wanted of a log: its whole where that is at most the sum, else its start and its end. */
export interface LogShare {
  readonly startBytes: number
  readonly endBytes: number
}

const OF_FAILED: LogShare = { startBytes: 65_536, endBytes: 458_752 }
const OF_OTHERS: LogShare = { startBytes: 8_192, endBytes: 24_576 }

/** What the page is made from. */
export interface PageInput {
  /** May lack scenarios that just passed. */
  readonly results: Results
  readonly every: () => Iterable<ScenarioResult>
  readonly state: Pick<RunState, "scenarios">
  readonly plan: Pick<Plan, "scenarios">
  readonly version: string
  /** The page without data. */
  readonly template: string
  /** Compresses a text (deflate) and writes the bytes in base64. */
  readonly pack: (text: string) => string
  /** Earlier runs of a scenario by its id, oldest first; null where no history was read. */
  readonly past: ((id: string) => readonly PastRun[]) | null
  /** Null where the log is not there. */
  readonly readLog: (
    of: { readonly shard: number; readonly runAttempt: number; readonly log: string },
    share: LogShare,
  ) => PageLog | null
}

/** The whole page in pieces. */
export function* pagePieces(input: PageInput): Generator<string> {
  const { template } = input
  const at = template.indexOf(BLOCKS_MARK)
  yield template.slice(0, at)
  const used = { chars: template.length }
  yield* counted(runBlocks(input), used)
  const pastLeft = yield* counted(pastBlocks(input), used)
  const logs = yield* logBlocks(input, MAX_CHARS - RESERVED_CHARS - used.chars)
  yield block("index", { ...logs, pastLeft } satisfies PageIndex, input)
  yield template.slice(at + BLOCKS_MARK.length)
}

/** Passes pieces on and counts their characters. */
function* counted<T>(pieces: Generator<string, T>, used: { chars: number }): Generator<string, T> {
  for (;;) {
    const next = pieces.next()
    if (next.done === true) return next.value
    used.chars += next.value.length
    yield next.value
  }
}

/** Data that no browser takes for a script, and that cannot hold `<`. */
function block(kind: BlockKind, value: unknown, { pack }: Pick<PageInput, "pack">): string {
  const packed = pack(JSON.stringify(value))
  return `<script type="application/x-parallel-smoke" data-kind="${kind}">${packed}</script>\n`
}

function* runBlocks(input: PageInput): Generator<string> {
  const { results, every, state, plan, version } = input
  const { scenarios: _, ...rest } = results
  const base = Date.parse(results.run.startedAt ?? "") || 0
  const sentence = renderVerdictSentence(results)
  yield block("run", { version, sentence, base, results: rest } satisfies PageRun, input)
  let list: unknown[] = []
  for (const scenario of every()) {
    const attempts = attemptsOf(state.scenarios.get(scenario.id))
    const needs = plan.scenarios[scenario.id]?.needs ?? []
    list.push(shortened(scenario, { attempts, needs, base }))
    if (list.length < BLOCK_SCENARIOS) continue
    yield block("scenarios", list, input)
    list = []
  }
  if (list.length > 0) yield block("scenarios", list, input)
}

/** Blocks of earlier runs until there are enough; of how many scenarios there was no room for them. */
function* pastBlocks(input: PageInput): Generator<string, number | null> {
  const { past } = input
  if (past === null) return null
  let room = MAX_PAST_CHARS
  let left = 0
  let pending = new PastCollector()
  for (const { id } of worstFirst(input)) {
    const runs = past(id)
    if (room <= 0) {
      left += Number(runs.length > 0)
      continue
    }
    pending.add(id, runs)
    if (pending.size < BLOCK_SCENARIOS) continue
    const piece = block("past", pending.value(), input)
    room -= piece.length
    yield piece
    pending = new PastCollector()
  }
  if (pending.size > 0) yield block("past", pending.value(), input)
  return left
}

/** An attempt whose log is wanted. */
interface Wanted {
  readonly scenario: ScenarioResult
  readonly attempt: AttemptResult
  readonly known: AttemptState | undefined
}

/** Blocks of logs until there is no room left; where they are, and how many are not. */
function* logBlocks(
  input: PageInput,
  roomChars: number,
): Generator<string, Pick<PageIndex, "logs" | "left">> {
  const logs: Record<string, readonly [number, number]> = {}
  const left = { failed: 0, others: 0 }
  let room = roomChars
  let number = 0
  let pending: PageLog[] = []
  let chars = 0
  for (const wanted of wantedLogs(input)) {
    const isFailed = wanted.attempt.outcome === "failed"
    if (room <= 0) {
      left[isFailed ? "failed" : "others"] += 1
      continue
    }
    const log = findLog(wanted, input)
    if (log === null) continue
    logs[logKey(wanted.scenario, wanted.attempt)] = [number, pending.length]
    pending.push(log)
    room -= INDEX_ENTRY_CHARS
    for (const part of log.parts) chars += part.length
    if (chars < BLOCK_LOG_CHARS) continue
    const piece = block("logs", pending, input)
    room -= piece.length
    yield piece
    number += 1
    pending = []
    chars = 0
  }
  if (pending.length > 0) yield block("logs", pending, input)
  return { logs, left }
}

function findLog({ scenario, attempt, known }: Wanted, input: PageInput): PageLog | null {
  const { shard } = scenario
  const { runAttempt = 1, log, outcome } = attempt
  if (shard === null || log === "") return null
  const share = outcome === "failed" ? OF_FAILED : OF_OTHERS
  const found = input.readLog({ shard, runAttempt, log }, share)
  if (found !== null) return found
  return known?.tail ? { parts: [known.tail], bytes: null } : null
}

const FIRST: readonly Verdict[] = ["failed", "flaky", "lost", "cancelled", "skipped"]

/** What is not green, worst first; then what just passed, in the order of the plan. */
function* worstFirst({ results, every }: PageInput): Generator<ScenarioResult> {
  const rank = ({ verdict, quarantined }: ScenarioResult) =>
    verdict === "passed" ? FIRST.length : FIRST.indexOf(verdict) + (quarantined ? 0.5 : 0)
  const seen = new Set<string>()
  for (const scenario of results.scenarios.toSorted((a, b) => rank(a) - rank(b))) {
    if (isPlainPass(scenario)) continue
    seen.add(scenario.id)
    yield scenario
  }
  for (const scenario of every()) if (!seen.has(scenario.id)) yield scenario
}

/** Attempts of all scenarios, but only of so many that just passed. */
function* wantedLogs(input: PageInput): Generator<Wanted> {
  let passed = 0
  for (const scenario of worstFirst(input)) {
    yield* attemptsIn(scenario, input.state)
    if (isPlainPass(scenario)) passed += scenario.attempts.length
    if (passed >= MAX_PASSED_LOGS) return
  }
}

function isPlainPass({ verdict, attempts }: ScenarioResult): boolean {
  return verdict === "passed" && attempts.every(({ outcome }) => outcome === "passed")
}

function* attemptsIn(scenario: ScenarioResult, state: PageInput["state"]): Generator<Wanted> {
  if (scenario.attempts.length === 0) return
  const known = attemptsOf(state.scenarios.get(scenario.id))
  for (const [index, attempt] of scenario.attempts.entries()) {
    yield { scenario, attempt, known: known[index] }
  }
}
