import { expect, it } from "vitest"
import * as vocabulary from "../../src/core/verdict.ts"

it("keeps the words that files and reports use", () => {
  expect(vocabulary).toMatchObject({
    OUTCOMES: ["passed", "failed", "skipped", "cancelled"],
    VERDICTS: ["passed", "failed", "flaky", "skipped", "cancelled", "lost"],
    CONCLUSIONS: ["success", "failure", "incomplete", "empty", "cancelled"],
    CANCEL_REASONS: ["interrupted", "fail-fast", "budget", "unwritable", "queue"],
    INFRASTRUCTURE_CAUSES: ["fixture", "hook", "spawn", "infrastructure"],
  })
})

it("counts only known causes as infrastructure", () => {
  const { CAUSES, INFRASTRUCTURE_CAUSES } = vocabulary
  expect(INFRASTRUCTURE_CAUSES.filter((cause) => !CAUSES.includes(cause))).toEqual([])
})
