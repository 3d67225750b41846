import { describe, expect, it } from "vitest"
import { githubReviews } from "../../src/adapters/github/reviews.ts"
import { memoryReviews } from "../__rig__/fakes/memory-reviews.ts"
import { type Fault, rateLimitedFor, refuse } from "../__rig__/results-service/faults.ts"
import { startResultsService } from "../__rig__/results-service/service.ts"
import { describeReviews } from "./reviews.contract.ts"

describeReviews("in memory", async () => {
  const reviews = memoryReviews()
  let id = 1
  return {
    reviews,
    open: (pull) => reviews.pulls.push(pull),
    leave: (comment) => reviews.written.push({ ...comment, id: id++ }),
    issue: ({ state, ...issue }) =>
      reviews.issued.push({ ...issue, isOpen: state === "open", isUnwanted: false }),
    annotationsOf: (of) =>
      reviews.checks.filter((one) => one.id === of).flatMap((one) => one.check.output.annotations),
    close: async () => {},
  }
})

const REST = { token: "allowed", repository: "acme/shop" }

describeReviews("on GitHub", async () => {
  const service = await startResultsService()
  const { rest } = service
  return {
    reviews: githubReviews({ ...REST, apiUrl: service.url }),
    open: (pull) => rest.desk.open(pull),
    leave: (comment) => void rest.desk.leave(comment),
    issue: (issue) => rest.desk.issues.push({ ...issue, reason: null }),
    annotationsOf: (of) => rest.checks().find((one) => one.id === of)?.annotations ?? [],
    close: () => service.stop(),
  }
})

const USED_UP: Fault = {
  on: "rest:pull",
  effect: {
    kind: "status",
    status: 403,
    msg: "API rate limit exceeded",
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" },
  },
}

describe("githubReviews", () => {
  it("does not take pull requests for issues", async () => {
    const service = await startResultsService()
    const issue = { author: "me", title: "t", body: "b", state: "open", reason: null } as const
    service.rest.desk.issues.push({ ...issue, number: 1, isPull: true }, { ...issue, number: 2 })
    const answer = await githubReviews({ ...REST, apiUrl: service.url }).issues("me")
    await service.stop()
    expect(answer).toMatchObject({ ok: true, value: [{ number: 2 }] })
  })

  it.each([
    ["a time in seconds", rateLimitedFor("rest:pull", 7), { status: 429, retryAfterMs: 7_000 }],
    ["no time", refuse("rest:pull", 403), { status: 403, retryAfterMs: null }],
    ["a cut connection", { on: "rest:pull", effect: { kind: "reset" } }, { status: null }],
    ["an hour's requests used up", USED_UP, { status: 403, retryAfterMs: 0 }],
  ] as const)("says how long to wait: %s", async (_, fault, error) => {
    const service = await startResultsService()
    service.inject(fault)
    const answer = await githubReviews({ ...REST, apiUrl: service.url }).pull(7)
    await service.stop()
    expect(answer).toMatchObject({ ok: false, error })
  })
})
