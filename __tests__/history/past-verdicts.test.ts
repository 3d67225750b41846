import { describe, expect, it } from "vitest"
import { pastRunsIn } from "../../src/history/verdicts.ts"
import { history, job, passed } from "./history-rig.ts"

describe("pastRunsIn", () => {
  const known = history(
    { a: [passed(0, 1), [1, "failed", 1, 1, 1, null], passed(2, 1)], b: [passed(2, 1)], c: [] },
    [job({ run: "1", hoursAgo: 3 }), job({ run: "2", hoursAgo: 2 }), job({ run: "3" })],
  )
  const verdictsOf = (id: string, reported: string) =>
    pastRunsIn(known, reported)(id).map(({ verdict }) => verdict)

  it("tells what a scenario did, oldest first", () => {
    expect(verdictsOf("a", "9")).toEqual(["passed", "failed", "passed"])
    expect(verdictsOf("b", "9")).toEqual(["passed"])
    expect(pastRunsIn(known, "9")("b")).toEqual([
      { verdict: "passed", seconds: 1, job: known.jobs[2] },
    ])
  })

  it("leaves out the run that is reported", () => {
    expect(verdictsOf("a", "3")).toEqual(["passed", "failed"])
  })

  it("knows nothing of names that every object has", () => {
    for (const id of ["constructor", "toString"]) expect(verdictsOf(id, "9")).toEqual([])
  })
})
