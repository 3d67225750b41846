import { expect, it } from "vitest"
import { memoryDriftText, timeDriftText } from "../../../src/report/text/drift-text.ts"

const MIB = 2 ** 20
const STEADY = { perHour: 0.49 * MIB, low: 0.412 * MIB, high: 0.57 * MIB, shape: "steady" } as const

it("tells the slope and its interval of steady change alone", () => {
  expect(memoryDriftText(STEADY)).toBe("+0.49 MiB/h (0.41 to 0.57, 99 %)")
  expect(memoryDriftText({ ...STEADY, perHour: -2 * MIB, low: -3 * MIB, high: -MIB })).toBe(
    "-2 MiB/h (-3 to -1, 99 %)",
  )
  expect(memoryDriftText({ ...STEADY, shape: "level" })).toBe("no trend")
  expect(memoryDriftText({ ...STEADY, shape: "jump" })).toBe("one jump, no trend")
  expect(memoryDriftText(null)).toBe("too few readings")
})

it("tells times in milliseconds", () => {
  expect(timeDriftText({ perHour: 12.2, low: 9.52, high: 14, shape: "steady" })).toBe(
    "+12 ms/h (9.5 to 14, 99 %)",
  )
})
