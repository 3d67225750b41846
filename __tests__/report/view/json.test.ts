import { describe, expect, it } from "vitest"
import { ResultsSchema } from "../../../src/formats/results.ts"
import { renderResultsJson } from "../../../src/report/view/json.ts"
import { badDay, goodDay, hostileRun } from "../../__rig__/sample-runs.ts"
import { valid } from "../../__rig__/valid.ts"

describe("renderResultsJson", () => {
  it.each([
    ["a bad day", badDay()],
    ["a good day", goodDay()],
    ["a hostile run", hostileRun()],
  ] as const)("is read back as it was: %s", (_, { results }) => {
    const text = renderResultsJson(results)
    expect(valid(ResultsSchema, JSON.parse(text))).toEqual(results)
    expect(text.endsWith("}\n")).toBe(true)
  })

  it("cannot act as a command in a log", () => {
    const { results } = hostileRun()
    expect(JSON.stringify(results)).toContain("##[")
    for (const line of renderResultsJson(results).split("\n")) {
      expect(line).not.toContain("##[")
      expect(line.trimStart()).not.toMatch(/^::/u)
    }
  })
})
