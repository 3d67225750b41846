import { describe, expect, it } from "vitest"
import type { Problem } from "../../../src/formats/run-specs.ts"
import type { Tests } from "../../../src/formats/test-cases.ts"
import { toAnnotations } from "../../../src/report/view/annotations.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"

const PROBLEM: Problem = {
  severity: "error",
  file: "src/a.ts",
  line: 3,
  column: 14,
  code: "TS1",
  message: "no name\n::error::forged",
}

function annotationsOf(verdict: "passed" | "failed", problems: readonly Problem[], tests?: Tests) {
  const plan = buildPlan({ shards: [["types"]] })
  const failed = verdict === "failed"
  const script = buildShard(plan)
    .start()
    .emit({
      type: "attempt-finished",
      id: "types",
      number: 1,
      worker: 1,
      outcome: verdict,
      cause: failed ? "exit-code" : null,
      exitCode: failed ? 2 : 0,
      signal: null,
      durationMs: 1,
      cpuMs: null,
      peakMemoryBytes: null,
      outputBytes: 0,
      message: failed ? "exit code 2" : null,
      tail: null,
      problems: [...problems],
      ...(tests === undefined ? {} : { tests }),
    })
    .emit({
      type: "scenario-finished",
      id: "types",
      verdict,
      cause: failed ? "exit-code" : null,
    })
    .finish({ verdicts: 1 })
  return toAnnotations(sampleRun(plan, [script]).results)
}

describe("problems that output named", () => {
  it("give the failure its place, and stand at their own lines behind it", () => {
    const second = { ...PROBLEM, file: "src/b.ts", line: 9, code: "TS2" }
    expect(annotationsOf("failed", [PROBLEM, second])).toEqual([
      {
        level: "error",
        title: "storefront: types failed",
        message: expect.stringMatching(
          /^exit code 2 · 1ms\nno name ::error::forged\nscenario: smoke.yml:10\nparallel-smoke run /u,
        ),
        ...{ file: "src/a.ts", line: 3, column: 14 },
      },
      {
        level: "error",
        title: "storefront: types TS2",
        message: "no name ::error::forged",
        ...{ file: "src/b.ts", line: 9, column: 14 },
      },
    ])
  })

  it("leave the failure at its definition where they are warnings or nowhere", () => {
    const warning = { ...PROBLEM, severity: "warning" } as const
    const nowhere = { ...PROBLEM, file: null, line: null }
    for (const problem of [warning, nowhere]) {
      expect(annotationsOf("failed", [problem])[0]).toMatchObject({ file: "smoke.yml", line: 10 })
    }
  })

  it("are warnings at most where nothing failed, and stand at the scenario without a file", () => {
    const nowhere: Problem = {
      ...PROBLEM,
      file: null,
      line: null,
      column: null,
      severity: "notice",
    }
    expect(annotationsOf("passed", [PROBLEM, nowhere])).toMatchObject([
      { level: "warning", file: "src/a.ts" },
      { level: "notice", file: "smoke.yml", line: 10 },
    ])
  })

  it("are within the limits of a step", () => {
    const many = Array.from({ length: 40 }, () => PROBLEM)
    expect(annotationsOf("failed", many)).toHaveLength(10)
  })
})

describe("tests that a report of a scenario's own says have failed", () => {
  const tests: Tests = {
    ...{ files: 1, failed: 1, flaky: 0, skipped: 0, passed: 1 },
    cases: [
      {
        ...{ name: "pays", suite: "cart", outcome: "failed", seconds: 1 },
        ...{ message: "expected 3", file: "src/pay.ts", line: 7 },
      },
      {
        ...{ name: "adds", suite: "cart", outcome: "passed", seconds: 1 },
        ...{ message: null, file: "src/pay.ts", line: 9 },
      },
    ],
  }

  it("give the failure its place before what the output names", () => {
    expect(annotationsOf("failed", [PROBLEM], tests)).toMatchObject([
      { level: "error", title: "storefront: types failed", file: "src/pay.ts", line: 7 },
      { level: "error", title: "storefront: types TS1", file: "src/a.ts", line: 3 },
    ])
  })

  it("are warnings where the scenario passed", () => {
    expect(annotationsOf("passed", [], tests)).toMatchObject([
      { level: "warning", message: "pays: expected 3", file: "src/pay.ts", line: 7 },
    ])
  })
})
