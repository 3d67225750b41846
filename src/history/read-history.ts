/**
 * The text of a history file, from anybody and in any state, to a history. What cannot be believed
 * is left out and told; nothing in such a file can do more than that.
 */
import { isScenarioId } from "../core/ids.ts"
import { err, ok, type Result } from "../core/result.ts"
import {
  HISTORY_SCHEMA_VERSION,
  type History,
  type HistoryJob,
  HistoryJobSchema,
  type HistoryRun,
  MAX_AGE_DAYS,
  MAX_RUNS,
  MAX_SCENARIOS,
  MAX_SECONDS,
} from "../formats/history.ts"

/** A history and what of its text was left out. */
export interface HistoryReading {
  readonly history: History
  readonly notes: readonly string[]
}

/** No run yet. */
export function emptyHistory(suite: string): History {
  return { schemaVersion: HISTORY_SCHEMA_VERSION, suite, jobs: [], scenarios: {} }
}

const DAY_MS = 24 * 3600 * 1_000
/** Clocks of runners differ; an entry from later than this is not believed. */
const AHEAD_MS = DAY_MS

/** Reads a history; the error says why nothing of it can be used. */
export function readHistory(
  text: string,
  expected: { readonly suite: string; readonly now: number },
): Result<HistoryReading, string> {
  const parsed = parse(text)
  if (!parsed.ok) return parsed
  const { schemaVersion, suite } = parsed.value
  if (schemaVersion !== HISTORY_SCHEMA_VERSION) {
    return err(`it has version ${shown(schemaVersion)}, this program reads 1`)
  }
  if (suite !== expected.suite) return err(`it is of another suite, ${shown(suite)}`)
  const jobs = toJobs(parsed.value["jobs"], expected.now)
  const scenarios = parsed.value["scenarios"]
  if (jobs === null || !isObject(scenarios)) return err("it has no jobs or no scenarios")
  let unbelievable = jobs.dropped
  const kept: [string, HistoryRun[]][] = []
  const entries = Object.entries(scenarios)
  for (const [id, value] of entries.slice(0, MAX_SCENARIOS)) {
    const runs = Array.isArray(value) && isScenarioId(id) ? value : [null]
    const believed: HistoryRun[] = []
    for (const one of runs) {
      const run = toRun(one, jobs.places)
      if (run === null) unbelievable += 1
      else if (run !== FORGOTTEN) believed.push(run)
    }
    if (believed.length > 0) {
      kept.push([id, believed.length > MAX_RUNS ? believed.slice(-MAX_RUNS) : believed])
    }
  }
  const notes = [
    ...(unbelievable > 0 ? [`${unbelievable} of its entries cannot be believed`] : []),
    ...(entries.length > MAX_SCENARIOS ? [`it has more than ${MAX_SCENARIOS} scenarios`] : []),
  ]
  const history: History = {
    ...emptyHistory(expected.suite),
    jobs: jobs.kept,
    scenarios: Object.fromEntries(kept),
  }
  return ok({ history, notes })
}

/** Stands for what is left out by its age, which is nothing to tell. */
const FORGOTTEN = "forgotten"
type Place = number | typeof FORGOTTEN | null

interface Jobs {
  readonly kept: HistoryJob[]
  /** Where each job of the file is now; null where it cannot be believed. */
  readonly places: readonly Place[]
  readonly dropped: number
}

function toJobs(value: unknown, now: number): Jobs | null {
  if (!Array.isArray(value)) return null
  const kept: HistoryJob[] = []
  let dropped = 0
  const places = value.map((one): Place => {
    const job = HistoryJobSchema.safeParse(one)
    const at = job.success ? Date.parse(job.data.at) : Number.NaN
    if (!job.success || Number.isNaN(at) || at > now + AHEAD_MS) {
      dropped += 1
      return null
    }
    if (at < now - MAX_AGE_DAYS * DAY_MS) return FORGOTTEN
    kept.push(job.data)
    return kept.length - 1
  })
  return { kept, places, dropped }
}

/** By hand and not by the schema: there may be millions, and one bad entry costs only itself. */
function toRun(value: unknown, places: readonly Place[]): HistoryRun | typeof FORGOTTEN | null {
  if (!Array.isArray(value)) return null
  const [job, verdict, seconds, concurrency, share, memory]: readonly unknown[] = value
  const place = typeof job === "number" ? places[job] : undefined
  if (place === undefined || typeof place !== "number") return place ?? null
  if (verdict !== "passed" && verdict !== "failed" && verdict !== "flaky") return null
  if (!isWithin(seconds, 0, MAX_SECONDS) || !isWithin(concurrency, 1, 1024)) return null
  if (!isWithin(share, LEAST_SHARE, 1)) return null
  const bytes = isWithin(memory, 0, Number.MAX_SAFE_INTEGER) ? Math.round(memory) : null
  return [place, verdict, seconds, concurrency, share, bytes]
}

/** What is left of one core when 1,024 scenarios share it. */
const LEAST_SHARE = 1 / 1024

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && value >= min && value <= max
}

type ObjectValue = Readonly<Record<string, unknown>>

function parse(text: string): Result<ObjectValue, string> {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? ok(value) : err("it is no history")
  } catch {
    return err("it is no JSON, or only a part of it")
  }
}

function isObject(value: unknown): value is ObjectValue {
  return value !== null && typeof value === "object" && !Array.isArray(value)
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "none").slice(0, 80)
}
