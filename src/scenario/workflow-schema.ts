/**
 * Workflow files with a list of jobs, as a schema. A dialect: what it says is brought into the suite
 * language by `translate-job.ts`.
 */
import { z } from "zod"
import { parseDurationMs } from "../core/duration.ts"
import type { IssueExtra } from "./schema-parts.ts"
import { Text, TextList } from "./schema-parts.ts"

/** Seconds, or a text with a unit. */
const Seconds = z.union([z.number().min(0), z.string()]).superRefine((value, context) => {
  if (secondsOf(value) !== undefined) return
  const extra: IssueExtra = {
    code: "suite/duration",
    hint: "write seconds, or a number and a unit",
  }
  const message = `\`${value}\` is not a number of seconds`
  context.addIssue({ code: "custom", message, params: extra })
})

/** The seconds of a checked value; undefined for a text that is none. */
export function secondsOf(value: number | string): number | undefined {
  const number =
    typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value)
  if (Number.isFinite(number) && number >= 0) return number
  const parsed = parseDurationMs(String(value))
  return parsed.ok ? parsed.value / 1_000 : undefined
}

const Env = z.record(z.string(), z.union([Text, z.null()]))

const RetryConfig = z
  .strictObject({
    max_attempts: z.int().min(1).max(100),
    initial_delay: Seconds,
    max_delay: Seconds,
    backoff_factor: z.number().min(1).max(100),
  })
  .partial()

const ResourceLimits = z
  .strictObject({
    max_memory_mb: z.number().positive(),
    max_cpu_percent: z.number().positive(),
    max_execution_time: Seconds,
    max_concurrent_jobs: z.int().min(1).max(1024),
  })
  .partial()

const Conditions = z.strictObject({ skip_if_failed: TextList, only_if_branch: TextList }).partial()

/** Kinds of job. */
export const JOB_TYPES = ["command", "script", "python", "http"] as const

/** One job. */
export const JobSchema = z.strictObject({
  id: Text,
  ...z
    .strictObject({
      name: Text,
      description: Text,
      job_type: z.enum(JOB_TYPES),
      command: z.string(),
      script_path: z.string().min(1),
      dependencies: z.union([TextList, z.null()]),
      timeout: Seconds,
      retry_config: RetryConfig.nullable(),
      resource_limits: ResourceLimits.nullable(),
      environment: Env.nullable(),
      working_directory: z.string(),
      conditions: Conditions.nullable(),
      tags: z.union([TextList, z.null()]),
      metadata: z.record(z.string(), z.unknown()).nullable(),
    })
    .partial().shape,
})

const GlobalConfig = z
  .strictObject({
    max_retries: z.int().min(0).max(99),
    timeout: Seconds,
    environment: Env.nullable(),
    max_concurrent_jobs: z.int().min(1).max(1024),
    resource_limits: ResourceLimits.nullable(),
  })
  .partial()

/** The file without its jobs, which are checked one by one. */
export const WorkflowSchema = z
  .strictObject({
    name: Text,
    version: Text,
    description: Text,
    global_config: GlobalConfig.nullable(),
    jobs: z.unknown(),
  })
  .partial()

export type JobText = z.infer<typeof JobSchema>
export type WorkflowText = z.infer<typeof WorkflowSchema>

/** Keys by kind of mapping, for suggestions. */
export const WORKFLOW_KEYS = {
  workflow: Object.keys(WorkflowSchema.shape),
  job: Object.keys(JobSchema.shape),
  global_config: Object.keys(GlobalConfig.shape),
  retry_config: Object.keys(RetryConfig.shape),
  resource_limits: Object.keys(ResourceLimits.shape),
  conditions: Object.keys(Conditions.shape),
} as const
