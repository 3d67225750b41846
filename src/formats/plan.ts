/**
 * `plan.json`: which shard runs what. Immutable and complete: a shard expands nothing again.
 */
import { z } from "zod"
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

export const PLAN_SCHEMA_VERSION = 1

/** How often and when a failed attempt is followed by another. */
export const RetrySchema = z.object({
  maxAttempts: z.int().min(1).max(100),
  delayMs: z.int().min(0),
  factor: z.number().min(1),
  maxDelayMs: z.int().min(0),
  jitter: z.boolean(),
})

/** What an attempt executes: text for a shell, or a script file of the checkout. */
export const CommandSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("run"), text: z.string() }),
  z.object({
    kind: z.literal("script"),
    /** Path relative to the root. */
    path: z.string(),
    /** The interpreter line without `#!`, or null where the shell decides. */
    shebang: z.string().nullable(),
  }),
  HttpSchema,
  ModuleSchema,
  RegisteredSchema,
])

/**
 * What a shard does for one scenario. Texts may hold `${{ }}`; they are evaluated at the attempt.
 */
export const DefinitionSchema = z.object({
  slug: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/u),
  name: z.string(),
  /** Path of the defining file relative to the root, with `/`. */
  file: z.string(),
  /** 1-based line of the definition. */
  line: z.int().min(1),
  /** The file that `for-each` made the scenario of: relative to the root, and to its own `root`. */
  eachFile: z.object({ path: z.string(), relative: z.string() }).optional(),
  tags: z.array(z.string()),
  features: z.array(z.string()),
  meta: z.record(z.string(), JsonSchema),
  matrix: z.record(z.string(), JsonSchema).nullable(),
  groups: z.array(z.string()),
  command: CommandSchema,
  args: z.array(z.string()),
  shell: z.string(),
  env: z.record(z.string(), z.string()),
  /** Relative to the root; `.` is the root. */
  workingDirectory: z.string(),
  timeoutMs: z.int().min(1),
  retry: RetrySchema,
  /** The condition that is left for the shard, without `${{ }}`; null when there is none. */
  if: z.string().nullable(),
  expect: ExpectSchema.optional(),
  /** Around each attempt. */
  before: z.array(HookSchema).optional(),
  after: z.array(HookSchema).optional(),
  quarantine: QuarantineSchema.optional(),
  /** Several where parts of the suite ask for different files. */
  artifacts: z.array(ArtifactsSchema).optional(),
  /** Files of problem matchers, relative to the root. */
  problemMatchers: z.array(z.string()).optional(),
})

export const PlannedScenarioSchema = z.object({
  estimateSeconds: z.number().min(0),
  estimateFrom: z.enum(["history", "estimate", "neighbours", "median", "default"]),
  runner: z.string(),
  needs: z.array(z.string()),
  demand: z.record(z.string(), z.number()),
  definition: DefinitionSchema,
})

export const PlannedShardSchema = z.object({
  /** 1-based. */
  shard: z.int().min(1),
  runner: z.string(),
  runsOn: z.union([z.string(), z.array(z.string())]),
  workers: z.union([z.int().min(1).max(1024), z.literal("auto")]),
  share: z.record(z.string(), z.number()),
  /** In order of priority. */
  scenarios: z.array(z.string()),
  predictedSeconds: z.number().min(0),
})

export const PlannedSkipSchema = z.object({
  id: z.string(),
  name: z.string(),
  file: z.string(),
  line: z.int().min(1),
  reason: z.enum(["missing-capability", "condition", "dependency-failed", "self", "explicit"]),
  message: z.string(),
})

export const PlanSchema = z.object({
  schemaVersion: z.literal(PLAN_SCHEMA_VERSION),
  /** `sha256:` and 64 hex digits over what the shards will do. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/u),
  suite: z.string(),
  /** Path of the main suite file relative to the root; absent where there is none. */
  suiteFile: z.string().optional(),
  seed: z.int().min(0).max(0xffffffff),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })),
  groups: z.record(z.string(), z.object({ maxParallel: z.int().min(1).nullable() })),
  /** Around the scenarios of each shard. */
  before: z.array(HookSchema).optional(),
  after: z.array(HookSchema).optional(),
  scenarios: z.record(z.string(), PlannedScenarioSchema),
  shards: z.array(PlannedShardSchema),
  skipped: z.array(PlannedSkipSchema),
  /** Ids that the selection left out: listed, never counted. */
  unselected: z.array(z.string()),
  predictedSeconds: z.number().min(0),
  lowerBoundSeconds: z.number().min(0),
  capabilities: z.array(z.record(z.string(), JsonSchema)),
})

export type Plan = z.infer<typeof PlanSchema>
export type PlannedScenario = z.infer<typeof PlannedScenarioSchema>
export type PlannedShard = z.infer<typeof PlannedShardSchema>
export type PlannedSkip = z.infer<typeof PlannedSkipSchema>
export type Definition = z.infer<typeof DefinitionSchema>
export type CommandSpec = z.infer<typeof CommandSchema>
export type RetrySpec = z.infer<typeof RetrySchema>
