import { describe, expect, it } from "vitest"
import { carriedEvents, latestAttempt } from "../../src/events/carry-over.ts"
import { RunEventSchema } from "../../src/events/event.ts"
import { foldEvents } from "../../src/events/fold.ts"
import { attemptsOf, type RunState } from "../../src/events/state.ts"
import { stateOfResults } from "../../src/events/state-of-results.ts"
import { readJournal } from "../../src/journal/read-journal.ts"
import { toResults } from "../../src/report/results/results.ts"
import { buildPlan, buildShard, DIGEST } from "../__rig__/builders.ts"
import { badDay, goodDay, hostileRun, sampleRun } from "../__rig__/sample-runs.ts"
import { valid } from "../__rig__/valid.ts"

const HEIR = { runId: "heir", planDigest: DIGEST }

/** How every scenario stands, without where it ran. */
function standing(state: RunState) {
  return [...state.scenarios].map(([id, scenario]) => [
    id,
    scenario.ending,
    attemptsOf(scenario).map(({ outcome, cause, durationMs, runAttempt, startedAt }) => ({
      ...{ outcome, cause, durationMs, runAttempt, startedAt },
    })),
  ])
}

function rerun() {
  const plan = buildPlan({ shards: [["a", "b"], ["c"]] })
  const first = buildShard(plan)
    .start()
    .failed("a")
    .passed("b")
    .finish()
    .start({ attempt: 2 })
    .passed("a")
    .finish()
  return sampleRun(plan, [first, buildShard(plan, 2).start().failed("c", {}, {}).running("c")])
}

const SAMPLES = [
  ["a bad day", badDay()],
  ["a good day", goodDay()],
  ["a hostile run", hostileRun()],
  ["a re-run of several shards", rerun()],
] as const

describe("carriedEvents", () => {
  it.each(SAMPLES)("tell of %s the same, as the journal of one shard", (_, { state }) => {
    const events = carriedEvents(state, HEIR)
    for (const event of events) valid(RunEventSchema, event)
    const lines = events.map((event) => JSON.stringify(event))
    const owner = { runId: "heir", attempt: latestAttempt(state) }
    const reading = readJournal(lines, { shard: 1, owner, apply: () => {} })
    expect([reading.torn, reading.lastSeq]).toEqual([null, events.length])
    const again = foldEvents(events)
    expect([...again.shards.keys()]).toEqual(events.length === 0 ? [] : [1])
    const sorted = (of: RunState) => standing(of).toSorted(([a], [b]) => (`${a}` < `${b}` ? -1 : 1))
    expect(sorted(again)).toEqual(sorted(state))
  })

  it("can be carried over again and again", () => {
    const { state } = rerun()
    const once = foldEvents(carriedEvents(state, HEIR))
    const twice = foldEvents(carriedEvents(once, HEIR))
    expect(standing(twice)).toEqual(standing(once))
    const logs = [...twice.scenarios.values()].flatMap(({ attempts }) =>
      attempts.map(({ log }) => log),
    )
    expect(logs).toEqual(
      [...once.scenarios.values()].flatMap(({ attempts }) => attempts.map(({ log }) => log)),
    )
    expect(new Set(logs).size).toBe(logs.length)
  })
})

describe("stateOfResults", () => {
  it.each(SAMPLES)("comes to the verdicts of %s", (_, { plan, results }) => {
    const policy = { ifEmpty: "fail", failOn: [] } as const
    const state = stateOfResults(results)
    const again = toResults({ plan, state, problems: [], policy })
    const told = (of: typeof results) =>
      of.scenarios.map(({ id, verdict, runs, failures, attempts }) => ({
        ...{ id, verdict, runs, failures },
        outcomes: attempts.map(({ outcome, cause, message }) => [outcome, cause, message]),
      }))
    expect(told(again)).toEqual(told(results))
    const { passed, failed, flaky, skipped, cancelled, lost, total } = results.summary
    expect(again.summary).toMatchObject({ passed, failed, flaky, skipped, cancelled, lost, total })
  })
})
