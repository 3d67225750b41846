/**
 * Whom a report is published for, by what the service tells the job; nothing of it is from the
 * artifact.
 */
import { objectOf, textOf } from "../../core/json/foreign.ts"
import type { JsonObject } from "../../core/json/json.ts"

/** How the pull request is found. */
export type PullSource =
  | { readonly kind: "number"; readonly number: number }
  /** By the branch, then by commit and repository. */
  | {
      readonly kind: "head"
      readonly owner: string
      readonly branch: string
      readonly repository: string
    }
  /** The run was for none. */
  | { readonly kind: "none" }

/** The run whose report is published. */
export interface Target {
  /** The commit that a reviewer sees. */
  readonly headSha: string
  /** The commit whose files ran. */
  readonly commit: string
  readonly pull: PullSource
  readonly runId: string
  readonly attempt: number
  /** True where another run publishes it: its artifact may be anybody's. */
  readonly foreign: boolean
}

/** Null if the job does not know its commit. */
export function targetOf(job: {
  readonly env: Readonly<Record<string, string>>
  readonly github: JsonObject
  readonly runId: string
  readonly attempt: number
}): Target | null {
  const { env, github, runId, attempt } = job
  const event = objectOf(github["event"])
  const commit = env["GITHUB_SHA"] ?? ""
  if (env["GITHUB_EVENT_NAME"] === "workflow_run")
    return targetOfRun(objectOf(event["workflow_run"]))
  const own = { runId, attempt, commit, foreign: false }
  const pull = objectOf(event["pull_request"])
  const number = pull["number"]
  const sha = textOf(objectOf(pull["head"])["sha"])
  if (typeof number === "number" && sha !== "") {
    return { ...own, headSha: sha, pull: { kind: "number", number } }
  }
  return commit === "" ? null : { ...own, headSha: commit, pull: { kind: "none" } }
}

/** `pull_requests` of the event is empty for forks, so it is not looked at (github/docs#22501). */
function targetOfRun(run: JsonObject): Target | null {
  const { id, run_attempt: attempt = 1, event } = run
  const headSha = textOf(run["head_sha"])
  const branch = textOf(run["head_branch"])
  const head = objectOf(run["head_repository"])
  const repository = textOf(head["full_name"])
  const owner = textOf(objectOf(head["owner"])["login"])
  if (typeof id !== "number" || typeof attempt !== "number" || headSha === "") return null
  const isPull = event === "pull_request" || event === "pull_request_target"
  return {
    ...{ headSha, commit: headSha, runId: String(id), attempt, foreign: true },
    pull: isPull ? { kind: "head", owner, branch, repository } : { kind: "none" },
  }
}
