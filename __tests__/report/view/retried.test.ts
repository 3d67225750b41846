/**
 * What retries tell of a scenario, in every report: that it fails only beside others, that the infrastructure
 * was to blame, whether to be flaky is allowed, and that most failed alike.
 */
import { describe, expect, it } from "vitest"
import { ResultsSchema } from "../../../src/formats/results.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"
import { valid } from "../../__rig__/valid.ts"

const PLAN = buildPlan({
  shards: [
    [
      "beside",
      "always",
      { id: "strict", definition: { flaky: "fail" } },
      { id: "lenient", definition: { flaky: "pass" } },
      "infra",
    ],
  ],
})

const alone = (id: string) =>
  ({
    ...{ type: "attempt-started", id, number: 2, worker: 1, log: `logs/${id}.2.log` },
    alone: true,
  }) as const

/** The script with the attempt that starts next alone. */
function retried(ids: { readonly beside: boolean; readonly strict: boolean }) {
  const script = buildShard(PLAN).start()
  if (ids.beside) {
    script.attempt("beside", { cause: "exit-code" })
    script.emit({ type: "retry-scheduled", id: "beside", number: 2, delayMs: 0, when: "alone" })
    script.passed("beside")
    // The builder knows nothing of it.
    const started = script.events.findLast(
      (event) => event.type === "attempt-started" && event.id === "beside",
    )
    if (started !== undefined) Object.assign(started, { alone: alone("beside").alone })
  } else script.passed("beside")
  script.passed("always")
  if (ids.strict) script.flaky("strict", {})
  else script.passed("strict")
  script.flaky("lenient", {})
  script.attempt("infra", { cause: "infrastructure", message: "registry is down (exit code 4)" })
  script.passed("infra")
  return script
}

describe("a scenario that failed beside others and passed alone", () => {
  it("is flaky, and said to fail only with neighbours", () => {
    const { results, state } = sampleRun(PLAN, [retried({ beside: true, strict: false }).finish()])
    expect(valid(ResultsSchema, results)).toEqual(results)
    expect(
      results.scenarios.map(({ id, verdict, onlyWithNeighbours, attempts }) => [
        ...[id, verdict, onlyWithNeighbours, attempts.at(-1)?.alone],
      ]),
    ).toEqual([
      ["beside", "flaky", true, true],
      ["always", "passed", undefined, undefined],
      ["strict", "passed", undefined, undefined],
      ["lenient", "flaky", undefined, undefined],
      ["infra", "passed", undefined, undefined],
    ])
    const text = "1 exit-code 1 (1.0s), 2 passed (1.0s, alone); fails only with neighbours"
    expect(renderEnding({ results, state, color: false })).toContain(text)
    expect(renderMarkdown({ results, state })).toContain(
      "attempt 1 <code>exit code 1</code> (1.0s), attempt 2 passed (1.0s, alone); fails only with neighbours",
    )
    expect(results.summary).toMatchObject({ passed: 3, flaky: 2, failed: 0, exitCode: 0 })
  })
})

describe("whether flaky fails the run", () => {
  const strict = () => [retried({ beside: false, strict: true }).finish()]

  it("is what the scenario says, else the setting", () => {
    const lax = sampleRun(PLAN, [retried({ beside: true, strict: false }).finish()], {
      policy: { ifEmpty: "fail", failOn: ["flaky"] },
    })
    expect(lax.results.summary.exitCode).toBe(1)
    const { results, state } = sampleRun(PLAN, strict())
    expect(results.summary).toMatchObject({ exitCode: 1, conclusion: "failure", flaky: 2 })
    expect(renderEnding({ results, state, color: false }).split("\n").at(-1)).toContain(
      "2 of 5 flaky (strict; not allowed)",
    )
    const only = sampleRun(PLAN, [retried({ beside: false, strict: false }).finish()], {
      policy: { ifEmpty: "fail", failOn: ["flaky"] },
    })
    expect(only.results.summary).toMatchObject({ exitCode: 0, flaky: 1 })
  })
})

describe("an outage", () => {
  it("is in the results and named once", () => {
    const outage = { failed: 12, tried: 15, alike: "no route" }
    const script = retried({ beside: false, strict: false })
      .emit({ type: "note", level: "warning", message: "12 of 15 …", outage })
      .finish()
    const { results, state } = sampleRun(PLAN, [script])
    expect(valid(ResultsSchema, results)).toEqual(results)
    expect(results.outages).toEqual([{ shard: 1, ...outage }])
    const text = "12 of 15 scenarios of shard 1 failed alike (no route): no more retries"
    for (const view of [
      renderEnding({ results, state, color: false }),
      renderMarkdown({ results, state }),
    ]) {
      expect(view.split(text)).toHaveLength(2)
    }
  })
})
