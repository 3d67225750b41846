import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { all, err, ok, type Result } from "../../../src/core/problems/result.ts"

describe("all", () => {
  it.each<readonly [readonly Result<number, string>[], Result<number[], string[]>]>([
    [[], { ok: true, value: [] }],
    [[ok(1), ok(2)], { ok: true, value: [1, 2] }],
    [[ok(1), err("a"), ok(2), err("b")], { ok: false, error: ["a", "b"] }],
  ])("of %j is %j", (results, expected) => {
    expect(all(results)).toEqual(expected)
  })

  it("loses no value and no error", () => {
    const result = fc.oneof(fc.nat().map(ok), fc.string().map(err))
    fc.assert(
      fc.property(fc.array(result), (results) => {
        const together = all<number, string>(results)
        const errors = results.flatMap((one) => (one.ok ? [] : [one.error]))
        expect(together.ok).toBe(errors.length === 0)
        if (together.ok) expect(together.value.map(ok)).toEqual(results)
        else expect(together.error).toEqual(errors)
      }),
    )
  })
})
