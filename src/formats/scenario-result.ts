/**
 * A scenario in `results.json`, with its attempts and iterations.
 */
import * as s from "../core/schema/make.ts"
import { CAUSES, RATE_STATES, VERDICTS } from "../core/verdict.ts"
import { attemptEnd } from "./attempt.ts"
import { QuarantineSchema } from "./run-specs.ts"

/** A moment. */
export const Instant = s.name().describe("ISO 8601 in UTC with milliseconds")

/** Iterations by their end. */
export const iterationCounts = {
  runs: s.whole().min(0),
  passed: s.whole().min(0),
  failed: s.whole().min(0),
  flaky: s.whole().min(0),
  /** Cut when the run was stopped. */
  cancelled: s.whole().min(0),
}

/** A trend of readings, for each hour: of memory in bytes, of time in milliseconds. */
export const DriftSchema = s.object({
  perHour: s.number(),
  /** The 99 % interval. */
  low: s.number(),
  high: s.number(),
  /** One line describes it (`steady`), one jump does, or it changed by less than its readings differ. */
  shape: s.words(["level", "jump", "steady"]),
  /** From the first reading after the warm-up to the last. */
  overSeconds: s.number().min(0),
})

/** An attempt of the results. */
export const AttemptResultSchema = s.object({
  /** From 1, over all attempts of the run. */
  number: s.whole().min(1),
  /** The iteration it belongs to, from 1; absent where scenarios run once. */
  iteration: s.whole().min(1).optional(),
  /** The attempt of the run in which it was made; absent for the first. */
  runAttempt: s.whole().min(2).optional(),
  ...attemptEnd,
  /** True where nothing ran beside it in its shard, after an attempt that failed; absent otherwise. */
  alone: s.flag().optional(),
  startedAt: Instant,
  durationSeconds: s.number().min(0),
  cpuSeconds: s.number().min(0).nullable(),
  /** Path of the log relative to the shard's folder. */
  log: s.name(),
})

/** A scenario of the results. */
export const ScenarioResultSchema = s.object({
  id: s.name(),
  name: s.name(),
  verdict: s.words(VERDICTS),
  cause: s.words(CAUSES).nullable(),
  /** Why it was skipped, cancelled or lost. */
  reason: s.name().nullable(),
  message: s.text().nullable(),
  file: s.name(),
  line: s.whole().min(1),
  tags: s.list(s.name()),
  group: s.list(s.name()),
  matrix: s.record(s.json()).nullable(),
  shard: s.whole().min(1).nullable(),
  worker: s.whole().min(1).nullable(),
  startedAt: Instant.nullable(),
  durationSeconds: s.number().min(0),
  runs: s.whole().min(0),
  failures: s.whole().min(0),
  /**
   * There where scenarios are repeated: `runs` and `failures` count attempts of all iterations then, and
   * `attempts` holds those of the first failed iterations and of the latest.
   */
  iterations: s
    .object({
      ...iterationCounts,
      /** Part that failed of those that were not cut, from 0 to 1; null where there is none. */
      rate: s.number().min(0).max(1).nullable(),
      /** Its 95 % interval (Wilson), for people. */
      low: s.number().min(0).max(1),
      high: s.number().min(0).max(1),
      /** Without a failure: below this the rate is, with 95 % confidence. */
      upperBound: s.number().min(0).max(1).nullable(),
      /** Times of iterations that passed; null where none did. */
      p50Seconds: s.number().min(0).nullable(),
      p90Seconds: s.number().min(0).nullable(),
      p99Seconds: s.number().min(0).nullable(),
      /** How these times change; absent where too few passed. */
      drift: DriftSchema.optional(),
      firstFailure: s
        .object({
          iteration: s.whole().min(1),
          /** `SMOKE_SEED` of the iteration. */
          seed: s.whole().min(0),
          worker: s.whole().min(1),
          endedAt: Instant,
          /** How many other scenarios of the shard ran when it ended, and at most 20 of them. */
          others: s.whole().min(0),
          neighbours: s.list(s.name()),
        })
        .nullable(),
      /** Failures by message, without what differs each time; the most frequent first. */
      messages: s.list(
        s.object({
          message: s.text(),
          count: s.whole().min(1),
          /** The first iterations with it: their logs are kept. */
          iterations: s.list(s.whole().min(1)),
        }),
      ),
      /** Together with those of the earlier runs of the campaign; absent where there is none. */
      campaign: s
        .object({
          runs: s.whole().min(0),
          failed: s.whole().min(0),
          flaky: s.whole().min(0),
          rate: s.number().min(0).max(1).nullable(),
          low: s.number().min(0).max(1),
          high: s.number().min(0).max(1),
          upperBound: s.number().min(0).max(1).nullable(),
        })
        .optional(),
    })
    .optional(),
  /**
   * What its iterations say about `--fail-rate`: `decided`, `undecided` (a mark), or `incomplete`, where
   * something failed and too few iterations say how often. Absent where any failure fails.
   */
  rate: s.words(RATE_STATES).optional(),
  /** True where one of its attempts left processes behind; absent otherwise. */
  leaked: s.flag().optional(),
  /** Whether to be flaky fails the run, as the suite declares it; absent where it does not. */
  flaky: s.words(["fail", "pass"]).optional(),
  /** True where it failed while others ran and passed alone; absent otherwise. */
  onlyWithNeighbours: s.flag().optional(),
  /** Its longest attempt, and from when on one is slow; absent where none was. */
  slow: s.object({ seconds: s.number().min(0), limitSeconds: s.number().min(0) }).optional(),
  /**
   * Against the base branch: `regression` (failed, and was clean there), `known` (failed or flaky, and there
   * too), `new` (never seen there); absent otherwise, and where the history has no run of the base branch.
   */
  base: s.words(["regression", "known", "new"]).optional(),
  /** True while a failure of it does not fail the run. */
  quarantined: s.flag(),
  /** As the suite declares it, also when its time is over; absent where it declares none. */
  quarantine: QuarantineSchema.optional(),
  /** The command line that runs this scenario alone; null when there is nothing to repeat. */
  reproduce: s.text().nullable(),
  attempts: s.list(AttemptResultSchema),
})
