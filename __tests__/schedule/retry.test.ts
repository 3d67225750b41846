import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { retryDelayMs } from "../../src/schedule/retry.ts"

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
