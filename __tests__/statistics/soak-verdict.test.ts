/**
 * From counts to verdicts, by `--fail-rate` and `--undecided`.
 */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type SoakRule, soakJudge } from "../../src/statistics/soak-verdict.ts"

const ANY = { rate: 0, scenarios: 10, undecided: "mark" } as const
const RATE = { rate: 0.01, scenarios: 10, undecided: "mark" } as const
const STRICT = { rate: 0.01, scenarios: 10, undecided: "fail" } as const

describe("the verdict", () => {
  it.each<[string, SoakRule, readonly [number, number, number], string, string]>([
    ["of passes where any failure fails", ANY, [1, 0, 0], "passed", "decided"],
    ["of one failure where any fails", ANY, [10_000, 1, 0], "failed", "decided"],
    ["of passes after failed attempts", ANY, [9, 0, 1], "flaky", "decided"],
    ["of few passes", RATE, [74, 0, 0], "passed", "undecided"],
    ["of few passes, strictly", STRICT, [74, 0, 0], "failed", "undecided"],
    ["of enough passes", RATE, [369, 0, 0], "passed", "decided"],
    ["of enough passes, strictly", STRICT, [369, 0, 0], "passed", "decided"],
    ["of enough passes, one after a failed attempt", RATE, [369, 0, 1], "flaky", "decided"],
    ["of few failures in many runs", RATE, [1_050, 3, 0], "passed", "decided"],
    ["of a failure in few runs", RATE, [74, 1, 0], "flaky", "incomplete"],
    ["of a failure in few runs, strictly", STRICT, [74, 1, 0], "failed", "undecided"],
    ["of a failed attempt in few runs", RATE, [74, 0, 1], "flaky", "undecided"],
    ["of many failures", RATE, [20, 10, 0], "failed", "decided"],
  ])("%s", (_, rule, [runs, failures, flaky], verdict, rate) => {
    const found = soakJudge(rule).verdict({ runs, failures, flaky })
    expect(found).toEqual({ verdict, rate })
  })

  const tally = fc
    .tuple(fc.integer({ min: 1, max: 5_000 }), fc.nat(5_000))
    .map(([runs, failures]) => ({ runs, failures: Math.min(runs, failures), flaky: 0 }))

  it("is never a plain pass with failures that the rate does not allow for sure", () => {
    fc.assert(
      fc.property(tally, (counts) => {
        const { verdict, rate } = soakJudge(RATE).verdict(counts)
        if (counts.failures > 0) expect(rate).not.toBe("undecided")
        if (rate === "incomplete") expect(verdict).toBe("flaky")
        if (counts.failures > counts.runs / 100) expect(verdict).not.toBe("passed")
        expect(soakJudge(ANY).verdict(counts).verdict).toBe(
          counts.failures > 0 ? "failed" : "passed",
        )
      }),
    )
  })
})

describe("while it runs", () => {
  it("a scenario is decided once its rate is known", () => {
    const { isDecided } = soakJudge(RATE)
    expect(isDecided({ runs: 368, failures: 0 })).toBe(false)
    expect(isDecided({ runs: 369, failures: 0 })).toBe(true)
    expect(isDecided({ runs: 20, failures: 1 })).toBe(false)
    expect(isDecided({ runs: 20, failures: 10 })).toBe(true)
  })

  it("no scenario is decided where any failure fails: it runs on, and more often", () => {
    const { isDecided } = soakJudge(ANY)
    expect(isDecided({ runs: 1e6, failures: 0 })).toBe(false)
    expect(isDecided({ runs: 10, failures: 10 })).toBe(false)
  })
})
