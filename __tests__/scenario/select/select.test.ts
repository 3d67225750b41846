import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { assertScenarioId } from "../../../src/core/ids.ts"
import type { Scenario } from "../../../src/scenario/model.ts"
import { selectScenarios } from "../../../src/scenario/select/select.ts"

function scenario(id: string, needs: readonly string[] = [], tags: string[] = []): Scenario {
  return {
    id: assertScenarioId(id),
    needs: needs.map(assertScenarioId),
    estimateMs: null,
    runner: "default",
    skip: null,
    definition: {
      slug: "x",
      name: id,
      file: "smoke.yml",
      line: 1,
      tags,
      features: [],
      meta: {},
      matrix: null,
      groups: [],
      command: { kind: "run", text: "true" },
      args: [],
      shell: "bash",
      env: {},
      workingDirectory: ".",
      timeoutMs: 1,
      retry: { maxAttempts: 1, delayMs: 0, factor: 1, maxDelayMs: 0, jitter: false },
      if: null,
    },
  }
}

const suite = [
  scenario("cart", [], ["quick"]),
  scenario("login", ["cart"], ["quick", "auth"]),
  scenario("pay", ["login"]),
  scenario("storage:a:x", ["cart"]),
  scenario("storage:b:x", ["cart"]),
]

function why(request: Parameters<typeof selectScenarios>[1]): Record<string, string> {
  return Object.fromEntries(selectScenarios(suite, request).why)
}

describe("selectScenarios", () => {
  it("selects everything where nothing is asked", () => {
    expect(selectScenarios(suite, {}).selected.size).toBe(5)
    expect(why({ filter: [], exclude: [], tags: [] })["pay"]).toBe("all")
  })

  it("brings what is needed, and what that needs", () => {
    expect(why({ filter: ["pay"] })).toEqual({
      pay: "filter pay",
      login: "needed by pay",
      cart: "needed by login",
    })
  })

  it("selects by tags, and by both", () => {
    expect(why({ tags: ["auth", "quick"] })).toEqual({ cart: "tag quick", login: "tag auth" })
    expect(why({ filter: ["cart"], tags: ["quick"] })).toEqual({ cart: "filter cart, tag quick" })
  })

  it("lets exclude win", () => {
    const selection = selectScenarios(suite, { filter: ["*"], exclude: ["storage:*:x", "cart"] })
    expect([...selection.selected]).toEqual(["login", "pay"])
    expect(selection.missing).toEqual([{ id: "login", need: "cart" }])
  })

  it("says which needs are missing without them", () => {
    const selection = selectScenarios(suite, { filter: ["pay", "cart"], withNeeds: false })
    expect([...selection.selected]).toEqual(["cart", "pay"])
    expect(selection.missing).toEqual([{ id: "pay", need: "login" }])
  })

  it("says what matches nothing", () => {
    const request = { filter: ["car", "cart"], exclude: ["x:*"], tags: ["quik", "quick"] }
    expect(selectScenarios(suite, request).unmatched).toEqual(["car", "x:*", "quik"])
  })

  it("is closed under needs, or says what is missing", () => {
    const ids = suite.map(({ id }) => id)
    const some = fc.subarray(ids)
    fc.assert(
      fc.property(some, some, fc.boolean(), (filter, exclude, withNeeds) => {
        const { selected, missing } = selectScenarios(suite, { filter, exclude, withNeeds })
        for (const { id, needs } of suite) {
          if (!selected.has(id)) continue
          expect(exclude).not.toContain(id)
          for (const need of needs) {
            const said = missing.some((one) => one.id === id && one.need === need)
            expect(selected.has(need) || said).toBe(true)
          }
        }
      }),
    )
  })
})
