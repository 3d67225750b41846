import { describe, expect, it } from "vitest"
import {
  branchesOf,
  findEarlierHistory,
  isFork,
  trustedArtifacts,
} from "../../src/action/earlier-history.ts"
import type { JsonObject } from "../../src/core/json/json.ts"
import { err, ok } from "../../src/core/problems/result.ts"
import type { EarlierArtifact, EarlierArtifacts } from "../../src/ports/earlier-artifacts.ts"

function artifact(id: number, change: Partial<EarlierArtifact> = {}): EarlierArtifact {
  const createdAt = `2026-01-${String(id).padStart(2, "0")}T00:00:00Z`
  return { id, sizeBytes: 1, createdAt, runId: id, branch: "main", ownCommits: true, ...change }
}

describe("trustedArtifacts", () => {
  it("takes the own branch before the default one, the newest first, and nothing of forks", () => {
    const all = [
      artifact(1),
      artifact(2, { branch: "topic" }),
      artifact(3, { branch: "topic" }),
      artifact(4),
      artifact(5, { branch: "other" }),
      artifact(6, { branch: "topic", ownCommits: false }),
    ]
    const chosen = trustedArtifacts(all, ["topic", "main"])
    expect(chosen.map(({ id }) => id)).toEqual([3, 2, 4, 1])
    expect(trustedArtifacts(all.toReversed(), ["topic", "main"])).toEqual(chosen)
  })
})

const repository = { default_branch: "main" }
const pullRequest = (from: string): JsonObject => ({
  event: { repository, pull_request: { head: { repo: { full_name: from } } } },
})
const PULL = {
  ...{ GITHUB_REPOSITORY: "acme/shop", GITHUB_REF_NAME: "12/merge" },
  ...{ GITHUB_HEAD_REF: "topic", GITHUB_BASE_REF: "release" },
}

describe("branchesOf", () => {
  it.each([
    ["a push", { GITHUB_REF_NAME: "topic" }, { event: { repository } }, ["topic", "main"]],
    [
      "a push to the default branch",
      { GITHUB_REF_NAME: "main" },
      { event: { repository } },
      ["main"],
    ],
    ["a schedule", { GITHUB_REF_NAME: "main" }, {}, ["main"]],
    ["a pull request", PULL, pullRequest("acme/shop"), ["topic", "release", "main"]],
    ["the pull request of a fork", PULL, pullRequest("eve/shop"), ["release", "main"]],
    ["nothing that is known", {}, { event: "none" }, []],
  ] as const)("of %s", (_, env, github, branches) => {
    expect(branchesOf({ env, github })).toEqual(branches)
  })

  it("knows a fork by its repository", () => {
    expect(isFork({ env: PULL, github: pullRequest("eve/shop") })).toBe(true)
    expect(isFork({ env: PULL, github: pullRequest("acme/shop") })).toBe(false)
  })
})

describe("findEarlierHistory", () => {
  const env = {
    GITHUB_REF_NAME: "main",
    GITHUB_WORKFLOW_REF: "acme/shop/.github/workflows/smoke.yml@refs/heads/main",
  }
  const asked: string[] = []
  const service = (list: readonly EarlierArtifact[]): EarlierArtifacts => ({
    list: async () => ok(list),
    workflowOf: async (run) => {
      asked.push(`run ${run}`)
      return ok(run === 1 ? ".github/workflows/smoke.yml" : ".github/workflows/other.yml")
    },
    read: async ({ id }) => {
      asked.push(`read ${id}`)
      return ok("text")
    },
  })
  const find = (earlier: EarlierArtifacts | null) =>
    findEarlierHistory("shop", { earlier, env, github: {} })

  it("reads the first one of this workflow", async () => {
    asked.length = 0
    expect(await find(service([artifact(2), artifact(1)]))).toEqual(
      ok({ text: "text", from: "run 1 of main" }),
    )
    expect(asked).toEqual(["run 2", "run 1", "read 1"])
  })

  it("does not ask for ever, nor fetch what is too large", async () => {
    asked.length = 0
    const many = Array.from({ length: 20 }, (_, i) => artifact(i + 2))
    expect(await find(service(many))).toEqual(ok(null))
    expect(asked).toHaveLength(5)
    asked.length = 0
    const huge = [artifact(1, { sizeBytes: 2 ** 40 })]
    expect(await find(service(huge))).toEqual(err("that of run 1 is too large"))
    expect(asked).toEqual(["run 1"])
  })

  it("says what is missing without a token", async () => {
    expect(await find(null)).toEqual(err("there is no token to search with"))
  })
})
