/**
 * The bundled action as people use it: plan, a matrix of shards, aggregate.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { refuse } from "../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { CHECK_RUN_ID } from "../__rig__/runner/metadata.ts"
import { ActionRun, resultsOf, scenarioOf, shardsOf, verdictsOf } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

const SUITE = `
name: shop
scenarios:
  long: { run: echo long, estimate: 60s }
  short: { run: echo short, estimate: 5s }
  middle: { run: echo middle, estimate: 20s }
  broken:
    run: |
      echo "no till"
      exit 3
    estimate: 5s
`

describe("a run with a failure", () => {
  it("plans, runs, and aggregates to one verdict on the right line", async () => {
    const before = service.requests.length
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const { plan, shards, aggregate } = await run.whole({
      plan: { shards: "2", workers: "1" },
      aggregate: { junit: "out/junit.xml" },
    })

    expect(plan).toMatchObject({ conclusion: "success", annotations: [], summary: "" })
    expect(plan.outputs).toMatchObject({ "shard-count": "2", total: "4" })
    expect(JSON.parse(plan.outputs["matrix"] ?? "").include).toMatchObject([
      { shard: expect.any(Number), shards: 2, "runs-on": "ubuntu-latest", estimate: "1m00s" },
      { shard: expect.any(Number), shards: 2, "runs-on": "ubuntu-latest", estimate: "30.0s" },
    ])

    const [green, red] = shardsOf(plan).map((shard) => shards.get(shard))
    expect(green).toMatchObject({ conclusion: "success", outputs: { passed: "1", total: "1" } })
    expect(red).toMatchObject({ conclusion: "failure", outputs: { passed: "2", failed: "1" } })
    for (const shard of [green, red]) {
      expect(shard).toMatchObject({ annotations: [], summary: "", survivors: [], exported: {} })
      expect(shard?.post).toMatchObject({ conclusion: "success", annotations: [] })
      expect(shard?.outputs["plan-digest"]).toBe(plan.outputs["plan-digest"])
    }
    expect(red?.log.at(-1)).toMatch(/^FAILED: 1 of 3 failed \(broken\)/u)

    expect(aggregate).toMatchObject({ conclusion: "failure", exitCode: 1, hiddenOutputs: [] })
    expect(aggregate.outputs).toMatchObject({
      conclusion: "failure",
      "plan-digest": plan.outputs["plan-digest"],
      "report-artifact": "smoke-shop-report-a1",
      total: "4",
      passed: "3",
      failed: "1",
      flaky: "0",
      skipped: "0",
      cancelled: "0",
      lost: "0",
    })
    expect(aggregate.annotations).toMatchObject([
      {
        level: "error",
        properties: { title: "shop: broken failed", file: "smoke.yml", line: "7" },
      },
    ])
    expect(aggregate.annotations[0]?.message).toMatch(
      /^exit code 3: no till · .*\nparallel-smoke run smoke.yml --filter broken$/u,
    )
    expect(aggregate.summary).toMatch(/^## ❌ shop failed\n/u)
    expect(aggregate.summary).toContain("#### ❌ broken\n")
    expect(aggregate.summary).toMatch(new RegExp(`/job/${CHECK_RUN_ID}">shard [12]</a>`, "u"))
    expect(aggregate.log.at(-1)).toMatch(/^FAILED: 1 of 4 failed \(broken\)/u)
    expect(run.read("out/junit.xml")).toContain('<testcase name="broken"')
    expect(verdictsOf(aggregate)).toBe("broken failed, long passed, middle passed, short passed")

    const asked = service.requests.slice(before).map(({ name }) => name)
    expect(asked).not.toContain("unknown")
    expect(asked.filter((name) => name.startsWith("rest:"))).toEqual([])
  })
})

describe("shards", () => {
  it("make no REST call even when all goes well and they have a token", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const plan = await run.plan({ inputs: { shards: "3", curve: "true" } })
    expect(plan.log.join("\n")).toContain("billed")
    const before = service.requests.length
    await run.shards(plan, { token: "t0ken" })
    const asked = new Set(service.requests.slice(before).map(({ name }) => name))
    expect([...asked].toSorted()).toEqual([
      "CreateArtifact",
      "FinalizeArtifact",
      "GetSignedArtifactURL",
      "ListArtifacts",
      "blob:block",
      "blob:blocklist",
      "blob:get",
    ])
  })

  it("stop after so many failures when told to", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "scenarios: { a: { run: 'false', estimate: 1m }, b: 'true', c: 'true' }",
    })
    const { aggregate } = await run.whole({
      plan: { shards: "1", workers: "1" },
      run: { "fail-fast": "true" },
    })
    expect(verdictsOf(aggregate)).toBe("a failed, b cancelled, c cancelled")
    expect(aggregate.exitCode).toBe(1)
  })

  it("refuse a plan whose files are not in their checkout, by name", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "include: [smoke.sh]",
      "smoke.sh": "true\n",
    })
    const plan = await run.plan({ inputs: { shards: "1" } })
    run.write("smoke.sh", "false\n")
    const shard = await run.shard(1)
    expect(plan.conclusion).toBe("success")
    expect(shard).toMatchObject({ conclusion: "failure", exitCode: 2 })
    expect(shard.log.join("\n")).toContain("changed  smoke.sh")
  })

  it("refuse a number that the plan does not have", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    await run.plan({ inputs: { shards: "2" } })
    expect(await run.shard(3)).toMatchObject({
      exitCode: 2,
      annotations: [{ message: expect.stringContaining("there is no shard 3") }],
    })
  })
})

describe("a good run", () => {
  it("is green, hands over its logs and keeps its attempts", async () => {
    const run = new ActionRun(service, {
      "smoke.yml":
        "name: shop\nscenarios: { a: 'true', b: { run: 'test $SMOKE_ATTEMPT = 2', retry: { max-attempts: 2 } } }",
    })
    const { shards, aggregate } = await run.whole({ plan: { shards: "2" } })
    expect([...shards.values()].map(({ conclusion }) => conclusion)).toEqual(["success", "success"])
    expect(aggregate).toMatchObject({ conclusion: "success", outputs: { conclusion: "success" } })
    expect(aggregate.annotations).toMatchObject([
      { level: "warning", properties: { title: "shop: b flaky" } },
    ])
    const attempts = scenarioOf(resultsOf(aggregate), "b").attempts
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["failed", "passed"])
    expect((await run.aggregate({ inputs: { "fail-on": "flaky" } })).exitCode).toBe(1)
  })

  it("is green too when only its report cannot be kept", async () => {
    const run = new ActionRun(service, { "smoke.yml": "scenarios: { a: 'true' }" })
    await run.shards(await run.plan())
    service.inject({
      ...refuse("CreateArtifact", 403, "artifact storage quota has been hit"),
      times: 9,
      artifact: "smoke-checkout-report-a1",
    })
    service.inject({ ...refuse("CreateArtifact", 409), artifact: "smoke-checkout-report-a1-u2" })
    const aggregate = await run.aggregate({ impatient: true })
    expect(aggregate).toMatchObject({ conclusion: "success", outputs: { passed: "1" } })
    expect(aggregate.outputs["report-artifact"]).toBe("smoke-checkout-report-a1-u3")
    expect(aggregate.log.join("\n")).toContain("without logs: the storage is full")
  })
})

describe("a plan with nothing in it", () => {
  it.each([
    ["fail", "failure", 3, "empty"],
    ["pass", "success", 0, "success"],
  ])("if-empty: %s", async (ifEmpty, conclusion, exitCode, word) => {
    const run = new ActionRun(service, { "smoke.yml": "scenarios: { a: 'true' }" })
    const plan = await run.plan({ inputs: { filter: "nothing-like-this" } })
    expect(plan).toMatchObject({ conclusion: "success", outputs: { "shard-count": "0" } })
    expect(shardsOf(plan)).toEqual([])
    const aggregate = await run.aggregate({ inputs: { "if-empty": ifEmpty } })
    expect(aggregate).toMatchObject({ conclusion, exitCode, outputs: { conclusion: word } })
  })
})

describe("several suites in one workflow", () => {
  it("need the plan's digest, and get their own results by it", async () => {
    const run = new ActionRun(service, {
      "one.yml": "name: one\nscenarios: { a: 'true' }",
      "two.yml": "name: two\nscenarios: { b: 'false' }",
    })
    const one = await run.plan({ inputs: { suite: "one.yml" } })
    const two = await run.plan({ inputs: { suite: "two.yml" } })
    const lost = await run.shard(1)
    expect(lost).toMatchObject({ conclusion: "failure", exitCode: 4 })
    expect(lost.annotations[0]?.message).toMatch(/several plans \(smoke-\w+, .*give plan-digest/u)
    expect((await run.aggregate()).exitCode).toBe(4)

    for (const [plan, verdicts, exitCode] of [
      [one, "a passed", 0],
      [two, "b failed", 1],
    ] as const) {
      const inputs = { "plan-digest": plan.outputs["plan-digest"] ?? "" }
      await run.shard(1, { inputs })
      const aggregate = await run.aggregate({ inputs })
      expect([verdictsOf(aggregate), aggregate.exitCode]).toEqual([verdicts, exitCode])
    }
    const unknown = await run.aggregate({ inputs: { "plan-digest": "sha256:00" } })
    expect(unknown).toMatchObject({ exitCode: 4, outputs: { conclusion: "incomplete" } })
  })
})
