/**
 * Workflow files with a list of jobs, as a schema. A dialect: what it says is brought into the suite
 * language by `translate-job.ts`.
 */
import { z } from "zod"
import { once } from "../../core/once.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import type { IssueExtra } from "../schema-parts.ts"
import { Env, Text, TextList } from "../schema-parts.ts"

/** A number of jobs, or a word for as many as there are processors. */
const Concurrency = once(() =>
  z.union([z.int().min(1).max(1024), z.string()]).superRefine((value, context) => {
    if (typeof value === "number" || /^(?:auto|\$\(nproc\)|\$\{?NPROC\}?)$/u.test(value.trim()))
      return
    const extra: IssueExtra = {
      code: "suite/value",
      hint: "write a number, `auto` for that of the processors, or give one on the command line: -c 8",
    }
    const message = `\`${value}\` is not a number of jobs, and nothing here is given to a shell`
    context.addIssue({ code: "custom", message, params: { ...extra } })
  }),
)

/** Seconds, or a text with a unit. */
const Seconds = once(() =>
  z.union([z.number().min(0), z.string()]).superRefine((value, context) => {
    if (secondsOf(value) !== undefined) return
    const extra: IssueExtra = {
      code: "suite/duration",
      hint: "write seconds, or a number and a unit",
    }
    const message = `\`${value}\` is not a number of seconds`
    context.addIssue({ code: "custom", message, params: extra })
  }),
)

/** The seconds of a checked value; undefined for a text that is none. */
export function secondsOf(value: number | string): number | undefined {
  const number =
    typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value)
  if (Number.isFinite(number) && number >= 0) return number
  const parsed = parseDurationMs(String(value))
  return parsed.ok ? parsed.value / 1_000 : undefined
}

const RetryConfig = once(() =>
  z
    .strictObject({
      max_attempts: z
        .int()
        .min(1)
        .max(100)
        .describe("Attempts in all, the first included; 3 when nothing is said")
        .meta({ examples: [3] }),
      initial_delay: Seconds()
        .describe("Wait before the second attempt, in seconds; 1 when left out")
        .meta({
          examples: [1.0],
        }),
      max_delay: Seconds()
        .describe("Longest wait, in seconds; 60 when left out")
        .meta({ examples: [60.0] }),
      backoff_factor: z
        .number()
        .min(1)
        .max(100)
        .describe("Each wait is so many times the one before; 2 when left out")
        .meta({ examples: [2.0] }),
    })
    .partial()
    .meta({ id: "retryConfig", examples: [{ max_attempts: 3, initial_delay: 1, max_delay: 60 }] }),
)

const ResourceLimits = once(() =>
  z
    .strictObject({
      max_memory_mb: z
        .number()
        .positive()
        .describe("Memory of all processes of the job, in MiB")
        .meta({ examples: [1024] }),
      max_cpu_percent: z
        .number()
        .positive()
        .describe("Processors in percent of one")
        .meta({ examples: [100.0] }),
      max_execution_time: Seconds()
        .describe("Longest time of an attempt, in seconds")
        .meta({
          examples: [600],
        }),
      max_concurrent_jobs: Concurrency()
        .describe("Jobs at the same time; it holds for all of them wherever it stands")
        .meta({ examples: [4] }),
    })
    .partial()
    .meta({ id: "resourceLimits", examples: [{ max_memory_mb: 1024, max_execution_time: 600 }] }),
)

const Conditions = once(() =>
  z
    .strictObject({
      skip_if_failed: TextList()
        .describe("Jobs whose failure skips this one")
        .meta({
          examples: [["build"]],
        }),
      only_if_branch: TextList()
        .describe("Branches on which the job runs")
        .meta({
          examples: ["main"],
        }),
    })
    .partial()
    .meta({ id: "conditions", examples: [{ only_if_branch: "main" }] }),
)

/** Kinds of job. */
const JOB_TYPES = ["command", "script", "python", "http"] as const

/** One job. */
export const JobSchema = once(() =>
  z
    .strictObject({
      id: Text()
        .describe("Id of the scenario")
        .meta({ examples: ["build_frontend"] }),
      ...z
        .strictObject({
          name: Text()
            .describe("For people")
            .meta({ examples: ["Build Frontend"] }),
          description: Text()
            .describe("Kept as metadata")
            .meta({ examples: ["Builds the bundle"] }),
          job_type: z.enum(JOB_TYPES).describe("What runs; `command` when left out"),
          command: z
            .string()
            .describe("Text for the shell, code for python, URL for http")
            .meta({ examples: ["make build-frontend"] }),
          kind: z
            .string()
            .min(1)
            .describe("What runs it instead of a command: a module, or a registered name")
            .meta({ examples: ["./smoke-kinds/grpc.mjs"] }),
          with: z
            .record(z.string(), z.unknown())
            .nullable()
            .describe("What a job of a kind is told")
            .meta({ examples: [{ service: "cart" }] }),
          script_path: z
            .string()
            .min(1)
            .describe("Script beside this file, else in `working_directory`")
            .meta({ examples: ["./scripts/test.sh"] }),
          dependencies: z
            .union([TextList(), z.null()])
            .describe("Jobs that must pass first")
            .meta({ examples: [["build"]] }),
          timeout: Seconds()
            .describe("Longest time of an attempt, in seconds; 3600 when nothing is said")
            .meta({
              examples: [300],
            }),
          retry_config: RetryConfig()
            .nullable()
            .describe("How a failed attempt is repeated")
            .meta({ examples: [{ max_attempts: 3 }] }),
          resource_limits: ResourceLimits()
            .nullable()
            .describe("What an attempt may use")
            .meta({ examples: [{ max_memory_mb: 1024 }] }),
          environment: Env()
            .nullable()
            .describe("`$NAME` is what the variable holds before")
            .meta({ examples: [{ PATH: "/opt/bin:$PATH" }] }),
          working_directory: z
            .string()
            .describe("Relative to the folder of this file")
            .meta({ examples: ["app"] }),
          conditions: Conditions()
            .nullable()
            .describe("When the job runs")
            .meta({ examples: [{ only_if_branch: "main" }] }),
          tags: z
            .union([TextList(), z.null()])
            .describe("Labels to select by")
            .meta({ examples: [["build", "critical"]] }),
          metadata: z
            .record(z.string(), z.unknown())
            .nullable()
            .describe("Anything else worth keeping")
            .meta({ examples: [{ owner: "platform" }] }),
        })
        .partial().shape,
    })
    .meta({ id: "job", examples: [{ id: "build", command: "make", dependencies: ["setup"] }] }),
)

const GlobalConfig = once(() =>
  z
    .strictObject({
      max_retries: z
        .int()
        .min(0)
        .max(99)
        .describe("Further attempts of jobs without `retry_config.max_attempts`")
        .meta({ examples: [3] }),
      timeout: Seconds()
        .describe("Of jobs that name none, in seconds")
        .meta({ examples: [3600] }),
      environment: Env()
        .nullable()
        .describe("Of all jobs, under their own")
        .meta({ examples: [{ CI: "true" }] }),
      max_concurrent_jobs: Concurrency()
        .describe("Jobs at the same time, where -c gives no number")
        .meta({ examples: [4] }),
      resource_limits: ResourceLimits()
        .nullable()
        .describe("Of jobs that do not say otherwise")
        .meta({ examples: [{ max_memory_mb: 1024 }] }),
    })
    .partial()
    .meta({ id: "globalConfig", examples: [{ max_retries: 3, timeout: 3600 }] }),
)

const WORKFLOW_SHAPE = once(
  () =>
    ({
      name: Text()
        .describe("Name of the suite")
        .meta({ examples: ["Pipeline"] }),
      version: Text()
        .describe("Kept for people")
        .meta({ examples: ["1.0.0"] }),
      description: Text()
        .describe("Kept for people")
        .meta({ examples: ["Build and deployment"] }),
      global_config: GlobalConfig()
        .nullable()
        .describe("What holds for all jobs")
        .meta({ examples: [{ max_retries: 3 }] }),
    }) as const,
)

/** The file without its jobs, which are checked one by one. */
export const WorkflowSchema = once(() =>
  z.strictObject({ ...WORKFLOW_SHAPE(), jobs: z.unknown() }).partial(),
)

/** The JSON Schema of workflow files (draft 2020-12), for editors. */
export function workflowJsonSchema(): unknown {
  const shape = z.strictObject(WORKFLOW_SHAPE()).partial().shape
  const whole = z.strictObject({
    ...shape,
    jobs: z
      .array(JobSchema())
      .describe("Jobs in any order; `dependencies` say which come first")
      .meta({ examples: [[{ id: "build", command: "make" }]] }),
  })
  return z.toJSONSchema(whole.meta({ title: "parallel-smoke workflow file" }))
}

export type JobText = z.infer<ReturnType<typeof JobSchema>>
export type WorkflowText = z.infer<ReturnType<typeof WorkflowSchema>>

/** Keys by kind of mapping, for suggestions. */
export const WORKFLOW_KEYS = once(
  () =>
    ({
      workflow: Object.keys(WorkflowSchema().shape),
      job: Object.keys(JobSchema().shape),
      global_config: Object.keys(GlobalConfig().shape),
      retry_config: Object.keys(RetryConfig().shape),
      resource_limits: Object.keys(ResourceLimits().shape),
      conditions: Object.keys(Conditions().shape),
    }) as const,
)
