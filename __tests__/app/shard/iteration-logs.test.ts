import { describe, expect, it } from "vitest"
import { isCombined, keepsLog } from "../../../src/app/shard/iteration-logs.ts"
import { withIteration } from "../../../src/events/iterations.ts"
import type { AttemptState, ScenarioState } from "../../../src/events/state.ts"
import { notStarted } from "../../../src/execute/request/attempt-facts.ts"

const failure = { ...notStarted("no answer after 5 ms"), cause: "exit-code" as const }
const pass = { ...failure, outcome: "passed" as const, cause: null, message: null }

/** A scenario of which these iterations have ended, each with one attempt. */
function having(verdicts: readonly ("passed" | "failed")[], message: string): ScenarioState {
  let iterations: ScenarioState["iterations"]
  const attempts = verdicts.map((outcome, i): AttemptState => {
    const cause = outcome === "failed" ? ("exit-code" as const) : null
    const number = i + 1
    const last: AttemptState = {
      ...{ number, iteration: number, worker: 1, outcome, cause, exitCode: 0, signal: null },
      ...{ peakMemoryBytes: null, message, durationMs: 1, cpuMs: null, tail: null, startedAt: 0 },
      ...{ log: `logs/a.${number}.log`, artifacts: [`kept/a.${number}/shot.png`] },
    }
    const stamp = { v: 1, seq: number, at: 0, shard: 1, type: "iteration-finished" } as const
    const event = { ...stamp, id: "a", iteration: number, verdict: outcome, cause, durationMs: 1 }
    iterations = withIteration(iterations, event, { last, beside: [] })
    return last
  })
  const known = iterations === undefined ? {} : { iterations }
  return { shard: 1, attempts, running: null, ending: null, runAttempt: 1, ...known }
}

function kept(facts: typeof failure | typeof pass, scenario: ScenarioState | undefined) {
  const removed: string[] = []
  const files = { remove: (path: string) => removed.push(path) }
  const end = { id: "a", number: 9, iteration: 9, log: "logs/a.9.log", facts }
  const keeps = keepsLog(end, { scenario, folder: "/run", files })
  return { keeps, removed, combined: isCombined(end, { scenario, keepsLog: keeps }) }
}

describe("logs of iterations", () => {
  it("of a pass replaces that of the one before, with its kept files", () => {
    expect(kept(pass, having(["passed"], ""))).toEqual({
      keeps: true,
      removed: ["/run/logs/a.1.log", "/run/kept/a.1/shot.png"],
      combined: false,
    })
    expect(kept(pass, undefined)).toEqual({ keeps: true, removed: [], combined: true })
  })

  it("of failures stay for the first three of each message", () => {
    const three = ["failed", "failed", "failed"] as const
    const two = having(three.slice(1), "no answer after 7 ms")
    expect(kept(failure, two)).toEqual({ keeps: true, removed: [], combined: true })
    const same = having(three, "no answer after 7 ms")
    expect(kept(failure, same)).toEqual({
      keeps: false,
      removed: ["/run/logs/a.9.log"],
      combined: false,
    })
    expect(kept(failure, having(three, "something else")).keeps).toBe(true)
  })

  it("never removes the folder for a log that was not kept", () => {
    const scenario = having(["passed"], "")
    const attempts = scenario.attempts.map((one) => ({ ...one, log: "", artifacts: [] }))
    expect(kept(pass, { ...scenario, attempts }).removed).toEqual([])
  })

  it("all stay where scenarios run once", () => {
    const end = { id: "a", number: 2, log: "logs/a.2.log", facts: failure }
    const scenario = having(["failed", "failed", "failed"], "no answer after 7 ms")
    const files = { remove: () => expect.unreachable() }
    expect(keepsLog(end, { scenario, folder: "/run", files })).toBe(true)
    expect(isCombined(end, { scenario, keepsLog: true })).toBe(true)
  })
})
