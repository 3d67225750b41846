import { describe, expect, it } from "vitest"
import type { QuarantineSpec } from "../../../src/formats/run-specs.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { renderVerdictSentence } from "../../../src/report/text/verdict-sentence.ts"
import { toAnnotations } from "../../../src/report/view/annotations.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { renderJunit } from "../../../src/report/view/junit.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"
import { judged, resultsOf } from "../../__rig__/small-run.ts"

/** Runs start on 2026-03-01. */
const OPEN: QuarantineSpec = { until: "2026-03-09", owner: "@team", reason: "issue | 42" }
const OVER: QuarantineSpec = { until: "2026-02-28", owner: null, reason: null }

function planWith(quarantine: QuarantineSpec) {
  const shaky = { id: "shaky", name: "Shaky one", definition: { quarantine } }
  return buildPlan({ shards: [["a", shaky]], suiteFile: "smoke.yml" })
}

function failing(quarantine: QuarantineSpec) {
  const plan = planWith(quarantine)
  const script = buildShard(plan)
    .start()
    .passed("a")
    .failed("shaky", { message: "exit code 1: boom", tail: "boom" })
    .finish()
  return sampleRun(plan, [script])
}

describe("a quarantined scenario", () => {
  it("runs, is reported and does not fail the run", () => {
    const { results } = failing(OPEN)
    expect(judged(results)).toBe("success 0")
    expect(results.summary).toMatchObject({ failed: 1, passed: 1, quarantined: 1 })
    expect(results.scenarios[1]).toMatchObject({
      verdict: "failed",
      quarantined: true,
      quarantine: OPEN,
    })
    expect(renderVerdictSentence(results)).toBe(
      "PASSED: 1 of 2 passed, 1 failed in quarantine (shaky) · 2.0s · exit 0",
    )
  })

  it("fails the run once its day is over", () => {
    const { results } = failing(OVER)
    expect(judged(results)).toBe("failure 1")
    expect(results.summary.quarantined).toBe(0)
    expect(results.scenarios[1]).toMatchObject({ quarantined: false, quarantine: OVER })
  })

  it("is a plain pass with the mark when it passes", () => {
    const plan = planWith(OPEN)
    const results = resultsOf({
      plan,
      shards: [buildShard(plan).start().passed("a").passed("shaky").finish()],
    })
    expect(judged(results)).toBe("success 0")
    expect(results.scenarios[1]).toMatchObject({ verdict: "passed", quarantined: true })
    expect(toAnnotations(results)).toEqual([])
  })

  it("is tolerated to the end of its last day", () => {
    expect(judged(failing({ ...OPEN, until: "2026-03-01" }).results)).toBe("success 0")
  })

  it.each([
    ["2026-03-08", true],
    ["2026-03-09", false],
    ["9999-12-31", false],
    ["2026-02-28", false],
  ])("until %s says a week before its end that it ends: %s", (until, isSaid) => {
    const plan = planWith({ ...OPEN, until })
    const run = sampleRun(plan, [buildShard(plan).start().passed("a").passed("shaky").finish()])
    const said = `The quarantine of shaky ends on ${until}, owner `
    const warnings = toAnnotations(run.results).filter(({ level }) => level === "warning")
    expect(warnings.length).toBe(isSaid ? 1 : 0)
    if (isSaid) {
      const message = `the quarantine of shaky ends on ${until}, owner @team: failures fail the run after that day`
      expect(warnings[0]).toMatchObject({ message, file: "smoke.yml" })
    }
    expect(renderMarkdown(run).includes(said)).toBe(isSaid)
    expect(renderEnding({ ...run, color: false }).includes(said.toLowerCase().trim())).toBe(isSaid)
  })

  it("that ends is one line for all scenarios of one declaration", () => {
    const quarantine = { ...OPEN, until: "2026-03-02" }
    const shards = [["a", "b"].map((id) => ({ id, line: 7, definition: { quarantine, line: 7 } }))]
    const plan = buildPlan({ shards, suiteFile: "smoke.yml" })
    const run = sampleRun(plan, [buildShard(plan).start().passed("a").passed("b").finish()])
    expect(toAnnotations(run.results).map(({ message }) => message)).toEqual([
      "the quarantine of a and 1 more ends on 2026-03-02, owner @team: failures fail the run after that day",
    ])
  })

  it("is lost all the same when nobody ran it", () => {
    const plan = planWith(OPEN)
    const results = resultsOf({ plan, shards: [buildShard(plan).start().passed("a").finish()] })
    expect(judged(results)).toBe("incomplete 4")
  })

  it("is accepted when it is flaky, even where flaky is not", () => {
    const plan = planWith(OPEN)
    const policy = { failOn: ["flaky"] as const }
    const flaky = buildShard(plan).start().passed("a").flaky("shaky").finish()
    expect(judged(resultsOf({ plan, shards: [flaky], policy }))).toBe("success 0")
  })

  it("is seen in every view as what it is", async () => {
    const run = failing(OPEN)
    const { results } = run
    const views = [
      renderMarkdown(run),
      renderEnding({ ...run, color: false }),
      JSON.stringify(toAnnotations(results), null, 2),
      renderJunit(run),
    ]
    await expect(views.join("\n\n=====\n\n")).toMatchFileSnapshot("__golden__/quarantine.txt")
    expect(renderJunit(run)).toContain('failures="0" errors="0" skipped="1"')
    expect(toAnnotations(results).map(({ level }) => level)).toEqual(["warning"])
  })

  it("is tolerated where it has no end, in every view", () => {
    const run = failing({ until: "9999-12-31", owner: null, reason: "continue-on-error" })
    const { results } = run
    expect(renderVerdictSentence(results)).toBe(
      "PASSED: 1 of 2 passed, 1 failed, tolerated (shaky) · 2.0s · exit 0",
    )
    expect(toAnnotations(results)[0]?.title).toBe("storefront: Shaky one failed (tolerated)")
    const views = [renderMarkdown(run), renderEnding({ ...run, color: false }), renderJunit(run)]
    for (const view of views) {
      expect(view).toContain("tolerated")
      expect(view).not.toContain("9999")
    }
  })

  it("is one of several that fail", () => {
    const plan = planWith(OPEN)
    const script = buildShard(plan).start().failed("a").failed("shaky").finish()
    const { results } = sampleRun(plan, [script])
    expect(judged(results)).toBe("failure 1")
    expect(renderVerdictSentence(results)).toBe(
      "FAILED: 1 of 2 failed (a), 1 failed in quarantine (shaky) · 2.0s · exit 1",
    )
  })
})
