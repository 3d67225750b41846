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
  it.each<[string, SoakRule, readonly [number, number, number], string, string | undefined]>([
    ["of passes where any failure fails", ANY, [1, 0, 0], "passed", undefined],
    ["of one failure where any fails", ANY, [10_000, 1, 0], "failed", undefined],
    ["of passes after failed attempts", ANY, [9, 0, 1], "flaky", undefined],
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

describe("with earlier runs of a campaign", () => {
  const counts = (runs: number, failures: number, flaky = 0) => ({ runs, failures, flaky })

  it.each<[string, SoakRule, ReturnType<typeof counts>, ReturnType<typeof counts>, object]>([
    [
      "few passes become enough",
      RATE,
      counts(74, 0),
      counts(295, 0),
      { verdict: "passed", rate: "decided" },
    ],
    [
      "one failure is within the rate",
      RATE,
      counts(74, 1),
      counts(900, 0),
      { verdict: "passed", rate: "decided" },
    ],
    [
      "failures of many nights are too many",
      RATE,
      counts(74, 1),
      counts(200, 19),
      { verdict: "failed", rate: "decided" },
    ],
    [
      "they fail what passes here",
      RATE,
      counts(1, 0),
      counts(200, 20),
      { verdict: "failed", rate: "decided" },
    ],
    [
      "a flaky pass of another night stays",
      RATE,
      counts(74, 0),
      counts(400, 0, 1),
      { verdict: "flaky", rate: "decided" },
    ],
    [
      "where nothing passed here, nothing passes",
      RATE,
      counts(1, 1),
      counts(9_000, 0),
      { verdict: "flaky", rate: "incomplete" },
    ],
    [
      "what is surely too much here fails",
      RATE,
      counts(20, 10),
      counts(1e6, 0),
      { verdict: "failed", rate: "decided" },
    ],
    ["any failure of any night fails", ANY, counts(74, 0), counts(300, 1), { verdict: "failed" }],
  ])("%s", (_, rule, own, earlier, expected) => {
    expect(soakJudge(rule, { runs: 13 }).verdict(own, earlier)).toEqual(expected)
  })

  it("a scenario is not decided before it has passed here", () => {
    const { isDecided } = soakJudge(RATE, { runs: 13 })
    expect(isDecided(counts(1, 1), counts(9_000, 0))).toBe(false)
    expect(isDecided(counts(2, 1), counts(9_000, 0))).toBe(true)
  })

  it("whatever they counted, a scenario that fails without them does not pass, nor one without a pass", () => {
    const tallies = fc
      .tuple(fc.integer({ min: 0, max: 1e6 }), fc.nat(1e6), fc.nat(1e6))
      .map(([runs, failures, flaky]) => {
        const failed = Math.min(runs, failures)
        return counts(runs, failed, Math.min(runs - failed, flaky))
      })
    fc.assert(
      fc.property(tallies, tallies, fc.constantFrom(ANY, RATE, STRICT), (one, earlier, rule) => {
        const own = { ...one, runs: Math.max(1, one.runs) }
        const judge = soakJudge(rule, { runs: 13 })
        const alone = judge.verdict(own)
        const { verdict, rate } = judge.verdict(own, earlier)
        if (alone.verdict === "failed" && alone.rate !== "undecided") expect(verdict).toBe("failed")
        if (own.failures === own.runs && verdict !== "failed") expect(rate).toBe("incomplete")
      }),
    )
  })
})
