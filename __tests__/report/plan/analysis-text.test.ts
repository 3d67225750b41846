import { describe, expect, it } from "vitest"
import type { Analysis } from "../../../src/formats/analysis.ts"
import { renderAnalysis, renderAnalysisMermaid } from "../../../src/report/plan/analysis-text.ts"

const UNITS = [
  { id: "setup", needs: [] },
  { id: "install_deps", needs: ["setup"] },
  { id: "lint", needs: ["install_deps"] },
  { id: "build:web", needs: ["install_deps"] },
  { id: "build:api", needs: ["install_deps"] },
  { id: "deploy", needs: ["lint", "build:web", "build:api"] },
]
const ANALYSIS: Analysis = {
  name: "pipeline",
  scenarios: 6,
  levels: [["setup"], ["install_deps"], ["lint", "build:web", "build:api"], ["deploy"]],
  criticalPath: { ids: ["setup", "install_deps", "build:web", "deploy"], seconds: 755 },
  longestChain: ["setup", "install_deps", "lint", "deploy"],
  maxParallelism: 3,
  parallelismExact: true,
  components: 1,
}

function many(count: number): Analysis {
  const ids = Array.from({ length: count }, (_, i) => `storage:pool-${i}`)
  return {
    name: "a \u001b[31mname",
    scenarios: count,
    levels: [ids],
    criticalPath: { ids: ids.slice(0, 1), seconds: 0.5 },
    longestChain: ids.slice(0, 1),
    maxParallelism: count,
    parallelismExact: true,
    components: count,
  }
}

const NOTHING: Analysis = {
  ...many(0),
  criticalPath: { ids: [], seconds: 0 },
  name: "empty",
  levels: [],
}

describe("an analysis", () => {
  it("is told as text", async () => {
    const large = { ...ANALYSIS, parallelismExact: false }
    expect(renderAnalysis(large)).toContain("max parallelism  at least 3, by the largest levels\n")
    const texts = [ANALYSIS, many(4_536), NOTHING].map(renderAnalysis)
    await expect(`${texts.join("\n\n---\n")}\n`).toMatchFileSnapshot("__golden__/analysis.txt")
  })

  it("is drawn in Mermaid", async () => {
    const picture = `${renderAnalysisMermaid(ANALYSIS, UNITS)}\n`
    await expect(picture).toMatchFileSnapshot("__golden__/analysis.mmd")
  })

  it("is drawn with fewer boxes where viewers would refuse it", () => {
    const analysis = many(4_536)
    const units = [
      { id: "first", needs: [] },
      ...(analysis.levels[0] ?? []).map((id) => ({ id, needs: ["first"] })),
    ]
    expect(renderAnalysisMermaid(analysis, units)).toBe(
      ["flowchart LR", '  n0["first"]', '  n1["storage × 4536"]', "  n0 --> n1"].join("\n"),
    )
  })
})
