/**
 * Pull requests, comments and check runs in memory.
 */
import { err, ok, type Result } from "../../../src/core/problems/result.ts"
import type {
  CheckRun,
  Comment,
  Issue,
  ReviewProblem,
  Reviews,
} from "../../../src/ports/repository.ts"
import { BOT, type DeskPull } from "../results-service/review-desk.ts"

type Call = keyof Reviews

/** The service, and what tests see of it. */
export interface MemoryReviews extends Reviews {
  readonly pulls: DeskPull[]
  /** Everything on any pull request, oldest first. */
  readonly written: (Comment & { readonly pull: number })[]
  /** Issues, oldest first. */
  readonly issued: (Issue & { readonly title: string })[]
  /** Every request for a check run, with the id it was for. */
  readonly checks: { readonly id: number; readonly check: Omit<CheckRun, "head_sha"> }[]
  readonly calls: Call[]
  /** The next calls of that name fail. */
  fail(call: Call, problem: Partial<ReviewProblem>, times?: number): void
  /** Is called before each call is answered. */
  before: (call: Call) => Promise<void> | void
}

/** A service without anything on it. */
export function memoryReviews(): MemoryReviews {
  const failures: { call: Call; problem: ReviewProblem }[] = []
  let nextId = 100
  const answer = async <T>(call: Call, give: () => T): Promise<Result<T, ReviewProblem>> => {
    memory.calls.push(call)
    await memory.before(call)
    const index = failures.findIndex((one) => one.call === call)
    const [failure] = index === -1 ? [] : failures.splice(index, 1)
    if (failure !== undefined) return err(failure.problem)
    try {
      return ok(give())
    } catch {
      return err({ status: 404, message: "Not Found", retryAfterMs: null })
    }
  }
  const toPull = ({ number, sha, repository }: DeskPull) => ({
    ...{ number, headSha: sha, headRepository: repository },
  })
  const indexOf = (id: number): number => {
    const at = memory.written.findIndex((one) => one.id === id)
    if (at === -1) throw new Error("no such comment")
    return at
  }
  const memory: MemoryReviews = {
    ...{ pulls: [], written: [], issued: [], checks: [], calls: [], before: () => {} },
    fail: (call, problem, times = 1) => {
      const whole = { status: null, message: "told to fail", retryAfterMs: null, ...problem }
      for (let i = 0; i < times; i++) failures.push({ call, problem: whole })
    },
    login: () => answer("login", () => BOT),
    pull: (number) =>
      answer("pull", () => {
        const found = memory.pulls.find((one) => one.number === number)
        if (found === undefined) throw new Error("no such pull request")
        return toPull(found)
      }),
    openPulls: ({ owner, branch }) =>
      answer("openPulls", () =>
        memory.pulls
          .filter((one) => one.open !== false && one.branch === branch)
          .filter((one) => one.repository.split("/")[0] === owner)
          .map(toPull),
      ),
    comments: (pull) => answer("comments", () => memory.written.filter((one) => one.pull === pull)),
    addComment: (pull, body) =>
      answer("addComment", () => {
        if (!memory.pulls.some(({ number }) => number === pull)) throw new Error("none")
        memory.written.push({ id: nextId, pull, author: BOT, body, minimised: false })
        return nextId++
      }),
    changeComment: (id, body) =>
      answer("changeComment", () => {
        const at = indexOf(id)
        const before = memory.written[at]
        if (before !== undefined) memory.written[at] = { ...before, body }
      }),
    removeComment: (id) =>
      answer("removeComment", () => {
        memory.written.splice(indexOf(id), 1)
      }),
    issues: (author) =>
      answer("issues", () => memory.issued.filter((one) => one.author === author)),
    addIssue: ({ title, body }) =>
      answer("addIssue", () => {
        const issue = { author: BOT, title, body, isOpen: true, isUnwanted: false }
        memory.issued.push({ ...issue, number: nextId })
        return nextId++
      }),
    changeIssue: (number, { state, ...change }) =>
      answer("changeIssue", () => {
        const at = memory.issued.findIndex((one) => one.number === number)
        const before = memory.issued[at]
        if (before === undefined) throw new Error("no such issue")
        const moved = { isOpen: state === "open", isUnwanted: state === "unwanted" }
        memory.issued[at] = { ...before, ...change, ...(state === undefined ? {} : moved) }
      }),
    addCheck: (check) =>
      answer("addCheck", () => {
        memory.checks.push({ id: nextId, check })
        return nextId++
      }),
    changeCheck: (id, check) =>
      answer("changeCheck", () => {
        if (!memory.checks.some((one) => one.id === id)) throw new Error("none")
        memory.checks.push({ id, check })
      }),
  }
  return memory
}
