/**
 * The events of a run: one append-only stream a shard, JSON Lines, version in every line.
 * Everything a person reads is made from these and the plan. Instants are milliseconds since 1970.
 */
import * as s from "../core/schema/make.ts"
import { CANCEL_REASONS, CAUSES, RATE_STATES, SKIP_REASONS } from "../core/verdict.ts"
import { attemptRecord, OutageSchema } from "../formats/attempt.ts"
import { CapabilitySchema } from "../formats/capability.ts"

/** Version of the lines of a journal. */
export const EVENT_FORMAT_VERSION = 1

const envelope = {
  v: s.literal(EVENT_FORMAT_VERSION),
  /** Grows by one with each event of a journal, from 1. */
  seq: s.whole().min(1),
  /** Milliseconds since 1970: the shard's clock at the engine's start, and what has passed since. */
  at: s.number(),
  /** 1-based number of the shard. */
  shard: s.whole().min(1),
}

/** First line of a journal, and of each continuation of it. */
const RunStartedSchema = s.object({
  ...envelope,
  type: s.literal("run-started"),
  runId: s.name(),
  /** The attempt of the run, from 1; higher after a re-run. */
  attempt: s.whole().min(1),
  suite: s.name(),
  /** What the user asked for: `run`, or the action's command. */
  command: s.name(),
  planDigest: s.name(),
  shards: s.whole().min(0),
  workers: s.whole().min(1),
  seed: s.whole().min(0),
  /** Version of the program that writes. */
  version: s.name(),
  runner: s.object({
    name: s.name(),
    os: s.name(),
    arch: s.name(),
    cores: s.whole().min(1),
    memoryBytes: s.whole().min(0),
  }),
  commit: s.name().nullable(),
  ref: s.name().nullable(),
  /** Scenarios whose earlier events count no more: changed or gone since, or to be run again. */
  forgotten: s.list(s.name()).optional(),
  /** Names of the variables that scenarios were given besides what they inherit. */
  env: s.list(s.name()).optional(),
  /** What they inherit, as `--inherit-env` takes it; absent is all. */
  inherit: s.name().optional(),
  /** The service's id of the job that runs the shard; absent where there is none. */
  job: s.name().optional(),
  /** The shared queue that the shard is a worker of; absent where all of its list is its own. */
  queue: s.name().optional(),
  /** It belongs to a run that this one begins with, of which a part is run again; absent elsewhere. */
  carried: s.literal(true).optional(),
})

/** A worker of a shared queue has taken a scenario; its events from here on are of this claim. */
const ScenarioClaimedSchema = s.object({
  ...envelope,
  type: s.literal("scenario-claimed"),
  id: s.name(),
  /** Grows with each claim of the scenario by any worker, from 1. */
  token: s.whole().min(1),
  /** True where what the worker has found out under its claim before is of this one. */
  again: s.flag().optional(),
})

/** A claim is over: its result counts, or not because the lease was over before. */
const ClaimEndedSchema = s.object({
  ...envelope,
  type: s.literal("claim-ended"),
  id: s.name(),
  token: s.whole().min(1),
  counted: s.flag(),
})

/** Everything of a shared queue has ended. */
const QueueEndedSchema = s.object({
  ...envelope,
  type: s.literal("queue-ended"),
  /** The claim of each scenario whose result counts; 0 where none does. */
  tokens: s.record(s.whole().min(0)),
})

/** Why a lease waited for the start of an instance. */
const COLD_REASONS = ["not-warm", "full", "health", "max-uses", "max-age", "key"] as const

const instanceOf = {
  fixture: s.name(),
  /** Absent where the fixture has no key. */
  key: s.name().optional(),
  /** Among those of its fixture in the shard, from 1. */
  instance: s.whole().min(1),
}

/** A lease of an instance. */
const LeasedSchema = s.object({
  ...instanceOf,
  /** Which lease of this instance it is, from 1. */
  use: s.whole().min(1),
  /** Why it waited for a start; absent where an instance was there. */
  cold: s.words(COLD_REASONS).optional(),
})

/** The start of an instance has ended. */
const InstanceStartedSchema = s.object({
  ...envelope,
  type: s.literal("instance-started"),
  ...instanceOf,
  outcome: s.words(["ok", "failed", "skipped"]),
  durationMs: s.number().min(0),
  /** An earlier run has set it up and kept it. */
  kept: s.literal(true).optional(),
  /** Why it is not ready. */
  message: s.text().optional(),
  /** Relative to the shard's folder. */
  log: s.name(),
})

/** An instance is gone. */
const InstanceStoppedSchema = s.object({
  ...envelope,
  type: s.literal("instance-stopped"),
  ...instanceOf,
  /** `no-more-users`, `idle`, `died`, `health`, `reset`, `max-uses`, `max-age`, `start-failed`, `room`. */
  because: s.name(),
  /** Why its `stop` failed; absent where it did not. */
  problem: s.text().optional(),
  /** Relative to the shard's folder; absent where nothing failed. */
  log: s.name().optional(),
})

/** Where scenarios are repeated: what an instance uses when a lease has ended, after its `reset`. */
const InstanceMeasuredSchema = s.object({
  ...envelope,
  type: s.literal("instance-measured"),
  ...instanceOf,
  /** Resident, of its processes or its container. */
  memoryBytes: s.whole().min(0),
})

/** No more starts of a fixture are tried: what leases it fails. */
const FixtureBrokenSchema = s.object({
  ...envelope,
  type: s.literal("fixture-broken"),
  fixture: s.name(),
  /** The value of its key; absent where it holds for all of them. */
  key: s.name().optional(),
  message: s.text(),
})

const AttemptStartedSchema = s.object({
  ...envelope,
  type: s.literal("attempt-started"),
  id: s.name(),
  number: s.whole().min(1),
  /** 1-based. */
  worker: s.whole().min(1),
  /** Relative to the shard's folder. */
  log: s.name(),
  /** Instances of fixtures that it leases; absent is none. */
  leases: s.list(LeasedSchema).optional(),
  /** How long it waited for them while a worker was free. */
  leaseWaitMs: s.number().min(0).optional(),
  /** True where nothing else runs beside it, because its failed attempt may have suffered from others. */
  alone: s.flag().optional(),
  /** The iteration it belongs to, from 1; absent where scenarios run once. */
  iteration: s.whole().min(1).optional(),
})

const AttemptFinishedSchema = s.object({
  ...envelope,
  type: s.literal("attempt-finished"),
  id: s.name(),
  ...attemptRecord,
  outputBytes: s.whole().min(0),
  /** True where its log is not kept: others with the same message are. */
  logDropped: s.flag().optional(),
})

/** One iteration of a scenario is over, with all of its attempts. */
const IterationFinishedSchema = s.object({
  ...envelope,
  type: s.literal("iteration-finished"),
  id: s.name(),
  /** From 1. */
  iteration: s.whole().min(1),
  verdict: s.words(["passed", "failed", "flaky", "cancelled"]),
  cause: s.words(CAUSES).nullable(),
  /** From the start of its first attempt, waits for retries included. */
  durationMs: s.number().min(0),
})

/** What the iterations of a scenario had come to in the run that this one begins with. */
const IterationsCarriedSchema = s.object({
  ...envelope,
  type: s.literal("iterations-carried"),
  id: s.name(),
  passed: s.whole().min(0),
  failed: s.whole().min(0),
  flaky: s.whole().min(0),
  cancelled: s.whole().min(0),
  /** Attempts that have ended, those that failed, and how long they took together. */
  attempts: s.whole().min(0),
  failures: s.whole().min(0),
  attemptsMs: s.number().min(0),
  /** The highest numbers of an iteration and of an attempt; what follows has higher ones. */
  highest: s.whole().min(0),
  highestAttempt: s.whole().min(0),
  /** The iteration that passed last; 0 for none. */
  latest: s.whole().min(0),
  cause: s.words(CAUSES).nullable(),
  firstFailure: s
    .object({
      iteration: s.whole().min(1),
      worker: s.whole().min(1),
      at: s.number(),
      others: s.whole().min(0),
      neighbours: s.list(s.name()),
    })
    .nullable(),
  groups: s.list(
    s.object({ message: s.text(), count: s.whole().min(1), iterations: s.list(s.whole().min(1)) }),
  ),
  /** Failed iterations whose attempts are kept. */
  kept: s.list(s.whole().min(1)),
  /** Milliseconds of some that passed. */
  durations: s.object({
    every: s.whole().min(1),
    seen: s.whole().min(0),
    readings: s.list(s.object({ atMs: s.number(), value: s.number() })),
  }),
  /** They count for the verdict; false where what follows decides alone. */
  judges: s.flag(),
})

/** A hook has ended; one that its condition left out has no event. */
const HookFinishedSchema = s.object({
  ...envelope,
  type: s.literal("hook-finished"),
  /** The scenario and its attempt; both null for a hook of the shard. */
  id: s.name().nullable(),
  number: s.whole().min(1).nullable(),
  stage: s.words(["before", "after"]),
  name: s.name(),
  /** Its place among the hooks of its stage, from 1. */
  index: s.whole().min(1).optional(),
  outcome: s.words(["passed", "failed", "cancelled"]),
  durationMs: s.number().min(0),
  /** Why it failed. */
  message: s.text().nullable(),
  /** Relative to the shard's folder. */
  log: s.name(),
})

const RetryScheduledSchema = s.object({
  ...envelope,
  type: s.literal("retry-scheduled"),
  id: s.name(),
  /** The attempt that will follow. */
  number: s.whole().min(2),
  delayMs: s.number().min(0),
  /** What it waits for besides: `end` of all first attempts, or to be `alone`; absent for nothing. */
  when: s.words(["end", "alone"]).optional(),
})

const ScenarioFinishedSchema = s.object({
  ...envelope,
  type: s.literal("scenario-finished"),
  id: s.name(),
  verdict: s.words(["passed", "failed", "flaky"]),
  cause: s.words(CAUSES).nullable(),
  /** Why it failed where no attempt of it says so; absent otherwise. */
  message: s.text().optional(),
  /** What its iterations say about `--fail-rate`; absent where any failure fails. */
  rate: s.words(RATE_STATES).optional(),
})

const ScenarioSkippedSchema = s.object({
  ...envelope,
  type: s.literal("scenario-skipped"),
  id: s.name(),
  reason: s.words(SKIP_REASONS),
  message: s.text(),
})

const ScenarioCancelledSchema = s.object({
  ...envelope,
  type: s.literal("scenario-cancelled"),
  id: s.name(),
  reason: s.words(CANCEL_REASONS),
  message: s.text(),
})

const WorkerFinishedSchema = s.object({
  ...envelope,
  type: s.literal("worker-finished"),
  worker: s.whole().min(1),
  scenarios: s.whole().min(0),
  busyMs: s.number().min(0),
  idleMs: s.number().min(0),
  /** Idle while a scenario was ready to run; part of `idleMs`. */
  starvedMs: s.number().min(0),
  /** `idleMs` by what the worker waited for: `needs`, `group:NAME`, `resource:NAME`, … */
  idle: s.record(s.number().min(0)).optional(),
  endedBecause: s.words(["queue-empty", ...CANCEL_REASONS]),
})

const RunCancellingSchema = s.object({
  ...envelope,
  type: s.literal("run-cancelling"),
  reason: s.words(CANCEL_REASONS),
  signal: s.name().nullable(),
})

/** What a probe found when the shard started, or a part of that. */
const CapabilityProbedSchema = s.object({
  ...envelope,
  type: s.literal("capability-probed"),
  capability: CapabilitySchema,
  /** True where the run cannot do without it. */
  required: s.flag(),
})

const NoteSchema = s.object({
  ...envelope,
  type: s.literal("note"),
  level: s.words(["debug", "info", "warning"]),
  message: s.text(),
  /** Attempts of which processes were found, and ended, at the end of the run; absent where none. */
  leaked: s.list(s.object({ id: s.name(), number: s.whole().min(1) })).optional(),
  /** Most scenarios failed alike, so that nothing is repeated any more; absent where that is not so. */
  outage: OutageSchema.optional(),
})

/**
 * Last line of a complete journal, unless hooks were owed and have run later; `verdicts` counts the scenarios that ended since the latest
 * `run-started`, so that a reader can check that it has seen all.
 */
const RunFinishedSchema = s.object({
  ...envelope,
  type: s.literal("run-finished"),
  verdicts: s.whole().min(0),
})

/** Any event of a journal. */
export const RunEventSchema = s.variants("type", [
  RunStartedSchema,
  AttemptStartedSchema,
  AttemptFinishedSchema,
  HookFinishedSchema,
  RetryScheduledSchema,
  IterationFinishedSchema,
  IterationsCarriedSchema,
  ScenarioFinishedSchema,
  ScenarioSkippedSchema,
  ScenarioCancelledSchema,
  WorkerFinishedSchema,
  RunCancellingSchema,
  CapabilityProbedSchema,
  InstanceStartedSchema,
  InstanceStoppedSchema,
  InstanceMeasuredSchema,
  FixtureBrokenSchema,
  ScenarioClaimedSchema,
  ClaimEndedSchema,
  QueueEndedSchema,
  NoteSchema,
  RunFinishedSchema,
])

/** An event as it stands in a journal. */
export type RunEvent = s.Infer<typeof RunEventSchema>
export type RunEventType = RunEvent["type"]
/** The event of one type. */
export type EventOf<T extends RunEventType> = Extract<RunEvent, { type: T }>

type Unstamped<E> = E extends RunEvent ? Omit<E, "v" | "seq" | "at" | "shard"> : never

/** An event before the journal gives it version, number, instant and shard. */
export type EventBody = Unstamped<RunEvent>
