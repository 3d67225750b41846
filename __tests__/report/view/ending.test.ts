import { describe, expect, it } from "vitest"
import { renderVerdictSentence } from "../../../src/report/text/verdict-sentence.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { badDay, goodDay, hostileRun, sampleRun } from "../../__rig__/sample-runs.ts"

describe("renderEnding", () => {
  it.each([
    ["a bad day", badDay(), false],
    ["a good day in colour", goodDay(), true],
    ["a hostile run", hostileRun(), false],
  ] as const)("shows %s", async (name, run, color) => {
    const text = renderEnding({ ...run, color })
    const file = `__golden__/ending-${name.replaceAll(" ", "-")}.txt`
    await expect(`${text}\n`).toMatchFileSnapshot(file)
  })

  it.each([
    ["a bad day", badDay(), false],
    ["a good day", goodDay(), false],
    ["a hostile run", hostileRun(), false],
  ] as const)("shows only failures and the verdict of %s", async (name, run, color) => {
    const text = renderEnding({ ...run, color, minimal: true })
    const file = `__golden__/minimal-${name.replaceAll(" ", "-")}.txt`
    await expect(`${text}\n`).toMatchFileSnapshot(file)
    const full = renderEnding({ ...run, color }).split("\n")
    expect(text.split("\n").filter((line) => !full.includes(line))).toEqual([])
  })

  it("names flaky scenarios in the minimal form where they alone fail the run", () => {
    const plan = buildPlan({ shards: [["a"]] })
    const script = buildShard(plan).start().flaky("a").finish()
    const lines = (failOn: readonly ["flaky"] | readonly []) =>
      renderEnding({
        ...sampleRun(plan, [script], { policy: { ifEmpty: "fail", failOn } }),
        color: false,
        minimal: true,
      })
    expect(lines(["flaky"])).toMatch(/^flaky\n {2}a: /u)
    expect(lines([])).toMatch(/^PASSED/u)
  })

  it("shows the first failures in full, names further ones and counts the rest", () => {
    const ids = Array.from({ length: 30 }, (_, i) => `s${i}`)
    const plan = buildPlan({ shards: [ids] })
    const script = buildShard(plan).start()
    for (const id of ids) script.failed(id)
    const run = sampleRun(plan, [script.finish()])
    const lines = renderEnding({ ...run, color: false, failures: 3 }).split("\n")
    expect(lines.filter((line) => line.startsWith("failed  "))).toHaveLength(3)
    expect(lines.slice(lines.indexOf("also failed"))).toEqual([
      "also failed",
      ...ids.slice(3, 23).map((id) => `  ${id}`),
      "  and 7 more",
      "",
      renderVerdictSentence(run.results),
    ])
  })

  it("shows at most 50 lines of a log, the last ones", () => {
    const tail = Array.from({ length: 80 }, (_, i) => `line ${i}`).join("\n")
    const plan = buildPlan({ shards: [["a"]] })
    const run = sampleRun(plan, [buildShard(plan).start().failed("a", { tail }).finish()])
    const shown = renderEnding({ ...run, color: false })
      .split("\n")
      .filter((line) => line.startsWith("  | "))
    expect(shown).toHaveLength(50)
    expect(shown[0]).toBe("  | line 30")
  })

  it("tells the counts of groups where there are any", () => {
    const plan = buildPlan({
      groups: { slow: { maxParallel: 2 } },
      shards: [[{ id: "a", groups: ["slow"] }, { id: "b", groups: ["slow"] }, "c"]],
    })
    const script = buildShard(plan).start().passed("a").failed("b").passed("c").finish()
    const run = sampleRun(plan, [script])
    expect(renderEnding({ ...run, color: false })).toContain(
      "\ngroups\n  slow: 2 run, 1 passed, 1 failed\n",
    )
    expect(renderEnding({ ...goodDay(), color: false })).not.toContain("groups")
  })
})
