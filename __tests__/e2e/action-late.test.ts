/**
 * A service that is late or says the wrong thing: what exists is found, and what does not is not
 * invented. Waits take no time here; the stand-in counts how often its list is asked for.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  type Fault,
  finalizeDenied,
  lostFinalizeReply,
  refuse,
} from "../__rig__/results-service/faults.ts"
import { some } from "../__rig__/whole.ts"
import { resultsOf, said } from "./action-run.ts"
import {
  expectGreen,
  expectRed,
  type FaultyRun,
  OTHER_SHARD,
  PLAN,
  SHARD,
  startFaultyRun,
} from "./faulty-run.ts"

/** So often the list is asked for in 20 s. */
const TWENTY_SECONDS = 10

let faulty: FaultyRun

beforeEach(async () => {
  faulty = await startFaultyRun()
})

afterEach(async () => {
  await faulty.service.stop()
})

const lists = () => faulty.service.requests.filter(({ name }) => name === "ListArtifacts").length

describe("a list that is 20 s late", () => {
  it("with the plan for a shard, with a shard for aggregate: green", async () => {
    await faulty.planned()
    faulty.service.artifacts.listLate(PLAN, TWENTY_SECONDS)
    const first = await faulty.run.shard(1, { impatient: true })
    expect(first, said(first)).toMatchObject({ conclusion: "success" })
    expect(first.log).toContain("the plan is not listed yet: asking again for up to 30.0s")
    expect(lists()).toBeGreaterThan(TWENTY_SECONDS)
    await faulty.run.shard(2)
    const before = lists()
    // The first list is asked for the plan.
    faulty.service.artifacts.listLate(SHARD, 1 + TWENTY_SECONDS)
    const aggregate = await faulty.aggregated()
    expectGreen(aggregate)
    expect(aggregate.log).toContain(
      "no results of 1 shard (1) are listed yet: asking again for up to 30.0s",
    )
    expect(lists() - before).toBeGreaterThan(1 + TWENTY_SECONDS)
  })

  it("with what a shard did on the second attempt: that decides, not its first", async () => {
    faulty.run.write("smoke.yml", "scenarios: { a: test -e mended, b: 'true' }")
    await faulty.run.shards(await faulty.planned())
    const first = await faulty.aggregated()
    expect(first.outputs).toMatchObject({ passed: "1", failed: "1" })
    const { shard } = resultsOf(first).scenarios.find(({ id }) => id === "a") ?? {}
    faulty.run.write("mended", "")
    await faulty.run.shard(shard ?? 0, { attempt: 2 })
    faulty.service.artifacts.listLate(`smoke-checkout-shard-${shard}-a2`, TWENTY_SECONDS)
    const second = await faulty.run.aggregate({ attempt: 2 })
    expect(second, said(second)).toMatchObject({
      conclusion: "success",
      outputs: { failed: "0", lost: "0" },
    })
  })

  it("for ever, with a shard of a plan made anew: red, though it passed before by the same plan", async () => {
    await faulty.run.shards(await faulty.planned())
    await faulty.run.plan({ inputs: { shards: "2" }, attempt: 2 })
    await faulty.run.shard(2, { attempt: 2 })
    const second = await faulty.run.aggregate({ attempt: 2 })
    expectRed(second, /shard 1 of 2 did not report/u)
  })

  it("and still not there after 30 s: red, with the shard", async () => {
    await faulty.run.shards(await faulty.planned())
    faulty.service.artifacts.listLate(OTHER_SHARD, 1_000)
    expectRed(await faulty.aggregated(), /shard 2 of 2 did not report/u)
  })
})

describe("finalize answers with a refusal after it was done", () => {
  const answers: readonly (readonly [string, Fault])[] = [
    ["403", finalizeDenied(403)],
    ["nothing", lostFinalizeReply],
    ["500, and that it is done when it is asked again", finalizeDenied(500)],
    ["409", finalizeDenied(409)],
  ]
  it.each(some(answers, 2))("%s: every result counts, and counts once", async (_, fault) => {
    for (const artifact of [PLAN, SHARD, "smoke-checkout-report-a1"]) {
      faulty.service.inject({ ...fault, artifact })
    }
    const shards = await faulty.run.shards(await faulty.planned(), { impatient: true })
    expect([...shards.values()].map(({ conclusion }) => conclusion)).toEqual(["success", "success"])
    const aggregate = await faulty.aggregated()
    expectGreen(aggregate)
    const { problems, scenarios } = resultsOf(aggregate)
    expect(problems).toEqual([])
    expect(scenarios.map(({ attempts }) => attempts.length)).toEqual([1, 1])
    expect(aggregate.outputs["report-artifact"]).toBe("smoke-checkout-report-a1-u2")
    const names = faulty.service.artifacts.visible(faulty.run.run, 1).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining([SHARD, `${SHARD}-u2`, PLAN]))
  })
})

describe("the storage refuses with 403, once", () => {
  it.each(some(["blob:block", "blob:blocklist"], 1))("%s: green", async (on) => {
    const plan = await faulty.planned()
    faulty.service.inject(refuse(on, 403))
    const shards = await faulty.run.shards(plan, { impatient: true })
    expect([...shards.values()].map(({ conclusion }) => conclusion)).toEqual(["success", "success"])
    expectGreen(await faulty.aggregated())
  })

  it("a download, of the plan or of a shard: green", async () => {
    const plan = await faulty.planned()
    faulty.service.inject(refuse("blob:get", 403))
    await faulty.run.shards(plan, { impatient: true })
    faulty.service.inject(refuse("blob:get", 403))
    expectGreen(await faulty.aggregated())
    faulty.service.inject({ ...refuse("blob:get", 403), times: 3 })
    expectGreen(await faulty.aggregated())
  })
})
