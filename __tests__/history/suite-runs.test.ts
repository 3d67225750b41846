import { describe, expect, it } from "vitest"
import { foldEvents } from "../../src/events/fold.ts"
import { learn } from "../../src/history/learn.ts"
import { emptyHistory, readHistory } from "../../src/history/read-history.ts"
import { leftOutBecause, toSuiteRun } from "../../src/history/suite-runs.ts"
import { buildPlan, buildShard } from "../__rig__/builders.ts"
import { NOW } from "./history-rig.ts"

const PLAN = buildPlan({ shards: [["a", "b", "c"]], suiteFile: "smoke.yml" })
const shard = () => buildShard(PLAN).start()

describe("a whole run in the history", () => {
  it("has counts of what passed, failed, and passed only when repeated", () => {
    const { events } = shard().passed("a").flaky("b").failed("c").finish()
    expect(toSuiteRun(foldEvents(events), PLAN)).toMatchObject({
      ...{ ran: 3, failed: 1, flaky: 1, fixture: 0 },
    })
  })

  it("leaves out what is in quarantine, and names what a fixture failed", () => {
    const quarantine = { until: "2099-01-01", owner: null, reason: null }
    const c = { id: "c", definition: { quarantine } }
    const plan = buildPlan({ shards: [["a", "b", c]], suiteFile: "smoke.yml" })
    const { events } = buildShard(plan)
      .start()
      .passed("a")
      .failed("b", { cause: "fixture" })
      .failed("c")
      .finish()
    expect(toSuiteRun(foldEvents(events), plan)).toMatchObject({
      ...{ ran: 2, failed: 1, flaky: 0, fixture: 1 },
    })
  })

  it("is nothing where nothing ended", () => {
    expect(toSuiteRun(foldEvents([]), PLAN)).toBeNull()
    expect(toSuiteRun(foldEvents(shard().finish().events), PLAN)).toBeNull()
  })

  it("is learned once, however often, and read back", () => {
    const { events } = shard().passed("a").flaky("b").passed("c").finish()
    const state = foldEvents(events)
    const observed = { state, runners: new Map([[1, "default"]]), planned: PLAN, now: NOW }
    const learned = learn(learn(emptyHistory("shop"), observed), observed)
    expect(learned.runs).toHaveLength(1)
    const read = readHistory(JSON.stringify(learned), { suite: "shop", now: NOW })
    expect(read).toMatchObject({ ok: true, value: { history: { runs: learned.runs }, notes: [] } })
  })

  it("is not believed where its counts cannot be", () => {
    const run = {
      at: new Date(NOW).toISOString(),
      run: "1",
      ran: 2,
      failed: 2,
      flaky: 1,
      fixture: 0,
    }
    const text = JSON.stringify({ ...emptyHistory("shop"), runs: [run, 7, { ...run, flaky: 0 }] })
    const read = readHistory(text, { suite: "shop", now: NOW })
    expect(read).toMatchObject({
      value: { history: { runs: [{ flaky: 0 }] }, notes: ["2 of its entries cannot be right"] },
    })
  })

  it.each([
    [{ ran: 10, failed: 8, fixture: 0 }, null],
    [{ ran: 10, failed: 9, fixture: 0 }, "failures"],
    [{ ran: 4, failed: 4, fixture: 0 }, null],
    [{ ran: 100, failed: 1, fixture: 1 }, "fixture"],
  ] as const)("with %j stays out because of %s", (counts, because) => {
    expect(leftOutBecause({ at: "", run: "1", flaky: 0, ...counts })).toBe(because)
  })
})
