/**
 * Reads a history from an untrusted text. Implausible entries are left out and counted; the text
 * cannot have any other effect.
 */

import { defined } from "../core/defined.ts"
import { isScenarioId } from "../core/ids.ts"
import { parseForeignJson } from "../core/json/json.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { DAY_MS } from "../core/quantities/duration.ts"
import { INFRASTRUCTURE_CAUSES } from "../core/verdict.ts"
import {
  HISTORY_SCHEMA_VERSION,
  type History,
  type HistoryJob,
  HistoryJobSchema,
  type HistoryStart,
  HistoryStartSchema,
  type HistorySuiteRun,
  HistorySuiteRunSchema,
  type HistoryVerdict,
  HistoryVerdictSchema,
  MAX_AGE_DAYS,
  MAX_RUNS,
  MAX_SCENARIOS,
  MAX_SECONDS,
  MAX_SUITE_RUNS,
} from "../formats/history.ts"
import { readCampaigns } from "./campaigns.ts"
import { FORGOTTEN, type Place } from "./places.ts"

/** A history, and notes about omitted parts of its text. */
export interface HistoryReading {
  readonly history: History
  readonly notes: readonly string[]
  /** Campaigns with entries that cannot be right. */
  readonly doubtful: ReadonlySet<string>
}

/** No run yet. */
export function emptyHistory(suite: string): History {
  return { schemaVersion: HISTORY_SCHEMA_VERSION, suite, jobs: [], scenarios: {} }
}

/** Clocks of runners differ; an entry further in the future is implausible. */
const AHEAD_MS = DAY_MS

/** What a history is read for. */
export interface Expected {
  readonly suite: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Reads a history; the error says why it cannot be used. */
export function readHistory(text: string, expected: Expected): Result<HistoryReading, string> {
  const parsed = parse(text)
  return parsed.ok ? takeHistory(parsed.value, expected) : parsed
}

/**
 * The same of what was parsed already. A large history is tidied where it stands, because a copy would
 * cost more than reading it: the value belongs to the history from here on.
 */
export function takeHistory(value: unknown, expected: Expected): Result<HistoryReading, string> {
  if (!isObject(value)) return err("it is not a history")
  const { schemaVersion, suite, scenarios } = value
  if (schemaVersion !== HISTORY_SCHEMA_VERSION) {
    return err(`it has version ${shown(schemaVersion)}, this program reads 1`)
  }
  if (suite !== expected.suite) return err(`it is of another suite, ${shown(suite)}`)
  const jobs = toJobs(value["jobs"], expected.now)
  if (jobs === null || !isObject(scenarios)) return err("it has no jobs or no scenarios")
  let unbelievable = jobs.dropped
  const ids = Object.keys(scenarios)
  for (const [place, id] of ids.entries()) {
    const runs = scenarios[id]
    if (place >= MAX_SCENARIOS) {
      delete scenarios[id]
    } else if (Array.isArray(runs) && isScenarioId(id)) {
      unbelievable += tidyRuns(runs, jobs.places)
      if (runs.length === 0) delete scenarios[id]
    } else {
      unbelievable += 1
      delete scenarios[id]
    }
  }
  const latest = toLatest(value["latest"], expected.now)
  const fixtures = toStarts(value["fixtures"], jobs.places)
  const runs = toSuiteRuns(value["runs"], expected.now)
  const campaigns = readCampaigns(value["campaigns"], { places: jobs.places, jobs: jobs.kept })
  unbelievable += latest.dropped + fixtures.dropped + runs.dropped + campaigns.dropped
  const notes = [
    ...(unbelievable > 0 ? [`${unbelievable} of its entries cannot be right`] : []),
    ...(ids.length > MAX_SCENARIOS ? [`it has more than ${MAX_SCENARIOS} scenarios`] : []),
  ]
  const history: History = defined({
    ...emptyHistory(expected.suite),
    jobs: jobs.kept,
    // Every list has been through `tidyRuns`.
    scenarios: scenarios as History["scenarios"],
    latest: Object.keys(latest.kept).length === 0 ? undefined : latest.kept,
    fixtures: Object.keys(fixtures.kept).length === 0 ? undefined : fixtures.kept,
    runs: runs.kept.length === 0 ? undefined : runs.kept,
    campaigns: campaigns.kept,
  })
  return ok({ history, notes, doubtful: campaigns.doubtful })
}

interface Jobs {
  readonly kept: HistoryJob[]
  /** The new index of each job of the file; null if it is implausible. */
  readonly places: readonly Place[]
  readonly dropped: number
}

function toJobs(value: unknown, now: number): Jobs | null {
  if (!Array.isArray(value)) return null
  const kept: HistoryJob[] = []
  let dropped = 0
  const places = value.map((one): Place => {
    const job = HistoryJobSchema.check(one)
    const at = job.ok ? Date.parse(job.value.at) : Number.NaN
    if (!job.ok || Number.isNaN(at) || at > now + AHEAD_MS) {
      dropped += 1
      return null
    }
    if (at < now - MAX_AGE_DAYS * DAY_MS) return FORGOTTEN
    kept.push(job.value)
    return kept.length - 1
  })
  return { kept, places, dropped }
}

/** Plausible newest verdicts that are not too old. */
function toLatest(value: unknown, now: number) {
  const kept: Record<string, HistoryVerdict> = {}
  let dropped = 0
  for (const [id, one] of Object.entries(isObject(value) ? value : {}).slice(0, MAX_SCENARIOS)) {
    const verdict = HistoryVerdictSchema.check(one)
    const at = verdict.ok ? Date.parse(verdict.value[0]) : Number.NaN
    if (!verdict.ok || !isScenarioId(id) || !(at <= now + AHEAD_MS)) dropped += 1
    else if (at >= now - MAX_AGE_DAYS * DAY_MS) kept[id] = verdict.value
  }
  return { kept, dropped }
}

/** The newest plausible whole runs, and how many are not plausible. */
function toSuiteRuns(
  value: unknown,
  now: number,
): { readonly kept: HistorySuiteRun[]; readonly dropped: number } {
  const kept: HistorySuiteRun[] = []
  let dropped = 0
  for (const one of Array.isArray(value) ? value.slice(-MAX_SUITE_RUNS) : []) {
    const run = HistorySuiteRunSchema.check(one)
    const at = run.ok ? Date.parse(run.value.at) : Number.NaN
    if (!run.ok || !(at <= now + AHEAD_MS) || !isCounted(run.value)) dropped += 1
    else if (at >= now - MAX_AGE_DAYS * DAY_MS) kept.push(run.value)
  }
  return { kept, dropped }
}

function isCounted({ ran, failed, flaky, fixture }: HistorySuiteRun): boolean {
  return failed + flaky <= ran && fixture <= failed
}

/** The plausible starts of fixtures, and how many are not. */
function toStarts(
  value: unknown,
  places: readonly Place[],
): { readonly kept: Record<string, HistoryStart[]>; readonly dropped: number } {
  const kept = new Map<string, HistoryStart[]>()
  let dropped = 0
  for (const [name, list] of Object.entries(isObject(value) ? value : {}).slice(0, MAX_FIXTURES)) {
    for (const one of Array.isArray(list) ? list.slice(-MAX_RUNS) : []) {
      const start = HistoryStartSchema.check(one)
      const place = start.ok ? places[start.value[0]] : null
      if (!start.ok || place == null) dropped += 1
      else if (place !== FORGOTTEN) {
        kept.set(name, [...(kept.get(name) ?? []), [place, start.value[1]]])
      }
    }
  }
  return { kept: Object.fromEntries(kept), dropped }
}

/** Keeps the newest plausible runs; returns the number of implausible ones. */
function tidyRuns(runs: unknown[], places: readonly Place[]): number {
  let unbelievable = 0
  let kept = 0
  for (const run of runs) {
    const tidied = tidyRun(run, places)
    if (tidied === true) {
      runs[kept] = run
      kept += 1
    } else if (tidied === null) unbelievable += 1
  }
  runs.length = kept
  if (kept > MAX_RUNS) runs.splice(0, kept - MAX_RUNS)
  return unbelievable
}

/**
 * True if the run belongs to the history now; null if it is implausible. Checked by hand instead of
 * by the schema: there can be millions, and a bad entry must not affect others.
 */
function tidyRun(run: unknown, places: readonly Place[]): true | typeof FORGOTTEN | null {
  if (!Array.isArray(run)) return null
  // By index: to take so many lists apart by a pattern costs half of reading them.
  const job: unknown = run[0]
  const place = typeof job === "number" ? places[job] : undefined
  if (place === undefined || typeof place !== "number") return place ?? null
  const verdict: unknown = run[1]
  if (verdict !== "passed" && verdict !== "failed" && verdict !== "flaky") return null
  if (!isWithin(run[2], 0, MAX_SECONDS) || !isWithin(run[3], 1, 1024)) return null
  if (!isWithin(run[4], LEAST_SHARE, 1)) return null
  const memory: unknown = run[5]
  if (place !== job) run[0] = place
  if (!isWithin(memory, 0, Number.MAX_SAFE_INTEGER)) run[5] = null
  else if (!Number.isInteger(memory)) run[5] = Math.round(memory)
  const cause: unknown = run[6]
  if (run.length > 6) run.length = INFRASTRUCTURE_CAUSES.some((one) => one === cause) ? 7 : 6
  return true
}

/** More fixtures than any suite has. */
const MAX_FIXTURES = 10_000

/** What is left of one core when 1,024 scenarios share it. */
const LEAST_SHARE = 1 / 1024

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && value >= min && value <= max
}

type ObjectValue = Record<string, unknown>

function parse(text: string): Result<unknown, string> {
  // Some editors put a mark before the text; to cut it off where there is none would be a copy.
  const value = parseForeignJson(text.startsWith("\uFEFF") ? text.slice(1) : text)
  return value.ok ? value : err("it is not JSON, or only a part of it")
}

function isObject(value: unknown): value is ObjectValue {
  return value !== null && typeof value === "object" && !Array.isArray(value)
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "none").slice(0, 80)
}
