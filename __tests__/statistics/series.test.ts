/**
 * Long series in bounded memory.
 */
import { expect, it } from "vitest"
import { driftOf } from "../../src/statistics/drift.ts"
import { EMPTY_SERIES, withReading } from "../../src/statistics/series.ts"

function seriesOf(count: number) {
  let series = EMPTY_SERIES
  for (let i = 0; i < count; i++) series = withReading(series, { atMs: i * 1_000, value: 7 + i })
  return series
}

it.each([
  [0, 0, 1],
  [512, 512, 1],
  [513, 257, 2],
  [100_000, 391, 256],
])("of %i readings keeps %i, every %i-th", (count, kept, every) => {
  const { readings, seen } = seriesOf(count)
  expect(seen).toBe(count)
  expect(readings.map(({ value }) => value)).toEqual(
    Array.from({ length: kept }, (_, index) => 7 + index * every),
  )
})

it("has the same trend, however long it is", () => {
  for (const count of [500, 5_000, 50_000]) {
    expect(driftOf(seriesOf(count).readings)).toMatchObject({ perHour: 3_600, shape: "steady" })
  }
})
