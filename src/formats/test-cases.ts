/**
 * What a program under test reports of its own tests, as results and journals hold it: counts of all,
 * and rows of some.
 */
import * as s from "../core/schema/make.ts"
import type { Problem } from "./run-specs.ts"

/** One test of the program. */
export const TestCaseSchema = s.object({
  name: s.text(),
  /** What the report groups it under: a class, a package or a file; null where it has no group. */
  suite: s.text().nullable(),
  /** `flaky`: it passed after it had failed. */
  outcome: s.words(["failed", "flaky", "skipped", "passed"]),
  seconds: s.number().min(0).nullable(),
  /** Why it failed or was skipped, in one line. */
  message: s.text().nullable(),
  /** Where it failed, relative to the root; null where the report does not say, or names no file of it. */
  file: s.text().nullable(),
  line: s.whole().min(1).nullable(),
  /** Messages of its other failed runs, at most 5; absent where it ran once. */
  reruns: s.list(s.text()).optional(),
})

/** All tests of an attempt. */
export const TestsSchema = s.object({
  /** Report files that were read, also those that break off. */
  files: s.whole().min(1),
  failed: s.whole().min(0),
  flaky: s.whole().min(0),
  skipped: s.whole().min(0),
  passed: s.whole().min(0),
  /** At most 50, failed ones first, then flaky and skipped ones, and at most 20 that passed. */
  cases: s.list(TestCaseSchema),
})

export type TestCase = Readonly<s.Infer<typeof TestCaseSchema>>
export type Tests = Readonly<s.Infer<typeof TestsSchema>>

/** Tests that failed, as problems with their places. */
export function problemsOfTests(tests: Tests | undefined): readonly Problem[] {
  const failed = tests?.cases.filter(({ outcome }) => outcome === "failed") ?? []
  return failed.map(({ name, file, line, message }) => ({
    severity: "error",
    file,
    line,
    column: null,
    code: null,
    message: message === null ? name : `${name}: ${message}`,
  }))
}
