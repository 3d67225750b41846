/**
 * What scenarios report of their own tests, for people.
 */
import type { TestCase, Tests } from "../../formats/test-cases.ts"
import { neutraliseInline } from "../lines/neutralise.ts"

/** `12 tests: 2 failed, 1 flaky, 9 passed`. */
function renderTestCounts(tests: Tests): string {
  const { failed, flaky, skipped, passed } = tests
  const total = failed + flaky + skipped + passed
  const parts = Object.entries({ failed, flaky, skipped, passed })
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
  return `${total === 1 ? "1 test" : `${total} tests`}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`
}

/** `failed cart > adds (cart.test.js:12): expected 3, got 2`. */
function renderTestCase({ outcome, suite, name, file, line, message }: TestCase): string {
  // Some tools repeat the group in the name.
  const title = suite === null || name.startsWith(suite) ? name : `${suite} > ${name}`
  const place = file === null ? "" : ` (${file}${line === null ? "" : `:${line}`})`
  return neutraliseInline(`${outcome} ${title}${place}${message === null ? "" : `: ${message}`}`)
}

/** The counts, and each row that did not just pass; `most` rows at the most. */
export function testLines(tests: Tests, most: number): readonly string[] {
  const told = tests.cases.filter(({ outcome }) => outcome !== "passed")
  const shown = told.slice(0, most)
  const left = tests.failed + tests.flaky + tests.skipped - shown.length
  return [
    renderTestCounts(tests),
    ...shown.map(renderTestCase),
    ...(left > 0 ? [`and ${left} more that did not pass`] : []),
  ]
}
