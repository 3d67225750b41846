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
  expectNotHandedOver,
  expectRed,
  type FaultyRun,
  OTHER_SHARD,
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

describe("the upload of a plan or a shard, a list, a download", () => {
  it.each([
    [
      "403 on finalize, a taken name and 429, 503, half a body",
      {
        plan: forbiddenFinalize,
        uploads: [
          [refuse("CreateArtifact", 409, "already exists"), `${SHARD}-u2`],
          [rateLimited("CreateArtifact"), OTHER_SHARD],
        ],
        list: refuse("ListArtifacts", 503),
        download: { on: "blob:get", effect: { kind: "truncate", bytes: 60 } },
      },
    ],
    [
      "a reset and a lost reply",
      {
        uploads: [
          [connectionReset("CreateArtifact"), `${SHARD}-u2`],
          [lostFinalizeReply, `${OTHER_SHARD}-u2`],
        ],
      },
    ],
    [
      "a full storage that takes less",
      { uploads: [[quotaHit, `${SHARD}-u2 without logs: the storage is full`]] },
    ],
  ] as const)("once %s: green", (_, faults) => faulty.once(faults))
})

describe("a shard's upload", () => {
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

  it("always 503, or a full storage: the shard says why, the report says which shards", async () => {
    const plan = await faulty.planned()
    for (const end of TRIES) {
      faulty.service.inject(
        always({ ...refuse("CreateArtifact", 503), artifact: `${SHARD}${end}` }),
      )
      faulty.service.inject(always({ ...quotaHit, artifact: `${OTHER_SHARD}${end}` }))
    }
    const shards = await faulty.run.shards(plan, { impatient: true })
    expectNotHandedOver(shards.get(1), /network/u)
    expectNotHandedOver(shards.get(2), /quota/u)
    const report = await faulty.aggregated()
    expectRed(report, /shard 1 of 2 did not report/u)
    expectRed(report, /shard 2 of 2 did not report/u)
  })
})

describe("the plan's upload", () => {
  it("always refused: red at once, and no matrix for anybody", async () => {
    faulty.service.inject(always(forbiddenFinalize))
    const plan = await faulty.planned()
    expectRed(plan, /the results could not be uploaded/u)
    expect(shardsOf(plan)).toEqual([])
  })
})

describe("the list", () => {
  it("always 404: red without a token, green by REST with one", () =>
    faulty.listNever(refuse("ListArtifacts", 404, "workflow run not found")))
})

describe("what is downloaded", () => {
  beforeEach(async () => {
    await faulty.run.shards(await faulty.planned())
  })

  it("503 once, and the connection stays open: the step does not wait; 404 always: REST", async () => {
    // The answer is never read, so its connection stays: the service closes it after 5 s.
    faulty.service.inject(refuse("blob:get", 503))
    let saidLast = 0
    const onLine = () => {
      saidLast = performance.now()
    }
    expectGreen(await faulty.run.aggregate({ impatient: true, onLine }))
    expect(performance.now() - saidLast).toBeLessThan(4_000)

    // 404 for its address: red without a token, green by REST with one.
    faulty.service.inject({ ...always(signedUrlGone), artifact: SHARD })
    const red = await faulty.aggregated()
    expectRed(red, /smoke-checkout-shard-1-a1 .*workflow run not found/u)
    expect(red.summary).toMatch(/shard 1 of 2 did not report/u)
    expectGreen(await faulty.aggregated("t0ken"))
    const asked = faulty.service.requests.map(({ name }) => name)
    expect(asked).toContain("rest:download")
  })

  it("a digest that never fits, and something that is no archive: red, by name", async () => {
    faulty.service.artifacts.misreportDigest(SHARD)
    const name = "smoke-checkout-shard-9-a1"
    const content = Buffer.from("no zip")
    faulty.service.artifacts.plant({ run: faulty.run.run, attempt: 1, name, content })
    const red = await faulty.aggregated()
    expectRed(red, /smoke-checkout-shard-1-a1 .*does not have the digest/u)
    expectRed(red, /smoke-checkout-shard-9-a1/u)
    expect(red.outputs).toMatchObject({ passed: "1", lost: "1" })

    faulty.service.artifacts.misreportDigest(PLAN)
    expectRed(await faulty.aggregated(), /smoke-checkout-plan-a1.*does not have the digest/u)
  })
})
