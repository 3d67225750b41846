import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { shareOut } from "../../src/capability/shares.ts"

const of = (largest: number, total: number) => ({ largest, total })

describe("shareOut", () => {
  it.each([
    [2, [of(1, 5), of(1, 3)], [1, 1]],
    [10, [of(1, 5), of(1, 3), of(0, 0)], [5, 3, 0]],
    [7, [of(1, 10), of(1, 10)], [4, 3]],
    [7, [of(3, 9), of(1, 1)], [6, 1]],
    [1.5, [of(0.5, 2), of(0.5, 2)], [0.75, 0.75]],
    [3.7, [of(1, 2), of(1, 2)], [2, 1]],
    [0, [of(0, 0)], [0]],
    [5, [], []],
  ])("cuts %d for %j", (quantity, takers, shares) => {
    expect(shareOut(quantity, takers)).toEqual({ ok: true, value: shares })
  })

  it("says how many shards can hold takers where not all can", () => {
    expect(shareOut(2, [of(1, 1), of(1, 1), of(1, 1)])).toEqual({ ok: false, error: { shards: 2 } })
    expect(shareOut(3, [of(4, 4)])).toEqual({ ok: false, error: { shards: 0 } })
  })

  it("never adds up to more, and gives each what its largest takes", () => {
    const taker = fc
      .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 10 }))
      .map(([largest, times]) => of(largest, largest * times))
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.array(taker, { maxLength: 12 }),
        (all, takers) => {
          const shares = shareOut(all, takers)
          const least = takers.reduce((sum, { largest }) => sum + largest, 0)
          expect(shares.ok).toBe(least <= all)
          if (!shares.ok) return
          const sum = shares.value.reduce((total, share) => total + share, 0)
          const useful = takers.reduce((total, taker) => total + taker.total, 0)
          expect(sum).toBe(Math.min(all, useful))
          for (const [index, share] of shares.value.entries()) {
            expect(Number.isInteger(share)).toBe(true)
            expect(share).toBeGreaterThanOrEqual(takers[index]?.largest ?? 0)
            expect(share).toBeLessThanOrEqual(takers[index]?.total ?? 0)
          }
        },
      ),
    )
  })
})
