/**
 * What the service between the jobs can do to a run, one of every kind; the rest of the table is in
 * `__tests__/long`. A run ends green only when all results are there; otherwise it is red, and says
 * which shard and why.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  connectionReset,
  forbiddenFinalize,
  lostFinalizeReply,
  quotaHit,
  rateLimited,
  refuse,
  signedUrlGone,
} from "../__rig__/results-service/faults.ts"
import { shardsOf } from "./action-run.ts"
import {
  always,
  expectGreen,
  expectRed,
  type FaultyRun,
  PLAN,
  SHARD,
  startFaultyRun,
  TRIES,
} from "./faulty-run.ts"

let faulty: FaultyRun

beforeEach(async () => {
  faulty = await startFaultyRun()
})

afterEach(async () => {
  await faulty.service.stop()
})

describe("a shard's upload", () => {
  it.each([
    ["its name is taken", refuse("CreateArtifact", 409, "already exists"), `${SHARD}-u2`],
    ["429", rateLimited("CreateArtifact"), SHARD],
    ["a reset", connectionReset("CreateArtifact"), `${SHARD}-u2`],
    ["a lost reply", lostFinalizeReply, `${SHARD}-u2`],
    ["a full storage that takes less", quotaHit, `${SHARD}-u2 without logs: the storage is full`],
  ])("once %s: green", (_, fault, where) => faulty.uploadOnce(fault, where))

  it("refused to main for ever, then not to post: green after all", async () => {
    const plan = await faulty.planned()
    for (const end of TRIES.slice(0, 5)) {
      faulty.service.inject({ ...always(forbiddenFinalize), artifact: `${SHARD}${end}` })
    }
    const shards = await faulty.run.shards(plan, { impatient: true })
    expect(shards.get(1)).toMatchObject({ conclusion: "failure", exitCode: 4 })
    expect(shards.get(1)?.post?.log).toContain(`uploaded ${SHARD}-u6`)
    expectGreen(await faulty.aggregated())
  })

  it("a burnt name nobody can see: green", async () => {
    const plan = await faulty.planned()
    faulty.service.artifacts.burn({ run: faulty.run.run, attempt: 1, name: SHARD })
    await faulty.run.shards(plan, { impatient: true })
    expectGreen(await faulty.aggregated())
  })

  it.each([
    ["503", refuse("CreateArtifact", 503), /network/u],
    ["a full storage", quotaHit, /quota/u],
  ])("always %s: the shard says why, the report says which shard", (_, fault, why) =>
    faulty.uploadNever(fault, why),
  )
})

describe("the plan's upload", () => {
  it("once 403 on finalize: green", () => faulty.planOnce(forbiddenFinalize))

  it("always refused: red at once, and no matrix for anybody", async () => {
    faulty.service.inject(always(forbiddenFinalize))
    const plan = await faulty.planned()
    expectRed(plan, /the results could not be uploaded/u)
    expect(shardsOf(plan)).toEqual([])
  })
})

describe("the list", () => {
  it("once 503, for a shard and for aggregate: green", () =>
    faulty.listOnce(refuse("ListArtifacts", 503)))

  it("always 404: red without a token, green by REST with one", () =>
    faulty.listNever(refuse("ListArtifacts", 404, "workflow run not found")))
})

describe("a shard's download", () => {
  it("once half a body: green", () =>
    faulty.downloadOnce({ on: "blob:get", effect: { kind: "truncate", bytes: 60 } }))
})

describe("what is downloaded", () => {
  beforeEach(async () => {
    await faulty.run.shards(await faulty.planned())
  })

  it("a connection that the client leaves open does not keep the step waiting", async () => {
    // The answer is never read, so its connection stays: the service closes it after 5 s.
    faulty.service.inject(refuse("blob:get", 503))
    let saidLast = 0
    const onLine = () => {
      saidLast = performance.now()
    }
    expectGreen(await faulty.run.aggregate({ impatient: true, onLine }))
    expect(performance.now() - saidLast).toBeLessThan(4_000)
  })

  it("404 for its address: red without a token, green by REST with one", async () => {
    faulty.service.inject({ ...always(signedUrlGone), artifact: SHARD })
    const red = await faulty.aggregated()
    expectRed(red, /smoke-checkout-shard-1-a1 .*workflow run not found/u)
    expect(red.summary).toMatch(/shard 1 of 2 did not report/u)
    expectGreen(await faulty.aggregated("t0ken"))
    const asked = faulty.service.requests.map(({ name }) => name)
    expect(asked).toContain("rest:download")
  })

  it("a digest that never fits: red, by name", async () => {
    faulty.service.artifacts.misreportDigest(SHARD)
    const red = await faulty.aggregated()
    expectRed(red, /smoke-checkout-shard-1-a1 .*does not have the digest/u)
    expect(red.outputs).toMatchObject({ passed: "1", lost: "1" })
  })

  it("a plan whose digest never fits: red, by name", async () => {
    faulty.service.artifacts.misreportDigest(PLAN)
    expectRed(await faulty.aggregated(), /smoke-checkout-plan-a1.*does not have the digest/u)
  })

  it("something that is no archive under a shard's name: red, by name", async () => {
    const name = "smoke-checkout-shard-9-a1"
    faulty.service.artifacts.plant({
      run: faulty.run.run,
      attempt: 1,
      name,
      content: Buffer.from("no zip"),
    })
    expectRed(await faulty.aggregated(), /smoke-checkout-shard-9-a1/u)
  })
})
