import { describe, expect, it } from "vitest"
import { slowestLine, timelineText } from "../../../src/report/summary/timeline.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { INERT_TEXTS } from "../../__rig__/inert-texts.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"

function timelineOf(ids: readonly string[], ms: (index: number) => number = () => 1_000) {
  const script = buildShard(buildPlan({ shards: [ids] })).start()
  for (const [index, id] of ids.entries()) {
    const sketch = { ms: ms(index), worker: 1 + (index % 2) }
    if (index % 3 === 2) script.flaky(id, sketch)
    else script.passed(id, sketch)
  }
  const run = sampleRun(buildPlan({ shards: [ids] }), [script.finish()])
  const rows = timelineText(run).split("\n").slice(1, -1)
  return { run, title: rows[0], rows: rows.slice(2, -2) }
}

describe("timelineText", () => {
  it("has a row for each worker, a bar for each attempt, and a list that says the same", () => {
    const { title, rows } = timelineOf(["home", "cart", "login"], (index) => 1_000 * (index + 1))
    expect(title).toBe("<details><summary>Timeline of 2 workers</summary>")
    expect(rows).toEqual([
      "```mermaid",
      "---",
      "displayMode: compact",
      "config:",
      "  gantt:",
      "    leftPadding: 130",
      "---",
      "gantt",
      "  accTitle: When which worker ran which scenario",
      "  accDescr: 4 attempts in 7.5s. The list below says the same.",
      "  dateFormat x",
      "  axisFormat %H:%M:%S",
      "  section shard 1, worker 1",
      "    ✓ home :done, 1772359200010, 1772359201010",
      "    ✗ login :crit, 1772359203010, 1772359206010",
      "    ✓ login :done, 1772359206510, 1772359207510",
      "  section shard 1, worker 2",
      "    ✓ cart :done, 1772359201010, 1772359203010",
      "```",
      "",
      "- shard 1, worker 1: ✓ <code>home</code> at 0ms for 1.0s, ✗ <code>login</code> at 3.0s for 3.0s, ✓ <code>login</code> at 6.5s for 1.0s",
      "- shard 1, worker 2: ✓ <code>cart</code> at 1.0s for 2.0s",
    ])
  })

  it("draws the longest hundred of many, far below what GitHub accepts of a diagram", () => {
    const ids = Array.from({ length: 300 }, (_, i) => `${"long-".repeat(40)}${i}`)
    const { title, rows } = timelineOf(ids, (index) => (index === 7 ? 60_000 : 1_000))
    expect(title).toBe(
      "<details><summary>Timeline of 2 workers, the 100 longest attempts of 400</summary>",
    )
    const chart = rows.slice(0, rows.indexOf(""))
    expect(chart.filter((row) => row.startsWith("    ") && row.includes(" :"))).toHaveLength(100)
    expect(chart.join("\n")).toContain("✓ long-long-")
    expect(chart.join("\n").length).toBeLessThan(25_000)
  })

  it("has nothing to show where nothing ran", () => {
    const run = sampleRun(buildPlan({ shards: [["a"]] }), [])
    expect(timelineText(run)).toBe("")
    expect(slowestLine(run)).toBe("")
  })

  it.each(INERT_TEXTS)("is a diagram of its own words alone: %j", (text) => {
    const { rows } = timelineOf([text])
    const chart = rows.slice(0, rows.indexOf(""))
    const bars = chart.filter((row) => row.startsWith("    ✓"))
    expect(bars).toHaveLength(1)
    expect(bars[0]).toMatch(/^ {4}✓ ?[\p{L}\p{N} ._/-]* :done, \d+, \d+$/u)
    expect(rows).toHaveLength(chart.length + 2)
  })
})

describe("slowestLine", () => {
  it("names five, with all attempts of each together", () => {
    const { run } = timelineOf(["a", "b", "c", "d", "e", "f"], (index) => 1_000 * (index + 1))
    expect(slowestLine(run)).toBe(
      "\nSlowest: <code>f</code> 7.0s · <code>e</code> 5.0s · <code>c</code> 4.0s · <code>d</code> 4.0s · <code>b</code> 2.0s\n",
    )
  })
})
