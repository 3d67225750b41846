/**
 * What a history keeps of campaigns: each run counts once, and what cannot be right is named.
 */
import { describe, expect, it } from "vitest"
import { historyText } from "../../src/app/history/keep-history.ts"
import { foldEvents } from "../../src/events/fold.ts"
import { HistorySchema, MAX_CAMPAIGN_RUNS } from "../../src/formats/history.ts"
import type { PlannedCampaign } from "../../src/formats/iterations.ts"
import { type Campaigns, campaignRuns } from "../../src/history/campaigns.ts"
import { learn } from "../../src/history/learn.ts"
import { prune } from "../../src/history/prune.ts"
import { emptyHistory, readHistory } from "../../src/history/read-history.ts"
import { buildPlan } from "../__rig__/build-plan.ts"
import { buildShard, START } from "../__rig__/build-shard.ts"
import { valid } from "../__rig__/valid.ts"
import { history, job, NOW } from "./history-rig.ts"

const A = "a".repeat(16)
const B = "b".repeat(16)
const PLAN = buildPlan({ shards: [["x", "y"]] })

function campaign(more: Partial<PlannedCampaign> = {}): PlannedCampaign {
  const scenarios: PlannedCampaign["scenarios"] = { x: [A, 0, 0, 0], y: [B, 0, 0, 0] }
  return { name: "nightly", runs: 0, commits: [], scenarios, ...more }
}

/** A history that has learned a run with so many passed and failed iterations of `x`. */
function learned(
  counts: { readonly runId?: string; readonly passed: number; readonly failed?: number },
  before = emptyHistory("shop"),
  more: Partial<PlannedCampaign> = {},
) {
  const { runId = "run-1", passed, failed = 0 } = counts
  const shard = buildShard(PLAN).start()
  for (let iteration = 1; iteration <= passed + failed; iteration++) {
    const isBad = iteration > passed
    shard.attempt("x", { ...(isBad ? { cause: "exit-code" } : {}) })
    const verdict = isBad ? "failed" : "passed"
    const cause = isBad ? "exit-code" : null
    shard.emit({ type: "iteration-finished", id: "x", iteration, verdict, cause, durationMs: 5 })
  }
  const events = shard.finish().events
  const state = foldEvents(
    events.map((event) => (event.type === "run-started" ? { ...event, runId } : event)),
  )
  const planned = { ...PLAN, iterations: { repeat: 9, campaign: campaign(more) } }
  const after = learn(structuredClone(before), { state, runners: new Map(), planned, now: START })
  return valid(HistorySchema, after)
}

function countsOf(of: ReturnType<typeof learned>, id = "x") {
  const runs = campaignRuns(of, { name: "nightly", since: 0 }).get(id) ?? []
  return runs.map(({ job: { run }, runs: all, failures }) => [run, all, failures])
}

describe("a run of a campaign", () => {
  it("adds what it counted, by the definition of each scenario", () => {
    const one = learned({ passed: 3, failed: 1 })
    expect(one.campaigns).toEqual({ nightly: { x: [[0, A, 4, 1, 0]] } })
    const two = learned({ runId: "run-2", passed: 5 }, one)
    expect(countsOf(two)).toEqual([
      ["run-1", 4, 1],
      ["run-2", 5, 0],
    ])
  })

  it("counts once however often it is learned, and never less", () => {
    const one = learned({ passed: 3, failed: 1 })
    expect(countsOf(learned({ passed: 3, failed: 1 }, one))).toEqual([["run-1", 4, 1]])
    expect(countsOf(learned({ passed: 6, failed: 1 }, one))).toEqual([["run-1", 7, 1]])
    expect(countsOf(learned({ passed: 2 }, one))).toEqual([["run-1", 4, 1]])
  })

  it("forgets what is to be forgotten, and keeps other campaigns", () => {
    const one = learned({ passed: 3, failed: 1 })
    const other = learned({ runId: "run-2", passed: 5 }, one, { name: "weekly" })
    const reset = learned({ runId: "run-3", passed: 2 }, other, { reset: ["x"] })
    expect(countsOf(reset)).toEqual([["run-3", 2, 0]])
    expect(Object.keys(reset.campaigns ?? {}).sort()).toEqual(["nightly", "weekly"])
  })

  it("leaves nothing where the plan has no campaign", () => {
    const state = foldEvents(buildShard(PLAN).start().passed("x").finish().events)
    const after = learn(emptyHistory("shop"), {
      state,
      runners: new Map(),
      planned: PLAN,
      now: START,
    })
    expect(after.campaigns).toBeUndefined()
  })
})

const JOBS = [job({ hoursAgo: 30 }), job({ run: "run-2" })]

function read(campaigns: unknown) {
  const text = JSON.stringify({ ...history({}, JOBS), campaigns })
  const found = readHistory(text, { suite: "shop", now: NOW })
  if (!found.ok) throw new Error(found.error)
  return found.value
}

describe("reading", () => {
  it("gives back what was written", () => {
    const written = learned({ passed: 3, failed: 1 })
    const again = readHistory(historyText(written), { suite: "shop", now: START })
    expect(again).toMatchObject({ ok: true, value: { notes: [], doubtful: new Set() } })
    expect(again.ok && again.value.history).toEqual(written)
  })

  it.each<[string, unknown]>([
    ["more failures than runs", [[0, A, 5, 6, 0]]],
    ["more failed and flaky than runs", [[0, A, 5, 3, 3]]],
    ["less than one run", [[0, A, 0, 0, 0]]],
    ["numbers below zero", [[0, A, 5, -1, 0]]],
    ["more runs than there can be", [[0, A, 1e12, 0, 0]]],
    ["a digest that is none", [[0, "no", 5, 0, 0]]],
    ["a job that is not there", [[7, A, 5, 0, 0]]],
    [
      "the same run twice",
      [
        [0, A, 500, 0, 0],
        [0, A, 500, 0, 0],
      ],
    ],
    [
      "more entries than are kept",
      Array.from({ length: MAX_CAMPAIGN_RUNS + 1 }, () => [0, A, 5, 0, 0]),
    ],
    ["no list", { x: 1 }],
    ["no entry", [null]],
  ])("%s makes the campaign doubtful, and no other", (_, list) => {
    const good = { x: [[1, A, 5, 0, 0]] }
    const { doubtful, notes, history: kept } = read({ nightly: { x: list }, weekly: good })
    expect([...doubtful]).toEqual(["nightly"])
    expect(notes).toHaveLength(1)
    expect(kept.campaigns?.["weekly"]).toEqual(good)
  })

  it.each<[string, unknown]>([
    ["a campaign that is no object", { nightly: [] }],
    ["an id that is none", { nightly: { "../../etc": [[0, A, 5, 0, 0]], " ": [[0, A, 5, 0, 0]] } }],
  ])("%s is doubtful too", (_, campaigns) => {
    expect([...read(campaigns).doubtful]).toEqual(["nightly"])
  })

  it("names that are none are left out", () => {
    const { history: kept, notes } = read({ __proto__x: {}, "A b": { x: [[0, A, 5, 0, 0]] } })
    expect(kept.campaigns).toBeUndefined()
    expect(notes).toHaveLength(1)
    expect(read("x").history.campaigns).toBeUndefined()
  })
})

describe("bounds", () => {
  const grown = (campaigns: Campaigns) => {
    const { scenarios: _, ...rest } = history({}, JOBS)
    return { ...rest, scenarios: [], campaigns }
  }

  it("keeps the jobs of counts, at their new places", () => {
    const { jobs, campaigns } = prune(grown({ nightly: { x: [[1, A, 5, 1, 0]] } }), { now: NOW })
    expect(jobs.map(({ run }) => run)).toEqual(["run-2"])
    expect(campaigns).toEqual({ nightly: { x: [[0, A, 5, 1, 0]] } })
  })

  it("lets the oldest go where there are too many bytes", () => {
    const counts: Campaigns[string] = {
      x: [
        [0, A, 5, 1, 0],
        [1, A, 5, 0, 0],
      ],
    }
    expect(prune(grown({ nightly: counts }), { now: NOW, bytes: 160 }).campaigns).toEqual({
      nightly: { x: [[0, A, 5, 0, 0]] },
    })
    expect(prune(grown({ nightly: counts }), { now: NOW, bytes: 10 }).campaigns).toBeUndefined()
  })
})
