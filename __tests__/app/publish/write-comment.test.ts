import { describe, expect, it } from "vitest"
import type { PullSource } from "../../../src/app/publish/target.ts"
import { writeComment } from "../../../src/app/publish/write-comment.ts"
import { type CommentMode, readMark, toMark } from "../../../src/report/review/comment.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { type MemoryReviews, memoryReviews } from "../../__rig__/fakes/memory-reviews.ts"
import { badDay, goodDay, type SampleRun } from "../../__rig__/sample-runs.ts"

const OLD = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
const NEW = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
const SEVEN: PullSource = { kind: "number", number: 7 }

interface Options {
  readonly id?: string
  readonly sha?: string
  readonly run?: string
  readonly attempt?: number
  readonly of?: SampleRun
  readonly mode?: CommentMode
  readonly source?: PullSource
}

function world(head = NEW): MemoryReviews {
  const reviews = memoryReviews()
  reviews.pulls.push({ number: 7, branch: "topic", sha: head, repository: "acme/shop" })
  return reviews
}

async function write(reviews: MemoryReviews, options: Options = {}) {
  const { id = "storefront", sha = NEW, run = "5", attempt = 1, of = badDay() } = options
  const { mode = "always", source = SEVEN } = options
  const { results, state } = of
  const clock = new FakeClock()
  const mark = toMark(results, { sha, run, attempt })
  const answer = writeComment(
    { id, results, state, address: null, past: null, reportUntil: null, mark, mode, source },
    { reviews, clock },
  )
  await clock.advance(600_000)
  return answer
}

const shas = ({ written }: MemoryReviews, id = "storefront") =>
  written.flatMap(({ body }) => readMark(id, body)?.sha ?? [])

const written = { ok: true, value: { kind: "written", pull: 7 } }
const left = (why: RegExp) => ({
  ok: true,
  value: { kind: "left", why: expect.stringMatching(why) },
})

describe("writeComment", () => {
  it("makes one comment and changes it from then on", async () => {
    const reviews = world()
    expect(await write(reviews)).toEqual(written)
    expect(await write(reviews, { run: "6", of: goodDay() })).toEqual(written)
    expect(reviews.written).toHaveLength(1)
    expect(reviews.written[0]?.body).toContain("no longer failing: <code>checkout:eu</code>")
  })

  it("has one for each id", async () => {
    const reviews = world()
    await write(reviews)
    await write(reviews, { id: "storefront-2" })
    expect(reviews.written).toHaveLength(2)
  })

  it("leaves comments of others and hidden ones alone", async () => {
    const reviews = world()
    await write(reviews)
    const [own] = reviews.written
    if (own === undefined) throw new Error("no comment")
    reviews.written.splice(0, 1, { ...own, author: "admin" }, { ...own, id: 2, minimised: true })
    await write(reviews, { run: "6" })
    expect(reviews.written).toHaveLength(3)
    expect(reviews.written[0]?.body).toBe(own.body)
  })

  it("does not write for a commit that is no longer the newest", async () => {
    const reviews = world()
    await write(reviews)
    expect(await write(reviews, { sha: OLD })).toEqual(left(/newer commit, bbbbbbb/u))
    expect(shas(reviews)).toEqual([NEW])
  })

  it("looks at the commit after everything else, right before it writes", async () => {
    const reviews = world(OLD)
    reviews.before = (call) => {
      const [seven] = reviews.pulls
      if (call === "comments" && seven !== undefined) reviews.pulls[0] = { ...seven, sha: NEW }
    }
    expect(await write(reviews, { sha: OLD })).toEqual(left(/newer commit/u))
    expect(reviews.written).toEqual([])
  })

  it("does not write over a later attempt of its run", async () => {
    const reviews = world()
    await write(reviews, { attempt: 2 })
    expect(await write(reviews, { attempt: 1 })).toEqual(left(/later attempt/u))
    expect(await write(reviews, { attempt: 3 })).toEqual(written)
  })

  it.each([
    ["the older run ends first", OLD, NEW],
    ["the newer run ends first", NEW, OLD],
    ["both are for one commit", NEW, NEW],
  ])("of two runs at once one comment stays, with the newest commit: %s", async (_, one, two) => {
    const reviews = world(OLD)
    // Both list before either writes.
    let listed = 0
    const both = Promise.withResolvers<void>()
    reviews.before = (call) => {
      if (call !== "comments" || listed === 2) return
      listed += 1
      if (listed === 2) both.resolve()
      return both.promise
    }
    // The newer commit is there when the newer run asks for it.
    const head = (sha: string) => {
      const [seven] = reviews.pulls
      if (seven !== undefined) reviews.pulls[0] = { ...seven, sha }
    }
    head(NEW)
    const ended = await Promise.all([
      write(reviews, { sha: one, run: "5" }),
      write(reviews, { sha: two, run: "6" }),
    ])
    expect(reviews.written).toHaveLength(1)
    expect(shas(reviews)).toEqual([NEW])
    expect(ended.filter((end) => end.ok && end.value.kind === "written").length).toBeGreaterThan(0)
  })

  it("takes its own comment back where an older one appeared meanwhile", async () => {
    const reviews = world()
    const other = world()
    await write(other, { run: "4" })
    const [earlier] = other.written
    if (earlier === undefined) throw new Error("no comment")
    reviews.before = (call) => {
      if (call === "addComment") reviews.written.push({ ...earlier, id: 1 })
    }
    expect(await write(reviews, { run: "5" })).toEqual(written)
    expect(reviews.written.map(({ id }) => id)).toEqual([1])
    expect(readMark("storefront", reviews.written[0]?.body ?? "")?.run).toBe("5")
  })

  it("does nothing where there is nothing to say", async () => {
    const reviews = world()
    const none = left(/nothing to say/u)
    expect(await write(reviews, { mode: "failures", of: goodDay() })).toEqual(none)
    expect(await write(reviews, { mode: "changes" })).toEqual(written)
    expect(await write(reviews, { mode: "changes", run: "6" })).toEqual(none)
  })

  it("waits for its turn, and says what it may not", async () => {
    const reviews = world()
    reviews.fail("addComment", { status: 429, retryAfterMs: 20_000 })
    expect(await write(reviews)).toEqual(written)
    reviews.fail("changeComment", { status: 403 })
    expect(await write(reviews)).toMatchObject({ ok: false, error: { status: 403 } })
    reviews.fail("comments", { status: 502 }, 2)
    expect(await write(reviews)).toEqual(written)
  })
})

describe("the pull request of another run", () => {
  const source: PullSource = {
    ...{ kind: "head", owner: "stranger", branch: "topic", repository: "stranger/shop" },
  }
  const fork = { branch: "topic", sha: NEW, repository: "stranger/shop" }

  it("is the one with the commit and the repository", async () => {
    const reviews = world()
    reviews.pulls.push({ number: 8, ...fork })
    reviews.pulls.push({ number: 9, ...fork, sha: OLD })
    reviews.pulls.push({ number: 10, ...fork, repository: "stranger/other" })
    expect(await write(reviews, { source })).toMatchObject({ value: { pull: 8 } })
    expect(reviews.written.map(({ pull }) => pull)).toEqual([8])
  })

  it.each([
    ["none", [], /^no pull request is open/u],
    ["several", [8, 9], /^2 pull requests are open/u],
  ])("where there are %s is not guessed", async (_, numbers, why) => {
    const reviews = world()
    for (const number of numbers) reviews.pulls.push({ number, ...fork })
    expect(await write(reviews, { source })).toEqual(left(why))
    expect(reviews.written).toEqual([])
  })

  it("is not looked for without a branch, or for a push", async () => {
    const reviews = world()
    expect(await write(reviews, { source: { ...source, owner: "" } })).toEqual(left(/branch/u))
    expect(await write(reviews, { source: { kind: "none" } })).toEqual(left(/no pull request/u))
    expect(reviews.calls).toEqual([])
  })
})
