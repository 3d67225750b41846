import { describe, expect, it } from "vitest"
import { writeCheck } from "../../../src/app/publish/write-check.ts"
import { stateOfResults } from "../../../src/events/state-of-results.ts"
import { toCheckText } from "../../../src/report/review/check-run.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { type MemoryReviews, memoryReviews } from "../../__rig__/fakes/memory-reviews.ts"
import { badDay, goodDay, type SampleRun, sampleRun } from "../../__rig__/sample-runs.ts"

function failing(count: number): SampleRun {
  const ids = Array.from({ length: count }, (_, i) => `s${i}`)
  const plan = buildPlan({ shards: [ids] })
  const shard = buildShard(plan).start()
  for (const id of ids) shard.failed(id)
  return sampleRun(plan, [shard.finish()])
}

async function written(run: SampleRun, reviews: MemoryReviews = memoryReviews()) {
  const clock = new FakeClock()
  const { results } = run
  const state = stateOfResults(results)
  const text = toCheckText({ id: "storefront", results, state, address: null, past: null })
  const url = "https://github.com/acme/storefront/actions/runs/4711/attempts/1"
  const externalId = "storefront/4711/1"
  const answer = writeCheck({ ...text, headSha: "f0e1d2c", url, externalId }, { reviews, clock })
  await clock.advance(600_000)
  const requests = reviews.checks.map(({ id, check }) => ({
    ...{ id, status: check.status, conclusion: check.conclusion },
    annotations: check.output.annotations.length,
  }))
  return { answer: await answer, requests, reviews }
}

describe("writeCheck", () => {
  it.each([
    ["red", badDay()],
    ["green", goodDay()],
  ] as const)("requests for a run that is %s", async (name, run) => {
    const { reviews } = await written(run)
    const text = `${JSON.stringify(reviews.checks, null, 2)}\n`
    await expect(text).toMatchFileSnapshot(`__golden__/check-requests-${name}.json`)
  })

  it("makes it once, adds 50 annotations at a time, and concludes last", async () => {
    const { answer, requests } = await written(failing(120))
    expect(answer).toEqual({ ok: true, value: { refused: 0 } })
    const { id = 0 } = requests[0] ?? {}
    expect(requests).toEqual([
      { id, status: "in_progress", conclusion: undefined, annotations: 50 },
      { id, status: "in_progress", conclusion: undefined, annotations: 50 },
      { id, status: "completed", conclusion: "failure", annotations: 20 },
    ])
  })

  it("waits as the service wants it", async () => {
    const reviews = memoryReviews()
    reviews.fail("addCheck", { status: 429, retryAfterMs: 30_000 })
    reviews.fail("changeCheck", { status: 403, retryAfterMs: 30_000 })
    const { answer, requests } = await written(failing(70), reviews)
    expect(answer.ok).toBe(true)
    expect(requests.map(({ annotations }) => annotations)).toEqual([50, 20])
  })

  it("goes without annotations that are refused", async () => {
    const reviews = memoryReviews()
    reviews.fail("addCheck", { status: 422 })
    expect(await written(failing(10), reviews)).toMatchObject({
      answer: { value: { refused: 10 } },
      requests: [{ status: "completed", annotations: 0 }],
    })
  })

  it("ends all the same where a later part is refused", async () => {
    const reviews = memoryReviews()
    reviews.fail("changeCheck", { status: 422 })
    expect(await written(failing(60), reviews)).toMatchObject({
      answer: { value: { refused: 10 } },
      requests: [{ status: "in_progress" }, { status: "completed", annotations: 0 }],
    })
  })

  it.each([403, 422, 500])("says %i, and tries nothing more", async (status) => {
    const reviews = memoryReviews()
    reviews.fail("addCheck", { status }, 9)
    const { answer, requests } = await written(badDay(), reviews)
    expect(answer).toMatchObject({ ok: false, error: { status } })
    expect(requests).toEqual([])
    expect(reviews.calls.length).toBeLessThan(3)
  })
})
