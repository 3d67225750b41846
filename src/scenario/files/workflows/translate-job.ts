/**
 * A job of a workflow file in the suite language, with the place that each key comes from.
 */
import { type Diagnostic, errorAt, warningAt } from "../../../core/problems/diagnostic.ts"
import type { ScenarioText } from "../../keys/scenario-keys.ts"
import type { LocatedDocument, Path } from "../../text/document.ts"
import type { PathMap } from "../../text/mapped-document.ts"
import { writtenText } from "../../text/written.ts"
import { type JobText, secondsOf, type WorkflowText } from "./workflow-schema.ts"

/** What a job needs besides itself. */
export interface JobContext {
  readonly global: NonNullable<WorkflowText["global_config"]>
  /** The document of the file. */
  readonly document: LocatedDocument
  /** Steps to the job in the file. */
  readonly source: Path
  /** Steps to the scenario in the translation. */
  readonly target: Path
  readonly paths: PathMap
  readonly diagnostics: Diagnostic[]
}

/** What the format documents for jobs of files that say nothing of it; times in seconds. */
const STANDARD = {
  timeout: 3600,
  retry_config: { max_attempts: 3, initial_delay: 1, max_delay: 60, backoff_factor: 2 },
} as const

/** The scenario that a job is. */
export function translateJob(job: JobText, context: JobContext): ScenarioText {
  const { source, target, paths } = context
  const from = (key: string, ...steps: Path) => paths.set([...target, key], [...source, ...steps])
  paths.set(target, [...source, "id"])
  const textAt = (key: string, value: string | number | boolean) =>
    writtenText(context.document, [...source, key], value)
  const scenario: ScenarioText = { ...commandOf(job, context) }
  if (job.name !== undefined) {
    scenario.name = textAt("name", job.name)
    from("name", "name")
  }
  if (job.with) {
    scenario.with = job.with
    from("with", "with")
  }
  if (job.working_directory !== undefined) {
    scenario["working-directory"] = job.working_directory
    from("working-directory", "working_directory")
  }
  if (job.tags !== undefined && job.tags !== null) {
    scenario.tags = job.tags
    from("tags", "tags")
  }
  if (job.description !== undefined || job.metadata) {
    const description = job.description === undefined ? {} : { description: job.description }
    scenario.meta = { ...job.metadata, ...description }
    from("meta", "metadata")
    paths.set([...target, "meta", "description"], [...source, "description"])
  }
  const env = { ...context.global.environment, ...job.environment }
  if (Object.keys(env).length > 0) {
    scenario.env = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, withVariables(value)]),
    )
    from("env", "environment")
    const own = job.environment ?? {}
    for (const name of Object.keys(env)) {
      if (Object.hasOwn(own, name)) continue
      paths.set([...target, "env", name], ["global_config", "environment", name])
    }
  }
  const timeout = timeoutOf(job, context)
  scenario.timeout = `${timeout.seconds}s`
  paths.set([...target, "timeout"], timeout.source)
  scenario.retry = retryOf(job, context.global)
  from("retry", "retry_config")
  Object.assign(scenario, needsOf(job, context), limitsOf(job, { scenario, context }))
  return scenario
}

function commandOf(job: JobText, context: JobContext): ScenarioText {
  const { source, target, paths, document } = context
  const { kind } = job
  if (kind !== undefined) {
    paths.set([...target, "kind"], [...source, "kind"])
    const other = (["job_type", "script_path", "command"] as const).find((key) => key in job)
    if (other !== undefined) context.diagnostics.push(twoThings(other, context))
    return { kind }
  }
  const type = job.job_type ?? (job.script_path === undefined ? "command" : "script")
  const key = type === "script" ? "script_path" : "command"
  const text = job[key]
  if (text === undefined || text.trim() === "") {
    const message = `the ${type} job \`${job.id}\` has no \`${key}\``
    const location = document.locate([...source, text === undefined ? "id" : key])
    context.diagnostics.push(errorAt(location, { code: "scenario/no-command", message }))
    return {}
  }
  if (type === "http") {
    paths.set([...target, "http"], [...source, key])
    return { http: text.trim() }
  }
  // A script is read by its file.
  if (type === "script") return {}
  paths.set([...target, "run"], [...source, key])
  return type === "python" ? { run: text, shell: "python" } : { run: text }
}

function twoThings(key: string, { source, document }: JobContext): Diagnostic {
  const message = `a job runs one command, but this one has \`kind\` and \`${key}\``
  const hint = "put what the kind needs into `with`, or make it two jobs"
  const related = [
    { message: "the other is here", location: document.locateKey([...source, "kind"]) },
  ]
  return errorAt(document.locateKey([...source, key]), {
    code: "scenario/no-command",
    message,
    hint,
    related,
  })
}

/** Bare numbers are seconds; of a timeout and a limit the shorter holds. */
function timeoutOf(
  job: JobText,
  { global, source }: JobContext,
): { readonly seconds: number; readonly source: Path } {
  const own = [
    { value: job.timeout, source: [...source, "timeout"] },
    {
      value: job.resource_limits?.max_execution_time,
      source: [...source, "resource_limits", "max_execution_time"],
    },
  ]
  const shared = [
    { value: global.timeout, source: ["global_config", "timeout"] },
    {
      value: global.resource_limits?.max_execution_time,
      source: ["global_config", "resource_limits", "max_execution_time"],
    },
  ]
  const known = (list: typeof own) =>
    list.flatMap(({ value, source: at }) => {
      const seconds = value === undefined ? undefined : secondsOf(value)
      return seconds === undefined ? [] : [{ seconds, source: at }]
    })
  const candidates = known(own).length > 0 ? known(own) : known(shared)
  const standard = { seconds: STANDARD.timeout, source }
  return candidates.sort((a, b) => a.seconds - b.seconds)[0] ?? standard
}

/** `max_attempts` counts attempts, `max_retries` those after the first. */
function retryOf(
  { retry_config: own }: JobText,
  { max_retries: retries }: JobContext["global"],
): NonNullable<ScenarioText["retry"]> {
  const standard = STANDARD.retry_config
  const attempts = retries === undefined ? standard.max_attempts : retries + 1
  return {
    "max-attempts": own?.max_attempts ?? attempts,
    delay: `${secondsOf(own?.initial_delay ?? standard.initial_delay)}s`,
    "max-delay": `${secondsOf(own?.max_delay ?? standard.max_delay)}s`,
    factor: own?.backoff_factor ?? standard.backoff_factor,
    jitter: false,
  }
}

function needsOf(job: JobText, context: JobContext): ScenarioText {
  const { source, target, paths, document } = context
  const { dependencies, conditions } = job
  const failed = conditions?.skip_if_failed
  const needs = new Map<string, Path>()
  const add = (list: typeof failed | null, ...steps: Path) => {
    const single = typeof list === "string"
    for (const [i, name] of (single ? [list] : (list ?? [])).entries()) {
      const at = [...source, ...steps, ...(single ? [] : [i])]
      const text = writtenText(document, at, name)
      if (!needs.has(text)) needs.set(text, at)
    }
  }
  add(dependencies, "dependencies")
  // What must not have failed must have ended first.
  add(failed, "conditions", "skip_if_failed")
  for (const [i, at] of [...needs.values()].entries()) paths.set([...target, "needs", i], at)
  const branch = conditions?.only_if_branch
  const place = [...source, "conditions", "only_if_branch"]
  const branches = typeof branch === "string" ? [branch] : (branch ?? [])
  paths.set([...target, "if"], place)
  const tests = branches.map((name, i) => {
    const text = writtenText(document, [...place, i], name)
    return `github.ref_name == '${text.replaceAll("'", "''")}'`
  })
  return {
    ...(needs.size === 0 ? {} : { needs: [...needs.keys()] }),
    ...(tests.length === 0 ? {} : { if: tests.join(" || ") }),
  }
}

/** `$NAME` in an environment means what the variable holds before. */
function withVariables<T>(value: T): T | string {
  if (typeof value !== "string" || value.includes("${{")) return value
  return value.replace(
    /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/gu,
    (_, plain?: string, braced?: string) => `\${{ env.${plain ?? braced} }}`,
  )
}

/** Memory and processors of an attempt; where a job says nothing, what holds for all jobs. */
function limitsOf(
  job: JobText,
  { scenario, context }: { readonly scenario: ScenarioText; readonly context: JobContext },
): ScenarioText {
  const { global, source, target, paths, document, diagnostics } = context
  const [own, shared] = [job.resource_limits, global.resource_limits]
  const from = (key: "max_memory_mb" | "max_cpu_percent", ...to: Path) => {
    const place = own?.[key] === undefined ? ["global_config"] : source
    paths.set([...target, "limits", ...to], [...place, "resource_limits", key])
    return own?.[key] ?? shared?.[key]
  }
  const memory = from("max_memory_mb", "memory")
  const cpu = from("max_cpu_percent", "cpu")
  if (memory === undefined && cpu === undefined) return {}
  if (scenario.http !== undefined) {
    // Settings for all jobs is not meant for requests.
    if (own?.max_memory_mb === undefined && own?.max_cpu_percent === undefined) return {}
    const message = "a request has no limits for memory and processors"
    const location = document.locateKey([...source, "resource_limits"])
    const hint = "`max_execution_time` and `timeout` are"
    diagnostics.push(warningAt(location, { code: "suite/unsupported-key", message, hint }))
    return {}
  }
  return {
    limits: {
      ...(memory === undefined ? {} : { memory: `${memory}Mi` }),
      ...(cpu === undefined ? {} : { cpu: `${cpu}%` }),
    },
  }
}
