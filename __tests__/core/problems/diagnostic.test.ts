import { describe, expect, it } from "vitest"
import {
  DIAGNOSTIC_CODES,
  type Diagnostic,
  hasErrors,
} from "../../../src/core/problems/diagnostic.ts"

function diagnostic(severity: Diagnostic["severity"]): Diagnostic {
  const file = { path: "smoke.yml", text: "" }
  const location = { file, range: { start: 0, end: 0 } }
  return { code: "suite/type", severity, message: "expected a text", location }
}

describe("hasErrors", () => {
  it.each<readonly [readonly Diagnostic["severity"][], boolean]>([
    [[], false],
    [["warning"], false],
    [["error"], true],
    [["warning", "error"], true],
  ])("of %j is %j", (severities, expected) => {
    expect(hasErrors(severities.map(diagnostic))).toBe(expected)
  })
})

describe("DIAGNOSTIC_CODES", () => {
  it.each(Object.entries(DIAGNOSTIC_CODES))("%s has a form and a sentence", (code, sentence) => {
    expect(code).toMatch(/^[a-z]+\/[a-z]+(-[a-z]+)*$/u)
    expect(sentence).toMatch(/^[A-Z].*\.$/u)
  })
})
