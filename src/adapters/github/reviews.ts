/**
 * Check runs, comments, pull requests and issues by REST. It takes a token with `checks: write`,
 * `pull-requests: write` and `issues: write`. Nothing is tried twice here.
 */
import { messageOf } from "../../core/problems/result.ts"
import type { PullRequest, ReviewProblem, Reviews } from "../../ports/repository.ts"
import { type Asking, askWith, type RestOptions } from "./rest.ts"

/** What reviewers wait for is worth more than advice. */
const TIMEOUT_MS = 60_000

/** Comments of one pull request are at most 2,500 on the service itself; pages have a hundred. */
const MAX_PAGES = 100

/** The pull requests of a repository. */
export function githubReviews(options: RestOptions): Reviews {
  const ask = askWith(toProblem, { timeoutMs: TIMEOUT_MS, ...options })
  return {
    login: () =>
      ask(async ({ client, signal }) => {
        const query = "query { viewer { login } }"
        const { viewer } = await client.graphql<{ viewer: { login: string } }>(query, {
          request: { signal },
        })
        return viewer.login
      }),

    pull: (number) =>
      ask(async (asking) => {
        const { data } = await asking.client.request(
          "GET /repos/{owner}/{repo}/pulls/{pull_number}",
          { ...common(asking), pull_number: number },
        )
        return toPull(data)
      }),

    openPulls: ({ owner: of, branch }) =>
      ask(async (asking) => {
        const { data } = await asking.client.request("GET /repos/{owner}/{repo}/pulls", {
          ...{ ...common(asking), state: "open", head: `${of}:${branch}`, per_page: 100 },
        })
        return data.map(toPull)
      }),

    comments: (pull) =>
      ask(async (asking) => {
        const found = []
        for (let page = 1; page <= MAX_PAGES; page++) {
          const { data } = await asking.client.request(
            "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
            { ...common(asking), issue_number: pull, page, per_page: 100 },
          )
          found.push(...data)
          if (data.length < 100) break
        }
        return found.map((comment) => ({
          id: Number(comment.id),
          author: comment.user?.login ?? "",
          body: comment.body ?? "",
          // The types of the client do not know it yet; older servers do not say it.
          minimised: ((comment as { minimized?: unknown }).minimized ?? null) !== null,
        }))
      }),

    addComment: (pull, body) =>
      ask(async (asking) => {
        const { data } = await asking.client.request(
          "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
          { ...common(asking), issue_number: pull, body },
        )
        return Number(data.id)
      }),

    changeComment: (id, body) =>
      ask(async (asking) => {
        await asking.client.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
          ...{ ...common(asking), comment_id: id, body },
        })
      }),

    removeComment: (id) =>
      ask(async (asking) => {
        await asking.client.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
          ...{ ...common(asking), comment_id: id },
        })
      }),

    issues: (author) =>
      ask(async (asking) => {
        const found = []
        for (let page = 1; page <= MAX_PAGES; page++) {
          const { data } = await asking.client.request("GET /repos/{owner}/{repo}/issues", {
            ...{ ...common(asking), creator: author, state: "all", page, per_page: 100 },
            ...{ sort: "created", direction: "asc" },
          })
          // The service counts pull requests as issues.
          found.push(...data.filter((one) => one.pull_request === undefined))
          if (data.length < 100) break
        }
        return found.map((issue) => ({
          number: issue.number,
          author: issue.user?.login ?? "",
          body: issue.body ?? "",
          isOpen: issue.state === "open",
          isUnwanted: issue.state !== "open" && issue.state_reason === "not_planned",
        }))
      }),

    addIssue: ({ title, body }) =>
      ask(async (asking) => {
        const { data } = await asking.client.request("POST /repos/{owner}/{repo}/issues", {
          ...{ ...common(asking), title, body },
        })
        return data.number
      }),

    changeIssue: (number, { state, ...change }) =>
      ask(async (asking) => {
        await asking.client.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
          ...{ ...common(asking), issue_number: number, ...change },
          ...(state === undefined ? {} : STATES[state]),
        })
      }),

    addCheck: (check) =>
      ask(async (asking) => {
        const { data } = await asking.client.request("POST /repos/{owner}/{repo}/check-runs", {
          ...common(asking),
          ...{ ...check, output: { ...check.output, annotations: [...check.output.annotations] } },
        })
        return Number(data.id)
      }),

    changeCheck: (id, check) =>
      ask(async (asking) => {
        await asking.client.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
          ...{ ...common(asking), check_run_id: id },
          ...{ ...check, output: { ...check.output, annotations: [...check.output.annotations] } },
        })
      }),
  }
}

/** What becomes of an issue, by the names of the service. */
const STATES = {
  open: { state: "open", state_reason: "reopened" },
  solved: { state: "closed", state_reason: "completed" },
  unwanted: { state: "closed", state_reason: "not_planned" },
} as const

function common({ owner, repo, signal }: Asking) {
  return { owner, repo, request: { signal } }
}

function toPull(data: {
  readonly number: number
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null }
}): PullRequest {
  const { number, head } = data
  return { number, headSha: head.sha, headRepository: head.repo?.full_name ?? null }
}

/** The reason behind anything that the client threw. */
function toProblem(error: unknown): ReviewProblem {
  const { status, response } = error as {
    readonly status?: unknown
    readonly response?: { readonly headers?: Readonly<Record<string, unknown>> }
  }
  const message = messageOf(error).split("\n", 1)[0] ?? ""
  return {
    status: typeof status === "number" && response !== undefined ? status : null,
    message,
    retryAfterMs: retryAfterOf(response?.headers ?? {}),
  }
}

/** In seconds, or as a date; when an hour's requests are used up, the service tells when they are back. */
function retryAfterOf(headers: Readonly<Record<string, unknown>>): number | null {
  const given = String(headers["retry-after"] ?? "")
  if (/^\d{1,6}$/u.test(given)) return Number(given) * 1_000
  const at = Date.parse(given)
  if (!Number.isNaN(at)) return Math.max(0, at - Date.now())
  const reset = Number(headers["x-ratelimit-reset"])
  if (headers["x-ratelimit-remaining"] !== "0" || !Number.isFinite(reset)) return null
  return Math.max(0, reset * 1_000 - Date.now())
}
