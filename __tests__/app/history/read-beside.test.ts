import { describe, expect, it } from "vitest"
import { historyText, learnRun } from "../../../src/app/history/keep-history.ts"
import { baseRef, readBeside } from "../../../src/app/history/read-beside.ts"
import { ok } from "../../../src/core/problems/result.ts"
import { foldEvents } from "../../../src/events/fold.ts"
import { emptyHistory } from "../../../src/history/read-history.ts"
import { buildPlan, buildShard, type ShardScript, START } from "../../__rig__/builders.ts"

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

  it("says so where the history is of another suite, and takes that of the base from its own file", () => {
    const at = new Date(0).toISOString()
    const job = {
      ...{ at, run: "5", attempt: 1, shard: 1, runner: "default", cores: 1, memoryBytes: 1 },
      ...{ workers: 1, startSeconds: null, ref: "refs/heads/trunk", commit: "aa" },
    }
    const texts: Readonly<Record<string, string>> = {
      "/own.json": '{"schemaVersion":1,"suite":"other","jobs":[],"scenarios":{}}',
      "/base.json": JSON.stringify({
        ...{ schemaVersion: 1, suite: "storefront", jobs: [job] },
        scenarios: { a: [[0, "passed", 1, 1, 1, null]] },
      }),
    }
    const files = {
      exists: (path: string) => path in texts,
      readText: (path: string) => ok(texts[path] ?? ""),
      sizeBytes: () => 1,
    }
    const lines: string[] = []
    const console = { info: (line: string) => lines.push(line) }
    const plan = buildPlan({ shards: [["a"]] })
    const run = { plan, state: foldEvents([]), settings: {}, now: 0 }
    const found = readBeside(
      { ...run, history: "/own.json", baseHistory: "/base.json" },
      { env: {}, github: { event }, files, console },
    )
    expect(found).toMatchObject({ base: { commit: "aa", at, runs: 1 }, flakes: null })
    expect(lines).toEqual(['the history tells nothing: it is of another suite, "other"'])
  })
})

it("a history with the run in it tells the same as its file, which is not read again", () => {
  const plan = buildPlan({ shards: [["a"]] })
  const runOf = (runId: string, script: ShardScript) =>
    foldEvents(
      script
        .finish()
        .events.map((one) =>
          one.type === "run-started" ? { ...one, runId, ref: "refs/heads/trunk" } : one,
        ),
    )
  const earlier = runOf("1", buildShard(plan).start().failed("a"))
  const state = runOf("2", buildShard(plan).wait(1_000).start().passed("a"))
  const now = START
  const before = () => learnRun(emptyHistory(plan.suite), { plan, state: earlier, now })
  const text = historyText(before())
  const files = (exists: boolean) => ({
    exists: () => exists,
    readText: () => ok(text),
    sizeBytes: () => text.length,
  })
  const of = { history: "/h.json", plan, state, now, settings: {} }
  const job = { env: {}, github: { event }, console: { info: () => {} } }
  const learned = learnRun(before(), { plan, state, now })
  const told = readBeside({ ...of, learned }, { ...job, files: files(false) })
  expect(told).toEqual(readBeside(of, { ...job, files: files(true) }))
  expect(told.base?.unclean).toEqual(new Set(["a"]))
})
