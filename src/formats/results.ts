/**
 * `results.json`: the public contract of what a run found. Names and meanings stay for a major
 * version; new values may appear only in `cause` and `reason`.
 */
import { z } from "zod"
import { once } from "../core/once.ts"
import { CAUSES, CONCLUSIONS, OUTCOMES, VERDICTS } from "../core/verdict.ts"
import { JsonSchema } from "./json.ts"
import { ProblemSchema, QuarantineSchema } from "./run-specs.ts"

/** Version of `results.json`. */
export const RESULTS_SCHEMA_VERSION = 1

const Instant = once(() => z.string().describe("ISO 8601 in UTC with milliseconds"))

/** An attempt of the results. */
export const AttemptResultSchema = once(() =>
  z.object({
    /** From 1, over all attempts of the run. */
    number: z.int().min(1),
    /** The attempt of the run in which it was made; absent for the first. */
    runAttempt: z.int().min(2).optional(),
    outcome: z.enum(OUTCOMES),
    cause: z.enum(CAUSES).nullable(),
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    startedAt: Instant(),
    durationSeconds: z.number().min(0),
    cpuSeconds: z.number().min(0).nullable(),
    peakMemoryBytes: z.int().min(0).nullable(),
    /** Path of the log relative to the shard's folder. */
    log: z.string(),
    message: z.string().nullable(),
    /** Files that were kept, relative to the shard's folder; absent where there are none. */
    artifacts: z.array(z.string()).optional(),
    /** What problem matchers found in its output; absent where there is nothing. */
    problems: z.array(ProblemSchema()).optional(),
    /** True where it left processes behind that had to be ended; absent otherwise. */
    leaked: z.boolean().optional(),
  }),
)

/** A scenario of the results. */
export const ScenarioResultSchema = once(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    verdict: z.enum(VERDICTS),
    cause: z.enum(CAUSES).nullable(),
    /** Why it was skipped, cancelled or lost. */
    reason: z.string().nullable(),
    message: z.string().nullable(),
    file: z.string(),
    line: z.int().min(1),
    tags: z.array(z.string()),
    group: z.array(z.string()),
    matrix: z.record(z.string(), JsonSchema()).nullable(),
    shard: z.int().min(1).nullable(),
    worker: z.int().min(1).nullable(),
    startedAt: Instant().nullable(),
    durationSeconds: z.number().min(0),
    runs: z.int().min(0),
    failures: z.int().min(0),
    /** True where one of its attempts left processes behind; absent otherwise. */
    leaked: z.boolean().optional(),
    /** True while a failure of it does not fail the run. */
    quarantined: z.boolean(),
    /** As the suite declares it, also when its time is over; absent where it declares none. */
    quarantine: QuarantineSchema().optional(),
    /** The command line that runs this scenario alone; null when there is nothing to repeat. */
    reproduce: z.string().nullable(),
    attempts: z.array(AttemptResultSchema()),
  }),
)

/** The counts of a run, and what it comes to. */
export const SummarySchema = once(() =>
  z.object({
    total: z.int().min(0),
    passed: z.int().min(0),
    failed: z.int().min(0),
    flaky: z.int().min(0),
    skipped: z.int().min(0),
    cancelled: z.int().min(0),
    lost: z.int().min(0),
    quarantined: z.int().min(0),
    conclusion: z.enum(CONCLUSIONS),
    exitCode: z.int(),
    durationSeconds: z.number().min(0),
    scenarioSeconds: z.number().min(0),
    /** Of those that ran, for each; absent in results of earlier versions. */
    meanSeconds: z.number().min(0).optional(),
    throughputPerSecond: z.number().min(0),
    utilization: z.number().min(0).max(1),
  }),
)

/** The whole of `results.json`. */
export const ResultsSchema = once(() =>
  z.object({
    schemaVersion: z.literal(RESULTS_SCHEMA_VERSION),
    run: z.object({
      id: z.string(),
      suite: z.string(),
      command: z.string(),
      seed: z.int().min(0),
      startedAt: Instant().nullable(),
      finishedAt: Instant().nullable(),
      attempt: z.int().min(1),
      commit: z.string().nullable(),
      ref: z.string().nullable(),
      planDigest: z.string(),
    }),
    summary: SummarySchema(),
    plan: z.object({
      shards: z.int().min(0),
      predictedSeconds: z.number().min(0),
      lowerBoundSeconds: z.number().min(0),
    }),
    scenarios: z.array(ScenarioResultSchema()),
    workers: z.array(
      z.object({
        shard: z.int().min(1),
        worker: z.int().min(1),
        scenarios: z.int().min(0),
        /** From when it could take work to when it had nothing left; absent in earlier results. */
        startedAt: Instant().optional(),
        endedAt: Instant().optional(),
        busySeconds: z.number().min(0),
        idleSeconds: z.number().min(0),
        endedBecause: z.string(),
      }),
    ),
    groups: z.array(
      z.object({
        name: z.string(),
        key: z.string().nullable(),
        /** `passed`, `flaky` and `failed` together; the rest was not run to its end. */
        run: z.int().min(0),
        passed: z.int().min(0),
        flaky: z.int().min(0),
        failed: z.int().min(0),
        skipped: z.int().min(0),
        cancelled: z.int().min(0),
        lost: z.int().min(0),
        durationSeconds: z.number().min(0),
        log: z.string().nullable(),
      }),
    ),
    fixtures: z.array(
      z.object({
        name: z.string(),
        size: z.int().min(0),
        created: z.int().min(0),
        reused: z.int().min(0),
        hits: z.int().min(0),
        misses: z.int().min(0),
        meanStartSeconds: z.number().min(0),
        /** `hits` of all leases: those that waited for no start. */
        reuseRate: z.number().min(0).max(1),
        leases: z.int().min(0),
        /** While a worker was free. */
        meanLeaseWaitSeconds: z.number().min(0),
        /** Instances that were stopped before their last lease was asked for. */
        evictions: z.int().min(0),
        /** Starts that failed. */
        failures: z.int().min(0),
        /** `misses` by why: `not-warm`, `full`, `health`, `max-uses`, `max-age`, `key`. */
        coldBecause: z.record(z.string(), z.int().min(0)),
        /** Keys, or with `null` the whole fixture, of which no more starts were tried. */
        broken: z.array(z.object({ key: z.string().nullable(), message: z.string() })),
      }),
    ),
    capabilities: z.array(
      z.object({
        name: z.string(),
        scope: z.string(),
        present: z.boolean(),
        quantity: z.number().nullable(),
        /** `cores`, `bytes`, or what is counted; null without a quantity. */
        unit: z.string().nullable(),
        /** A version or a word; absent where it has none. */
        value: z.string().optional(),
        evidence: z.string(),
        /** The shard that found it; null for what was found when planning. */
        shard: z.int().min(1).nullable(),
      }),
    ),
    shards: z.array(
      z.object({
        shard: z.int().min(1),
        runner: z.string(),
        attempt: z.int().min(1).nullable(),
        status: z.enum(["complete", "incomplete", "missing"]),
        durationSeconds: z.number().min(0),
        count: z.int().min(0),
        predictedSeconds: z.number().min(0),
        /**
         * Seconds that its workers were idle together, by what they waited for: `nothing-left`, `needs`,
         * `group:NAME`, `resource:NAME`, …
         */
        idleSeconds: z.record(z.string(), z.number().min(0)),
      }),
    ),
    /** What makes the run incomplete beyond the shards themselves: foreign folders, torn journals. */
    problems: z.array(
      z.object({
        code: z.string(),
        shard: z.int().min(1).nullable(),
        message: z.string(),
      }),
    ),
  }),
)

/** Results as read. */
export type Results = z.infer<ReturnType<typeof ResultsSchema>>
export type ScenarioResult = z.infer<ReturnType<typeof ScenarioResultSchema>>
export type AttemptResult = z.infer<ReturnType<typeof AttemptResultSchema>>
export type ResultsSummary = z.infer<ReturnType<typeof SummarySchema>>
