import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { seededRandom } from "../../src/core/quantities/random.ts"
import { expectedRetryMs, retryDelayMs } from "../../src/schedule/retry.ts"

const SPEC = { maxAttempts: 6, delayMs: 1_000, factor: 2, maxDelayMs: 5_000, jitter: false }

describe("retryDelayMs", () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 5_000],
    [5, 5_000],
    [6, null],
    [7, null],
  ])("after attempt %i waits %s", (number, delayMs) => {
    expect(retryDelayMs({ spec: SPEC, id: "a", number, seed: 1 })).toBe(delayMs)
  })

  it("with jitter stays between half and all of the delay, the same for the same words", () => {
    const spec = { ...SPEC, jitter: true }
    fc.assert(
      fc.property(fc.nat(), fc.string(), (seed, id) => {
        const delay = retryDelayMs({ spec, id, number: 2, seed })
        expect(delay).toBeGreaterThanOrEqual(1_000)
        expect(delay).toBeLessThanOrEqual(2_000)
        expect(retryDelayMs({ spec, id, number: 2, seed })).toBe(delay)
      }),
    )
  })
})

describe("expectedRetryMs", () => {
  const of = (failing: number, more: Partial<typeof SPEC> = {}) =>
    expectedRetryMs({ spec: { ...SPEC, ...more }, failing, attemptMs: 10_000 })

  it("adds each further attempt and its delay as far as all before it fail", () => {
    expect(of(0)).toBe(0)
    expect(of(0.5, { maxAttempts: 1 })).toBe(0)
    expect(of(0.5, { maxAttempts: 2 })).toBe(0.5 * 11_000)
    expect(of(0.5, { maxAttempts: 3 })).toBe(0.5 * 11_000 + 0.25 * 12_000)
    expect(of(1)).toBe(11_000 + 12_000 + 14_000 + 15_000 + 15_000)
    expect(of(0.5, { maxAttempts: 2, jitter: true })).toBe(0.5 * 10_750)
  })

  it("is what runs come to on average", () => {
    const random = seededRandom(7)
    const spec = { ...SPEC, maxAttempts: 4, jitter: true }
    const failing = 0.4
    let sum = 0
    const runs = 20_000
    for (let seed = 1; seed <= runs; seed++) {
      for (let number = 1; number < spec.maxAttempts && random() < failing; number++) {
        sum += 10_000 + (retryDelayMs({ spec, id: "a", number, seed }) ?? 0)
      }
    }
    const expected = expectedRetryMs({ spec, failing, attemptMs: 10_000 })
    expect(sum / runs / expected).toBeGreaterThan(0.97)
    expect(sum / runs / expected).toBeLessThan(1.03)
  })
})
