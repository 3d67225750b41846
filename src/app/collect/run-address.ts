/**
 * Where the run of this job can be looked at, from what the service tells the job.
 */
import { isJsonObject, type JsonObject } from "../../core/json/json.ts"
import type { RunAddress } from "../../report/summary/links.ts"

/** Null outside of a job of GitHub Actions, or of a service that tells the same. */
export function runAddress(job: {
  readonly env: Readonly<Record<string, string>>
  /** `github` as expressions have it. */
  readonly github: JsonObject
}): RunAddress | null {
  const { env, github } = job
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: runId, GITHUB_SHA: commit = null } = env
  if (repository === undefined || runId === undefined) return null
  const { GITHUB_SERVER_URL: server = "https://github.com", GITHUB_RUN_ATTEMPT = "1" } = env
  const head = ["event", "pull_request", "head", "sha"].reduce<unknown>(
    (value, key) => (isJsonObject(value) ? value[key] : undefined),
    github,
  )
  return {
    server,
    repository,
    runId,
    attempt: Number(GITHUB_RUN_ATTEMPT) || 1,
    commit,
    head: typeof head === "string" ? head : null,
    // The list of artifacts at the end of the run's page, which has the report.
    report: `${server}/${repository}/actions/runs/${runId}#artifacts`,
  }
}
