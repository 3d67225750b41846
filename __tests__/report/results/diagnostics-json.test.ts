import { describe, expect, it } from "vitest"
import type { Diagnostic } from "../../../src/core/problems/diagnostic.ts"
import { toDiagnosticsJson } from "../../../src/report/results/diagnostics-json.ts"

const FILE = { path: "smoke.yml", text: "one\ntwo\r\nthree\n" }

describe("toDiagnosticsJson", () => {
  it("gives places, hints and related places, and counts", () => {
    const two: Diagnostic = {
      code: "scenario/duplicate-id",
      severity: "error",
      message: "the id ##[error] is used twice",
      location: { file: FILE, range: { start: 4, end: 12 } },
      related: [{ message: "first", location: { file: FILE, range: { start: 0, end: 3 } } }],
    }
    const one: Diagnostic = {
      code: "suite/value",
      severity: "warning",
      message: "odd",
      location: { file: FILE, range: { start: 9, end: 9 } },
      hint: "mend it",
    }
    const text = toDiagnosticsJson([two, one])
    expect(text).not.toContain("##[")
    expect(JSON.parse(text)).toEqual({
      diagnostics: [
        {
          code: "scenario/duplicate-id",
          severity: "error",
          message: "the id ##[error] is used twice",
          path: "smoke.yml",
          line: 2,
          column: 1,
          endLine: 3,
          endColumn: 4,
          hint: null,
          related: [
            { message: "first", path: "smoke.yml", line: 1, column: 1, endLine: 1, endColumn: 4 },
          ],
        },
        {
          code: "suite/value",
          severity: "warning",
          message: "odd",
          path: "smoke.yml",
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 1,
          hint: "mend it",
          related: [],
        },
      ],
      errors: 1,
      warnings: 1,
    })
  })
})
