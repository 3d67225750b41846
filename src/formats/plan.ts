/**
 * A plan: which shard runs what. Immutable and complete: a shard expands nothing again. Its file says
 * the same in another form, `plan-file.ts`.
 */
import { z } from "zod"
import { IDENTITY } from "../core/identity.ts"
import { once } from "../core/once.ts"
import { CAUSES } from "../core/verdict.ts"
import {
  CapabilitySchema,
  ProbeSpecSchema,
  RequirementSchema,
  RunnerClassSchema,
  WorkersSchema,
} from "./capability.ts"
import { FixtureSchema, LeaseSchema } from "./fixture.ts"
import { JsonSchema } from "./json.ts"
import {
  ArtifactsSchema,
  ExpectSchema,
  HookSchema,
  HttpSchema,
  ModuleSchema,
  QuarantineSchema,
  RegisteredSchema,
} from "./run-specs.ts"

/** Version of `plan.json`. */
export const PLAN_SCHEMA_VERSION = 2

/** How often and when a failed attempt is followed by another. */
export const RetrySchema = once(() =>
  z.object({
    maxAttempts: z.int().min(1).max(100),
    delayMs: z.int().min(0),
    factor: z.number().min(1),
    maxDelayMs: z.int().min(0),
    jitter: z.boolean(),
    /** What must have failed for another attempt: a cause, or an exit code; absent: anything. */
    on: z
      .array(z.union([z.enum(CAUSES), z.object({ exitCode: z.int().min(0).max(255) })]))
      .min(1)
      .optional(),
  }),
)

/** What one attempt may use; null is without limit. */
export const LimitsSchema = once(() =>
  z.object({
    /** Resident memory of all its processes together. */
    memoryBytes: z.int().min(1).nullable(),
    /** Percent of one core, on average over a second. */
    cpuPercent: z.number().positive().nullable(),
    /** Processor seconds of all its processes together. */
    cpuTimeMs: z.int().min(1).nullable(),
    /** Size of its log. */
    outputBytes: z.int().min(1).nullable(),
  }),
)

/**
 * A limit or an order that scenarios share inside a shard. A group with a key has one entry for each
 * value of it, named `group[value]`.
 */
export const PlannedGroupSchema = once(() =>
  z.object({
    maxParallel: z.int().min(1).nullable(),
    /** The group as the suite names it, where the entry is for one value of its key. */
    name: z.string().optional(),
    key: z.string().optional(),
    /** One member after another, in the order of the suite. */
    sequential: z.boolean().optional(),
    /** Ids of the members of a sequential group, in the order of the suite. */
    turns: z.array(z.string()).optional(),
    /** Names (without keys) of groups whose members never run while members of this one do. */
    conflicts: z.array(z.string()).optional(),
    /** So many members start together; the next batch begins when all of them have ended. */
    batch: z.int().min(1).optional(),
    /** Milliseconds between the end of a member (or batch) and the start of the next. */
    pauseMs: z.int().min(0).optional(),
    /** `run` keeps all members of a key in one shard. */
    scope: z.enum(["shard", "run"]).optional(),
  }),
)

/** `sha256:` and 64 hex digits. */
const Digest = once(() => z.string().regex(/^sha256:[0-9a-f]{64}$/u))

/** How the workers of a shard share its list. */
export const SHARE_NAMES = ["queue", "static", "hybrid"] as const

/** What an attempt executes: text for a shell, or a script file of the checkout. */
export const CommandSchema = once(() =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("run"), text: z.string() }),
    z.object({
      kind: z.literal("script"),
      /** Path relative to the root. */
      path: z.string(),
      /** The interpreter line without `#!`, or null where the shell decides. */
      shebang: z.string().nullable(),
    }),
    HttpSchema(),
    ModuleSchema(),
    RegisteredSchema(),
  ]),
)

/**
 * What a shard does for one scenario. Texts may hold `${{ }}`; they are evaluated at the attempt.
 */
export const DefinitionSchema = once(() =>
  z.object({
    slug: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/u),
    name: z.string(),
    /** Path of the defining file, or of the file of `for-each`, relative to the root, with `/`. */
    file: z.string(),
    /** 1-based line of the definition. */
    line: z.int().min(1),
    /** The file that `for-each` made the scenario of: relative to the root, and to its own `root`. */
    eachFile: z.object({ path: z.string(), relative: z.string() }).optional(),
    tags: z.array(z.string()),
    features: z.array(z.string()),
    meta: z.record(z.string(), JsonSchema()),
    matrix: z.record(z.string(), JsonSchema()).nullable(),
    /** Paths of texts in `matrix` and `meta` that are numbers, kept as they were written. */
    numbers: z.array(z.array(z.string())).optional(),
    groups: z.array(z.string()),
    /** Fixtures of which each attempt leases an instance; absent is none. */
    fixtures: z.array(LeaseSchema()).min(1).optional(),
    command: CommandSchema(),
    args: z.array(z.string()),
    shell: z.string(),
    env: z.record(z.string(), z.string()),
    /** Relative to the root; `.` is the root. */
    workingDirectory: z.string(),
    timeoutMs: z.int().min(1),
    /** Longest time without output; absent is without limit. */
    idleTimeoutMs: z.int().min(1).optional(),
    limits: LimitsSchema().optional(),
    retry: RetrySchema(),
    /** The condition that is left for the shard, without `${{ }}`; null when there is none. */
    if: z.string().nullable(),
    expect: ExpectSchema().optional(),
    /** Around each attempt. */
    before: z.array(HookSchema()).optional(),
    after: z.array(HookSchema()).optional(),
    quarantine: QuarantineSchema().optional(),
    /** Several where parts of the suite ask for different files. */
    artifacts: z.array(ArtifactsSchema()).optional(),
    /** Files of problem matchers, relative to the root; `built-in:NAME` is one of ours. */
    problemMatchers: z.array(z.string()).optional(),
    /** What a shard must have for it; what the shard lacks is a skip. */
    requires: z.array(RequirementSchema()).optional(),
    /** Nothing else runs beside it in its shard. */
    exclusive: z.boolean().optional(),
  }),
)

/** A scenario of a plan. */
export const PlannedScenarioSchema = once(() =>
  z.object({
    estimateSeconds: z.number().min(0),
    estimateFrom: z.enum(["history", "timings", "estimate", "neighbours", "median", "default"]),
    runner: z.string(),
    needs: z.array(z.string()),
    /** Taken while it runs, in base units, by the name of the resource: `cpu`, `cluster.memory`. */
    demand: z.record(z.string(), z.number().min(0)),
    /** What it needed of memory in nine of ten earlier runs, at its most; absent where nobody knows. */
    peakMemoryBytes: z.int().min(1).optional(),
    definition: DefinitionSchema(),
  }),
)

/** A shard of a plan. */
export const PlannedShardSchema = once(() =>
  z.object({
    /** 1-based. */
    shard: z.int().min(1),
    runner: z.string(),
    runsOn: z.union([z.string(), z.array(z.string())]),
    workers: WorkersSchema(),
    /** What of a quantity that all shards share is this one's. */
    share: z.record(z.string(), z.number()),
    /** In order of priority. */
    scenarios: z.array(z.string()),
    predictedSeconds: z.number().min(0),
    /** What `auto` was taken to be in the prediction; absent where the number is fixed. */
    assumedWorkers: z.int().min(1).optional(),
    /** From the start of the job to its first scenario. */
    startupSeconds: z.number().min(0).optional(),
  }),
)

/** What keeps any plan of these scenarios and shards from being faster. */
export const PlanLimitSchema = once(() =>
  z.object({
    /**
     * All work; one scenario; a chain of needs; scenarios that share a shard; more long ones than
     * shards; all work of one runner class; what is taken of a group's limit or of a resource; or
     * scenarios that nothing runs beside.
     */
    kind: z.enum([
      "work",
      "scenario",
      "chain",
      "component",
      "pair",
      "class",
      "group",
      "resource",
      "exclusive",
    ]),
    /** The scenarios meant, a chain in the order in which it runs; empty for work. */
    ids: z.array(z.string()),
    /** The group or resource meant. */
    name: z.string().optional(),
    /** There where all shards share the resource. */
    shared: z.literal(true).optional(),
    /** The runner class meant, where the plan has several. */
    runner: z.string().nullable(),
  }),
)

/** Scenarios that must share a shard and take longer than an even part of the work. */
export const HeavyTieSchema = once(() =>
  z.object({
    /** What they have in common: a scenario that others need, a group, or a shared quantity. */
    because: z.object({ kind: z.enum(["needs", "group", "share"]), name: z.string() }),
    count: z.int().min(2),
    seconds: z.number().min(0),
  }),
)

/** A scenario that the plan skips, and why. */
export const PlannedSkipSchema = once(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    file: z.string(),
    line: z.int().min(1),
    /** Names of its groups; absent is none. */
    groups: z.array(z.string()).optional(),
    reason: z.enum(["missing-capability", "condition", "dependency-failed", "self", "explicit"]),
    message: z.string(),
  }),
)

/** A suite without a file, as the inside of a YAML map on one line: all of it, and each scenario. */
export const InlineSuiteSchema = once(() =>
  z.object({
    rest: z.array(z.string()),
    scenarios: z.array(z.object({ line: z.int().min(1), text: z.string() })),
  }),
)

/** How scenarios of a plan are repeated, besides what the plan says anyway. */
export const RepeatSchema = once(() =>
  z.object({
    /** Shell text that stands for the program. */
    command: z.string().optional(),
    /** The suite file as the user names it, where the root is elsewhere. */
    suiteFile: z.string().optional(),
    inline: InlineSuiteSchema().optional(),
    /** Profiles in use, in their order. */
    profiles: z.array(z.string()).optional(),
    /** So many scenarios the suite may have, where that was said. */
    maxScenarios: z.int().min(1).optional(),
    /** Folder of the checkout below the root, where it is not the root itself. */
    checkout: z.string().optional(),
  }),
)

/** What the folder of a shard holds of a plan of several. */
export const PlanPartSchema = once(() =>
  z.object({
    /** The only shard in it, and how many the plan has. */
    shard: z.int().min(1),
    shards: z.int().min(2),
    /** Digest over what is in the part; the digest of the plan is that of the whole. */
    digest: Digest(),
  }),
)

/** A whole plan, or the part of a shard. */
export const PlanSchema = once(() =>
  z.object({
    schemaVersion: z.literal(PLAN_SCHEMA_VERSION),
    /** Over what the shards of the whole plan will do. */
    digest: Digest(),
    /** There where it is only the part of one shard. */
    part: PlanPartSchema().optional(),
    /** Keeps it apart from other plans of the same run: part of the names of its artifacts. */
    id: z.string().regex(IDENTITY),
    suite: z.string(),
    /** Path of the main suite file relative to the root; absent where there is none. */
    suiteFile: z.string().optional(),
    seed: z.int().min(0).max(0xffffffff),
    /** How a person repeats a scenario of it; never part of the digest. */
    repeat: RepeatSchema().optional(),
    files: z.array(z.object({ path: z.string(), sha256: z.string() })),
    groups: z.record(z.string(), PlannedGroupSchema()),
    /** Fixtures that its scenarios lease, by name; absent is none. */
    fixtures: z.record(z.string(), FixtureSchema()).optional(),
    /** Around the scenarios of each shard. */
    before: z.array(HookSchema()).optional(),
    after: z.array(HookSchema()).optional(),
    scenarios: z.record(z.string(), PlannedScenarioSchema()),
    shards: z.array(PlannedShardSchema()),
    skipped: z.array(PlannedSkipSchema()),
    /** Ids that the selection left out: listed, never counted. */
    unselected: z.array(z.string()),
    predictedSeconds: z.number().min(0),
    lowerBoundSeconds: z.number().min(0),
    /** What retries are expected to add to the work of all shards together; absent where nothing. */
    retrySeconds: z.number().min(0).optional(),
    /** What sets the lower bound. */
    limit: PlanLimitSchema().optional(),
    /** What staying together costs: so much lower would the bound be without. */
    togetherSeconds: z.number().min(0).optional(),
    heavyTies: z.array(HeavyTieSchema()).optional(),
    /** How scenarios were given to shards, and in which order shards take them. */
    strategy: z.enum(["balanced", "hash"]).optional(),
    order: z.enum(["auto", "longest", "suite", "failed-first", "shuffle"]).optional(),
    /** How the workers of a shard share its list; absent is `queue`. */
    sharing: z.enum(SHARE_NAMES).optional(),
    /** What was known of capabilities when planning, with its evidence; never part of the digest. */
    capabilities: z.array(CapabilitySchema()),
    /** Declared probes by name; a shard probes those of scope `runner` again. */
    probes: z.record(z.string(), ProbeSpecSchema()).optional(),
    /** Runner classes that shards of the plan use, by name. */
    runners: z.record(z.string(), RunnerClassSchema()).optional(),
  }),
)

/** Name of a way in which the workers of a shard share its list. */
export type ShareName = (typeof SHARE_NAMES)[number]

/** A plan as read. */
export type Plan = z.infer<ReturnType<typeof PlanSchema>>
export type PlanPart = z.infer<ReturnType<typeof PlanPartSchema>>
export type PlannedScenario = z.infer<ReturnType<typeof PlannedScenarioSchema>>
export type PlannedShard = z.infer<ReturnType<typeof PlannedShardSchema>>
export type PlanLimit = z.infer<ReturnType<typeof PlanLimitSchema>>
export type HeavyTie = z.infer<ReturnType<typeof HeavyTieSchema>>
export type PlannedSkip = z.infer<ReturnType<typeof PlannedSkipSchema>>
export type InlineSuite = z.infer<ReturnType<typeof InlineSuiteSchema>>
export type Repeat = z.infer<ReturnType<typeof RepeatSchema>>
export type Definition = z.infer<ReturnType<typeof DefinitionSchema>>
export type CommandSpec = z.infer<ReturnType<typeof CommandSchema>>
export type RetrySpec = z.infer<ReturnType<typeof RetrySchema>>
export type LimitsSpec = z.infer<ReturnType<typeof LimitsSchema>>
export type PlannedGroup = z.infer<ReturnType<typeof PlannedGroupSchema>>

/** How many shards the whole plan has. */
export function countShards({ part, shards }: Pick<Plan, "part" | "shards">): number {
  return part?.shards ?? shards.length
}
