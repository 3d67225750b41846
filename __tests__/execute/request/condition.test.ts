import { describe, expect, it } from "vitest"
import { evaluateStart } from "../../../src/execute/request/condition.ts"
import type { Need, NeedResult } from "../../../src/execute/request/contexts.ts"

const need = (id: string, result: NeedResult): Need => ({ id, result, outputs: {} })
const contexts = { github: { ref_name: "main" }, env: { STAGE: "blue" }, needs: {} }

describe("evaluateStart", () => {
  it.each<readonly [string | null, readonly NeedResult[], boolean]>([
    [null, [], true],
    [null, ["failure"], true],
    ["github.ref_name == 'main'", [], true],
    ["github.ref_name == 'main'", ["success"], true],
    // Whether a failed need holds it back has been decided before: see the scheduler.
    ["github.ref_name == 'main'", ["failure"], true],
    ["github.ref_name == 'next'", [], false],
    ["env.STAGE == 'blue'", [], true],
    ["success()", ["success", "success"], true],
    ["success()", ["success", "skipped"], false],
    ["failure()", ["success", "failure"], true],
    ["failure()", ["success"], false],
    ["cancelled()", ["cancelled"], true],
    ["always()", ["failure", "cancelled", "skipped"], true],
    ["!cancelled()", ["failure"], true],
    ["always() && env.STAGE == 'green'", [], false],
  ])("%s after %j: %j", (condition, results, starts) => {
    const needs = results.map((result, index) => need(`n${index}`, result))
    const decision = evaluateStart(condition, { contexts, needs })
    if (starts) expect(decision).toBe(true)
    else expect(decision).toMatchObject({ kind: "skip" })
  })

  it("names the condition that was false", () => {
    const decision = evaluateStart("1 == 2", { contexts, needs: [] })
    expect(decision).toMatchObject({ kind: "skip", message: expect.stringContaining("1 == 2") })
  })

  it.each(["1 ==", "fromJSON('{')", "toJSON()"])("%s fails and says why", (condition) => {
    const decision = evaluateStart(condition, { contexts, needs: [] })
    expect(decision).toMatchObject({ kind: "fail", message: expect.stringMatching(/^if: ./u) })
  })
})
