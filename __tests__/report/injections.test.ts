/**
 * One table of texts that try to act on whoever shows them, through every output: as names, messages, logs,
 * files, tests of a child's report, owners, branches and ids of a history.
 */
import { XMLParser } from "fast-xml-parser"
import { describe, expect, it } from "vitest"
import { stateOfResults } from "../../src/events/state-of-results.ts"
import type { Results } from "../../src/formats/results.ts"
import { attemptLines } from "../../src/report/exports/attempts.ts"
import { ctrfPieces } from "../../src/report/exports/ctrf.ts"
import { tracePieces } from "../../src/report/exports/trace.ts"
import { toCheckText } from "../../src/report/review/check-run.ts"
import { type CommentedRun, renderComment, toMark } from "../../src/report/review/comment.ts"
import { renderMarkdown } from "../../src/report/summary/summary.ts"
import { flakeLines } from "../../src/report/text/flakes-text.ts"
import { toAnnotations } from "../../src/report/view/annotations.ts"
import { renderEnding } from "../../src/report/view/ending.ts"
import { renderResultsJson } from "../../src/report/view/json.ts"
import { renderJunit } from "../../src/report/view/junit.ts"
import { buildPlan, buildShard, buildSkip } from "../__rig__/builders.ts"
import { expectInertMarkdown } from "../__rig__/inert-markdown.ts"
import { INERT_TEXTS } from "../__rig__/inert-texts.ts"
import { type SampleRun, sampleRun } from "../__rig__/sample-runs.ts"

const SHA = "f0e1d2c3b4a5968778695a4b3c2d1e0f12345678"

const ADDRESS = {
  ...{ server: "https://github.com", repository: "acme/storefront", runId: "4711", attempt: 1 },
  ...{ commit: "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", head: SHA },
  report: "https://github.com/acme/storefront/actions/runs/4711/artifacts/99",
}

/** A run in which everything that is not ours is this text. */
function runOf(text: string): SampleRun {
  const quarantine = { until: "2026-03-02", owner: text, reason: text }
  const plan = buildPlan({
    shards: [
      [
        { id: "red", name: text, file: text },
        { id: "shaky", name: text },
        { id: "kept", name: text, definition: { quarantine } },
        { id: "told", name: text },
      ],
    ],
    skipped: [buildSkip("off", text)],
  })
  const failed = { message: text, tail: text, artifacts: [text] }
  const shard = buildShard(plan)
    .start()
    .failed("red", failed)
    .flaky("shaky", failed)
    .failed("kept", failed)
    .emit({
      ...{ type: "attempt-finished", id: "told", number: 1, worker: 1, outcome: "failed" },
      ...{ cause: "exit-code", exitCode: 2, signal: null, durationMs: 1, cpuMs: null },
      ...{ peakMemoryBytes: null, outputBytes: 0, message: text, tail: text },
      summary: text,
      problems: [{ severity: "error", file: text, line: 3, column: 1, code: text, message: text }],
      tests: {
        ...{ files: 1, failed: 1, flaky: 1, skipped: 0, passed: 0 },
        cases: (["failed", "flaky"] as const).map((outcome) => ({
          ...{ name: text, suite: text, outcome, seconds: 1, message: text, file: text, line: 7 },
          reruns: [text],
        })),
      },
    })
    .emit({ type: "scenario-finished", id: "told", verdict: "failed", cause: "exit-code" })
    .emit({ type: "note", level: "warning", message: text })
    .finish({ verdicts: 4 })
  const seen = new Set([text])
  const flakes: NonNullable<Results["flakes"]> = {
    ...{ runs: 10, red: 1, redWithoutRetries: 3, leftOut: { failures: 1, fixture: 1 } },
    counts: { new: 0, known: 1, recovered: 0 },
    scenarios: [{ id: text, state: "known", runs: 9, flaky: 2, rate: 0.2, low: 0.1, high: 0.5 }],
    slower: [{ id: text, beforeSeconds: 1, seconds: 2, runs: 20, chance: 0.001 }],
  }
  const base = { ref: text, commit: text, at: text, runs: 1, seen, latest: seen, unclean: seen }
  const problems = [{ code: "folder-unreadable", path: text, detail: text } as const]
  const run = sampleRun(plan, [shard], { base, flakes, problems })
  return { ...run, results: { ...run.results, run: { ...run.results.run, suite: text } } }
}

function commented({ results }: SampleRun): CommentedRun {
  return {
    ...{ id: "storefront", results, address: ADDRESS, past: null },
    // The artifact of a report has no logs.
    state: stateOfResults(results),
    mark: toMark(results, { sha: SHA, run: "4711", attempt: 1 }),
    reportUntil: null,
  }
}

/** Lines for a terminal and for the log of a job: no sequence, no direction, no command. */
function expectInertLines(text: string): void {
  for (const line of text.split("\n")) {
    expect(line).not.toMatch(/^\s*::(?!group::|endgroup::)/u)
    expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\u200b]/u)
    expect(line.isWellFormed()).toBe(true)
  }
  expect(text).not.toContain("##[")
}

describe.each(INERT_TEXTS)("%j as all that is foreign in a run", (text) => {
  const run = runOf(text)
  const { results, state } = run

  it("is inert in the summary, the comment and the check run", () => {
    expectInertMarkdown(renderMarkdown({ ...run, address: ADDRESS }))
    const before = { sha: text, run: text, attempt: 1, conclusion: text, red: [text] }
    const [mark = "", ...comment] = renderComment(commented(run), before).split("\n")
    expect(mark).toMatch(/^<!-- parallel-smoke storefront [\w-]+ -->$/u)
    expectInertMarkdown(comment.join("\n"))
    const check = toCheckText(commented(run))
    expectInertMarkdown(check.summary)
    expectInertLines(check.title)
    for (const { path, title, message } of check.annotations.flat()) {
      expect(path).not.toMatch(/^\/|(?:^|\/)\.\.(?:\/|$)|\p{Cc}/u)
      expectInertLines(`${title}\n${message}`)
    }
  })

  it("is inert in annotations, at the end of a log, and among flakes", () => {
    for (const { title, message } of toAnnotations(results)) {
      expectInertLines(`${title}\n${message}`)
    }
    for (const groups of [true, false]) {
      expectInertLines(renderEnding({ results, state, color: false, groups }))
    }
    expectInertLines(flakeLines(results.flakes).join("\n"))
  })

  it("is text and nothing else in JUnit, CTRF, JSON, lines and traces", () => {
    const junit = renderJunit(run)
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(junit)
    expect(Object.keys(parsed)).toEqual(["?xml", "testsuites"])
    const suites = [parsed.testsuites.testsuite].flat() as { testcase: unknown }[]
    const cases = suites.flatMap(({ testcase }) => testcase)
    expect(cases.length).toBeGreaterThanOrEqual(results.scenarios.length)
    expect(junit).not.toMatch(/[^\P{Cc}\n\t]/u)
    const [ctrf, trace] = [[...ctrfPieces(run)].join(""), [...tracePieces(run)].join("")]
    for (const json of [ctrf, trace, renderResultsJson(results)]) {
      expect(() => JSON.parse(json)).not.toThrow()
      expect(json).not.toMatch(/[^\P{Cc}\n]/u)
    }
    const lines = [...attemptLines(run)].join("").trimEnd().split("\n")
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow()
    // What was not tried has a line as well.
    const tries = results.scenarios.map(({ attempts }) => Math.max(1, attempts.length))
    expect(lines).toHaveLength(tries.reduce((sum, count) => sum + count, 0))
  })
})
