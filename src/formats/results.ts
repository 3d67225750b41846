/**
 * `results.json`: the public contract of what a run found. Names and meanings stay for a major
 * version; new values may appear only in `cause` and `reason`.
 */
import * as s from "../core/schema/make.ts"
import { CONCLUSIONS } from "../core/verdict.ts"
import { OutageSchema } from "./attempt.ts"
import {
  type AttemptResultSchema,
  DriftSchema,
  Instant,
  iterationCounts,
  ScenarioResultSchema,
} from "./scenario-result.ts"

/** Version of `results.json`. */
export const RESULTS_SCHEMA_VERSION = 1

const NamedCount = s.object({ count: s.whole().min(0), ids: s.list(s.name()) })

/** The counts of a run, and what it comes to. */
export const SummarySchema = s.object({
  total: s.whole().min(0),
  passed: s.whole().min(0),
  failed: s.whole().min(0),
  flaky: s.whole().min(0),
  skipped: s.whole().min(0),
  cancelled: s.whole().min(0),
  lost: s.whole().min(0),
  quarantined: s.whole().min(0),
  /** Of all scenarios together; absent where none is repeated. */
  iterations: s.object(iterationCounts).optional(),
  conclusion: s.words(CONCLUSIONS),
  exitCode: s.whole(),
  durationSeconds: s.number().min(0),
  scenarioSeconds: s.number().min(0),
  /** Of those that ran, for each; absent in results of earlier versions. */
  meanSeconds: s.number().min(0).optional(),
  throughputPerSecond: s.number().min(0),
  utilization: s.number().min(0).max(1),
  /**
   * The command line that runs all failures again and nothing else but what they need; null where nothing
   * failed or the line would be too long, absent in results of earlier versions.
   */
  reproduce: s.text().nullable().optional(),
})

/** The whole of `results.json`. */
export const ResultsSchema = s.object({
  schemaVersion: s.literal(RESULTS_SCHEMA_VERSION),
  run: s.object({
    id: s.name(),
    suite: s.name(),
    command: s.name(),
    seed: s.whole().min(0),
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
    attempt: s.whole().min(1),
    commit: s.name().nullable(),
    ref: s.name().nullable(),
    planDigest: s.name(),
    /** Days for which the artifact with this report is kept; absent where there is none. */
    reportDays: s.whole().min(1).max(400).optional(),
  }),
  summary: SummarySchema,
  plan: s.object({
    shards: s.whole().min(0),
    predictedSeconds: s.number().min(0),
    lowerBoundSeconds: s.number().min(0),
    /** `history` where earlier runs told most durations; absent in results of earlier versions. */
    predictedFrom: s.words(["history", "estimates"]).optional(),
  }),
  /** The change against the base branch; absent where the history has no run of it. */
  base: s
    .object({
      /** `refs/heads/main`. */
      ref: s.name(),
      /** Commit of its newest run that the history has. */
      commit: s.name().nullable(),
      /** When that run began; absent in results of earlier versions. */
      at: Instant.optional(),
      /** Runs of it that the history has. */
      runs: s.whole().min(1),
      regressions: s.whole().min(0),
      known: s.whole().min(0),
      new: s.whole().min(0),
      /** Scenarios of its newest run that the suite has no more; at most 10 of them by id. */
      gone: NamedCount,
      /** Scenarios that its newest run tried and this run skipped. */
      skipped: NamedCount,
    })
    .optional(),
  /** What earlier runs and this one say of flaky and slower scenarios; absent without a history. Decides nothing. */
  flakes: s
    .object({
      /** The last whole runs that count, at most 50; those of them that failed, and would have without retries. */
      runs: s.whole().min(0),
      red: s.whole().min(0),
      redWithoutRetries: s.whole().min(0),
      /** Runs that stay out of all rates: over 80 % of the scenarios failed, or a fixture was down. */
      leftOut: s.object({ failures: s.whole().min(0), fixture: s.whole().min(0) }),
      counts: s.object({
        new: s.whole().min(0),
        known: s.whole().min(0),
        recovered: s.whole().min(0),
      }),
      /** The most flaky first, at most 100. */
      scenarios: s.list(
        s.object({
          id: s.name(),
          /** `new`: flaky for the first time now; `recovered`: its passes since would be rare if it were as before. */
          state: s.words(["new", "known", "recovered"]),
          /** Runs that it passed in the end, how many of them it was flaky in, and their part with its 95 % interval (Wilson). */
          runs: s.whole().min(1),
          flaky: s.whole().min(1),
          rate: s.number().min(0).max(1),
          low: s.number().min(0).max(1),
          high: s.number().min(0).max(1),
        }),
      ),
      /** Scenarios whose last 5 runs took longer than those before, the most certain first, at most 100. */
      slower: s.list(
        s.object({
          id: s.name(),
          /** Medians, without the part of load and machines. */
          beforeSeconds: s.number().min(0),
          seconds: s.number().min(0),
          runs: s.whole().min(1),
          /** The probability of such an order by chance (Mann and Whitney, one-sided). */
          chance: s.number().min(0).max(1),
        }),
      ),
    })
    .optional(),
  scenarios: s.list(ScenarioResultSchema),
  workers: s.list(
    s.object({
      shard: s.whole().min(1),
      worker: s.whole().min(1),
      scenarios: s.whole().min(0),
      /** From when it could take work to when it had nothing left; absent in earlier results. */
      startedAt: Instant.optional(),
      endedAt: Instant.optional(),
      busySeconds: s.number().min(0),
      idleSeconds: s.number().min(0),
      endedBecause: s.name(),
    }),
  ),
  groups: s.list(
    s.object({
      name: s.name(),
      key: s.name().nullable(),
      /** `passed`, `flaky` and `failed` together; the rest was not run to its end. */
      run: s.whole().min(0),
      passed: s.whole().min(0),
      flaky: s.whole().min(0),
      failed: s.whole().min(0),
      skipped: s.whole().min(0),
      cancelled: s.whole().min(0),
      lost: s.whole().min(0),
      durationSeconds: s.number().min(0),
      log: s.name().nullable(),
    }),
  ),
  fixtures: s.list(
    s.object({
      name: s.name(),
      /** Most instances at once, in all shards together; those leased at once; those that were not. */
      size: s.whole().min(0),
      active: s.whole().min(0),
      available: s.whole().min(0),
      created: s.whole().min(0),
      reused: s.whole().min(0),
      hits: s.whole().min(0),
      misses: s.whole().min(0),
      meanStartSeconds: s.number().min(0),
      /** `hits` of all leases: those that waited for no start. */
      reuseRate: s.number().min(0).max(1),
      leases: s.whole().min(0),
      /** While a worker was free. */
      meanLeaseWaitSeconds: s.number().min(0),
      /** Instances that were stopped before their last lease was asked for. */
      evictions: s.whole().min(0),
      /** Starts that failed. */
      failures: s.whole().min(0),
      /** `misses` by why: `not-warm`, `full`, `health`, `max-uses`, `max-age`, `key`. */
      coldBecause: s.record(s.whole().min(0)),
      /**
       * Where scenarios are repeated: memory of its instances after their leases, at most 20 of them,
       * those that grow most surely first; absent where it has no process that is known.
       */
      memory: s
        .list(
          s.object({
            shard: s.whole().min(1),
            key: s.name().nullable(),
            instance: s.whole().min(1),
            readings: s.whole().min(1),
            lastBytes: s.number().min(0),
            /** Absent where the readings are too few. */
            drift: DriftSchema.optional(),
          }),
        )
        .optional(),
      /** Keys, or with `null` the whole fixture, of which no more starts were tried. */
      broken: s.list(s.object({ key: s.name().nullable(), message: s.text() })),
      /** Instances whose `stop` failed; their logs relative to the folder of their shard. */
      failedStops: s.list(
        s.object({
          key: s.name().nullable(),
          instance: s.whole().min(1),
          message: s.text(),
          log: s.name().nullable(),
        }),
      ),
    }),
  ),
  capabilities: s.list(
    s.object({
      name: s.name(),
      scope: s.name(),
      present: s.flag(),
      quantity: s.number().nullable(),
      /** `cores`, `bytes`, or what is counted; null without a quantity. */
      unit: s.name().nullable(),
      /** A version or a word; absent where it has none. */
      value: s.text().optional(),
      evidence: s.text(),
      /** The shard that found it; null for what was found when planning. */
      shard: s.whole().min(1).nullable(),
    }),
  ),
  shards: s.list(
    s.object({
      shard: s.whole().min(1),
      runner: s.name(),
      attempt: s.whole().min(1).nullable(),
      status: s.words(["complete", "incomplete", "missing"]),
      /** The service's id of its job in the latest attempt; absent where there is none. */
      job: s.name().optional(),
      durationSeconds: s.number().min(0),
      count: s.whole().min(0),
      predictedSeconds: s.number().min(0),
      /**
       * Seconds that its workers were idle together, by what they waited for: `nothing-left`, `needs`,
       * `group:NAME`, `resource:NAME`, …
       */
      idleSeconds: s.record(s.number().min(0)),
    }),
  ),
  /** The campaign that its iterations belong to; absent where there is none. */
  campaign: s
    .object({
      name: s.name(),
      /** How many runs it adds up, this one included, and when the first of them began. */
      runs: s.whole().min(1),
      since: Instant.nullable(),
      /** Commits of those runs as far as they are known, the oldest first. */
      commits: s.list(s.name()),
      /** Scenarios whose earlier iterations were forgotten. */
      reset: s.list(s.name()),
    })
    .optional(),
  /** Shards that repeated nothing any more because most of their scenarios failed alike; absent where none. */
  outages: s.list(s.object({ shard: s.whole().min(1), ...OutageSchema.shape })).optional(),
  /** What makes the run incomplete beyond the shards themselves: foreign folders, torn journals. */
  problems: s.list(
    s.object({
      code: s.name(),
      shard: s.whole().min(1).nullable(),
      message: s.text(),
      /** The line of the suite that forbids it; both absent where none does. */
      file: s.name().optional(),
      line: s.whole().min(1).optional(),
    }),
  ),
})

/** Results as read. */
export type Results = s.Infer<typeof ResultsSchema>
export type ScenarioResult = s.Infer<typeof ScenarioResultSchema>
export type AttemptResult = s.Infer<typeof AttemptResultSchema>
export type DriftResult = s.Infer<typeof DriftSchema>
export type ResultsSummary = s.Infer<typeof SummarySchema>
