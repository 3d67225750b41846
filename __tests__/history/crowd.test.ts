/**
 * The means against a count instant by instant.
 */
import fc from "fast-check"
import { expect, it } from "vitest"
import { crowdOf, type Stretch } from "../../src/history/crowd.ts"

const stretch = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 30 }))
  .map(([from, ms]): Stretch => ({ from, to: from + ms }))

it("tells how many ran and what part of a core each had", () => {
  fc.assert(
    fc.property(
      fc.array(stretch, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      (all, cores) => {
        const crowd = crowdOf(all, cores)
        for (const { from, to } of all) {
          const instants = Array.from({ length: to - from }, (_, i) => from + i)
          const counts = instants.map(
            (at) => all.filter((one) => one.from <= at && at < one.to).length,
          )
          const mean = (values: readonly number[]) =>
            values.reduce((sum, one) => sum + one, 0) / values.length
          const { concurrency, share } = crowd([{ from, to }])
          expect(concurrency).toBeCloseTo(mean(counts), 9)
          expect(share).toBeCloseTo(mean(counts.map((count) => Math.min(1, cores / count))), 9)
        }
      },
    ),
  )
})

it("weighs several stretches by their time, and takes no time for alone", () => {
  const all = [
    { from: 0, to: 10 },
    { from: 20, to: 50 },
    { from: 20, to: 50 },
  ]
  expect(crowdOf(all, 1)([all[0], all[1]].flatMap((one) => one ?? []))).toEqual({
    concurrency: 1.75,
    share: 0.625,
  })
  expect(crowdOf(all, 1)([{ from: 20, to: 20 }])).toEqual({ concurrency: 1, share: 1 })
})
