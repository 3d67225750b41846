/**
 * Later attempts of a run, by GitHub's three buttons: re-run failed jobs, all jobs, one job.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun, resultsOf, said, scenarioOf, shardsOf, verdictsOf } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

/** Each scenario leaves a mark each time it runs; `late` passes once it is mended. */
const SUITE = `
name: shop
defaults: { estimate: 10s }
scenarios:
  base: { run: 'echo base >> ran' }
  middle: { run: 'echo middle >> ran', needs: [base] }
  late: { run: 'echo late >> ran; test -e mended', needs: [middle] }
  after: { run: 'echo after >> ran', needs: [late] }
  other: { run: 'echo other >> ran' }
  optional: { run: 'echo optional >> ran; exit 77' }
  far: { run: 'echo far >> ran', estimate: 10m }
`

const ranOf = (run: ActionRun): string[] => {
  const lines = run.read("ran").split("\n").filter(Boolean).toSorted()
  run.write("ran", "")
  return lines
}

describe("re-run failed jobs", () => {
  it("runs what is not settled and what that needs, and nothing of a green shard", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const plan = await run.plan({ inputs: { shards: "2", workers: "1" } })
    const shards = await run.shards(plan)
    const first = await run.aggregate()
    expect(ranOf(run)).toEqual(["base", "far", "late", "middle", "optional", "other"])
    expect(verdictsOf(first)).toBe(
      "after skipped, base passed, far passed, late failed, middle passed, optional skipped, other passed",
    )
    const red = shardsOf(plan).filter((shard) => shards.get(shard)?.conclusion === "failure")
    expect(red).toEqual([scenarioOf(resultsOf(first), "late").shard])
    expect(scenarioOf(resultsOf(first), "far").shard).not.toBe(red[0])

    run.write("mended", "")
    const again = await run.shard(red[0] ?? 0, { attempt: 2 })
    expect(again.log.join("\n")).toContain("attempt 2: 4 scenarios of 6 to run")
    expect(ranOf(run)).toEqual(["after", "base", "late", "middle"])
    expect(again).toMatchObject({ conclusion: "success", annotations: [], summary: "" })

    const second = await run.aggregate({ attempt: 2 })
    expect(second, said(second)).toMatchObject({
      conclusion: "success",
      outputs: {
        passed: "5",
        flaky: "1",
        skipped: "1",
        failed: "0",
        "report-artifact": "smoke-shop-report-a2",
      },
    })
    const results = resultsOf(second)
    expect(results.run.attempt).toBe(2)
    const outcomes = (id: string) =>
      scenarioOf(results, id).attempts.map(({ number, outcome }) => `${number} ${outcome}`)
    expect(outcomes("late")).toEqual(["1 failed", "2 passed"])
    expect(outcomes("base")).toEqual(["1 passed", "2 passed"])
    expect(outcomes("other")).toEqual(["1 passed"])
    const attemptsOfShards = results.shards.map(({ shard, attempt }) => [shard, attempt])
    expect(attemptsOfShards).toContainEqual([red[0], 2])
    expect(attemptsOfShards).toContainEqual([scenarioOf(results, "far").shard, 1])
  })

  it("a shard that was lost runs everything", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "scenarios: { a: echo a >> ran, b: 'true' }",
    })
    const plan = await run.plan({ inputs: { shards: "2" } })
    const [lost = 0, there = 0] = shardsOf(plan)
    await run.shard(there)
    expect((await run.aggregate()).outputs).toMatchObject({ lost: "1", passed: "1" })
    await run.shard(lost, { attempt: 2 })
    expect((await run.aggregate({ attempt: 2 })).conclusion).toBe("success")
    expect(ranOf(run)).toEqual(["a"])
  })

  it("a shard that is still red after three attempts keeps all of them in sight", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "scenarios: { a: 'exit $GITHUB_RUN_ATTEMPT' }",
    })
    await run.plan()
    for (const attempt of [1, 2, 3]) await run.shard(1, { attempt })
    const aggregate = await run.aggregate({ attempt: 3 })
    expect(aggregate).toMatchObject({ exitCode: 1, outputs: { failed: "1" } })
    const { attempts } = scenarioOf(resultsOf(aggregate), "a")
    expect(attempts.map(({ number, exitCode }) => [number, exitCode])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
  })

  it("a later attempt's results are not mixed into an earlier attempt's report", async () => {
    const run = new ActionRun(service, { "smoke.yml": "scenarios: { a: test -e mended }" })
    await run.plan()
    await run.shard(1)
    run.write("mended", "")
    await run.shard(1, { attempt: 2 })
    expect((await run.aggregate({ attempt: 1 })).exitCode).toBe(1)
  })

  it("with a journal that cannot be fetched everything is run again", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "scenarios: { a: echo a >> ran, b: 'false' }",
    })
    await run.plan()
    await run.shard(1)
    service.artifacts.misreportDigest("smoke-checkout-shard-1-a1")
    await run.shard(1, { attempt: 2 })
    expect(ranOf(run)).toEqual(["a", "a"])
  })
})

describe("a failure of an earlier attempt", () => {
  const SHOP = "name: shop\nscenarios: { a: test -e mended, b: 'true' }\n"

  it("is flaky everywhere once it passes, and fails a run that accepts none", async () => {
    const run = new ActionRun(service, { "smoke.yml": SHOP })
    await run.plan()
    await run.shard(1)
    expect((await run.aggregate()).outputs).toMatchObject({ failed: "1" })
    run.write("mended", "")
    await run.shard(1, { attempt: 2 })
    const strict = await run.aggregate({ attempt: 2, inputs: { "fail-on": "flaky" } })
    expect(strict).toMatchObject({ exitCode: 1, outputs: { flaky: "1", passed: "1" } })
    const second = await run.aggregate({ attempt: 3, inputs: { junit: "junit.xml" } })
    expect(second).toMatchObject({ exitCode: 0, outputs: { flaky: "1" } })
    expect(scenarioOf(resultsOf(second), "a")).toMatchObject({
      verdict: "flaky",
      attempts: [{ outcome: "failed" }, { outcome: "passed", runAttempt: 2 }],
    })
    const told = /1 exit-code 1 \(.*\), 2 passed \(.*, attempt 2 of the run\)/u
    expect(second.summary).toMatch(
      /attempt 1 <code>exit code 1<\/code> \(.*\), attempt 2 passed \(.*, attempt 2 of the run\)/u,
    )
    expect(second.log.join("\n")).toMatch(told)
    const [flaky] = second.annotations.filter(({ level }) => level === "warning")
    expect(flaky?.message).toMatch(told)
    expect(run.read("junit.xml")).toContain("<flakyFailure")
  })

  it("is flaky also in the history's sight alone, after all jobs were run again", async () => {
    const run = new ActionRun(service, { "smoke.yml": SHOP })
    await run.shards(await run.plan())
    await run.aggregate({ attempt: 1 })
    service.artifacts.startAttempt({ run: run.run, attempt: 2, rerun: "all" })
    run.write("mended", "")
    await run.shards(await run.plan({ attempt: 2 }), { attempt: 2 })
    const second = await run.aggregate({ attempt: 2 })
    expect(second, said(second)).toMatchObject({ exitCode: 0, outputs: { flaky: "1" } })
    expect(scenarioOf(resultsOf(second), "a").attempts[0]?.message).toContain("says the history")
  })

  it("counts under a plan that was replaced as well, while its artifacts are in sight", async () => {
    const run = new ActionRun(service, { "smoke.yml": SHOP })
    const off = { inputs: { history: "off" } }
    await run.shards(await run.plan(off))
    await run.aggregate(off)
    run.write("mended", "")
    run.write("smoke.yml", SHOP.replace("b: ", "c: 'true', b: "))
    await run.shards(await run.plan({ ...off, attempt: 2 }), { attempt: 2 })
    const second = await run.aggregate({ ...off, attempt: 2 })
    expect(second, said(second)).toMatchObject({ exitCode: 0, outputs: { flaky: "1" } })
    expect(scenarioOf(resultsOf(second), "a").attempts).toHaveLength(2)
  })

  it("is none where the machinery was to blame: passed, with both attempts in sight", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "name: shop\nscenarios: { a: { run: 'true', working-directory: there } }\n",
    })
    await run.plan()
    await run.shard(1)
    const first = await run.aggregate()
    expect(scenarioOf(resultsOf(first), "a").cause).toBe("spawn")
    run.write("there/file", "")
    await run.shard(1, { attempt: 2 })
    const second = await run.aggregate({ attempt: 2, inputs: { "fail-on": "flaky" } })
    expect(second, said(second)).toMatchObject({ exitCode: 0, outputs: { passed: "1" } })
    expect(second.summary).toContain("Passed after other trouble (1)")
    expect(scenarioOf(resultsOf(second), "a").attempts).toHaveLength(2)
  })
})

describe("re-run all jobs", () => {
  it("with a changed plan uses nothing of the earlier attempt", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "scenarios: { a: echo a >> ran, b: echo b >> ran; exit 1 }",
    })
    await run.shards(await run.plan({ inputs: { shards: "2" } }))
    expect((await run.aggregate()).exitCode).toBe(1)
    ranOf(run)

    service.artifacts.startAttempt({ run: run.run, attempt: 2, rerun: "all" })
    run.write("smoke.yml", "scenarios: { a: echo a >> ran, c: echo c >> ran }")
    await run.shards(await run.plan({ inputs: { shards: "2" }, attempt: 2 }), { attempt: 2 })
    const second = await run.aggregate({ attempt: 2 })
    expect(second).toMatchObject({ conclusion: "success", outputs: { total: "2", passed: "2" } })
    expect(ranOf(run)).toEqual(["a", "c"])
    expect(scenarioOf(resultsOf(second), "a").attempts).toHaveLength(1)
  })
})

describe("re-run one job", () => {
  it("plan: shards of the plan that was replaced are superseded, not mixed in", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "scenarios: { a: echo a >> ran, b: echo b >> ran; exit 1 }",
    })
    await run.shards(await run.plan({ inputs: { shards: "2" } }))
    ranOf(run)
    run.write("smoke.yml", "scenarios: { a: echo a >> ran, c: echo c >> ran }")
    await run.shards(await run.plan({ inputs: { shards: "2" }, attempt: 2 }), { attempt: 2 })
    expect(ranOf(run)).toEqual(["a", "c"])
    const second = await run.aggregate({ attempt: 2 })
    expect(second, said(second)).toMatchObject({
      conclusion: "success",
      outputs: { total: "2", passed: "2", failed: "0" },
    })
    expect(resultsOf(second).problems).toEqual([])
  })

  it("plan, while its shards are missing: the earlier plan's results do not count", async () => {
    const run = new ActionRun(service, { "smoke.yml": "scenarios: { a: 'true' }" })
    await run.shards(await run.plan())
    run.write("smoke.yml", "scenarios: { a: 'true', b: 'true' }")
    await run.plan({ attempt: 2 })
    expect((await run.aggregate({ attempt: 2 })).outputs).toMatchObject({ lost: "2", passed: "0" })
  })

  it("aggregate: the same verdict again, under a name of its own", async () => {
    const run = new ActionRun(service, { "smoke.yml": "name: shop\nscenarios: { a: 'true' }" })
    await run.shards(await run.plan())
    const first = await run.aggregate()
    const second = await run.aggregate({ attempt: 2 })
    expect(second).toMatchObject({ conclusion: "success", outputs: { passed: "1" } })
    expect(second.outputs["report-artifact"]).toBe("smoke-shop-report-a2")
    expect(resultsOf(second)).toEqual(resultsOf(first))
    const firstAgain = second.summary.replace("attempt 2", "attempt 1").replace("s/2", "s/1")
    expect(firstAgain).toBe(first.summary)
  })
})
