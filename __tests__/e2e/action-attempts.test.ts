/**
 * What each of GitHub's buttons makes of a run when it is pressed again and again, and when the run is
 * older than its artifacts.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun, resultsOf, said, scenarioOf, shardsOf } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

const SUITE = "scenarios: { a: 'echo a >> ran; test -e mended', b: echo b >> ran }"

async function redRun(): Promise<{ run: ActionRun; red: number }> {
  const run = new ActionRun(service, { "smoke.yml": SUITE })
  await run.shards(await run.plan({ inputs: { shards: "2" } }))
  const first = await run.aggregate()
  expect(first.outputs).toMatchObject({ conclusion: "failure", passed: "1", failed: "1" })
  return { run, red: scenarioOf(resultsOf(first), "a").shard ?? 0 }
}

const ranOf = (run: ActionRun): string => run.read("ran").split("\n").toSorted().join("")

describe("re-run failed jobs, twice", () => {
  it("red and red again, then green: only the red shard runs, and every attempt is kept", async () => {
    const { run, red } = await redRun()
    const second = await run.shard(red, { attempt: 2 })
    expect(second.conclusion).toBe("failure")
    expect((await run.aggregate({ attempt: 2 })).outputs).toMatchObject({
      conclusion: "failure",
      passed: "1",
      failed: "1",
    })
    run.write("mended", "")
    expect((await run.shard(red, { attempt: 3 })).conclusion).toBe("success")
    const third = await run.aggregate({ attempt: 3 })
    expect(third, said(third)).toMatchObject({
      conclusion: "success",
      outputs: { total: "2", failed: "0", lost: "0" },
    })
    expect(ranOf(run)).toBe("aaab")
    const results = resultsOf(third)
    const { attempts } = scenarioOf(results, "a")
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "passed"])
    expect(scenarioOf(results, "b").attempts).toHaveLength(1)
  })

  it("a shard that is lost the second time leaves what the first attempt saw, and is red", async () => {
    const { run } = await redRun()
    // Its job was started again, and never came to its end.
    const second = await run.aggregate({ attempt: 2 })
    expect(second).toMatchObject({ exitCode: 1, outputs: { passed: "1", failed: "1" } })
  })
})

describe("re-run all jobs", () => {
  it("of an unchanged suite runs everything, and a shard that does not report is lost", async () => {
    const { run, red } = await redRun()
    service.artifacts.startAttempt({ run: run.run, attempt: 2, rerun: "all" })
    const plan = await run.plan({ inputs: { shards: "2" }, attempt: 2 })
    const green = shardsOf(plan).find((shard) => shard !== red) ?? 0
    run.write("mended", "")
    await run.shard(red, { attempt: 2 })
    const half = await run.aggregate({ attempt: 2 })
    expect(half).toMatchObject({ exitCode: 4, outputs: { conclusion: "incomplete", lost: "1" } })
    expect(said(half)).toContain(`shard ${green} of 2 did not report`)
    await run.shard(green, { attempt: 2 })
    const second = await run.aggregate({ attempt: 2 })
    expect(second, said(second)).toMatchObject({
      conclusion: "success",
      outputs: { total: "2", failed: "0", lost: "0" },
    })
    expect(ranOf(run)).toBe("aabb")
  })
})

describe("re-run one job", () => {
  it("plan, with a suite that has changed: shards of the old plan are not asked", async () => {
    const { run } = await redRun()
    run.write("smoke.yml", "scenarios: { b: echo b >> ran, c: echo c >> ran; exit 1 }")
    const plan = await run.plan({ inputs: { shards: "2" }, attempt: 2 })
    const early = await run.aggregate({ attempt: 2 })
    expect(early).toMatchObject({ exitCode: 4, outputs: { total: "2", passed: "0", lost: "2" } })
    await run.shards(plan, { attempt: 2 })
    const second = await run.aggregate({ attempt: 2 })
    expect(second).toMatchObject({
      exitCode: 1,
      outputs: { total: "2", passed: "1", failed: "1", lost: "0" },
    })
    expect(resultsOf(second).problems).toEqual([])
  })

  it("aggregate alone, of a red run: as red as before", async () => {
    const { run } = await redRun()
    const second = await run.aggregate({ attempt: 2 })
    expect(second).toMatchObject({ exitCode: 1, outputs: { passed: "1", failed: "1", lost: "0" } })
  })
})

describe("artifacts that have expired", () => {
  it("a shard and aggregate are red, and say that all jobs are to be run again", async () => {
    const { run, red } = await redRun()
    service.artifacts.expire(run.run)
    run.write("mended", "")
    for (const job of [
      await run.shard(red, { attempt: 2, impatient: true }),
      await run.aggregate({ attempt: 2 }),
      await run.aggregate({ attempt: 2, token: "t0ken" }),
    ]) {
      expect(job).toMatchObject({ exitCode: 4, outputs: { conclusion: "incomplete" } })
      const errors = job.annotations.filter(({ level }) => level === "error")
      expect(errors.map(({ message }) => message).join("\n")).toContain("re-run all jobs")
    }
    expect(ranOf(run)).toBe("ab")
    const plan = await run.plan({ inputs: { shards: "2" }, attempt: 3 })
    await run.shards(plan, { attempt: 3 })
    expect((await run.aggregate({ attempt: 3 })).conclusion).toBe("success")
  })

  it("of one shard alone: red, with the shard and what helps", async () => {
    const { run, red } = await redRun()
    service.artifacts.expire(run.run, { but: "smoke-checkout-plan-a1" })
    run.write("mended", "")
    await run.shard(red, { attempt: 2 })
    const second = await run.aggregate({ attempt: 2 })
    expect(second).toMatchObject({ exitCode: 4, outputs: { flaky: "1", lost: "1" } })
    expect(said(second)).toMatch(/did not report\n.*\n.*all jobs if its artifact has expired/u)
  })
})
