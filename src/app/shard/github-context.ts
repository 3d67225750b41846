/**
 * The `github` context as GitHub Actions gives it to a job: from the environment and the event file.
 */
import { type Json, type JsonObject, parseForeignJson } from "../../core/json/json.ts"
import type { Files } from "../../ports/files.ts"

/** Variables that belong to the runner's own talk with a step, or are secret. */
const LEFT_OUT = new Set([
  "GITHUB_TOKEN",
  "GITHUB_ENV",
  "GITHUB_PATH",
  "GITHUB_OUTPUT",
  "GITHUB_STATE",
  "GITHUB_STEP_SUMMARY",
  "GITHUB_ACTIONS",
])

/**
 * `GITHUB_REF_NAME` becomes `ref_name`, and so on; `event` is the payload, `{}` without one. Outside
 * of a job `localRef` is asked for the ref of the checkout, when an expression reads it.
 */
export function githubContext(
  env: Readonly<Record<string, string>>,
  files: Pick<Files, "readText">,
  localRef?: () => string | null,
): JsonObject {
  const context: Record<string, Json> = { event: eventOf(env["GITHUB_EVENT_PATH"], files) }
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("GITHUB_") || LEFT_OUT.has(name)) continue
    context[name.slice("GITHUB_".length).toLowerCase()] = value
  }
  if (localRef !== undefined && env["GITHUB_REF"] === undefined) addLocalRef(context, localRef)
  return context
}

/** Asking costs a process, so nobody is asked before an expression is. */
function addLocalRef(context: Record<string, Json>, localRef: () => string | null): void {
  let ref: string | null | undefined
  const read = () => {
    ref ??= localRef() ?? ""
    return ref
  }
  const lazily = (name: string, get: () => string) => {
    if (!Object.hasOwn(context, name))
      Object.defineProperty(context, name, { enumerable: true, get })
  }
  lazily("ref", read)
  lazily("ref_name", () => read().replace(/^refs\/(heads|tags)\//u, ""))
}

function eventOf(path: string | undefined, files: Pick<Files, "readText">): Json {
  if (path === undefined) return {}
  const text = files.readText(path)
  if (!text.ok) return {}
  const event = parseForeignJson(text.value)
  return event.ok ? (event.value as Json) : {}
}
