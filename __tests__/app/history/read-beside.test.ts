import { describe, expect, it } from "vitest"
import { baseRef, readBeside } from "../../../src/app/history/read-beside.ts"
import { foldEvents } from "../../../src/events/fold.ts"
import { buildPlan } from "../../__rig__/builders.ts"

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
    const plan = buildPlan({ shards: [["a"]] })
    const run = { history: "/h.json", plan, state: foldEvents([]), now: 0 }
    const console = { info: (line: string) => lines.push(line) }
    const beside = readBeside({ ...run, settings }, { env: {}, github: { event }, files, console })
    expect(beside).toEqual({ base: null, flakes: null })
    expect(lines).toEqual(said)
  })
})
