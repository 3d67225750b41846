/**
 * Pull requests with their comments, as the REST interface has them. Every request is held against
 * GitHub's own description first.
 */
import type { Reply } from "./blobs.ts"
import type { RestCall } from "./rest.ts"
import { json } from "./twirp.ts"

/** A comment as it stands. */
export interface DeskComment {
  readonly id: number
  readonly pull: number
  readonly author: string
  readonly body: string
  readonly minimised: boolean
}

/** A pull request; its branch is of `repository`. */
export interface DeskPull {
  readonly number: number
  readonly branch: string
  readonly sha: string
  /** `owner/name` */
  readonly repository: string
  readonly open?: boolean
}

/** An issue as it stands. */
export interface DeskIssue {
  readonly number: number
  readonly author: string
  readonly title: string
  readonly body: string
  readonly state: "open" | "closed"
  readonly reason: string | null
  /** It is a pull request. */
  readonly isPull?: boolean
}

/** Who the token belongs to, as comments and GraphQL have it. */
export const BOT = "github-actions[bot]"

/** The desk of one repository. */
export class ReviewDesk {
  readonly pulls = new Map<number, DeskPull>()
  #comments: DeskComment[] = []
  #nextId = 2_000_000_001

  /** Issues as they stand, oldest first. */
  readonly issues: DeskIssue[] = []

  comments(): readonly DeskComment[] {
    return this.#comments
  }

  open(pull: DeskPull): void {
    this.pulls.set(pull.number, pull)
  }

  /** A comment as somebody else could have left it. */
  leave(comment: Omit<DeskComment, "id" | "minimised"> & { readonly minimised?: boolean }): number {
    const id = this.#nextId++
    this.#comments.push({ minimised: false, ...comment, id })
    return id
  }

  listPulls({ url }: RestCall): Reply {
    const [owner, branch] = (url.searchParams.get("head") ?? ":").split(":")
    const found = [...this.pulls.values()].filter(
      (pull) =>
        pull.open !== false && pull.branch === branch && pull.repository.split("/")[0] === owner,
    )
    return json(200, found.map(pullJson))
  }

  pull(number: number): Reply {
    const found = this.pulls.get(number)
    return found === undefined ? NOT_FOUND : json(200, pullJson(found))
  }

  listComments({ url }: RestCall, pull: number): Reply {
    const size = Math.min(Number(url.searchParams.get("per_page") ?? 30), 100)
    const page = Number(url.searchParams.get("page") ?? 1)
    const own = this.#comments.filter((comment) => comment.pull === pull)
    return json(200, own.slice((page - 1) * size, page * size).map(commentJson))
  }

  addComment({ body }: RestCall, pull: number): Reply {
    if (!this.pulls.has(pull)) return NOT_FOUND
    if (textOf(body).length > 65_536) return json(422, { message: "body is too long" })
    const id = this.leave({ pull, author: BOT, body: textOf(body) })
    return json(201, { id })
  }

  changeComment({ body }: RestCall, id: number): Reply {
    const at = this.#comments.findIndex((one) => one.id === id)
    const before = this.#comments[at]
    if (before === undefined) return NOT_FOUND
    this.#comments[at] = { ...before, body: textOf(body) }
    return json(200, commentJson({ ...before, body: textOf(body) }))
  }

  listIssues({ url }: RestCall): Reply {
    const { searchParams } = url
    const size = Math.min(Number(searchParams.get("per_page") ?? 30), 100)
    const page = Number(searchParams.get("page") ?? 1)
    const state = searchParams.get("state") ?? "open"
    const own = this.issues
      .filter(({ author }) => author === (searchParams.get("creator") ?? author))
      .filter((one) => state === "all" || one.state === state)
    if (searchParams.get("direction") !== "asc") own.reverse()
    return json(200, own.slice((page - 1) * size, page * size).map(issueJson))
  }

  addIssue({ body }: RestCall): Reply {
    if (textOf(body).length > 65_536) return json(422, { message: "body is too long" })
    const number = 500 + this.issues.length
    const title = String(body["title"])
    const issue = { number, author: BOT, title, body: textOf(body), state: "open" } as const
    this.issues.push({ ...issue, reason: null })
    return json(201, issueJson({ ...issue, reason: null }))
  }

  changeIssue({ body }: RestCall, number: number): Reply {
    const at = this.issues.findIndex((one) => one.number === number)
    const before = this.issues[at]
    if (before === undefined) return NOT_FOUND
    const state = body["state"] === "closed" ? "closed" : "open"
    const isMoved = body["state"] !== undefined && state !== before.state
    this.issues[at] = {
      ...before,
      title: String(body["title"] ?? before.title),
      body: body["body"] === undefined ? before.body : textOf(body),
      ...(isMoved ? { state, reason: String(body["state_reason"]) } : {}),
    }
    return json(200, issueJson(this.issues[at] as DeskIssue))
  }

  removeComment(id: number): Reply {
    const isThere = this.#comments.some((one) => one.id === id)
    this.#comments = this.#comments.filter((one) => one.id !== id)
    return isThere ? { status: 204 } : NOT_FOUND
  }
}

const NOT_FOUND = json(404, { message: "Not Found" })

function pullJson({ number, branch, sha, repository }: DeskPull) {
  const [login = ""] = repository.split("/")
  return {
    number,
    head: { ref: branch, sha, repo: { full_name: repository, owner: { login } } },
  }
}

function issueJson({ number, author, title, body, state, reason, isPull }: DeskIssue) {
  const issue = { number, title, body, state, state_reason: reason, user: { login: author } }
  return isPull === true ? { ...issue, pull_request: {} } : issue
}

function commentJson({ id, author, body, minimised }: DeskComment) {
  return { id, body, user: { login: author }, minimized: minimised ? { reason: "spam" } : null }
}

function textOf(body: RestCall["body"]): string {
  const text = body["body"]
  return typeof text === "string" ? text : ""
}
