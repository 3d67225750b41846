import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Plan } from "../../src/formats/plan.ts"
import { idsToRunAgain } from "../../src/plan/rerun.ts"
import { buildPlan } from "../__rig__/builders.ts"

const PLAN = buildPlan({
  shards: [
    [
      "z",
      { id: "base" },
      { id: "middle", needs: ["base"] },
      { id: "left", needs: ["middle"] },
      { id: "right", needs: ["middle", "z"] },
      "alone",
    ],
  ],
})
const IDS = PLAN.shards[0]?.scenarios ?? []

function again(unsettled: readonly string[]): string[] {
  return idsToRunAgain({ plan: PLAN, ids: IDS, settled: (id) => !unsettled.includes(id) })
}

describe("idsToRunAgain", () => {
  it.each([
    [[], []],
    [["alone"], ["alone"]],
    [["base"], ["base"]],
    [["left"], ["base", "middle", "left"]],
    [["right"], ["z", "base", "middle", "right"]],
    [
      ["left", "alone"],
      ["base", "middle", "left", "alone"],
    ],
    [IDS, IDS],
  ])("%j", (unsettled, expected) => {
    expect(again(unsettled)).toEqual(expected)
  })

  it("leaves out what another shard runs", () => {
    const plan = buildPlan({ shards: [["far"], [{ id: "near", needs: ["far"] }]] })
    expect(idsToRunAgain({ plan, ids: ["near"], settled: () => false })).toEqual(["near"])
  })

  it("is closed under needs, holds all that is open, and nothing that nobody wants", () => {
    const graph = fc
      .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 30 })
      .map((edges) =>
        edges.map((needs, index) => ({
          id: `s${index}`,
          needs: index === 0 ? [] : [...new Set(needs.map((need) => `s${need % index}`))],
        })),
      )
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.boolean()), (sketches, settledness) => {
        const plan: Plan = buildPlan({ shards: [sketches] })
        const ids = sketches.map(({ id }) => id)
        const settled = new Map(ids.map((id) => [id, settledness.next().value === true]))
        const result = idsToRunAgain({ plan, ids, settled: (id) => settled.get(id) ?? false })
        const chosen = new Set(result)
        expect(ids.filter((id) => chosen.has(id))).toEqual(result)
        for (const id of ids) {
          const { needs } = plan.scenarios[id] ?? { needs: [] }
          if (settled.get(id) === false) expect(chosen).toContain(id)
          if (chosen.has(id)) for (const need of needs) expect(chosen).toContain(need)
        }
        const wantedBy = (id: string): boolean =>
          settled.get(id) === false ||
          result.some((other) => plan.scenarios[other]?.needs.includes(id) && wantedBy(other))
        for (const id of result) expect(wantedBy(id)).toBe(true)
      }),
    )
  })
})
