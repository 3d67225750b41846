/**
 * A plan: which shard runs what. Immutable and complete: a shard expands nothing again. Its file says
 * the same in another form, `plan-file.ts`.
 */
import { IDENTITY } from "../core/identity.ts"
import * as s from "../core/schema/make.ts"
import { CAUSES } from "../core/verdict.ts"
import {
  CapabilitySchema,
  ProbeSpecSchema,
  RequirementSchema,
  RunnerClassSchema,
  WorkersSchema,
} from "./capability.ts"
import { ContainerSchema } from "./container.ts"
import { FixtureSchema, LeaseSchema } from "./fixture.ts"
import { IterationsSchema } from "./iterations.ts"
import {
  ArtifactsSchema,
  ExpectSchema,
  HookSchema,
  HttpSchema,
  ModuleSchema,
  QuarantineSchema,
  RegisteredSchema,
  ReportsSchema,
  TIMEOUT_SIGNALS,
} from "./run-specs.ts"

/** Version of `plan.json`. */
export const PLAN_SCHEMA_VERSION = 2 as const

/** How often and when a failed attempt is followed by another. */
export const RetrySchema = s.object({
  maxAttempts: s.whole().min(1).max(100),
  delayMs: s.whole().min(0),
  factor: s.number().min(1),
  maxDelayMs: s.whole().min(0),
  jitter: s.flag(),
  /** `end`: after everything else was tried; `alone`: then, with nothing beside it; absent: after the delay. */
  when: s.words(["end", "alone"]).optional(),
  /** What must have failed for another attempt: a cause, an exit code, a pattern in its log; absent: anything. */
  on: s
    .list(
      s.union(
        s.words(CAUSES),
        s.object({ exitCode: s.whole().min(0).max(255) }),
        s.object({ output: s.text(), flags: s.text().optional() }),
      ),
    )
    .filled()
    .optional(),
})

/** What one attempt may use; null is without limit. */
export const LimitsSchema = s.object({
  /** Resident memory of all its processes together. */
  memoryBytes: s.whole().min(1).nullable(),
  /** Percent of one core, on average over a second. */
  cpuPercent: s.number().moreThan(0).nullable(),
  /** Processor seconds of all its processes together. */
  cpuTimeMs: s.whole().min(1).nullable(),
  /** Size of its log. */
  outputBytes: s.whole().min(1).nullable(),
})

/**
 * A limit or an order that scenarios share inside a shard. A group with a key has one entry for each
 * value of it, named `group[value]`.
 */
export const PlannedGroupSchema = s.object({
  maxParallel: s.whole().min(1).nullable(),
  /** The group as the suite names it, where the entry is for one value of its key. */
  name: s.text().optional(),
  key: s.text().optional(),
  /** One member after another, in the order of the suite. */
  sequential: s.flag().optional(),
  /** Ids of the members of a sequential group, in the order of the suite. */
  turns: s.list(s.text()).optional(),
  /** Names (without keys) of groups whose members never run while members of this one do. */
  conflicts: s.list(s.text()).optional(),
  /** So many members start together; the next batch begins when all of them have ended. */
  batch: s.whole().min(1).optional(),
  /** Milliseconds between the end of a member (or batch) and the start of the next. */
  pauseMs: s.whole().min(0).optional(),
  /** `run` keeps all members of a key in one shard. */
  scope: s.words(["shard", "run"]).optional(),
})

/** `sha256:` and 64 hex digits. */
const Digest = s.text().regex(/^sha256:[0-9a-f]{64}$/u)

/** How the workers of a shard share its list. */
export const SHARE_NAMES = ["queue", "static", "hybrid"] as const

/** What an attempt executes: text for a shell, or a script file of the checkout. */
export const CommandSchema = s.variants("kind", [
  s.object({ kind: s.literal("run"), text: s.text() }),
  s.object({
    kind: s.literal("script"),
    /** Path relative to the root. */
    path: s.text(),
    /** The interpreter line without `#!`, or null where the shell decides. */
    shebang: s.text().nullable(),
  }),
  HttpSchema,
  ModuleSchema,
  RegisteredSchema,
])

/**
 * What a shard does for one scenario. Texts may hold `${{ }}`; they are evaluated at the attempt.
 */
export const DefinitionSchema = s.object({
  slug: s.text().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/u),
  name: s.text(),
  /** Path of the defining file, or of the file of `for-each`, relative to the root, with `/`. */
  file: s.text(),
  /** 1-based line of the definition. */
  line: s.whole().min(1),
  /** The file that `for-each` made the scenario of: relative to the root, and to its own `root`. */
  eachFile: s.object({ path: s.text(), relative: s.text() }).optional(),
  tags: s.list(s.text()),
  features: s.list(s.text()),
  meta: s.record(s.json()),
  matrix: s.record(s.json()).nullable(),
  /** Paths of texts in `matrix` and `meta` that are numbers, kept as they were written. */
  numbers: s.list(s.list(s.text())).optional(),
  groups: s.list(s.text()),
  /** Fixtures of which each attempt leases an instance; absent is none. */
  fixtures: s.list(LeaseSchema).filled().optional(),
  command: CommandSchema,
  args: s.list(s.text()),
  shell: s.text(),
  env: s.record(s.text()),
  /** Relative to the root; `.` is the root. */
  workingDirectory: s.text(),
  /** What its command runs in; absent is the machine itself. */
  container: ContainerSchema.optional(),
  timeoutMs: s.whole().min(1),
  /** Longest time without output; absent is without limit. */
  idleTimeoutMs: s.whole().min(1).optional(),
  /** Runs before an attempt is ended whose time is over. */
  onTimeout: HookSchema.optional(),
  /** Sent before TERM to an attempt whose time is over. */
  timeoutSignal: s.words(TIMEOUT_SIGNALS).optional(),
  /** Longer attempts are marked as slow: a time, or percent of that of earlier runs. */
  slow: s
    .union(s.object({ ms: s.whole().min(1) }), s.object({ percent: s.number().moreThan(100) }))
    .optional(),
  limits: LimitsSchema.optional(),
  retry: RetrySchema,
  /** Whether it fails the run when it passed only after a failure; absent: the setting decides. */
  flaky: s.words(["fail", "pass"]).optional(),
  /** The condition that is left for the shard, without `${{ }}`; null when there is none. */
  if: s.text().nullable(),
  expect: ExpectSchema.optional(),
  /** Around each attempt. */
  before: s.list(HookSchema).optional(),
  after: s.list(HookSchema).optional(),
  quarantine: QuarantineSchema.optional(),
  /** Several where parts of the suite ask for different files. */
  artifacts: s.list(ArtifactsSchema).optional(),
  reports: ReportsSchema.optional(),
  /** Files of problem matchers, relative to the root; `built-in:NAME` is one of ours. */
  problemMatchers: s.list(s.text()).optional(),
  /** What a shard must have for it; what the shard lacks is a skip. */
  requires: s.list(RequirementSchema).optional(),
  /** Nothing else runs beside it in its shard. */
  exclusive: s.flag().optional(),
})

/** A scenario of a plan. */
export const PlannedScenarioSchema = s.object({
  estimateSeconds: s.number().min(0),
  estimateFrom: s.words(["history", "timings", "estimate", "neighbours", "median", "default"]),
  runner: s.text(),
  needs: s.list(s.text()),
  /** Taken while it runs, in base units, by the name of the resource: `cpu`, `cluster.memory`. */
  demand: s.record(s.number().min(0)),
  /** What it needed of memory in nine of ten earlier runs, at its most; absent where nobody knows. */
  peakMemoryBytes: s.whole().min(1).optional(),
  definition: DefinitionSchema,
})

/** A shard of a plan. */
export const PlannedShardSchema = s.object({
  /** 1-based. */
  shard: s.whole().min(1),
  runner: s.text(),
  runsOn: s.union(s.text(), s.list(s.text())),
  workers: WorkersSchema,
  /** What of a quantity that all shards share is this one's. */
  share: s.record(s.number()),
  /** In order of priority. */
  scenarios: s.list(s.text()),
  predictedSeconds: s.number().min(0),
  /** What `auto` was taken to be in the prediction; absent where the number is fixed. */
  assumedWorkers: s.whole().min(1).optional(),
  /** From the start of the job to its first scenario. */
  startupSeconds: s.number().min(0).optional(),
  /** How many instances it is expected to start, by the fixture's name; absent is none. */
  starts: s.record(s.whole().min(1)).optional(),
})

/** How long the start of an instance is expected to take. */
const PlannedStartSchema = s.object({
  seconds: s.number().min(0),
  from: s.words(["history", "default"]),
})

/** What keeps any plan of these scenarios and shards from being faster. */
export const PlanLimitSchema = s.object({
  /**
   * All work; one scenario; a chain of needs; scenarios that share a shard; more long ones than
   * shards; all work of one runner class; what is taken of a group's limit or of a resource;
   * scenarios that nothing runs beside; or leases of a fixture.
   */
  kind: s.words([
    "work",
    "scenario",
    "chain",
    "component",
    "pair",
    "class",
    "group",
    "resource",
    "exclusive",
    "fixture",
  ]),
  /** The scenarios meant, a chain in the order in which it runs; empty for work. */
  ids: s.list(s.text()),
  /** The group, resource or fixture meant. */
  name: s.text().optional(),
  /** There where all shards share the resource. */
  shared: s.literal(true).optional(),
  /** The runner class meant, where the plan has several. */
  runner: s.text().nullable(),
})

/** Scenarios that must share a shard and take longer than an even part of the work. */
export const HeavyTieSchema = s.object({
  /** What they have in common: a scenario that others need, a group, or a shared quantity. */
  because: s.object({ kind: s.words(["needs", "group", "share"]), name: s.text() }),
  count: s.whole().min(2),
  seconds: s.number().min(0),
})

/** A scenario that the plan skips, and why. */
export const PlannedSkipSchema = s.object({
  id: s.text(),
  name: s.text(),
  file: s.text(),
  line: s.whole().min(1),
  /** Names of its groups; absent is none. */
  groups: s.list(s.text()).optional(),
  reason: s.words(["missing-capability", "condition", "dependency-failed", "self", "explicit"]),
  message: s.text(),
})

/** A suite without a file, as the inside of a YAML map on one line: all of it, and each scenario. */
export const InlineSuiteSchema = s.object({
  rest: s.list(s.text()),
  scenarios: s.list(s.object({ line: s.whole().min(1), text: s.text() })),
})

/** How scenarios of a plan are repeated, besides what the plan says anyway. */
export const RepeatSchema = s.object({
  /** Shell text that stands for the program. */
  command: s.text().optional(),
  /** The suite file as the user names it, where the root is elsewhere. */
  suiteFile: s.text().optional(),
  inline: InlineSuiteSchema.optional(),
  /** Profiles in use, in their order. */
  profiles: s.list(s.text()).optional(),
  /** So many scenarios the suite may have, where that was said. */
  maxScenarios: s.whole().min(1).optional(),
  /** Folder of the checkout below the root, where it is not the root itself. */
  checkout: s.text().optional(),
})

/** What the folder of a shard holds of a plan of several. */
export const PlanPartSchema = s.object({
  /** The only shard in it, and how many the plan has. */
  shard: s.whole().min(1),
  shards: s.whole().min(2),
  /** Digest over what is in the part; the digest of the plan is that of the whole. */
  digest: Digest,
})

/** A whole plan, or the part of a shard. */
export const PlanSchema = s.object({
  schemaVersion: s.literal(PLAN_SCHEMA_VERSION),
  /** Over what the shards of the whole plan will do. */
  digest: Digest,
  /** There where it is only the part of one shard. */
  part: PlanPartSchema.optional(),
  /** Keeps it apart from other plans of the same run: part of the names of its artifacts. */
  id: s.text().regex(IDENTITY),
  suite: s.text(),
  /** Path of the main suite file relative to the root; absent where there is none. */
  suiteFile: s.text().optional(),
  seed: s.whole().min(0).max(0xffffffff),
  /** How scenarios are repeated; absent: each runs once. */
  iterations: IterationsSchema.optional(),
  /** How a person repeats a scenario of it; never part of the digest. */
  repeat: RepeatSchema.optional(),
  files: s.list(s.object({ path: s.text(), sha256: s.text() })),
  groups: s.record(PlannedGroupSchema),
  /** Fixtures that its scenarios lease, by name; absent is none. */
  fixtures: s.record(FixtureSchema).optional(),
  /** What a start of each of them is expected to take; never part of the digest. */
  starts: s.record(PlannedStartSchema).optional(),
  /** Around the scenarios of each shard. */
  before: s.list(HookSchema).optional(),
  after: s.list(HookSchema).optional(),
  scenarios: s.record(PlannedScenarioSchema),
  shards: s.list(PlannedShardSchema),
  skipped: s.list(PlannedSkipSchema),
  /** Ids that the selection left out: listed, never counted. */
  unselected: s.list(s.text()),
  predictedSeconds: s.number().min(0),
  lowerBoundSeconds: s.number().min(0),
  /** What retries are expected to add to the work of all shards together; absent where nothing. */
  retrySeconds: s.number().min(0).optional(),
  /** What sets the lower bound. */
  limit: PlanLimitSchema.optional(),
  /** What staying together costs: so much lower would the bound be without. */
  togetherSeconds: s.number().min(0).optional(),
  heavyTies: s.list(HeavyTieSchema).optional(),
  /** How scenarios were given to shards, and in which order shards take them. */
  strategy: s.words(["balanced", "hash"]).optional(),
  order: s.words(["auto", "longest", "suite", "failed-first", "shuffle"]).optional(),
  /** How the workers of a shard share its list; absent is `queue`. */
  sharing: s.words(SHARE_NAMES).optional(),
  /** What was known of capabilities when planning, with its evidence; never part of the digest. */
  capabilities: s.list(CapabilitySchema),
  /** Declared probes by name; a shard probes those of scope `runner` again. */
  probes: s.record(ProbeSpecSchema).optional(),
  /** Runner classes that shards of the plan use, by name. */
  runners: s.record(RunnerClassSchema).optional(),
})

/** Name of a way in which the workers of a shard share its list. */
export type ShareName = (typeof SHARE_NAMES)[number]

export type PlanPart = s.Infer<typeof PlanPartSchema>
export type PlannedScenario = s.Infer<typeof PlannedScenarioSchema>
export type PlannedShard = s.Infer<typeof PlannedShardSchema>
export type PlanLimit = s.Infer<typeof PlanLimitSchema>
export type HeavyTie = s.Infer<typeof HeavyTieSchema>
export type PlannedSkip = s.Infer<typeof PlannedSkipSchema>
export type InlineSuite = s.Infer<typeof InlineSuiteSchema>
/** A plan as read. */
export type Plan = s.Infer<typeof PlanSchema>
export type Repeat = s.Infer<typeof RepeatSchema>
export type Definition = s.Infer<typeof DefinitionSchema>
export type CommandSpec = s.Infer<typeof CommandSchema>
export type RetrySpec = s.Infer<typeof RetrySchema>
export type LimitsSpec = s.Infer<typeof LimitsSchema>
export type PlannedGroup = s.Infer<typeof PlannedGroupSchema>

/** A share of a time that is hardly one says nothing: below this a percentage marks nothing as slow. */
const SLOW_MS = 1_000

/** From when on an attempt is slow, in milliseconds; null where nothing says so, or earlier runs are unknown. */
export function slowFromMs({
  definition: { slow },
  estimateFrom,
  estimateSeconds,
}: Pick<PlannedScenario, "definition" | "estimateFrom" | "estimateSeconds">): number | null {
  if (slow === undefined) return null
  if ("ms" in slow) return slow.ms
  if (estimateFrom !== "history" && estimateFrom !== "timings") return null
  return Math.max(SLOW_MS, Math.round(estimateSeconds * slow.percent * 10))
}

/** How many shards the whole plan has. */
export function countShards({ part, shards }: Pick<Plan, "part" | "shards">): number {
  return part?.shards ?? shards.length
}
