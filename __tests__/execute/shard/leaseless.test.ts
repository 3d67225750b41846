import { describe, expect, it } from "vitest"
import { withoutLeases } from "../../../src/execute/shard/leaseless.ts"
import type { Item } from "../../../src/schedule/types.ts"
import { fixtureSpec, scenario } from "../../plan/plan-rig.ts"
import { item, schedule } from "../../schedule/schedule-rig.ts"

const LEASE = { fixtures: [{ name: "db", key: null }] }

/** Whether a scenario with such a condition still leases at the beginning. */
function leases(
  condition: string | null,
  more: { readonly item?: Partial<Item>; readonly missing?: boolean } = {},
): boolean {
  const { definition } = scenario({ id: "a", definition: { if: condition, matrix: { pool: "p" } } })
  const needs = more.item?.needs ?? []
  const planned = { definition, needs: [...needs], demand: {} }
  const scenarios = { a: { ...planned, estimateSeconds: 1, estimateFrom: "default" as const } }
  const own = schedule([item("a", { ...LEASE, ...more.item })])
  const made = withoutLeases(own, {
    plan: {
      scenarios: { a: { ...scenarios.a, runner: "default" } },
      fixtures: { db: fixtureSpec({ outputs: { DATABASE_URL: "pg://" } }) },
    },
    contexts: {
      ...{ github: { ref: "main" }, vars: {}, runner: { os: "Linux" }, shard: 1 },
      run: { id: "r", attempt: 1, slug: "r" },
    },
    env: { POOL: "q" },
    missing: new Map(more.missing === true ? [["a", "needs gpu"]] : []),
  })
  if (made === own) return true
  expect(made).toEqual({ ...own, items: own.items.map((one) => ({ ...one, fixtures: [] })) })
  return false
}

describe("at the beginning of a shard a scenario", () => {
  it.each([
    [null, true],
    ["env.POOL == 'q'", true],
    ["env.POOL == matrix.pool", false],
    ["runner.os == 'Windows' || github.ref != 'main'", false],
    // Not known yet, or different at the attempt.
    ["fixtures.db.host == ''", true],
    ["env.DATABASE_URL != ''", true],
    ["env.SMOKE_WORKER == 9", true],
    ["worker == 9", true],
    // It fails by its condition, which the attempt tells.
    ["matrix.pool == fromJSON('{')", true],
  ])("with `if: %s` leases: %s", (condition, expected) => {
    expect(leases(condition)).toBe(expected)
  })

  it("leases nothing where it cannot run", () => {
    expect(leases(null, { missing: true })).toBe(false)
  })

  it("leases as before where its condition depends on others, or was true in an earlier attempt", () => {
    const after = { needs: ["b"] }
    expect(leases("failure()")).toBe(false)
    expect(leases("failure()", { item: after })).toBe(true)
    expect(leases("needs.b.result == 'failure'", { item: after })).toBe(true)
    expect(leases("env.POOL == 'p'", { item: after })).toBe(false)
    expect(leases("env.POOL == 'p'", { item: { attemptsBefore: 1 } })).toBe(true)
  })
})
