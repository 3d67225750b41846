import { describe, expect, it } from "vitest"
import type { MergeProblem } from "../../../src/core/problems/merge-problem.ts"
import type { VerdictPolicy } from "../../../src/report/results/results.ts"
import { renderVerdictSentence } from "../../../src/report/text/verdict-sentence.ts"
import {
  buildPlan,
  buildShard,
  buildSkip,
  DIGEST,
  type ShardScript,
} from "../../__rig__/builders.ts"
import {
  badDay,
  goodDay,
  hostileRun,
  type SampleRun,
  sampleRun,
} from "../../__rig__/sample-runs.ts"

const PLAN = buildPlan({
  shards: [
    ["home", "login", "cart", "search", "pay"],
    ["news", "help"],
  ],
})

interface Case {
  readonly one?: (script: ShardScript) => ShardScript
  readonly two?: ((script: ShardScript) => ShardScript) | null
  readonly problems?: readonly MergeProblem[]
  readonly policy?: Partial<VerdictPolicy>
}

const rest = (script: ShardScript): ShardScript =>
  script.passed("cart").passed("search").passed("pay").finish()
const allOfOne = (script: ShardScript): ShardScript => rest(script.passed("home").passed("login"))
const allOfTwo = (script: ShardScript): ShardScript => script.passed("news").passed("help").finish()

function run({ one = allOfOne, two = allOfTwo, problems = [], policy = {} }: Case): SampleRun {
  const shards = [one(buildShard(PLAN, 1).start())]
  if (two !== null) shards.push(two(buildShard(PLAN, 2).start()))
  return sampleRun(PLAN, shards, { problems, policy: { ifEmpty: "fail", failOn: [], ...policy } })
}

const nothing = sampleRun(buildPlan({ shards: [] }), [])

const CASES: readonly (readonly [string, SampleRun])[] = [
  ["all passed", run({})],
  ["flaky and skipped", run({ one: (s) => rest(s.flaky("home").skipped("login", "x")) })],
  ["one failed", run({ one: (s) => rest(s.failed("home").passed("login")) })],
  [
    "many failed",
    run({
      one: (s) =>
        s.failed("home").failed("login").failed("cart").failed("search").flaky("pay").finish(),
    }),
  ],
  [
    "infrastructure",
    run({ one: (s) => rest(s.failed("home", { cause: "spawn" }).failed("login")) }),
  ],
  [
    "flaky not accepted",
    run({ one: (s) => rest(s.flaky("home").passed("login")), policy: { failOn: ["flaky"] } }),
  ],
  [
    "skipped not accepted",
    run({
      one: (s) => rest(s.skipped("home", "x").passed("login")),
      policy: { failOn: ["skipped"] },
    }),
  ],
  [
    "flaky or skipped not accepted",
    run({
      one: (s) => rest(s.skipped("home", "x").flaky("login")),
      policy: { failOn: ["flaky", "skipped"] },
    }),
  ],
  [
    "fail-fast",
    run({
      one: (s) =>
        s
          .failed("home")
          .cancelling("fail-fast", null)
          .cancelled("login", "fail-fast")
          .cancelled("cart", "fail-fast")
          .cancelled("search", "fail-fast")
          .cancelled("pay", "fail-fast")
          .finish(),
    }),
  ],
  ["a shard is missing", run({ two: null })],
  [
    "a shard is missing, and one failed",
    run({ one: (s) => rest(s.failed("home").flaky("login")), two: null }),
  ],
  ["a shard stopped early", run({ two: (s) => s.passed("news").running("help") })],
  ["one stopped, one missing", run({ one: (s) => s.passed("home"), two: null })],
  ["stopped after the last verdict", run({ two: (s) => s.passed("news").passed("help") })],
  ["without a verdict", run({ two: (s) => s.passed("news").finish() })],
  [
    "foreign and torn",
    run({
      problems: [
        { code: "folder-foreign", path: "x", expected: DIGEST, found: "y" },
        { code: "journal-torn", shard: 1, detail: "line 3 is cut" },
      ],
    }),
  ],
  ["interrupted", run({ two: (s) => s.passed("news").cancelling().cancelled("help").finish() })],
  [
    "terminated, something failed, something lost",
    run({
      one: (s) => rest(s.failed("home").passed("login")),
      two: (s) => s.passed("news").cancelling("interrupted", "SIGTERM").running("help"),
    }),
  ],
  ["budget", run({ two: (s) => s.passed("news").cancelled("help", "budget").finish() })],
  ["nothing planned", nothing],
  [
    "nothing planned, accepted",
    sampleRun(nothing.plan, [], { policy: { ifEmpty: "pass", failOn: [] } }),
  ],
  ["all skipped", sampleRun(buildPlan({ shards: [], skipped: [buildSkip("a", "x")] }), [])],
  ["nothing reported", sampleRun(PLAN, [])],
  ["a bad day", badDay()],
  ["a good day", goodDay()],
  ["hostile", hostileRun()],
]

describe("renderVerdictSentence", () => {
  it("reads well in every case", async () => {
    const lines = CASES.map(
      ([name, { results }]) => `${name}\n  ${renderVerdictSentence(results)}\n`,
    )
    await expect(lines.join("")).toMatchFileSnapshot("__golden__/verdict-sentences.txt")
  })

  it.each(CASES)("ends with the exit code and is one line: %s", (_, { results }) => {
    const text = renderVerdictSentence(results)
    expect(text).not.toContain("\n")
    expect(text.endsWith(` · exit ${results.summary.exitCode}`)).toBe(true)
    expect(text.startsWith("PASSED: ")).toBe(results.summary.exitCode === 0)
  })
})
