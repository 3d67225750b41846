/**
 * The `github` context as GitHub Actions gives it to a job: from the environment and the event file.
 */
import type { Json, JsonObject } from "../core/json.ts"
import type { Files } from "../ports/files.ts"
import { parseJson } from "./run-folder.ts"

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

/** `GITHUB_REF_NAME` becomes `ref_name`, and so on; `event` is the payload, `{}` without one. */
export function githubContext(
  env: Readonly<Record<string, string>>,
  files: Pick<Files, "readText">,
): JsonObject {
  const context: Record<string, Json> = { event: eventOf(env["GITHUB_EVENT_PATH"], files) }
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("GITHUB_") || LEFT_OUT.has(name)) continue
    context[name.slice("GITHUB_".length).toLowerCase()] = value
  }
  return context
}

function eventOf(path: string | undefined, files: Pick<Files, "readText">): Json {
  if (path === undefined) return {}
  const text = files.readText(path)
  if (!text.ok) return {}
  const event = parseJson(text.value)
  return event.ok ? (event.value as Json) : {}
}
