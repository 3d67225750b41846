/**
 * Everything that the service between the jobs can do to a run. It ends green only when all results
 * are there; otherwise it is red, and says which shard and why.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  connectionReset,
  type Fault,
  forbiddenFinalize,
  lostFinalizeReply,
  notJson,
  quotaHit,
  rateLimited,
  refuse,
  signedUrlGone,
} from "../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import type { ActionResult } from "../__rig__/runner/run-action.ts"
import { ActionRun, said, shardsOf } from "./action-run.ts"

let service: ResultsService
let run: ActionRun

beforeEach(async () => {
  service = await startResultsService()
  run = new ActionRun(service, { "smoke.yml": "scenarios: { a: 'true', b: 'true' }" })
})

afterEach(async () => {
  await service.stop()
})

const PLAN = "smoke-checkout-plan-a1"
const SHARD = "smoke-checkout-shard-1-a1"

/** What the names of a shard's uploads end with: five tries of main, five of post. */
const TRIES = ["", ...Array.from({ length: 9 }, (_, index) => `-u${index + 2}`)]

/** Of `fault`, as often as anybody asks. */
const always = (fault: Fault): Fault => ({ ...fault, times: 1_000 })

const planned = () => run.plan({ inputs: { shards: "2" }, impatient: true })
const aggregated = (token = "") => run.aggregate({ impatient: true, token })

function expectGreen(job: ActionResult): void {
  expect(job, said(job)).toMatchObject({
    conclusion: "success",
    outputs: { conclusion: "success", total: "2", passed: "2", lost: "0" },
  })
}

/** Red, with the words in what people see: annotations, and the log's ending or the summary. */
function expectRed(job: ActionResult, words: RegExp): void {
  expect(job, said(job)).toMatchObject({ conclusion: "failure", exitCode: 4 })
  expect(job.outputs["conclusion"]).toBe("incomplete")
  const errors = job.annotations.filter(({ level }) => level === "error")
  expect(errors.map(({ message }) => message).join("\n")).toMatch(words)
}

describe("a shard's upload", () => {
  const create = (fault: Fault): Fault => ({ ...fault, artifact: SHARD })

  it.each([
    ["its name is taken", refuse("CreateArtifact", 409, "already exists"), `${SHARD}-u2`],
    ["403 on finalize", forbiddenFinalize, `${SHARD}-u2`],
    ["429", rateLimited("CreateArtifact"), SHARD],
    ["503", refuse("CreateArtifact", 503), SHARD],
    ["a proxy's page", notJson("CreateArtifact"), SHARD],
    ["a reset", connectionReset("CreateArtifact"), `${SHARD}-u2`],
    ["a lost reply", lostFinalizeReply, `${SHARD}-u2`],
    ["a full storage that takes less", quotaHit, `${SHARD}-u2 without logs: the storage is full`],
    ["403", refuse("CreateArtifact", 403, "no"), `${SHARD}-u2`],
  ])("once %s: green", async (_, fault, where) => {
    const plan = await planned()
    service.inject(create(fault))
    const shards = await run.shards(plan, { impatient: true })
    expect([...shards.values()].map(({ conclusion }) => conclusion)).toEqual(["success", "success"])
    expect(shards.get(1)?.log).toContain(`uploaded ${where}`)
    expectGreen(await aggregated())
  })

  it("refused to main for ever, then not to post: green after all", async () => {
    const plan = await planned()
    for (const end of TRIES.slice(0, 5)) {
      service.inject({ ...always(forbiddenFinalize), artifact: `${SHARD}${end}` })
    }
    const shards = await run.shards(plan, { impatient: true })
    expect(shards.get(1)).toMatchObject({ conclusion: "failure", exitCode: 4 })
    expect(shards.get(1)?.post?.log).toContain(`uploaded ${SHARD}-u6`)
    expectGreen(await aggregated())
  })

  it("a burnt name nobody can see: green", async () => {
    const plan = await planned()
    service.artifacts.burn({ run: run.run, attempt: 1, name: SHARD })
    await run.shards(plan, { impatient: true })
    expectGreen(await aggregated())
  })

  it.each([
    ["its name is taken", refuse("CreateArtifact", 409, "already exists"), /conflict/u],
    ["403 on finalize", forbiddenFinalize, /forbidden/u],
    ["429", rateLimited("CreateArtifact"), /rate-limited/u],
    ["503", refuse("CreateArtifact", 503), /network/u],
    ["a proxy's page", notJson("CreateArtifact"), /network/u],
    ["a reset", connectionReset("CreateArtifact"), /network/u],
    ["a full storage", quotaHit, /quota/u],
  ])("always %s: the shard says why, the report says which shard", async (_, fault, why) => {
    await planned()
    await run.shard(2)
    for (const end of TRIES) service.inject(always({ ...fault, artifact: `${SHARD}${end}` }))
    const shard = await run.shard(1, { impatient: true })
    expectRed(shard, /the results could not be uploaded/u)
    expect(shard.log.join("\n")).toMatch(why)
    // What `main` could not hand over, `post` tries again, and does not fail the job.
    expect(shard.post).toMatchObject({ conclusion: "success" })
    expect(shard.post?.log.join("\n")).toMatch(why)
    expectRed(await aggregated(), /shard 1 of 2 did not report/u)
  })
})

describe("the plan's upload", () => {
  it.each([
    ["its name is taken", refuse("CreateArtifact", 409, "already exists")],
    ["403 on finalize", forbiddenFinalize],
    ["a lost reply", lostFinalizeReply],
    ["429", rateLimited("CreateArtifact")],
    ["a proxy's page", notJson("CreateArtifact")],
  ])("once %s: green", async (_, fault) => {
    service.inject({ ...fault, artifact: PLAN })
    await run.shards(await planned(), { impatient: true })
    expectGreen(await aggregated())
  })

  it("always refused: red at once, and no matrix for anybody", async () => {
    service.inject(always(forbiddenFinalize))
    const plan = await planned()
    expectRed(plan, /the results could not be uploaded/u)
    expect(shardsOf(plan)).toEqual([])
  })
})

describe("the list", () => {
  it.each([
    ["503", refuse("ListArtifacts", 503)],
    ["429", rateLimited("ListArtifacts")],
    ["a proxy's page", notJson("ListArtifacts")],
    ["a reset", connectionReset("ListArtifacts")],
  ])("once %s, for a shard and for aggregate: green", async (_, fault) => {
    const plan = await planned()
    service.inject(fault)
    await run.shards(plan, { impatient: true })
    service.inject(fault)
    expectGreen(await aggregated())
  })

  it.each([
    ["503", refuse("ListArtifacts", 503)],
    ["a reset", connectionReset("ListArtifacts")],
    ["404", refuse("ListArtifacts", 404, "workflow run not found")],
  ])("always %s: red without a token, green by REST with one", async (_, fault) => {
    await run.shards(await planned())
    service.inject(always(fault))
    expectRed(await aggregated(), /the artifacts of the run could not be listed/u)
    expectGreen(await aggregated("t0ken"))
  })
})

describe("a shard's download", () => {
  beforeEach(async () => {
    await run.shards(await planned())
  })

  it.each([
    ["a reset", connectionReset("blob:get")],
    ["half a body", { on: "blob:get", effect: { kind: "truncate", bytes: 60 } } as const],
    ["503", refuse("blob:get", 503)],
    ["a reset for its address", connectionReset("GetSignedArtifactURL")],
  ])("once %s: green", async (_, fault) => {
    service.inject(fault)
    expectGreen(await aggregated())
  })

  it("a connection that the client leaves open does not keep the step waiting", async () => {
    // The answer is never read, so its connection stays: the service closes it after 5 s.
    service.inject(refuse("blob:get", 503))
    let saidLast = 0
    const onLine = () => {
      saidLast = performance.now()
    }
    expectGreen(await run.aggregate({ impatient: true, onLine }))
    expect(performance.now() - saidLast).toBeLessThan(4_000)
  })

  it("404 for its address: red without a token, green by REST with one", async () => {
    service.inject({ ...always(signedUrlGone), artifact: SHARD })
    const red = await aggregated()
    expectRed(red, /smoke-checkout-shard-1-a1 .*workflow run not found/u)
    expect(red.summary).toMatch(/shard 1 of 2 did not report/u)
    expectGreen(await aggregated("t0ken"))
    const asked = service.requests.map(({ name }) => name)
    expect(asked).toContain("rest:download")
  })

  it("a digest that never fits: red, by name", async () => {
    service.artifacts.misreportDigest(SHARD)
    const red = await aggregated()
    expectRed(red, /smoke-checkout-shard-1-a1 .*does not have the digest/u)
    expect(red.outputs).toMatchObject({ passed: "1", lost: "1" })
  })

  it("a plan whose digest never fits: red, by name", async () => {
    service.artifacts.misreportDigest(PLAN)
    expectRed(await aggregated(), /smoke-checkout-plan-a1.*does not have the digest/u)
  })

  it("something that is no archive under a shard's name: red, by name", async () => {
    const name = "smoke-checkout-shard-9-a1"
    service.artifacts.plant({ run: run.run, attempt: 1, name, content: Buffer.from("no zip") })
    expectRed(await aggregated(), /smoke-checkout-shard-9-a1/u)
  })
})
