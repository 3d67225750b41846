import { describe, expect, it } from "vitest"
import { toShortReport } from "../../../src/app/collect/report.ts"
import type { EventOf } from "../../../src/events/event.ts"
import { foldEvents } from "../../../src/events/fold.ts"
import { toResults, toShortResults } from "../../../src/report/results/results.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { toAnnotations } from "../../../src/report/view/annotations.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { renderResultsJson, resultsJsonPieces } from "../../../src/report/view/json.ts"
import { junitPieces, renderJunit } from "../../../src/report/view/junit.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { badDay, goodDay, hostileRun } from "../../__rig__/sample-runs.ts"

const POLICY = { ifEmpty: "fail", failOn: [] } as const

/** Scenarios that passed, and of which a view has something to say all the same; and one more. */
function passedWithMore() {
  const quarantine = { reason: "shaky", owner: null, until: "2027-01-31" }
  const plan = buildPlan({
    groups: { slow: { maxParallel: 1 } },
    shards: [
      [
        { id: "plain", groups: ["slow"] },
        { id: "accepted", definition: { quarantine } },
        ...["leaky", "again", "told", "matched"],
      ],
    ],
  })
  const script = buildShard(plan)
    .start()
    .passed("plain")
    .passed("accepted")
    .passed("leaky", { leaked: true })
    .attempt("again", { cause: "spawn", message: "no room" })
    .passed("again")
    .passed("told")
    .passed("matched")
    .finish()
  const problem = { severity: "warning", file: "a.c", line: 1, column: null, code: null } as const
  const more: Readonly<Record<string, Partial<EventOf<"attempt-finished">>>> = {
    told: { summary: "# 12 pages" },
    matched: { problems: [{ ...problem, message: "unused" }] },
  }
  const events = script.events.map((event) =>
    event.type === "attempt-finished" ? { ...event, ...more[event.id] } : event,
  )
  return { plan, state: foldEvents(events) }
}

describe("results without the scenarios that just passed", () => {
  it.each([
    ["a bad day", badDay()],
    ["a good day", goodDay()],
    ["a hostile run", hostileRun()],
    ["passes with more to say", passedWithMore()],
  ])("are the same to every view: %s", (_, { plan, state }) => {
    const input = { plan, state, problems: [], policy: POLICY }
    const whole = toResults(input)
    const { results, every } = toShortResults(input)
    expect({ ...results, scenarios: [...every()] }).toEqual(whole)
    for (const render of [
      renderMarkdown,
      renderEndingOf,
      (report: Parameters<typeof renderMarkdown>[0]) => toAnnotations(report.results),
    ]) {
      expect(render({ results, state })).toEqual(render({ results: whole, state }))
    }
    expect([...resultsJsonPieces(results, every())].join("")).toBe(renderResultsJson(whole))
    const junit = [...junitPieces({ results, state, every: every() })].join("")
    expect(junit).toBe(renderJunit({ results: whole, state }))
  })

  it("hold nothing of what just passed", () => {
    const { results } = toShortReport({ ...passedWithMore(), problems: [] }, POLICY)
    const ids = results.scenarios.map(({ id }) => id)
    expect(ids).toEqual(["accepted", "leaky", "again", "told", "matched"])
    expect(results.summary).toMatchObject({ total: 6, passed: 6 })
  })
})

function renderEndingOf(report: Omit<Parameters<typeof renderEnding>[0], "color">): string {
  return renderEnding({ ...report, color: false })
}
