/**
 * Several plans in one run of a workflow: each is known by its `id`, nobody reads another's results,
 * and where two would have the same one a job fails and says what to do.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import type { ActionResult } from "../__rig__/runner/run-action.ts"
import { some } from "../__rig__/whole.ts"
import { ActionRun, resultsOf, said, shardsOf, verdictsOf } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

/** Passes in staging; what a stage is, the environment of the scenarios says, not the plan. */
const SUITE = `
name: shop
scenarios:
  cart: { run: 'echo "$STAGE cart" >> ran; test "$STAGE" != production -o -e mended', tags: [cart] }
  pay: { run: 'echo "$STAGE pay" >> ran', tags: [pay] }
`

/** One call of the reusable workflow: what its plan says, its other jobs are given. */
class Call {
  readonly #run: ActionRun
  readonly #stage: string
  readonly #inputs: Readonly<Record<string, string>>
  readonly #job: string
  plan: ActionResult | null = null

  constructor(
    run: ActionRun,
    stage: string,
    {
      inputs = {},
      job = "plan",
    }: { readonly inputs?: Readonly<Record<string, string>>; readonly job?: string } = {},
  ) {
    this.#run = run
    this.#stage = stage
    this.#inputs = { shards: "2", workers: "1", ...inputs }
    this.#job = job
  }

  async planned(attempt = 1): Promise<ActionResult> {
    const env = { GITHUB_JOB: this.#job }
    this.plan = await this.#run.plan({ inputs: this.#inputs, attempt, env, impatient: true })
    return this.plan
  }

  /** As `needs` hands it on. */
  get #told(): Record<string, string> {
    const { "plan-digest": digest = "" } = this.plan?.outputs ?? {}
    return { "plan-digest": digest }
  }

  get shards(): readonly number[] {
    return this.plan === null ? [] : shardsOf(this.plan)
  }

  shard(shard: number, attempt = 1): Promise<ActionResult> {
    const inputs = { ...this.#told, env: `STAGE=${this.#stage}` }
    return this.#run.shard(shard, { attempt, inputs })
  }

  async ran(attempt = 1): Promise<readonly string[]> {
    const jobs = await Promise.all(this.shards.map((shard) => this.shard(shard, attempt)))
    return jobs.map(({ conclusion }) => conclusion).toSorted()
  }

  aggregate(attempt = 1): Promise<ActionResult> {
    return this.#run.aggregate({ attempt, inputs: this.#told })
  }
}

function expectRefused(job: ActionResult): void {
  expect(job, said(job)).toMatchObject({ conclusion: "failure", exitCode: 2 })
  expect(job.annotations).toHaveLength(1)
  expect(job.annotations[0]?.message).toMatch(
    /two plans of this run have the id "shop"[\s\S]*give each plan of a run its own input `id`/u,
  )
}

const ranOf = (run: ActionRun): string[] => {
  const lines = run.read("ran").split("\n").filter(Boolean).toSorted()
  run.write("ran", "")
  return lines
}

describe("staging and production call the same workflow", () => {
  it("with an id each: both verdicts are right, and so are re-runs", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const staging = new Call(run, "staging", { inputs: { id: "shop-staging" } })
    const production = new Call(run, "production", { inputs: { id: "shop-production" } })
    for (const call of [staging, production]) {
      expect(await call.planned()).toMatchObject({ conclusion: "success", annotations: [] })
    }
    expect(staging.plan?.outputs).toMatchObject({ id: "shop-staging" })
    expect(staging.plan?.outputs["plan-digest"]).not.toBe(production.plan?.outputs["plan-digest"])

    expect(await staging.ran()).toEqual(["success", "success"])
    expect(await production.ran()).toEqual(["failure", "success"])
    const green = await staging.aggregate()
    expect(green, said(green)).toMatchObject({
      conclusion: "success",
      outputs: {
        id: "shop-staging",
        passed: "2",
        total: "2",
        "report-artifact": "smoke-shop-staging-report-a1",
      },
    })
    const red = await production.aggregate()
    expect(red).toMatchObject({ exitCode: 1, outputs: { id: "shop-production", lost: "0" } })
    expect(verdictsOf(red)).toBe("cart failed, pay passed")
    expect(resultsOf(red).problems).toEqual([])
    expect(ranOf(run)).toHaveLength(4)

    // "Re-run failed jobs": the red shard of production, and its verdict.
    run.write("mended", "")
    const failed = resultsOf(red).scenarios.find(({ id }) => id === "cart")?.shard ?? 0
    await production.shard(failed, 2)
    expect(ranOf(run)).toEqual(["production cart"])
    expect(await production.aggregate(2)).toMatchObject({
      conclusion: "success",
      outputs: { total: "2", lost: "0", "report-artifact": "smoke-shop-production-report-a2" },
    })
    expect(verdictsOf(await staging.aggregate(2))).toBe("cart passed, pay passed")

    // "Re-run all jobs": the service shows nothing of what was before.
    service.artifacts.startAttempt({ run: run.run, attempt: 3, rerun: "all" })
    for (const call of [production, staging]) {
      expect((await call.planned(3)).conclusion).toBe("success")
      expect(await call.ran(3)).toEqual(["success", "success"])
      expect(await call.aggregate(3)).toMatchObject({ conclusion: "success" })
    }
    expect(ranOf(run)).toHaveLength(4)
  })

  it("re-run all jobs: what failed under an id is flaky, and its history goes on", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const production = new Call(run, "production", { inputs: { id: "shop-again" } })
    for (const attempt of [1, 2]) {
      service.artifacts.startAttempt({ run: run.run, attempt, rerun: "all" })
      await production.planned(attempt)
      await production.ran(attempt)
      const judged = await production.aggregate(attempt)
      const cart = attempt === 1 ? "failed" : "flaky"
      expect(verdictsOf(judged), said(judged)).toBe(`cart ${cart}, pay passed`)
      run.write("mended", "")
    }
    const restored = (await production.planned(3)).log.filter((line) => line.startsWith("history "))
    expect(restored).toEqual([expect.stringContaining("shop-again/history")])
  })

  it("without an id: one is refused, says why, and never gets the other's results", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const staging = new Call(run, "staging")
    const production = new Call(run, "production")
    expect(await staging.planned()).toMatchObject({ conclusion: "success" })
    expectRefused(await production.planned())
    expect(production.shards).toEqual([])
    expect(production.plan?.outputs).toEqual({ conclusion: "incomplete" })

    expect(await staging.ran()).toEqual(["success", "success"])
    expect(await staging.aggregate()).toMatchObject({ conclusion: "success" })
    // A workflow that judges without a plan of its own.
    expectRefused(await production.aggregate())
    expect(ranOf(run)).toEqual(["staging cart", "staging pay"])

    // "Re-run failed jobs": the plan's name is free again in a new attempt, but the id is not.
    expectRefused(await production.planned(2))
    expectRefused(await production.aggregate(2))
    expect(await staging.aggregate(2)).toMatchObject({ conclusion: "success" })
    expect(ranOf(run)).toEqual([])
  })

  it("without an id, and one could not plan at first: it is told apart by its job", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const staging = new Call(run, "staging", { job: "plan-staging" })
    const production = new Call(run, "production", { job: "plan-production" })
    await staging.planned()
    await staging.ran()
    expectRefused(await production.planned(2))
    expect((await staging.planned(3)).conclusion).toBe("failure")
  })
})

describe("two selections of one suite", () => {
  it.each([
    ["without an id: the second is refused", false],
    ["with an id each: both are judged by what they ran", true],
  ])("%s", async (_, named) => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const [cart, pay] = ["cart", "pay"].map((tags) => {
      return new Call(run, tags, { inputs: { tags, ...(named ? { id: `shop-${tags}` } : {}) } })
    })
    if (cart === undefined || pay === undefined) return
    expect((await cart.planned()).conclusion).toBe("success")
    if (!named) return expectRefused(await pay.planned())
    await pay.planned()
    for (const call of [pay, cart]) expect(await call.ran()).toEqual(["success"])
    expect(verdictsOf(await cart.aggregate())).toBe("cart passed")
    expect(verdictsOf(await pay.aggregate())).toBe("pay passed")
    expect(ranOf(run)).toEqual(["cart cart", "pay pay"])
  })
})

describe("suites whose names are nearly the same", () => {
  const near: readonly (readonly [string, readonly string[]])[] = [
    ["in case and punctuation", ["Shop EU", "shop eu", "shop-eu"]],
    ["after 60 characters", [`${"a".repeat(60)}b`, `${"a".repeat(60)}c`]],
    ["without a Latin letter", ["日本", "中国"]],
  ]
  it.each(some(near, 1))("%s: each gets its own results", async (_, names) => {
    const run = new ActionRun(
      service,
      Object.fromEntries(
        names.map((name, index) => [
          `${index}.yml`,
          `name: ${JSON.stringify(name)}\nscenarios: { s${index}: 'true' }`,
        ]),
      ),
    )
    const calls = names.map((_name, index) => {
      return new Call(run, "any", { inputs: { suite: `${index}.yml` } })
    })
    for (const call of calls) {
      const planned = await call.planned()
      expect(planned.conclusion, said(planned)).toBe("success")
    }
    for (const call of calls) await call.ran()
    for (const [index, call] of calls.entries()) {
      const judged = await call.aggregate()
      expect(judged, said(judged)).toMatchObject({ conclusion: "success" })
      expect(verdictsOf(judged)).toBe(`s${index} passed`)
      expect(resultsOf(judged).run.suite).toBe(names[index])
    }
    const ids = calls.map(({ plan }) => plan?.outputs["id"])
    expect(new Set(ids).size).toBe(names.length)
  })
})

describe("the id", () => {
  it("finds the plan where no digest is given, and keeps histories apart", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    for (const id of ["one", "two"]) {
      await run.shards(await run.plan({ inputs: { id, shards: "1" } }), { inputs: { id } })
      const judged = await run.aggregate({ inputs: { id } })
      expect(judged).toMatchObject({ conclusion: "success", outputs: { id } })
      const key = new RegExp(`saved the history of 2 scenarios: smoke-${id}/history/`, "u")
      expect(judged.log.join("\n")).toMatch(key)
    }
    const ambiguous = await run.aggregate()
    expect(ambiguous.annotations[0]?.message).toMatch(
      /several plans \(smoke-two, smoke-one|several plans \(smoke-one, smoke-two/u,
    )
    const next = new ActionRun(service, { "smoke.yml": SUITE })
    const plans = await Promise.all(["one", "three"].map((id) => next.plan({ inputs: { id } })))
    expect(plans[0]?.log.join("\n")).toMatch(/^history smoke-one\/history\//mu)
    expect(plans[1]?.log).toContain("no history in the cache yet")
  })

  it("that is none is refused with its grammar", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    expect(await run.plan({ inputs: { id: "My Shop" } })).toMatchObject({
      exitCode: 2,
      annotations: [
        { message: expect.stringContaining('input id: "My Shop" is invalid, it expects up to 60') },
      ],
    })
  })
})
