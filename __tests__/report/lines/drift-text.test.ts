import { expect, it } from "vitest"
import { memoryDriftText, timeDriftText } from "../../../src/report/lines/drift-text.ts"

const MIB = 2 ** 20
const STEADY = {
  ...{ perHour: 0.49 * MIB, low: 0.412 * MIB, high: 0.57 * MIB, overSeconds: 3_240 },
  shape: "steady",
} as const

it("tells the slope, its interval and its time of steady change alone", () => {
  expect(memoryDriftText(STEADY)).toBe("+0.49 MiB/h (0.41 to 0.57, 99 %) over 54m00s")
  expect(memoryDriftText({ ...STEADY, perHour: -2 * MIB, low: -3 * MIB, high: -MIB })).toBe(
    "-2 MiB/h (-3 to -1, 99 %) over 54m00s",
  )
  expect(memoryDriftText({ ...STEADY, shape: "level" })).toBe("no trend")
  expect(memoryDriftText({ ...STEADY, shape: "jump" })).toBe("one jump, no trend")
  expect(memoryDriftText(undefined)).toBe("too few readings")
})

it("tells of times only what surely changes", () => {
  const drift = { ...STEADY, perHour: 12.2, low: 9.52, high: 14 }
  expect(timeDriftText({ drift })).toBe("+12 ms/h (9.5 to 14, 99 %)")
  expect(timeDriftText({ drift: { ...drift, low: -1 } })).toBe("")
  expect(timeDriftText({ drift: { ...drift, shape: "jump" } })).toBe("")
  expect(timeDriftText({})).toBe("")
})
