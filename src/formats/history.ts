/**
 * The history file: what earlier runs of a suite observed, kept as it was measured. Advice alone:
 * nothing breaks without it. Compact, because it travels with every plan; `history export` turns it
 * into tables for people.
 */
import * as s from "../core/schema/make.ts"
import { INFRASTRUCTURE_CAUSES, VERDICTS } from "../core/verdict.ts"

/** Version of `history.json`. */
export const HISTORY_SCHEMA_VERSION = 1

/** Runs that are kept of one scenario. */
export const MAX_RUNS = 20
/** Whole runs that are kept. */
export const MAX_SUITE_RUNS = 50
/** Scenarios that are kept; those not seen for longest go first. */
export const MAX_SCENARIOS = 100_000
/** Days after which a run is forgotten. */
export const MAX_AGE_DAYS = 90
/** Size that a written file keeps below, by keeping fewer runs of each scenario. */
export const MAX_WRITTEN_BYTES = 16 * 1024 * 1024
/** A file larger than this is not read. */
export const MAX_READ_BYTES = 32 * 1024 * 1024
/** Nothing that runs longer is believed. */
export const MAX_SECONDS = 7 * 24 * 3600

/** Runs of a campaign that are kept of one scenario, and campaigns; those not seen for longest go first. */
export const MAX_CAMPAIGN_RUNS = 100
export const MAX_CAMPAIGNS = 20
/** More iterations of a scenario in one run are not believed. */
const MAX_ITERATIONS = 100_000_000

/** One shard of one run: a machine, and what it had. */
export const HistoryJobSchema = s.object({
  /** When the shard began: ISO 8601 in UTC. */
  at: s.text(),
  /** The run; with the shard and the attempt it names the job. */
  run: s.text(),
  attempt: s.whole().min(1),
  shard: s.whole().min(1),
  /** Its branch (`refs/heads/main`) and commit; absent where they are not known, and in older entries. */
  ref: s.text().optional(),
  commit: s.text().optional(),
  /** Its runner class. */
  runner: s.text(),
  cores: s.whole().min(1),
  memoryBytes: s.whole().min(0),
  workers: s.whole().min(1),
  /** From the shard's beginning to its first scenario; null where none began. */
  startSeconds: s.number().min(0).nullable(),
})

/**
 * One run of a scenario: index of its job, verdict, seconds of all its attempts together, mean number
 * of scenarios that ran then (itself included), mean part of a core that was its own had all of them
 * shared the cores evenly, and its highest memory in bytes.
 */
export const HistoryRunSchema = s.tuple(
  [
    s.whole().min(0),
    s.words(["passed", "failed", "flaky"]),
    s.number().min(0).max(MAX_SECONDS),
    s.number().min(1).max(1024),
    s.number().moreThan(0).max(1),
    s.whole().min(0).nullable(),
  ],
  /** The cause of a failure that was none of its own: `fixture`, `hook`, `spawn` or `infrastructure`. */
  s.words(INFRASTRUCTURE_CAUSES),
)

/** When its run began (ISO 8601 in UTC), how it ended there, and why it was skipped. */
export const HistoryVerdictSchema = s.tuple([s.text(), s.words(VERDICTS), s.text().nullable()])

/** Starts of a fixture's instances in one shard: index of its job, and their mean in seconds. */
export const HistoryStartSchema = s.tuple([s.whole().min(0), s.number().min(0).max(MAX_SECONDS)])

/** A whole run, without what was in quarantine and without soaks: how its scenarios ended. */
export const HistorySuiteRunSchema = s.object({
  /** When it began: ISO 8601 in UTC. */
  at: s.text(),
  run: s.text(),
  /** Scenarios that passed, were flaky or failed. */
  ran: s.whole().min(1),
  failed: s.whole().min(0),
  /** Those that failed first and passed when repeated. */
  flaky: s.whole().min(0),
  /** Of the failed ones those that a fixture kept from running. */
  fixture: s.whole().min(0),
})

/**
 * Iterations of a scenario in one run of a campaign: index of its job, digest of the scenario's
 * definition, how many ended by themselves, and how many of them failed or were flaky.
 */
export const HistoryCountSchema = s.tuple([
  s.whole().min(0),
  s.text().regex(/^[0-9a-f]{16}$/u),
  s.whole().min(1).max(MAX_ITERATIONS),
  s.whole().min(0).max(MAX_ITERATIONS),
  s.whole().min(0).max(MAX_ITERATIONS),
])

/** The whole of `history.json`. */
export const HistorySchema = s.object({
  schemaVersion: s.literal(HISTORY_SCHEMA_VERSION),
  suite: s.text(),
  /** Oldest first. */
  jobs: s.list(HistoryJobSchema),
  /** By id of the scenario; oldest run first, at most 20. */
  scenarios: s.record(s.list(HistoryRunSchema)),
  /** By id: newest verdicts that the runs above do not tell; absent where there is none. */
  latest: s.record(HistoryVerdictSchema).optional(),
  /** By the name of a fixture; oldest first, at most 20. Absent where none was started. */
  fixtures: s.record(s.list(HistoryStartSchema)).optional(),
  /** Whole runs, oldest first, at most 50; absent where none is known. */
  runs: s.list(HistorySuiteRunSchema).optional(),
  /** By the name of a campaign and the id of a scenario; oldest first. Absent where there is none. */
  campaigns: s.record(s.record(s.list(HistoryCountSchema))).optional(),
})

/** A history as read. */
export type History = s.Infer<typeof HistorySchema>
export type HistoryVerdict = s.Infer<typeof HistoryVerdictSchema>
export type HistoryJob = s.Infer<typeof HistoryJobSchema>
export type HistoryStart = s.Infer<typeof HistoryStartSchema>
export type HistorySuiteRun = s.Infer<typeof HistorySuiteRunSchema>
export type HistoryCount = s.Infer<typeof HistoryCountSchema>
export type HistoryRun = s.Infer<typeof HistoryRunSchema>

/** A run of a scenario, and the job in which it was. */
export interface PastRun {
  readonly verdict: HistoryRun[1]
  readonly seconds: number
  readonly job: HistoryJob
}
