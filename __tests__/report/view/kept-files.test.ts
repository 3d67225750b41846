/**
 * Files that failures left are named where the failure is told, as text of no power.
 */
import { describe, expect, it } from "vitest"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"

const PLAN = buildPlan({ shards: [["a", "b"]] })

function runWith(...attempts: readonly (readonly string[])[]) {
  const sketches = attempts.map((artifacts) => ({ artifacts, message: "exit code 1" }))
  const script = buildShard(PLAN)
    .start()
    .failed("a", ...sketches)
    .passed("b")
    .finish()
  const run = sampleRun(PLAN, [script])
  return { text: renderEnding({ ...run, color: false }), summary: renderMarkdown(run) }
}

describe("files kept of a failure", () => {
  it("are listed, those of the latest attempt first", () => {
    const { text, summary } = runWith(["artifacts/a.1/old.png"], ["artifacts/a.2/new.png"])
    expect(text).toContain("  kept     artifacts/a.2/new.png\n  kept     artifacts/a.1/old.png\n")
    expect(summary).toContain(
      "Kept files: <code>artifacts/a.2/new.png</code>, <code>artifacts/a.1/old.png</code>\n",
    )
  })

  it("are counted where they are many", () => {
    const files = Array.from({ length: 14 }, (_, i) => `artifacts/a.1/${i}.png`)
    const { text, summary } = runWith(files)
    expect(text).toContain("  kept     and 4 more files\n")
    expect(text).not.toContain("10.png")
    expect(summary).toContain("<code>artifacts/a.1/9.png</code> and 4 more\n")
  })

  it("are no commands and no markup, whatever their names are", () => {
    const { text, summary } = runWith(["artifacts/a.1/x\n::error::y", "artifacts/a.1/|<b>"])
    expect(text.split("\n").filter((line) => line.startsWith("::"))).toEqual([])
    expect(summary).not.toContain("<b>")
    expect(summary.split("\n").filter((line) => line.startsWith("::"))).toEqual([])
  })

  it("take no line where there are none", () => {
    const { text, summary } = runWith([])
    expect(text).not.toContain("kept")
    expect(summary).not.toContain("Kept files")
  })
})
