import { describe, expect, it } from "vitest"
import { writeIssue } from "../../../src/app/publish/write-issue.ts"
import { readMark, toMark } from "../../../src/report/review/comment.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { type MemoryReviews, memoryReviews } from "../../__rig__/fakes/memory-reviews.ts"
import { badDay, goodDay, type SampleRun } from "../../__rig__/sample-runs.ts"

interface Options {
  readonly id?: string
  readonly run?: string
  readonly attempt?: number
  readonly of?: SampleRun
}

async function write(reviews: MemoryReviews, options: Options = {}) {
  const { id = "storefront", run = "5", attempt = 1, of = badDay() } = options
  const { results, state } = of
  const clock = new FakeClock()
  const mark = toMark(results, { sha: "a".repeat(40), run, attempt })
  const told = { id, results, state, address: null, past: null, reportUntil: null, mark }
  const answer = writeIssue(told, { reviews, clock })
  await clock.advance(600_000)
  return answer
}

/** The same run without one of its failures. */
function betterDay(): SampleRun {
  const day = badDay()
  const red = day.results.scenarios.find(({ verdict }) => verdict === "failed")
  const scenarios = day.results.scenarios.filter((one) => one !== red)
  return { ...day, results: { ...day.results, scenarios } }
}

function cancelledDay(): SampleRun {
  const day = badDay()
  const summary = { ...day.results.summary, conclusion: "cancelled" as const, exitCode: 130 }
  return { ...day, results: { ...day.results, summary } }
}

const became = (kind: string) => ({ ok: true, value: { kind, number: expect.any(Number) } })
const left = (why: RegExp) => ({
  ok: true,
  value: { kind: "left", why: expect.stringMatching(why) },
})

describe("writeIssue", () => {
  it("opens one issue, changes it with what fails, closes it and opens it again", async () => {
    const reviews = memoryReviews()
    expect(await write(reviews, { run: "5" })).toEqual(became("opened"))
    const [first] = reviews.issued
    expect(first).toMatchObject({ title: "storefront fails", isOpen: true })
    expect(first?.body).toContain("checkout:eu")
    expect(await write(reviews, { run: "6" })).toEqual(left(/says the same/u))
    expect(await write(reviews, { run: "7", of: betterDay() })).toEqual(became("changed"))
    expect(await write(reviews, { run: "8", of: goodDay() })).toEqual(became("closed"))
    expect(reviews.issued[0]).toMatchObject({ isOpen: false, isUnwanted: false })
    expect(await write(reviews, { run: "9", of: goodDay() })).toEqual(left(/green, and #\d+ is/u))
    expect(await write(reviews, { run: "10" })).toEqual(became("opened"))
    expect(reviews.issued).toHaveLength(1)
    expect(reviews.issued[0]).toMatchObject({ number: first?.number, isOpen: true })
  })

  it("has one for each id, and none without a failure", async () => {
    const reviews = memoryReviews()
    expect(await write(reviews, { of: goodDay() })).toEqual(left(/there is none/u))
    await write(reviews)
    await write(reviews, { id: "storefront-2" })
    expect(reviews.issued).toHaveLength(2)
  })

  it("leaves issues of others alone, and one that a person does not want", async () => {
    const reviews = memoryReviews()
    await write(reviews)
    const [own] = reviews.issued
    if (own === undefined) throw new Error("no issue")
    reviews.issued.splice(0, 1, { ...own, author: "admin" }, { ...own, number: 7, body: "text" })
    expect(await write(reviews, { run: "6" })).toEqual(became("opened"))
    expect(reviews.issued.map(({ body }) => body.slice(0, 4))).toEqual(["<!--", "text", "<!--"])
    const third = reviews.issued[2]
    if (third !== undefined) reviews.issued[2] = { ...third, isOpen: false, isUnwanted: true }
    expect(await write(reviews, { run: "7" })).toEqual(left(/closed as not planned/u))
  })

  it("says nothing of a run that was cancelled, and asks nothing", async () => {
    const reviews = memoryReviews()
    expect(await write(reviews, { of: cancelledDay() })).toEqual(left(/cancelled/u))
    expect(reviews.calls).toEqual([])
  })

  it("does not write over a later run, or a later attempt", async () => {
    const reviews = memoryReviews()
    await write(reviews, { run: "20", attempt: 2 })
    expect(await write(reviews, { run: "9", of: goodDay() })).toEqual(left(/later run/u))
    expect(await write(reviews, { run: "20", of: goodDay() })).toEqual(left(/later run/u))
    expect(reviews.issued[0]?.isOpen).toBe(true)
    expect(await write(reviews, { run: "100", of: goodDay() })).toEqual(became("closed"))
  })

  it.each([
    ["5", "6"],
    ["6", "5"],
  ])(
    "of two runs at once one issue stays open, with the newest: %s before %s",
    async (one, two) => {
      const reviews = memoryReviews()
      // Both list before either writes.
      let listed = 0
      const both = Promise.withResolvers<void>()
      reviews.before = (call) => {
        if (call !== "issues" || listed === 2) return
        listed += 1
        if (listed === 2) both.resolve()
        return both.promise
      }
      await Promise.all([
        write(reviews, { run: one }),
        write(reviews, { run: two, of: betterDay() }),
      ])
      const open = reviews.issued.filter(({ isOpen }) => isOpen)
      expect(open).toHaveLength(1)
      expect(readMark("storefront", open[0]?.body ?? "")?.run).toBe("6")
      // The other one is found no more.
      expect(await write(reviews, { run: "7", of: goodDay() })).toEqual(became("closed"))
      expect(reviews.issued.every(({ isOpen }) => !isOpen)).toBe(true)
    },
  )

  it("waits for its turn, and says what it may not", async () => {
    const reviews = memoryReviews()
    reviews.fail("addIssue", { status: 403 })
    expect(await write(reviews)).toMatchObject({ ok: false, error: { status: 403 } })
    reviews.fail("addIssue", { status: 422 })
    expect(await write(reviews)).toMatchObject({ ok: false, error: { status: 422 } })
    reviews.fail("addIssue", { status: 429, retryAfterMs: 20_000 })
    expect(await write(reviews)).toEqual(became("opened"))
    reviews.fail("issues", { status: 502 }, 2)
    expect(await write(reviews, { run: "6", of: goodDay() })).toEqual(became("closed"))
  })
})
