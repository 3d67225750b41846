/**
 * Where the run of this job can be looked at, from what the service tells the job.
 */
import { objectOf } from "../../core/json/foreign.ts"
import type { JsonObject } from "../../core/json/json.ts"
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
  const { head } = objectOf(objectOf(github["event"])["pull_request"])
  const sha = objectOf(head)["sha"]
  return {
    server,
    repository,
    runId,
    attempt: Number(GITHUB_RUN_ATTEMPT) || 1,
    commit,
    head: typeof sha === "string" ? sha : null,
    // The list of artifacts at the end of the run's page, which has the report.
    report: `${server}/${repository}/actions/runs/${runId}#artifacts`,
  }
}

/** The page of an artifact of a run. */
export function artifactUrl(
  run: Pick<RunAddress, "server" | "repository" | "runId">,
  artifact: number,
): string {
  return `${run.server}/${run.repository}/actions/runs/${run.runId}/artifacts/${artifact}`
}
