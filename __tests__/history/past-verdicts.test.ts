import { describe, expect, it } from "vitest"
import { pastVerdicts } from "../../src/history/verdicts.ts"
import { history, job, passed } from "./history-rig.ts"

describe("pastVerdicts", () => {
  const known = history(
    { a: [passed(0, 1), [1, "failed", 1, 1, 1, null], passed(2, 1)], b: [passed(2, 1)], c: [] },
    [job({ run: "1", hoursAgo: 3 }), job({ run: "2", hoursAgo: 2 }), job({ run: "3" })],
  )
  const of = (run: string) => pastVerdicts(known, { run, scenarios: [{ id: "a" }, { id: "b" }] })

  it("tells how the asked scenarios ended, oldest first", () => {
    expect([...of("9")]).toEqual([
      ["a", ["passed", "failed", "passed"]],
      ["b", ["passed"]],
    ])
  })

  it("leaves out the run that is reported", () => {
    expect([...of("3")]).toEqual([["a", ["passed", "failed"]]])
  })

  it("knows nothing of names that every object has", () => {
    const asked = { run: "9", scenarios: [{ id: "constructor" }, { id: "toString" }] }
    expect(pastVerdicts(known, asked).size).toBe(0)
  })
})
