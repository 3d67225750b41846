import { describe, expect, it } from "vitest"
import { runAddress } from "../../../src/app/collect/run-address.ts"

const ENV = {
  GITHUB_SERVER_URL: "https://ghe.example",
  GITHUB_REPOSITORY: "acme/shop",
  GITHUB_RUN_ID: "4711",
  GITHUB_RUN_ATTEMPT: "3",
  GITHUB_SHA: "0a1b2c3d",
}

describe("runAddress", () => {
  it("is what the service tells the job", () => {
    expect(runAddress({ env: ENV, github: {} })).toEqual({
      server: "https://ghe.example",
      repository: "acme/shop",
      runId: "4711",
      attempt: 3,
      commit: "0a1b2c3d",
      head: null,
      report: "https://ghe.example/acme/shop/actions/runs/4711#artifacts",
    })
  })

  it("knows the commit of the pull request, which is not the one that is tested", () => {
    const github = { event: { pull_request: { head: { sha: "ffff0000" } } } }
    expect(runAddress({ env: ENV, github })?.head).toBe("ffff0000")
    for (const event of [null, { pull_request: null }, { pull_request: { head: { sha: 1 } } }]) {
      expect(runAddress({ env: ENV, github: { event } })?.head).toBeNull()
    }
  })

  it("is none outside of a job", () => {
    expect(runAddress({ env: {}, github: {} })).toBeNull()
  })
})
