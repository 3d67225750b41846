/**
 * Logs and kept images in the page: what there is room for, worst first.
 */
import { type AttemptState, attemptsOf } from "../../events/state.ts"
import type { AttemptResult, ScenarioResult } from "../../formats/results.ts"
import { BlockWriter } from "./block-writer.ts"
import {
  imageType,
  logKey,
  type PageFile,
  type PageIndex,
  type PageLog,
  type PageShardLog,
} from "./page-data.ts"
import type { LogShare, PageInput } from "./page-input.ts"
import { isPlainPass, worstFirst } from "./worst-first.ts"

/** Of one log or file in the packed index, about. */
const INDEX_ENTRY_CHARS = 16
/** Logs of passed scenarios that are looked for. */
const MAX_PASSED_LOGS = 30_000
/** Characters of images, about. */
const MAX_IMAGE_CHARS = 6_000_000
/** A larger image is left out. */
const MAX_IMAGE_BYTES = 1 << 20

const OF_FAILED: LogShare = { startBytes: 65_536, endBytes: 458_752 }
const OF_OTHERS: LogShare = { startBytes: 8_192, endBytes: 24_576 }

/** A log that is wanted, with the kept files that belong to it. */
interface Wanted {
  readonly shard: number | null
  readonly runAttempt: number
  readonly log: string
  readonly isFailed: boolean
  /** Of the journal, for where the log is missing. */
  readonly tail: string | null
  readonly files: readonly string[]
}

/** Blocks until there is no room left; where what is, and how many are not there. */
export function* logBlocks(
  input: PageInput,
  shardLogs: readonly PageShardLog[],
  roomChars: number,
): Generator<string, Pick<PageIndex, "logs" | "files" | "left">> {
  const left = { failed: 0, others: 0, files: 0 }
  const logs = new BlockWriter<PageLog>("logs", input.pack)
  const images = new BlockWriter<PageFile>("files", input.pack)
  const room = { all: roomChars, images: Math.min(MAX_IMAGE_CHARS, roomChars) }
  const taken = (pieces: readonly string[]) => {
    for (const { length } of pieces) room.all -= length
    return pieces
  }
  for (const wanted of wantedLogs(input, shardLogs)) {
    if (room.all <= 0) left[wanted.isFailed ? "failed" : "others"] += 1
    else yield* taken(putLog(wanted, logs, input))
    room.all -= INDEX_ENTRY_CHARS
    for (const path of wanted.files) {
      if (imageType(path) === null) continue
      const file = room.all > 0 && room.images > 0 ? readImage(wanted, path, input) : null
      if (file === null) {
        left.files += 1
        continue
      }
      room.images -= file.base64.length
      const { shard, runAttempt } = wanted
      const key = logKey({ shard }, { runAttempt, log: path })
      yield* taken(images.put(key, file, file.base64.length))
    }
  }
  yield* logs.flush()
  yield* images.flush()
  return { logs: logs.places, files: images.places, left }
}

function putLog(
  wanted: Wanted,
  logs: BlockWriter<PageLog>,
  { readLog }: PageInput,
): readonly string[] {
  const { shard, runAttempt, log, isFailed, tail } = wanted
  const key = logKey({ shard }, wanted)
  if (shard === null || log === "" || logs.has(key)) return []
  const share = isFailed ? OF_FAILED : OF_OTHERS
  const found =
    readLog({ shard, runAttempt, log }, share) ?? (tail ? { parts: [tail], bytes: null } : null)
  if (found === null) return []
  return logs.put(
    key,
    found,
    found.parts.reduce((sum, { length }) => sum + length, 0),
  )
}

function readImage(
  { shard, runAttempt }: Wanted,
  path: string,
  { readFile }: PageInput,
): PageFile | null {
  if (shard === null) return null
  const base64 = readFile({ shard, runAttempt, path }, MAX_IMAGE_BYTES)
  return base64 === null ? null : { base64 }
}

/** Those of what is not green, of shards, and of what just passed, but only of so many. */
function* wantedLogs(input: PageInput, shardLogs: readonly PageShardLog[]): Generator<Wanted> {
  let passed = 0
  let hasShards = false
  for (const scenario of worstFirst(input)) {
    const isPlain = isPlainPass(scenario)
    if (isPlain && !hasShards) {
      hasShards = true
      yield* shardLogs.map(ofShard)
    }
    const known = attemptsOf(input.state.scenarios.get(scenario.id))
    for (const [index, attempt] of scenario.attempts.entries()) {
      yield ofAttempt(scenario, attempt, known[index])
    }
    if (isPlain) passed += scenario.attempts.length
    if (passed >= MAX_PASSED_LOGS) return
  }
  if (!hasShards) yield* shardLogs.map(ofShard)
}

function ofAttempt(
  { shard }: ScenarioResult,
  { runAttempt = 1, log, outcome, artifacts: files = [] }: AttemptResult,
  known: AttemptState | undefined,
): Wanted {
  const isFailed = outcome === "failed"
  return { shard, runAttempt, log, isFailed, tail: known?.tail ?? null, files }
}

function ofShard({ shard, runAttempt = 1, log, outcome }: PageShardLog): Wanted {
  return { shard, runAttempt, log, isFailed: outcome === "failed", tail: null, files: [] }
}
