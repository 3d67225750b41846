/**
 * The sums of every format agree: of runs with retries, of runs that repeat, and of runs that begin with
 * another one and run a part of it again.
 */
import fc from "fast-check"
import { expect, it } from "vitest"
import { carriedEvents } from "../../src/events/carry-over.ts"
import type { EventBody, RunEvent } from "../../src/events/event.ts"
import { foldEvents } from "../../src/events/fold.ts"
import type { RunState } from "../../src/events/state.ts"
import { stateOfResults } from "../../src/events/state-of-results.ts"
import { type Results, ResultsSchema } from "../../src/formats/results.ts"
import { attemptLines } from "../../src/report/exports/attempts.ts"
import { ctrfPieces } from "../../src/report/exports/ctrf.ts"
import { tracePieces } from "../../src/report/exports/trace.ts"
import { toResults } from "../../src/report/results/results.ts"
import { renderMarkdown } from "../../src/report/summary/summary.ts"
import { renderVerdictSentence } from "../../src/report/text/verdict-sentence.ts"
import { renderJunit } from "../../src/report/view/junit.ts"
import { buildPlan, buildShard } from "../__rig__/builders.ts"
import { valid } from "../__rig__/valid.ts"

type Outcome = "passed" | "failed" | "cancelled"

/** Attempts of one iteration, retries included. */
const iteration = fc.array(fc.constantFrom<Outcome>("passed", "failed", "failed", "cancelled"), {
  minLength: 1,
  maxLength: 3,
})
const scenario = fc.array(iteration, { minLength: 1, maxLength: 30 })
const run = fc.record({
  repeats: fc.boolean(),
  scenarios: fc.array(scenario, { minLength: 1, maxLength: 5 }),
})

type Run = typeof run extends fc.Arbitrary<infer T> ? T : never

/** Numbers go on over runs. */
interface Numbers {
  attempt: number
  iteration: number
}

/** An iteration ends with the first attempt that did not fail. */
function upToEnd(outcomes: readonly Outcome[]): readonly Outcome[] {
  const last = outcomes.findIndex((outcome) => outcome !== "failed")
  return last < 0 ? outcomes : outcomes.slice(0, last + 1)
}

function bodiesOf(
  id: string,
  sketch: Run["scenarios"][number],
  repeats: boolean,
  numbers: Numbers,
) {
  const bodies: EventBody[] = []
  const verdicts: ("passed" | "failed" | "flaky" | "cancelled")[] = []
  for (const given of repeats ? sketch : sketch.slice(0, 1)) {
    const outcomes = upToEnd(given)
    numbers.iteration += 1
    const within = repeats ? { iteration: numbers.iteration } : {}
    for (const outcome of outcomes) {
      numbers.attempt += 1
      const number = numbers.attempt
      const cause = outcome === "failed" ? ("exit-code" as const) : null
      bodies.push(
        {
          type: "attempt-started",
          id,
          number,
          worker: 1,
          log: `logs/${id}.${number}.log`,
          ...within,
        },
        {
          ...{ type: "attempt-finished", id, number, worker: 1, outcome, cause, ...within },
          ...{ exitCode: cause === null ? 0 : 1, signal: null, durationMs: 10, cpuMs: 1 },
          ...{ peakMemoryBytes: 1, message: cause && `exit code ${number % 3}`, tail: null },
          outputBytes: 0,
        },
      )
    }
    const end = outcomes.at(-1) ?? "cancelled"
    const verdict = end === "passed" && outcomes.length > 1 ? "flaky" : end
    verdicts.push(verdict)
    if (!repeats) continue
    const cause = verdict === "failed" ? ("exit-code" as const) : null
    bodies.push({
      type: "iteration-finished",
      id,
      iteration: numbers.iteration,
      verdict,
      cause,
      durationMs: 10,
    })
  }
  const whole = verdicts.filter((verdict) => verdict !== "cancelled")
  if (whole.length === 0) {
    bodies.push({ type: "scenario-cancelled", id, reason: "budget", message: "cut" })
  } else if (whole.includes("failed")) {
    bodies.push({ type: "scenario-finished", id, verdict: "failed", cause: "exit-code" })
  } else {
    const verdict = whole.includes("flaky") ? "flaky" : "passed"
    bodies.push({ type: "scenario-finished", id, verdict, cause: null })
  }
  return { bodies, verdicts }
}

/** What every format says must be what `results.json` says, and that what the scenarios add up to. */
function expectSums(results: Results, state: RunState): void {
  expect(valid(ResultsSchema, results)).toEqual(results)
  const { summary, scenarios } = results
  const { total, passed, failed, flaky, skipped, cancelled, lost } = summary
  expect(passed + failed + flaky + skipped + cancelled + lost).toBe(total)
  expect(scenarios).toHaveLength(total)
  const sums = { runs: 0, passed: 0, failed: 0, flaky: 0, cancelled: 0 }
  for (const { iterations, runs, failures, attempts } of scenarios) {
    expect(attempts.length).toBeLessThanOrEqual(runs)
    expect(failures).toBeLessThanOrEqual(runs)
    if (iterations === undefined) {
      expect(attempts).toHaveLength(runs)
      continue
    }
    const { runs: all, passed, failed, flaky, cancelled } = iterations
    expect(passed + failed + flaky + cancelled).toBe(all)
    expect(runs).toBeGreaterThanOrEqual(all)
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += iterations[key]
  }
  if (summary.iterations !== undefined) expect(summary.iterations).toEqual(sums)

  const junit = /<testsuite [^>]*>/u.exec(renderJunit({ results, state }))?.[0] ?? ""
  const of = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`, "u").exec(junit)?.[1])
  const errors = cancelled + lost
  expect([of("tests"), of("failures"), of("errors"), of("skipped"), of("flakes")]).toEqual([
    ...[total, failed, errors, skipped, flaky],
  ])
  const ctrf = JSON.parse([...ctrfPieces({ results })].join("")).results
  expect(ctrf.summary.tests).toBe(ctrf.tests.length)
  expect([ctrf.summary.passed, ctrf.summary.failed]).toEqual([
    ...[passed + flaky, ctrf.tests.length - passed - flaky - skipped],
  ])
  const lines = [...attemptLines({ results })].join("").trim().split("\n")
  const listed = scenarios.flatMap(({ attempts }) => attempts).length
  const untried = scenarios.filter(({ attempts }) => attempts.length === 0).length
  expect(lines).toHaveLength(listed + untried)
  const { traceEvents } = JSON.parse([...tracePieces({ results, state })].join(""))
  expect(traceEvents.filter(({ ph }: { ph: string }) => ph === "X")).toHaveLength(listed)
  const markdown = renderMarkdown({ results, state })
  const told = /(\d+) passed of|(\d+) of \d+ scenarios? passed/u.exec(markdown)
  expect(Number(told?.[1] ?? told?.[2])).toBe(passed)
  if (summary.iterations !== undefined) {
    expect(markdown).toContain(`Iterations (${sums.runs})`)
    const count = `${sums.runs} iteration${sums.runs === 1 ? "" : "s"}`
    expect(renderVerdictSentence(results)).toContain(count)
  }
}

it("agree in every format, also over a chain of runs", () => {
  fc.assert(
    fc.property(run, fc.array(fc.boolean(), { maxLength: 3 }), ({ repeats, scenarios }, chain) => {
      const ids = scenarios.map((_, i) => `s${i}`)
      const plan = buildPlan({
        shards: [ids],
        more: repeats ? { iterations: { soakMs: 60_000 } } : {},
      })
      const numbers = ids.map((): Numbers => ({ attempt: 0, iteration: 0 }))
      const counts = { runs: 0, passed: 0, failed: 0, flaky: 0, cancelled: 0 }
      let before: RunState | null = null
      for (const [attempt, fromReport] of [false, ...chain].entries()) {
        const heir = { runId: "run-1", planDigest: plan.digest }
        const kept: RunEvent[] = before === null ? [] : carriedEvents(before, heir, () => true)
        const script = buildShard(plan).start({ attempt: attempt + 1 })
        // A later run has only the first scenario to run again.
        const again = attempt === 0 ? ids : ids.slice(0, 1)
        for (const [i, id] of again.entries()) {
          const of = numbers[i]
          if (of === undefined) continue
          if (!repeats) of.attempt = 0
          const { bodies, verdicts } = bodiesOf(id, scenarios[i] ?? [], repeats, of)
          for (const body of bodies) script.emit(body)
          for (const verdict of verdicts) {
            counts.runs += 1
            counts[verdict] += 1
          }
        }
        script.finish({ verdicts: again.length })
        const own = script.events.map((event, i) => ({ ...event, seq: kept.length + i + 1 }))
        const state = foldEvents([...kept, ...own] as RunEvent[])
        const policy = { ifEmpty: "fail", failOn: [] } as const
        const results = toResults({ plan, state, problems: [], policy })
        expectSums(results, state)
        if (repeats) expect(results.summary.iterations).toEqual(counts)
        before = fromReport ? stateOfResults(results) : state
      }
    }),
  )
})
