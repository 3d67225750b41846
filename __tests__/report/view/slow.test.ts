/**
 * That a scenario was slow is shown in every report, and changes no verdict.
 */
import { describe, expect, it } from "vitest"
import { RunFold } from "../../../src/events/fold.ts"
import { slowFromMs } from "../../../src/formats/plan.ts"
import { ResultsSchema } from "../../../src/formats/results.ts"
import { toShortResults } from "../../../src/report/results/results.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { renderEventLine, toLineContext } from "../../../src/report/view/event-line.ts"
import { renderJunit } from "../../../src/report/view/junit.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"
import { valid } from "../../__rig__/valid.ts"

const usual = buildPlan({
  shards: [
    [
      { id: "quick", definition: { slow: { ms: 30_000 } } },
      { id: "over", definition: { slow: { ms: 30_000 } } },
      { id: "usual", estimateSeconds: 4, definition: { slow: { percent: 300 } } },
      { id: "unknown", definition: { slow: { percent: 300 } } },
      { id: "free" },
    ],
  ],
})
const known = usual.scenarios["usual"]
const PLAN = {
  ...usual,
  scenarios: {
    ...usual.scenarios,
    ...(known === undefined ? {} : { usual: { ...known, estimateFrom: "history" as const } }),
  },
}

function slowRun() {
  const script = buildShard(PLAN)
    .start()
    .passed("quick", { ms: 30_000 })
    .flaky("over", { ms: 31_000 })
    .failed("usual", { ms: 12_500 })
    .passed("unknown", { ms: 90_000 })
    .passed("free", { ms: 90_000 })
    .finish()
  return sampleRun(PLAN, [script])
}

describe("a scenario that was slow", () => {
  it("is marked with its longest attempt, also in the short form", () => {
    const { results } = slowRun()
    expect(valid(ResultsSchema, results)).toEqual(results)
    expect(results.scenarios.map(({ id, verdict, slow }) => [id, verdict, slow])).toEqual([
      ["quick", "passed", undefined],
      ["over", "flaky", { seconds: 31, limitSeconds: 30 }],
      ["usual", "failed", { seconds: 12.5, limitSeconds: 12 }],
      ["unknown", "passed", undefined],
      ["free", "passed", undefined],
    ])
    const fold = new RunFold()
    const passed = buildShard(PLAN).start().passed("over", { ms: 31_000 }).finish()
    for (const event of passed.events) fold.apply(event)
    const policy = { ifEmpty: "fail", failOn: [] } as const
    const short = toShortResults({ plan: PLAN, state: fold.state, problems: [], policy })
    expect(short.results.scenarios.map(({ id }) => id)).toContain("over")
  })

  it("is shown in the log, its end, the summary and JUnit XML", () => {
    const { results, state, shards } = slowRun()
    const fold = new RunFold()
    const context = toLineContext({ plan: PLAN, shards: [1], color: false })
    const lines = shards
      .flatMap(({ events }) => events)
      .flatMap((event) => {
        fold.apply(event)
        return renderEventLine(event, { ...context, state: fold.state }) ?? []
      })
      .filter((line) => line.includes("slow"))
    expect(lines.map((line) => line.replace(/^.*\] {2}/u, ""))).toEqual([
      "flaky      over      32.0s  passed in attempt 2 after exit-code 1; slow: 31.0s, more than 30.0s",
      "failed     usual     12.5s  exit-code 1; slow: 12.5s, more than 12.0s",
    ])
    expect(renderEnding({ results, state, color: false })).toContain(
      "slow\n  over slow: 31.0s, more than 30.0s\n  usual slow: 12.5s, more than 12.0s",
    )
    expect(renderMarkdown({ results, state })).toContain("### Slow (2)")
    expect(renderMarkdown({ results, state })).toContain(
      "- <code>over</code>, flaky: slow: 31.0s, more than 30.0s\n",
    )
    const xml = renderJunit({ results, state })
    expect(xml.match(/<property name="slow" value="true"\/>/gu)).toHaveLength(2)
  })

  it("is at least one second over a percentage of next to nothing", () => {
    const { definition } = usual.scenarios["unknown"] ?? {}
    if (definition === undefined) throw new Error("no such scenario")
    const of = { definition, estimateFrom: "history", estimateSeconds: 0.005 } as const
    expect(slowFromMs(of)).toBe(1_000)
    expect(slowFromMs({ ...of, estimateSeconds: 2 })).toBe(6_000)
    expect(slowFromMs({ ...of, estimateFrom: "estimate" })).toBeNull()
  })
})
