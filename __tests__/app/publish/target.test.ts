import { describe, expect, it } from "vitest"
import { targetOf } from "../../../src/app/publish/target.ts"
import type { JsonObject } from "../../../src/core/json/json.ts"

const HEAD = "f0e1d2c3b4a5968778695a4b3c2d1e0f12345678"

function target(name: string, event: JsonObject, sha = "0123456") {
  const env = { GITHUB_EVENT_NAME: name, ...(sha === "" ? {} : { GITHUB_SHA: sha }) }
  return targetOf({ env, github: { event }, runId: "5", attempt: 2 })
}

const RUN: JsonObject = {
  ...{ id: 4, run_attempt: 3, head_sha: HEAD, head_branch: "topic", event: "pull_request" },
  head_repository: { full_name: "stranger/shop", owner: { login: "stranger" } },
  // Must not be believed: it is empty for forks.
  pull_requests: [{ number: 13 }],
}

describe("targetOf", () => {
  it("takes the pull request of the event, and its commit instead of the merge", () => {
    expect(target("pull_request", { pull_request: { number: 7, head: { sha: HEAD } } })).toEqual({
      ...{ headSha: HEAD, commit: "0123456", runId: "5", attempt: 2, foreign: false },
      pull: { kind: "number", number: 7 },
    })
  })

  it("has none for a push, and nothing without a commit", () => {
    expect(target("push", {})).toMatchObject({ headSha: "0123456", pull: { kind: "none" } })
    expect(target("schedule", {}, "")).toBeNull()
  })

  it("looks for that of another run by branch, commit and repository", () => {
    expect(target("workflow_run", { workflow_run: RUN })).toEqual({
      ...{ headSha: HEAD, commit: HEAD, runId: "4", attempt: 3, foreign: true },
      pull: { kind: "head", owner: "stranger", branch: "topic", repository: "stranger/shop" },
    })
  })

  it.each([
    [{ ...RUN, event: "push" }, { pull: { kind: "none" } }],
    [{ ...RUN, head_repository: null }, { pull: { owner: "", repository: "" } }],
  ])("of a run for something else", (run, expected) => {
    expect(target("workflow_run", { workflow_run: run })).toMatchObject(expected)
  })

  it("does not trust the shape of an event", () => {
    expect(target("workflow_run", {})).toBeNull()
    expect(target("workflow_run", { workflow_run: { ...RUN, id: "4" } })).toBeNull()
    expect(target("pull_request", { pull_request: { number: "7" } })).toMatchObject({
      pull: { kind: "none" },
    })
  })
})
