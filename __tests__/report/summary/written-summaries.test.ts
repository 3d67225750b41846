import { describe, expect, it } from "vitest"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { renderSummaries } from "../../../src/report/summary/written-summaries.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"

const NASTY = [
  "# Heading",
  "| a | b |",
  "![x](http://evil/x.png) @admin <script>alert(1)</script>",
  "::error::forged",
  "</pre></details><h1>out</h1>",
  "\u001b[31mred\u202e",
].join("\n")

function runWith(summaries: Readonly<Record<string, readonly (string | undefined)[]>>) {
  const plan = buildPlan({ shards: [Object.keys(summaries)] })
  const script = buildShard(plan).start()
  for (const [id, list] of Object.entries(summaries)) {
    list.forEach((summary, i) => {
      script.emit({
        type: "attempt-finished",
        id,
        number: i + 1,
        worker: 1,
        outcome: "passed",
        cause: null,
        exitCode: 0,
        signal: null,
        durationMs: 1,
        cpuMs: null,
        peakMemoryBytes: null,
        outputBytes: 0,
        message: null,
        tail: null,
        ...(summary === undefined ? {} : { summary }),
      })
    })
    script.emit({ type: "scenario-finished", id, verdict: "passed", cause: null })
  }
  return sampleRun(plan, [script.finish()])
}

describe("renderSummaries", () => {
  it("shows the last summary of each scenario as it was written, and as nothing else", async () => {
    const run = runWith({
      a: ["first", "second line 1\nsecond line 2"],
      b: [undefined],
      c: [NASTY],
    })
    const text = renderMarkdown(run)
    await expect(text).toMatchFileSnapshot("__golden__/summary-with-summaries.md")
    expect(text).not.toContain("first")
    expect(text).not.toMatch(/<(?!\/?(?:code|pre|details|summary|a)>|a (?:id|href)="#?[a-z-]+">)/u)
    expect(text).not.toContain("@")
    expect(text).not.toMatch(/^::/mu)
  })

  it("is bounded in lines and in bytes, and says what was cut", () => {
    const long = Array.from({ length: 500 }, (_, i) => `line ${i}`).join("\n")
    const run = runWith({ a: [long], b: [long], c: [long] })
    const whole = renderSummaries(run.results, { state: run.state, maxBytes: 100_000 })
    expect(whole).toContain("(300 more lines)")
    const cut = renderSummaries(run.results, { state: run.state, maxBytes: 5_000 })
    expect(cut.length).toBeLessThanOrEqual(5_000)
    expect(cut).toContain("1 of 3 are not shown here.")
    expect(renderSummaries(run.results, { state: run.state, maxBytes: 40 })).toBe("")
  })
})
