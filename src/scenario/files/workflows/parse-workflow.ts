/**
 * Workflow files with a list of jobs, read into the suite language.
 */
import { isScenarioId } from "../../../core/ids.ts"
import { isJsonObject, type Json, type JsonObject } from "../../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../../core/problems/diagnostic.ts"
import { append } from "../../../core/text/append.ts"
import { isList } from "../../expressions/matrix-value.ts"
import type { ScenarioText } from "../../keys/scenario-keys.ts"
import type { LocatedDocument, Path } from "../../text/document.ts"
import { makePathMap, mapDocument } from "../../text/mapped-document.ts"
import { writtenText } from "../../text/written.ts"
import { checkValue } from "../issues.ts"
import type { JobScript, ParsedSuite } from "../parsed-suite.ts"
import { translateJob } from "./translate-job.ts"
import { JobSchema, type JobText, WorkflowSchema } from "./workflow-schema.ts"

/** True for a file that is a workflow, not a suite. */
export function isWorkflow(value: Json): value is JsonObject {
  return isJsonObject(value) && Object.hasOwn(value, "jobs")
}

/** Parses a workflow file; every problem of it at once. */
export function parseWorkflow(document: LocatedDocument): ParsedSuite {
  const value = isJsonObject(document.value) ? document.value : {}
  const checked = checkValue({
    schema: WorkflowSchema,
    document,
    value,
    empty: {},
  })
  const diagnostics: Diagnostic[] = [...document.diagnostics, ...checked.diagnostics]
  const jobs = jobsOf(document, { list: value["jobs"] ?? null, diagnostics })
  const global = checked.value.global_config ?? {}
  const paths = makePathMap()
  const scenarios: Record<string, ScenarioText> = {}
  const scripts = new Map<string, JobScript>()
  const places = new Map<string, Path>()
  for (const { job, source } of jobs) {
    const id = writtenText(document, [...source, "id"], job.id)
    const first = places.get(id)
    if (first !== undefined) {
      diagnostics.push(repeated(id, document, { first, again: source }))
      continue
    }
    places.set(id, source)
    const target = ["scenarios", id]
    scenarios[id] = translateJob(job, { global, document, source, target, paths, diagnostics })
    const script = scriptOf(job, { document, source })
    if (script !== null && isScenarioId(id)) scripts.set(id, script)
  }
  const { name } = checked.value
  const text = {
    ...(name === undefined ? {} : { name: writtenText(document, ["name"], name) }),
    scenarios,
  }
  const workers = workersOf([
    global.max_concurrent_jobs ?? global.resource_limits?.max_concurrent_jobs,
    ...jobs.map(({ job }) => job.resource_limits?.max_concurrent_jobs),
  ])
  const mapped = mapDocument(document, {
    value: { ...text, scenarios: withCommandKey(scenarios) } as unknown as Json,
    toSource: paths.toSource,
  })
  return {
    // The name of a scenario is a key there and a value here.
    document: {
      ...mapped,
      locateKey: (path) => (path.length === 2 ? mapped.locate(path) : mapped.locateKey(path)),
    },
    text,
    broken: false,
    diagnostics,
    scripts,
    workers,
  }
}

/** The number holds for all jobs together wherever it stands: the smallest is the one that all allow. */
function workersOf(given: readonly (number | string | undefined)[]): number | null {
  const numbers = given.filter((one) => typeof one === "number")
  return numbers.length === 0 ? null : Math.min(...numbers)
}

/** What should have been the command was told where the job was read. */
function withCommandKey(scenarios: Readonly<Record<string, ScenarioText>>): JsonObject {
  const entries = Object.entries(scenarios).map(([id, scenario]) => {
    const has = ["run", "http", "kind"].some((key) => key in scenario)
    return [id, has ? scenario : { ...scenario, run: null }]
  })
  return Object.fromEntries(entries) as JsonObject
}

interface FoundJob {
  readonly job: JobText
  readonly source: Path
}

/** Jobs one by one, so that a problem of one hides nothing of the others. */
function jobsOf(
  document: LocatedDocument,
  of: { readonly list: Json; readonly diagnostics: Diagnostic[] },
): readonly FoundJob[] {
  const { list, diagnostics } = of
  if (!isList(list)) {
    const message = "`jobs` must be a list"
    const hint = isJsonObject(list)
      ? "a workflow of GitHub Actions is not a suite: write `scenarios` instead"
      : undefined
    diagnostics.push(errorAt(document.locate(["jobs"]), { code: "suite/type", message, hint }))
    return []
  }
  return list.flatMap((value, i): FoundJob[] => {
    const source = ["jobs", i]
    if (!isJsonObject(value)) {
      const location = document.locate(source)
      const message = "a job must be a mapping"
      diagnostics.push(errorAt(location, { code: "suite/type", message }))
      return []
    }
    const checked = checkValue({
      schema: JobSchema,
      document: mapDocument(document, { value, toSource: (path) => [...source, ...path] }),
      value,
      empty: null,
    })
    append(diagnostics, checked.diagnostics)
    return checked.value === null ? [] : [{ job: checked.value, source }]
  })
}

function scriptOf(
  job: JobText,
  at: { readonly document: LocatedDocument; readonly source: Path },
): JobScript | null {
  const { job_type: type = "script", script_path: path } = job
  if (type !== "script" || path === undefined || path.trim() === "") return null
  return {
    path: path.trim(),
    workingDirectory: job.working_directory ?? null,
    location: at.document.locate([...at.source, "script_path"]),
  }
}

function repeated(
  id: string,
  document: LocatedDocument,
  at: { readonly first: Path; readonly again: Path },
): Diagnostic {
  const message = `there are two jobs \`${id}\``
  const hint = "rename one of them"
  const related = [{ message: "the first is here", location: document.locate([...at.first, "id"]) }]
  return errorAt(document.locate([...at.again, "id"]), {
    code: "scenario/duplicate-id",
    message,
    hint,
    related,
  })
}
