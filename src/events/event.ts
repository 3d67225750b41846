/**
 * The events of a run: one append-only stream a shard, JSON Lines, version in every line.
 * Everything a person reads is made from these and the plan. Instants are milliseconds since 1970.
 */
import { z } from "zod"
import { once } from "../core/once.ts"
import { CANCEL_REASONS, CAUSES, OUTCOMES, SKIP_REASONS } from "../core/verdict.ts"
import { CapabilitySchema } from "../formats/capability.ts"
import { ProblemSchema } from "../formats/run-specs.ts"

/** Version of the lines of a journal. */
export const EVENT_FORMAT_VERSION = 1

const envelope = once(() => ({
  v: z.literal(EVENT_FORMAT_VERSION),
  /** Grows by one with each event of a journal, from 1. */
  seq: z.int().min(1),
  /** Milliseconds since 1970: the shard's clock at the engine's start, and what has passed since. */
  at: z.number(),
  /** 1-based number of the shard. */
  shard: z.int().min(1),
}))

/** First line of a journal, and of each continuation of it. */
const RunStartedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("run-started"),
    runId: z.string(),
    /** The attempt of the run, from 1; higher after a re-run. */
    attempt: z.int().min(1),
    suite: z.string(),
    /** What the user asked for: `run`, or the action's command. */
    command: z.string(),
    planDigest: z.string(),
    shards: z.int().min(0),
    workers: z.int().min(1),
    seed: z.int().min(0),
    /** Version of the program that writes. */
    version: z.string(),
    runner: z.object({
      name: z.string(),
      os: z.string(),
      arch: z.string(),
      cores: z.int().min(1),
      memoryBytes: z.int().min(0),
    }),
    commit: z.string().nullable(),
    ref: z.string().nullable(),
    /** Scenarios whose earlier events count no more: changed or gone since, or to be run again. */
    forgotten: z.array(z.string()).optional(),
    /** Names of the variables that scenarios were given besides what they inherit. */
    env: z.array(z.string()).optional(),
    /** What they inherit, as `--inherit-env` takes it; absent is all. */
    inherit: z.string().optional(),
  }),
)

/** Why a lease waited for the start of an instance. */
const COLD_REASONS = ["not-warm", "full", "health", "max-uses", "max-age", "key"] as const

const instanceOf = once(() => ({
  fixture: z.string(),
  /** Absent where the fixture has no key. */
  key: z.string().optional(),
  /** Among those of its fixture in the shard, from 1. */
  instance: z.int().min(1),
}))

/** A lease of an instance. */
const LeasedSchema = once(() =>
  z.object({
    ...instanceOf(),
    /** Which lease of this instance it is, from 1. */
    use: z.int().min(1),
    /** Why it waited for a start; absent where an instance was there. */
    cold: z.enum(COLD_REASONS).optional(),
  }),
)

/** The start of an instance has ended. */
const InstanceStartedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("instance-started"),
    ...instanceOf(),
    outcome: z.enum(["ok", "failed", "skipped"]),
    durationMs: z.number().min(0),
    /** Why it is not ready. */
    message: z.string().optional(),
    /** Relative to the shard's folder. */
    log: z.string(),
  }),
)

/** An instance is gone. */
const InstanceStoppedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("instance-stopped"),
    ...instanceOf(),
    /** `no-more-users`, `idle`, `died`, `health`, `reset`, `max-uses`, `max-age`, `start-failed`, `room`. */
    because: z.string(),
  }),
)

/** No more starts of a fixture are tried: what leases it fails. */
const FixtureBrokenSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("fixture-broken"),
    fixture: z.string(),
    /** The value of its key; absent where it holds for all of them. */
    key: z.string().optional(),
    message: z.string(),
  }),
)

const AttemptStartedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("attempt-started"),
    id: z.string(),
    number: z.int().min(1),
    /** 1-based. */
    worker: z.int().min(1),
    /** Relative to the shard's folder. */
    log: z.string(),
    /** Instances of fixtures that it leases; absent is none. */
    leases: z.array(LeasedSchema()).optional(),
    /** How long it waited for them while a worker was free. */
    leaseWaitMs: z.number().min(0).optional(),
  }),
)

const AttemptFinishedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("attempt-finished"),
    id: z.string(),
    number: z.int().min(1),
    worker: z.int().min(1),
    outcome: z.enum(OUTCOMES),
    cause: z.enum(CAUSES).nullable(),
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    durationMs: z.number().min(0),
    cpuMs: z.number().min(0).nullable(),
    peakMemoryBytes: z.int().min(0).nullable(),
    outputBytes: z.int().min(0),
    /** One line for people: what went wrong, or why it skipped itself. */
    message: z.string().nullable(),
    /** Of the log of a failed attempt, its end or what is around its cause: at most 50 lines and 4 KiB. */
    tail: z.string().nullable(),
    /** What it wrote to its step summary, at most 16 KiB; absent where it wrote none. */
    summary: z.string().optional(),
    /** What others can read as its outputs; absent where there are none, null where they are too long. */
    outputs: z.record(z.string(), z.string()).nullable().optional(),
    /** Files that were kept, relative to the shard's folder; absent where there are none. */
    artifacts: z.array(z.string()).optional(),
    /** What problem matchers found in its output, at most 50; absent where there is nothing. */
    problems: z.array(ProblemSchema()).optional(),
    /** True where it left processes behind that had to be ended; absent otherwise. */
    leaked: z.boolean().optional(),
  }),
)

/** A hook has ended; one that its condition left out has no event. */
const HookFinishedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("hook-finished"),
    /** The scenario and its attempt; both null for a hook of the shard. */
    id: z.string().nullable(),
    number: z.int().min(1).nullable(),
    stage: z.enum(["before", "after"]),
    name: z.string(),
    /** Its place among the hooks of its stage, from 1. */
    index: z.int().min(1).optional(),
    outcome: z.enum(["passed", "failed", "cancelled"]),
    durationMs: z.number().min(0),
    /** Why it failed. */
    message: z.string().nullable(),
    /** Relative to the shard's folder. */
    log: z.string(),
  }),
)

const RetryScheduledSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("retry-scheduled"),
    id: z.string(),
    /** The attempt that will follow. */
    number: z.int().min(2),
    delayMs: z.number().min(0),
  }),
)

const ScenarioFinishedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("scenario-finished"),
    id: z.string(),
    verdict: z.enum(["passed", "failed", "flaky"]),
    cause: z.enum(CAUSES).nullable(),
    /** Why it failed where no attempt of it says so; absent otherwise. */
    message: z.string().optional(),
  }),
)

const ScenarioSkippedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("scenario-skipped"),
    id: z.string(),
    reason: z.enum(SKIP_REASONS),
    message: z.string(),
  }),
)

const ScenarioCancelledSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("scenario-cancelled"),
    id: z.string(),
    reason: z.enum(CANCEL_REASONS),
    message: z.string(),
  }),
)

const WorkerFinishedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("worker-finished"),
    worker: z.int().min(1),
    scenarios: z.int().min(0),
    busyMs: z.number().min(0),
    idleMs: z.number().min(0),
    /** Idle while a scenario was ready to run; part of `idleMs`. */
    starvedMs: z.number().min(0),
    /** `idleMs` by what the worker waited for: `needs`, `group:NAME`, `resource:NAME`, … */
    idle: z.record(z.string(), z.number().min(0)).optional(),
    endedBecause: z.enum(["queue-empty", ...CANCEL_REASONS]),
  }),
)

const RunCancellingSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("run-cancelling"),
    reason: z.enum(CANCEL_REASONS),
    signal: z.string().nullable(),
  }),
)

/** What a probe found when the shard started, or a part of that. */
const CapabilityProbedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("capability-probed"),
    capability: CapabilitySchema(),
    /** True where the run cannot do without it. */
    required: z.boolean(),
  }),
)

const NoteSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("note"),
    level: z.enum(["debug", "info", "warning"]),
    message: z.string(),
    /** Attempts of which processes were found, and ended, at the end of the run; absent where none. */
    leaked: z.array(z.object({ id: z.string(), number: z.int().min(1) })).optional(),
  }),
)

/**
 * Last line of a complete journal, unless hooks were owed and have run later; `verdicts` counts the scenarios that ended since the latest
 * `run-started`, so that a reader can check that it has seen all.
 */
const RunFinishedSchema = once(() =>
  z.object({
    ...envelope(),
    type: z.literal("run-finished"),
    verdicts: z.int().min(0),
  }),
)

/** Any event of a journal. */
export const RunEventSchema = once(() =>
  z.discriminatedUnion("type", [
    RunStartedSchema(),
    AttemptStartedSchema(),
    AttemptFinishedSchema(),
    HookFinishedSchema(),
    RetryScheduledSchema(),
    ScenarioFinishedSchema(),
    ScenarioSkippedSchema(),
    ScenarioCancelledSchema(),
    WorkerFinishedSchema(),
    RunCancellingSchema(),
    CapabilityProbedSchema(),
    InstanceStartedSchema(),
    InstanceStoppedSchema(),
    FixtureBrokenSchema(),
    NoteSchema(),
    RunFinishedSchema(),
  ]),
)

/** An event as it stands in a journal. */
export type RunEvent = z.infer<ReturnType<typeof RunEventSchema>>
export type RunEventType = RunEvent["type"]
/** The event of one type. */
export type EventOf<T extends RunEventType> = Extract<RunEvent, { type: T }>

type Unstamped<E> = E extends RunEvent ? Omit<E, "v" | "seq" | "at" | "shard"> : never

/** An event before the journal gives it version, number, instant and shard. */
export type EventBody = Unstamped<RunEvent>
