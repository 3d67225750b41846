/**
 * Workflow files with a list of jobs, as a schema. A dialect: what it says is brought into the suite
 * language by `translate-job.ts`.
 */
import type { JsonObject } from "../../../core/json/json.ts"
import { parseDurationMs } from "../../../core/quantities/duration.ts"
import { toJsonSchema } from "../../../core/schema/json-schema.ts"
import * as s from "../../../core/schema/make.ts"
import { Env, refusal, Text, TextList } from "../../keys/parts.ts"

const WORDS_FOR_PROCESSORS = /^(?:auto|\$\(nproc\)|\$\{?NPROC\}?)$/u

/** A number of jobs, or a word for as many as there are processors. */
const Concurrency = s.union(s.whole().min(1).max(1024), s.text()).refine((value) => {
  if (typeof value === "number" || WORDS_FOR_PROCESSORS.test(value.trim())) return
  return refusal({
    code: "suite/value",
    message: `\`${value}\` is not a number of jobs, and this value is not evaluated by a shell`,
    hint: "write a number, `auto` for the number of processors, or use the command line: -c 8",
  })
})

/** Seconds, or a text with a unit. */
const Seconds = s.union(s.number().min(0), s.text()).refine((value) => {
  if (secondsOf(value) !== undefined) return
  return refusal({
    code: "suite/duration",
    message: `\`${value}\` is not a number of seconds`,
    hint: "write seconds, or a number and a unit",
  })
})

/** The seconds of a checked value; undefined for a text that is none. */
export function secondsOf(value: number | string): number | undefined {
  const number =
    typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value)
  if (Number.isFinite(number) && number >= 0) return number
  const parsed = parseDurationMs(String(value))
  return parsed.ok ? parsed.value / 1_000 : undefined
}

const RetryConfig = s
  .strictObject(
    {
      max_attempts: s
        .whole()
        .min(1)
        .max(100)
        .describe("Number of attempts, including the first; default 3", 3),
      initial_delay: Seconds.describe("Wait before the second attempt, in seconds; default 1", 1.0),
      max_delay: Seconds.describe("Longest wait, in seconds; default 60", 60.0),
      backoff_factor: s
        .number()
        .min(1)
        .max(100)
        .describe("Factor from one wait to the next; default 2", 2.0),
    },
    {
      called: "`retry_config`",
      words: { max_retries: "the key is `max_attempts`; it counts the first attempt too" },
    },
  )
  .partial()
  .note({ id: "retryConfig", examples: [{ max_attempts: 3, initial_delay: 1, max_delay: 60 }] })

const ResourceLimits = s
  .strictObject(
    {
      max_memory_mb: s
        .number()
        .moreThan(0)
        .describe("Memory of all processes of the job, in MiB", 1024),
      max_cpu_percent: s.number().moreThan(0).describe("Processors, as a percentage of one", 100.0),
      max_execution_time: Seconds.describe("Longest time of an attempt, in seconds", 600),
      max_concurrent_jobs: Concurrency.describe(
        "Jobs at the same time; it applies to all jobs, in any place",
        4,
      ),
    },
    { called: "`resource_limits`" },
  )
  .partial()
  .note({ id: "resourceLimits", examples: [{ max_memory_mb: 1024, max_execution_time: 600 }] })

const Conditions = s
  .strictObject(
    {
      skip_if_failed: TextList.describe("Jobs whose failure skips this one", ["build"]),
      only_if_branch: TextList.describe("Branches on which the job runs", "main"),
    },
    { called: "`conditions`" },
  )
  .partial()
  .note({ id: "conditions", examples: [{ only_if_branch: "main" }] })

/** Kinds of job. */
const JOB_TYPES = ["command", "script", "python", "http"] as const

/** One job. */
export const JobSchema = s
  .strictObject(
    {
      name: Text.describe("For people", "Build Frontend"),
      description: Text.describe("Kept as metadata", "Builds the bundle"),
      job_type: s.words(JOB_TYPES).describe("What runs; default `command`"),
      command: s
        .text()
        .describe("Text for the shell, code for python, URL for http", "make build-frontend"),
      kind: s
        .text()
        .filled()
        .describe(
          "What runs it instead of a command: a module, or a registered name",
          "./smoke-kinds/grpc.mjs",
        ),
      with: s.record(s.anything()).nullable().describe("Input of the kind", { service: "cart" }),
      script_path: s
        .text()
        .filled()
        .describe("Script next to this file, else in `working_directory`", "./scripts/test.sh"),
      dependencies: TextList.nullable().describe("Jobs that must pass first", ["build"]),
      timeout: Seconds.describe("Longest time of an attempt, in seconds; default 3600", 300),
      retry_config: RetryConfig.nullable().describe("How a failed attempt is repeated", {
        max_attempts: 3,
      }),
      resource_limits: ResourceLimits.nullable().describe("What an attempt may use", {
        max_memory_mb: 1024,
      }),
      environment: Env.nullable().describe("`$NAME` is the variable's previous value", {
        PATH: "/opt/bin:$PATH",
      }),
      working_directory: s.text().describe("Relative to the folder of this file", "app"),
      conditions: Conditions.nullable().describe("When the job runs", { only_if_branch: "main" }),
      tags: TextList.nullable().describe("Labels to select by", ["build", "critical"]),
      metadata: s
        .record(s.anything())
        .nullable()
        .describe("Anything else worth keeping", { owner: "platform" }),
    },
    {
      called: "a job",
      words: {
        needs: "the key is `dependencies`",
        depends_on: "the key is `dependencies`",
        run: "the key is `command`",
        env: "the key is `environment`",
        type: "the key is `job_type`",
        script: "the key is `script_path`",
        retry: "the key is `retry_config`",
        url: "the URL of an http job is its `command`",
      },
    },
  )
  .partial()
  .extend({ id: Text.describe("Id of the scenario", "build_frontend") })
  .note({ id: "job", examples: [{ id: "build", command: "make", dependencies: ["setup"] }] })

const GlobalConfig = s
  .strictObject(
    {
      max_retries: s
        .whole()
        .min(0)
        .max(99)
        .describe("Further attempts of jobs without `retry_config.max_attempts`", 3),
      timeout: Seconds.describe("For jobs that set none, in seconds", 3600),
      environment: Env.nullable().describe("For all jobs; a job's own values are stronger", {
        CI: "true",
      }),
      max_concurrent_jobs: Concurrency.describe("Jobs at the same time, if -c gives no number", 4),
      resource_limits: ResourceLimits.nullable().describe("For jobs that set none", {
        max_memory_mb: 1024,
      }),
    },
    { called: "`global_config`" },
  )
  .partial()
  .note({ id: "globalConfig", examples: [{ max_retries: 3, timeout: 3600 }] })

const Jobs = s
  .list(JobSchema)
  .describe("Jobs in any order; `dependencies` say which ones come first", [
    { id: "build", command: "make" },
  ])

const Workflow = s
  .strictObject(
    {
      name: Text.describe("Name of the suite", "Pipeline"),
      version: Text.describe("Kept for people", "1.0.0"),
      description: Text.describe("Kept for people", "Build and deployment"),
      global_config: GlobalConfig.nullable().describe("Settings for all jobs", {
        max_retries: 3,
      }),
    },
    {
      called: "a workflow file",
      words: {
        scenarios: "a file has either `jobs` or `scenarios`",
        include: "a file has either `jobs` or `include`",
        defaults: "the key is `global_config`",
      },
    },
  )
  .partial()

/** The file without its jobs, which are checked one by one. */
export const WorkflowSchema = Workflow.extend({ jobs: s.anything().optional() })

/** The JSON Schema of workflow files (draft 2020-12), for editors. */
export function workflowJsonSchema(): JsonObject {
  return toJsonSchema(Workflow.extend({ jobs: Jobs }), "parallel-smoke workflow file")
}

export type JobText = s.Infer<typeof JobSchema>
export type WorkflowText = s.Infer<typeof WorkflowSchema>
