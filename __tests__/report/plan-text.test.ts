import { describe, expect, it } from "vitest"
import { renderPlan } from "../../src/report/plan-text.ts"
import { buildPlan, buildSkip } from "../__rig__/builders.ts"

const NONE = { ignored: [] }

describe("renderPlan", () => {
  it("shows shards, bound, skips and ignored files", async () => {
    const plan = buildPlan({
      shards: [
        [{ id: "checkout", estimateSeconds: 95 }, "home"],
        ["login", "cart", { id: "search", estimateSeconds: 12.4 }],
      ],
      predictedSeconds: 96,
      lowerBoundSeconds: 95,
      skipped: [
        buildSkip("beta", "github.ref_name == 'beta' is false"),
        buildSkip("gpu", "no gpu\u001b[2J ##[error]x", "missing-capability"),
      ],
      unselected: ["a", "b"],
    })
    const ignored = [
      { path: "smoke/lib/shared.sh", reason: "no front matter" },
      { path: "::error::x.sh", reason: "no front matter" },
    ]
    await expect(`${renderPlan(plan, { ignored, scenarios: true })}\n`).toMatchFileSnapshot(
      "__golden__/plan.txt",
    )
  })

  it("says that there is nothing", () => {
    expect(renderPlan(buildPlan({ shards: [] }), NONE)).toBe("storefront: 0 scenarios in 0 shards")
  })

  it("counts what a long list leaves out", () => {
    const skipped = Array.from({ length: 23 }, (_, i) => buildSkip(`s${i}`, "why"))
    const text = renderPlan(buildPlan({ shards: [], skipped }), NONE)
    expect(text.split("\n").at(-1)).toBe("  and 3 more")
  })

  it.each([
    [
      "the longest scenario",
      { shards: [[{ id: "a", estimateSeconds: 9 }, "b"]], lowerBoundSeconds: 9 },
      "9.0s, set by the longest scenario, a",
    ],
    [
      "a chain",
      {
        shards: [
          [
            "x",
            { id: "c", estimateSeconds: 2, needs: ["b", "x"] },
            { id: "b", estimateSeconds: 3, needs: ["a"] },
            { id: "a", estimateSeconds: 4 },
          ],
        ],
        lowerBoundSeconds: 9,
      },
      "9.0s, set by the longest chain of needs, a → b → c",
    ],
    [
      "the total",
      { shards: [["a", "b", "c", "d", "e", "f"]], lowerBoundSeconds: 3 },
      "3.0s, set by the total work of 6.0s over 2 workers",
    ],
    [
      "the total with an unknown number of workers",
      { shards: [["a", "b", "c", "d"]], workers: "auto", lowerBoundSeconds: 2 },
      "2.0s, set by the total work of 4.0s over all workers",
    ],
    [
      "a component",
      {
        shards: [
          [
            "a",
            { id: "b", needs: ["a"] },
            { id: "c", needs: ["a"] },
            { id: "d", needs: ["a"] },
            { id: "e", needs: ["a"] },
          ],
          ["f"],
        ],
        lowerBoundSeconds: 2.5,
      },
      "2.5s, set by scenarios that need each other and must share a shard",
    ],
  ] as const)("names what binds: %s", (_, sketch, expected) => {
    const bound = renderPlan(buildPlan(sketch), NONE)
      .split("\n")
      .find((line) => line.startsWith("lower bound"))
    expect(bound).toBe(`lower bound  ${expected}`)
  })

  it("survives a plan whose needs go in a circle or nowhere", () => {
    const plan = buildPlan({
      shards: [
        [
          { id: "a", needs: ["b"] },
          { id: "b", needs: ["a"] },
          { id: "c", needs: ["gone"] },
        ],
      ],
      lowerBoundSeconds: 1,
    })
    expect(renderPlan(plan, NONE)).toContain("set by the longest scenario, c")
  })
})
