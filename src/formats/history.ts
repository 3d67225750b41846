/**
 * The history file: what earlier runs of a suite observed, kept as it was measured. Advice alone:
 * nothing breaks without it. Compact, because it travels with every plan; `history export` turns it
 * into tables for people.
 */
import { z } from "zod"
import { once } from "../core/once.ts"
import { INFRASTRUCTURE_CAUSES, VERDICTS } from "../core/verdict.ts"

/** Version of `history.json`. */
export const HISTORY_SCHEMA_VERSION = 1

/** Runs that are kept of one scenario. */
export const MAX_RUNS = 20
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

/** One shard of one run: a machine, and what it had. */
export const HistoryJobSchema = once(() =>
  z.object({
    /** When the shard began: ISO 8601 in UTC. */
    at: z.string(),
    /** The run; with the shard and the attempt it names the job. */
    run: z.string(),
    attempt: z.int().min(1),
    shard: z.int().min(1),
    /** Its runner class. */
    runner: z.string(),
    cores: z.int().min(1),
    memoryBytes: z.int().min(0),
    workers: z.int().min(1),
    /** From the shard's beginning to its first scenario; null where none began. */
    startSeconds: z.number().min(0).nullable(),
  }),
)

/**
 * One run of a scenario: index of its job, verdict, seconds of all its attempts together, mean number
 * of scenarios that ran then (itself included), mean part of a core that was its own had all of them
 * shared the cores evenly, and its highest memory in bytes.
 */
export const HistoryRunSchema = once(() =>
  z.tuple([
    z.int().min(0),
    z.enum(["passed", "failed", "flaky"]),
    z.number().min(0).max(MAX_SECONDS),
    z.number().min(1).max(1024),
    z.number().gt(0).max(1),
    z.int().min(0).nullable(),
    /** The cause of a failure that was none of its own: `fixture`, `hook` or `spawn`. */
    z.enum(INFRASTRUCTURE_CAUSES).optional(),
  ]),
)

/** When its run began (ISO 8601 in UTC), how it ended there, and why it was skipped. */
export const HistoryVerdictSchema = once(() =>
  z.tuple([z.string(), z.enum(VERDICTS), z.string().nullable()]),
)

/** The whole of `history.json`. */
export const HistorySchema = once(() =>
  z.object({
    schemaVersion: z.literal(HISTORY_SCHEMA_VERSION),
    suite: z.string(),
    /** Oldest first. */
    jobs: z.array(HistoryJobSchema()),
    /** By id of the scenario; oldest run first, at most 20. */
    scenarios: z.record(z.string(), z.array(HistoryRunSchema())),
    /** By id: newest verdicts that the runs above do not tell; absent where there is none. */
    latest: z.record(z.string(), HistoryVerdictSchema()).optional(),
  }),
)

/** A history as read. */
export type History = z.infer<ReturnType<typeof HistorySchema>>
export type HistoryVerdict = z.infer<ReturnType<typeof HistoryVerdictSchema>>
export type HistoryJob = z.infer<ReturnType<typeof HistoryJobSchema>>
export type HistoryRun = z.infer<ReturnType<typeof HistoryRunSchema>>
