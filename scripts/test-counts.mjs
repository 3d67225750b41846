// Counts of a test run, made from vitest's JSON report and its exit code. Never greener than both.

import { root } from "./project.mjs"

const LAYER = /^skipped: [^:]+: /

/** Lines to print last, and how many tests failed. */
export function countTests({ text, exitCode, requireLayers }) {
  const files = filesOf(text)
  if (files === null) {
    return { failed: 1, lines: ["the test run left no report", "0 passed, 1 failed"] }
  }
  const tests = files.flatMap((file) => file.assertionResults)
  const layers = tests.filter((test) => test.status !== "passed" && LAYER.test(test.title))
  const skips = tests.filter((test) => test.status !== "passed" && test.status !== "failed")
  const missing = requireLayers ? layers.length : 0

  const passed = tests.filter((test) => test.status === "passed").length
  const skipped = skips.length - missing
  // A file that does not load, and an error outside any test, have no test of their own.
  const broken = files.filter((file) => file.status === "failed" && !hasFailedTest(file))
  let failed = tests.filter((test) => test.status === "failed").length + missing + broken.length
  const lines = layers.map((test) => test.title)
  if (missing > 0) lines.push(`layers that had to run but were skipped: ${missing}`)
  for (const file of files) lines.push(...secondTries(file))
  for (const file of broken)
    lines.push(`failed outside any test: ${file.name.replace(`${root}/`, "")}`)
  if (exitCode !== 0 && failed === 0) {
    failed = 1
    lines.push(`the test run ended with exit code ${exitCode} although no test failed`)
  }
  if (tests.length === 0 && failed === 0) {
    failed = 1
    lines.push("no test ran")
  }
  const tail = skipped > 0 ? `, ${skipped} skipped` : ""
  return { failed, lines: [...lines, `${passed} passed, ${failed} failed${tail}`] }
}

/** Tests that passed only when they were tried again: worth a look, and no failure. */
function secondTries(file) {
  return file.assertionResults
    .filter((test) => test.status === "passed" && test.failureMessages?.length > 0)
    .map(
      (test) =>
        `passed only on the second try: ${file.name.replace(`${root}/`, "")}: ${test.fullName}`,
    )
}

function filesOf(text) {
  try {
    return JSON.parse(text ?? "").testResults ?? null
  } catch {
    return null
  }
}

function hasFailedTest(file) {
  return file.assertionResults.some((test) => test.status === "failed")
}
