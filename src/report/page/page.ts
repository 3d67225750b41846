/**
 * The HTML page of a run: a template that is built from `report-page`, and the run's data in blocks that
 * no HTML reader can take for anything else. Written as a stream, because the logs of a run can be large;
 * what does not fit is left out, logs of passed scenarios first, and the page says so.
 */
import { attemptsOf } from "../../events/state.ts"
import { renderVerdictSentence } from "../text/verdict-sentence.ts"
import { block } from "./block-writer.ts"
import { logBlocks } from "./log-blocks.ts"
import { BLOCKS_MARK, type PageIndex, type PageRun, shortened } from "./page-data.ts"
import type { PageInput } from "./page-input.ts"
import { PastCollector } from "./past-runs.ts"
import { shardLogsOf } from "./shard-logs.ts"
import { worstFirst } from "./worst-first.ts"

/** Characters that the page has at most, all of them ASCII: artifacts of this size open well. */
const MAX_CHARS = 20_000_000
/** What is kept for the last block of logs and the index. */
const RESERVED_CHARS = 1_500_000
/** Scenarios of one block. */
const BLOCK_SCENARIOS = 1_000
/** Characters of earlier runs, about. */
const MAX_PAST_CHARS = 3_000_000

/** The whole page in pieces. */
export function* pagePieces(input: PageInput): Generator<string> {
  const { template } = input
  const at = template.indexOf(BLOCKS_MARK)
  yield template.slice(0, at)
  const used = { chars: template.length }
  yield* counted(runBlocks(input), used)
  const pastLeft = yield* counted(pastBlocks(input), used)
  const ofShards = shardLogsOf(input.state, input.fixtureLogs)
  const room = MAX_CHARS - RESERVED_CHARS - used.chars
  const { left, ...held } = yield* logBlocks(input, ofShards.logs, room)
  const others = left.others + ofShards.left
  const index = { ...held, left: { ...left, others }, shardLogs: ofShards.logs, pastLeft }
  yield block("index", index satisfies PageIndex, input.pack)
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

function* runBlocks(input: PageInput): Generator<string> {
  const { results, every, state, plan, version } = input
  const { scenarios: _, ...rest } = results
  const base = Date.parse(results.run.startedAt ?? "") || 0
  const sentence = renderVerdictSentence(results)
  yield block("run", { version, sentence, base, results: rest } satisfies PageRun, input.pack)
  let list: unknown[] = []
  for (const scenario of every()) {
    const attempts = attemptsOf(state.scenarios.get(scenario.id))
    const needs = plan.scenarios[scenario.id]?.needs ?? []
    list.push(shortened(scenario, { attempts, needs, base }))
    if (list.length < BLOCK_SCENARIOS) continue
    yield block("scenarios", list, input.pack)
    list = []
  }
  if (list.length > 0) yield block("scenarios", list, input.pack)
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
    const piece = block("past", pending.value(), input.pack)
    room -= piece.length
    yield piece
    pending = new PastCollector()
  }
  if (pending.size > 0) yield block("past", pending.value(), input.pack)
  return left
}
