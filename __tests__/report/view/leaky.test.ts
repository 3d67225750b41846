/**
 * That a scenario left processes behind is told in every report, whatever its verdict.
 */
import { describe, expect, it } from "vitest"
import type { EventBody } from "../../../src/events/event.ts"
import { ResultsSchema } from "../../../src/formats/results.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { renderJunit } from "../../../src/report/view/junit.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"
import { valid } from "../../__rig__/valid.ts"

const PLAN = buildPlan({ shards: [["clean", { id: "leaky", name: "Leaks | a bit" }, "late"]] })

function found(leaked: readonly { readonly id: string; readonly number: number }[]): EventBody {
  return { type: "note", level: "warning", message: "found", leaked: [...leaked] }
}

function leakyRun(leaked: readonly { readonly id: string; readonly number: number }[]) {
  const script = buildShard(PLAN)
    .start()
    .passed("clean")
    .failed("leaky", { leaked: true }, {}, { leaked: true })
    .passed("late")
    .emit(found(leaked))
    .finish()
  return sampleRun(PLAN, [script])
}

const LATE = [{ id: "late", number: 1 }] as const

describe("processes that were left behind", () => {
  it("are in the results, with their attempts", () => {
    const { results } = leakyRun(LATE)
    expect(valid(ResultsSchema, results)).toEqual(results)
    const facts = results.scenarios.map(({ id, leaked, attempts }) => ({
      ...{ id, leaked, attempts: attempts.map((attempt) => attempt.leaked) },
    }))
    expect(facts).toEqual([
      { id: "clean", leaked: undefined, attempts: [undefined] },
      { id: "leaky", leaked: true, attempts: [true, undefined, true] },
      { id: "late", leaked: true, attempts: [true] },
    ])
    expect(results.summary).toMatchObject({ passed: 2, failed: 1 })
  })

  it.each([
    ["a scenario of no plan", [{ id: "nobody", number: 1 }]],
    ["an attempt that never was", [{ id: "late", number: 2 }]],
    ["nobody", []],
  ])("mark nobody where they were of %s", (_, leaked) => {
    expect(leakyRun(leaked).results.scenarios.map(({ leaked: is }) => is)).toEqual([
      undefined,
      true,
      undefined,
    ])
  })

  it("are told at the end of the log, in the summary and in JUnit XML", () => {
    const run = leakyRun(LATE)
    expect(renderEnding({ ...run, color: false })).toContain(
      [
        "leaky",
        "  leaky (Leaks | a bit) left processes behind in attempts 1, 3; they were ended where that was allowed",
        "  late left processes behind in attempt 1; they were ended where that was allowed\n",
      ].join("\n"),
    )
    const summary = renderMarkdown(run)
    expect(summary).toContain("### Left processes behind, ended where that was allowed (2)")
    expect(summary).toContain("- <code>late</code>, passed: in attempt 1\n")
    const cases = renderJunit(run).split("<testcase ")
    const leaked = '<property name="leaked" value="true"/>'
    expect(cases.slice(1).map((text) => text.includes(leaked))).toEqual([false, true, true])
  })

  it("take no line where there are none", () => {
    const run = sampleRun(PLAN, [buildShard(PLAN).start().passed("clean").finish()])
    const views = [renderEnding({ ...run, color: false }), renderMarkdown(run), renderJunit(run)]
    for (const text of views) expect(text).not.toMatch(/left behind|leaked/u)
  })
})
