import { describe, expect, it } from "vitest"
import { excerptLines } from "../../../src/report/view/failure-section.ts"

const LINES = Array.from({ length: 30 }, (_, index) => `line ${index}`)

function excerpt(message: string | null, most = 10): readonly string[] {
  return excerptLines({ tail: LINES.join("\n"), message }, most)
}

describe("excerptLines", () => {
  it.each<readonly [string, string | null, number, number]>([
    ["what is kept, where it fits", "exit code 1: line 3", 30, 0],
    ["the last lines, where the message names none", "exit code 1", 10, 20],
    ["the last lines, where there is no message", null, 10, 20],
    ["the last lines, where the line is among them", "exit code 1: line 27", 10, 20],
    ["the first lines, where the line exists", "exit code 1: line 2", 10, 0],
    ["those around the line", "exit code 1: line 12", 10, 7],
  ])("are %s", (_, message, most, from) => {
    expect(excerpt(message, most)).toEqual(LINES.slice(from, from + most))
  })

  it("are none without a log", () => {
    expect(excerptLines({ tail: null, message: "exit code 1" }, 10)).toEqual([])
  })
})
