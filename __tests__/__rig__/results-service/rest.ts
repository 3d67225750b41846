/**
 * The few REST calls the product makes: artifacts of a run or by name and their download, the facts of
 * a run, check runs, pull requests and their comments. Requests that write are as GitHub describes them.
 * Every call needs a token, as the real interface does.
 */

import { requestProblems } from "../github-api.ts"
import type { ArtifactShelf } from "./artifact-shelf.ts"
import type { BlobStore, Reply } from "./blobs.ts"
import { BOT, ReviewDesk } from "./review-desk.ts"
import { json } from "./twirp.ts"

/** A check run as it was last written. */
export interface CheckRun {
  readonly id: number
  readonly fields: Readonly<Record<string, unknown>>
  /** Annotations of all requests, in order; every request may bring at most 50. */
  readonly annotations: readonly unknown[]
}

/** One REST request, already parsed. */
export interface RestCall {
  readonly method: string
  readonly url: URL
  readonly body: Readonly<Record<string, unknown>>
  readonly authorization: string | undefined
  readonly base: string
}

/** What a run was for; as of a push to main where nothing is said. */
export interface RunFacts {
  readonly branch: string
  /** The repository whose commits ran: another one for a fork's pull request. */
  readonly headRepository: number
  /** The workflow's file; a reference may follow it. */
  readonly path: string
}

/** The repository that everything here belongs to. */
const REPOSITORY = 4_711
const PUSH: RunFacts = {
  branch: "main",
  headRepository: REPOSITORY,
  path: ".github/workflows/smoke.yml",
}

const ROUTES = [
  ["rest:list-all", "GET", /^\/repos\/[^/]+\/[^/]+\/actions\/artifacts$/u],
  ["rest:run", "GET", /^\/repos\/[^/]+\/[^/]+\/actions\/runs\/(\d+)$/u],
  ["rest:list", "GET", /^\/repos\/[^/]+\/[^/]+\/actions\/runs\/(\d+)\/artifacts$/u],
  ["rest:download", "GET", /^\/repos\/[^/]+\/[^/]+\/actions\/artifacts\/(\d+)\/zip$/u],
  ["rest:create-check", "POST", /^\/repos\/[^/]+\/[^/]+\/check-runs$/u],
  ["rest:update-check", "PATCH", /^\/repos\/[^/]+\/[^/]+\/check-runs\/(\d+)$/u],
  ["rest:list-pulls", "GET", /^\/repos\/[^/]+\/[^/]+\/pulls$/u],
  ["rest:pull", "GET", /^\/repos\/[^/]+\/[^/]+\/pulls\/(\d+)$/u],
  ["rest:list-comments", "GET", /^\/repos\/[^/]+\/[^/]+\/issues\/(\d+)\/comments$/u],
  ["rest:add-comment", "POST", /^\/repos\/[^/]+\/[^/]+\/issues\/(\d+)\/comments$/u],
  ["rest:change-comment", "PATCH", /^\/repos\/[^/]+\/[^/]+\/issues\/comments\/(\d+)$/u],
  ["rest:remove-comment", "DELETE", /^\/repos\/[^/]+\/[^/]+\/issues\/comments\/(\d+)$/u],
  ["rest:list-issues", "GET", /^\/repos\/[^/]+\/[^/]+\/issues$/u],
  ["rest:add-issue", "POST", /^\/repos\/[^/]+\/[^/]+\/issues$/u],
  ["rest:change-issue", "PATCH", /^\/repos\/[^/]+\/[^/]+\/issues\/(\d+)$/u],
  ["graphql", "POST", /^\/graphql$/u],
] as const

/** Name of the call and the number in its path, or null when it is no REST call of ours. */
export function matchRest(method: string, path: string) {
  for (const [name, verb, pattern] of ROUTES) {
    const match = pattern.exec(path)
    if (verb === method && match !== null) return { name, number: Number(match[1] ?? 0) }
  }
  return null
}

/** The REST side of the service. */
export class RestApi {
  readonly desk = new ReviewDesk()
  /** Bodies of the requests for check runs, in order. */
  readonly checkRequests: unknown[] = []
  readonly #artifacts: ArtifactShelf
  readonly #blobs: BlobStore
  readonly #checks: CheckRun[] = []
  readonly #runs = new Map<number, RunFacts>()

  constructor(artifacts: ArtifactShelf, blobs: BlobStore) {
    this.#artifacts = artifacts
    this.#blobs = blobs
  }

  /** Check runs as they stand, for assertions. */
  checks(): readonly CheckRun[] {
    return this.#checks
  }

  /** Says what a run was for. */
  describeRun(run: number, facts: Partial<RunFacts>): void {
    this.#runs.set(run, { ...PUSH, ...facts })
  }

  handle(call: RestCall): Reply | null {
    const route = matchRest(call.method, call.url.pathname)
    if (route === null) return null
    if (call.authorization === undefined) return json(401, { message: "Bad credentials" })
    const problems = requestProblems(call) ?? []
    if (problems.length > 0) return json(422, { message: problems.join("; ") })
    switch (route.name) {
      case "graphql":
        return json(200, { data: { viewer: { login: BOT } } })
      case "rest:list-pulls":
        return this.desk.listPulls(call)
      case "rest:pull":
        return this.desk.pull(route.number)
      case "rest:list-comments":
        return this.desk.listComments(call, route.number)
      case "rest:add-comment":
        return this.desk.addComment(call, route.number)
      case "rest:change-comment":
        return this.desk.changeComment(call, route.number)
      case "rest:remove-comment":
        return this.desk.removeComment(route.number)
      case "rest:list-issues":
        return this.desk.listIssues(call)
      case "rest:add-issue":
        return this.desk.addIssue(call)
      case "rest:change-issue":
        return this.desk.changeIssue(call, route.number)
      case "rest:list-all":
        return this.#list(call, null)
      case "rest:list":
        return this.#list(call, route.number)
      case "rest:run":
        return json(200, { id: route.number, path: this.#factsOf(route.number).path })
      case "rest:download":
        return this.#download(call, route.number)
      case "rest:create-check":
        return this.#writeCheck(call, null)
      case "rest:update-check":
        return this.#writeCheck(call, route.number)
    }
  }

  #factsOf(run: number): RunFacts {
    return this.#runs.get(run) ?? PUSH
  }

  /** Of one run, or of all. */
  #list(call: RestCall, run: number | null): Reply {
    const name = call.url.searchParams.get("name")
    const size = Math.min(Number(call.url.searchParams.get("per_page") ?? 30), 100)
    const page = Number(call.url.searchParams.get("page") ?? 1)
    const all = this.#artifacts
      .all()
      .filter((one) => (run === null || one.run === run) && one.finalized && !one.deleted)
      .filter((one) => name === null || one.name === name)
    return json(200, {
      total_count: all.length,
      // No attempt number: the real interface does not tell it either.
      artifacts: all.slice((page - 1) * size, page * size).map((one) => ({
        id: one.id,
        name: one.name,
        size_in_bytes: one.blob.content?.length ?? 0,
        created_at: one.createdAt,
        expired: one.expired,
        digest: one.digest,
        workflow_run: {
          id: one.run,
          repository_id: REPOSITORY,
          head_repository_id: this.#factsOf(one.run).headRepository,
          head_branch: this.#factsOf(one.run).branch,
        },
      })),
    })
  }

  #download(call: RestCall, id: number): Reply {
    const found = this.#artifacts.all().find((one) => one.id === id && one.finalized)
    if (found === undefined) return json(404, { message: "Not Found" })
    if (found.expired) return json(410, { message: "Artifact has expired" })
    return { status: 302, headers: { location: this.#blobs.addressOf(found.blob, call.base) } }
  }

  #writeCheck(call: RestCall, id: number | null): Reply {
    const output = call.body["output"] as { annotations?: readonly unknown[] } | undefined
    const added = output?.annotations ?? []
    this.checkRequests.push(call.body)
    const at = id === null ? this.#checks.length : this.#checks.findIndex((one) => one.id === id)
    if (at === -1) return json(404, { message: "Not Found" })
    const before = this.#checks[at]
    const check: CheckRun = {
      id: before?.id ?? 40_000_000_001 + at,
      fields: { ...before?.fields, ...call.body },
      annotations: [...(before?.annotations ?? []), ...added],
    }
    this.#checks[at] = check
    return json(id === null ? 201 : 200, {
      id: check.id,
      html_url: `${call.base}/checks/${check.id}`,
    })
  }
}
