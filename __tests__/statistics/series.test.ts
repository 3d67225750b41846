/**
 * Long series in bounded memory.
 */
import { expect, it } from "vitest"
import { driftOf } from "../../src/statistics/drift.ts"
import { addReading, emptySeries } from "../../src/statistics/series.ts"

function seriesOf(count: number) {
  const series = emptySeries()
  for (let i = 0; i < count; i++) addReading(series, { atMs: i * 1_000, value: 7 + i })
  return series
}

it.each([
  [0, 0, 1],
  [2_400, 2_400, 1],
  [2_401, 1_201, 2],
  [100_000, 1_563, 64],
])("of %i readings keeps %i, every %i-th", (count, kept, every) => {
  const { readings } = seriesOf(count)
  expect(readings.map(({ value }) => value)).toEqual(
    Array.from({ length: kept }, (_, index) => 7 + index * every),
  )
})

it("has the same trend, however long it is", () => {
  for (const count of [500, 5_000, 50_000]) {
    expect(driftOf(seriesOf(count).readings)).toMatchObject({ perHour: 3_600, shape: "steady" })
  }
})
