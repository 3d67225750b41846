import { describe, expect, it } from "vitest"
import { baseRef, readBase } from "../../../src/app/history/read-base.ts"

const event = { repository: { default_branch: "trunk" } }

describe("the base branch", () => {
  it.each([
    [{ GITHUB_BASE_REF: "main" }, { event }, "refs/heads/main"],
    [{ GITHUB_BASE_REF: "" }, { event }, "refs/heads/trunk"],
    [{}, { event: { repository: { default_branch: 7 } } }, null],
    [{}, {}, null],
  ] as const)("of %j and %j is %s", (env, github, ref) => {
    expect(baseRef({ env, github })).toBe(ref)
  })

  it.each([
    [
      { percent: 95 },
      ["--min-scenarios 95% judges nothing: no history of the base branch is known"],
    ],
    [{ count: 3 }, []],
    [undefined, []],
  ] as const)("without a history, %j is judged or said not to be", (minScenarios, said) => {
    const lines: string[] = []
    const files = {
      exists: () => false,
      readText: () => {
        throw new Error("there is nothing to read")
      },
      sizeBytes: () => null,
    }
    const settings = minScenarios === undefined ? {} : { minScenarios }
    const run = { history: "/h.json", suite: "shop", state: { shards: new Map() }, now: 0 }
    const console = { info: (line: string) => lines.push(line) }
    const base = readBase({ ...run, settings }, { env: {}, github: { event }, files, console })
    expect(base).toBeNull()
    expect(lines).toEqual(said)
  })
})
