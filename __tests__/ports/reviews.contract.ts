/**
 * What everything that keeps pull requests, comments and check runs does. Run it against each
 * implementation.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { LineAnnotation } from "../../src/formats/line-annotation.ts"
import type { CheckRun, Reviews } from "../../src/ports/repository.ts"
import type { DeskComment, DeskIssue, DeskPull } from "../__rig__/results-service/review-desk.ts"

/** A repository that others work in too. */
export interface ReviewWorld {
  readonly reviews: Reviews
  open(pull: DeskPull): void
  leave(comment: Omit<DeskComment, "id">): void
  issue(issue: Omit<DeskIssue, "reason">): void
  /** Annotations of a check run, whoever brought them. */
  annotationsOf(id: number): readonly unknown[]
  close(): Promise<void>
}

const SHA = "f0e1d2c3b4a5968778695a4b3c2d1e0f12345678"

const CHECK: CheckRun = {
  name: "storefront: results",
  head_sha: SHA,
  details_url: "https://github.com/acme/shop/actions/runs/1",
  external_id: "storefront/1/1",
  status: "in_progress",
  output: { title: "storefront failed", summary: "## ❌ failed", annotations: [] },
}

const LINE: LineAnnotation = {
  ...{ path: "smoke.yml", start_line: 3, end_line: 3 },
  annotation_level: "failure",
  ...{ title: "storefront: cart failed", message: "exit code 1" },
}

/** Registers the suite for one implementation. */
export function describeReviews(name: string, open: () => Promise<ReviewWorld>): void {
  describe(`reviews: ${name}`, () => {
    let world: ReviewWorld

    beforeEach(async () => {
      world = await open()
      world.open({ number: 7, branch: "topic", sha: SHA, repository: "acme/shop" })
    })

    afterEach(() => world.close())

    it("tells a pull request, and those of a branch of one repository", async () => {
      world.open({ number: 8, branch: "topic", sha: SHA, repository: "stranger/shop" })
      world.open({ number: 9, branch: "topic", sha: SHA, repository: "acme/shop", open: false })
      const seven = { number: 7, headSha: SHA, headRepository: "acme/shop" }
      expect(await world.reviews.pull(7)).toEqual({ ok: true, value: seven })
      const found = await world.reviews.openPulls({ owner: "acme", branch: "topic" })
      expect(found).toEqual({ ok: true, value: [seven] })
    })

    it("lists comments of every page, with their authors and whether they are hidden", async () => {
      for (let i = 0; i < 250; i++) {
        world.leave({ pull: 7, author: `user${i}`, body: `text ${i}`, minimised: i === 5 })
      }
      world.leave({ pull: 8, author: "other", body: "elsewhere", minimised: false })
      const listed = await world.reviews.comments(7)
      if (!listed.ok) throw new Error(listed.error.message)
      expect(listed.value).toHaveLength(250)
      expect(listed.value.at(-1)).toMatchObject({ author: "user249", body: "text 249" })
      expect(listed.value.filter(({ minimised }) => minimised)).toHaveLength(1)
    })

    it("adds, changes and removes a comment under the login that it tells", async () => {
      const login = await world.reviews.login()
      const added = await world.reviews.addComment(7, "first")
      if (!added.ok) throw new Error(added.error.message)
      expect((await world.reviews.changeComment(added.value, "second")).ok).toBe(true)
      const listed = await world.reviews.comments(7)
      expect(listed).toMatchObject({ value: [{ id: added.value, body: "second" }] })
      expect(login).toMatchObject({ value: listed.ok ? listed.value[0]?.author : "" })
      expect((await world.reviews.removeComment(added.value)).ok).toBe(true)
      expect(await world.reviews.comments(7)).toEqual({ ok: true, value: [] })
    })

    it("adds the annotations of later requests to a check run", async () => {
      const made = await world.reviews.addCheck({
        ...CHECK,
        output: { ...CHECK.output, annotations: Array(50).fill(LINE) },
      })
      if (!made.ok) throw new Error(made.error.message)
      const { head_sha: _, ...rest } = CHECK
      const changed = await world.reviews.changeCheck(made.value, {
        ...{ ...rest, status: "completed", conclusion: "failure" },
        output: { ...CHECK.output, annotations: [LINE] },
      })
      expect(changed.ok).toBe(true)
      expect(world.annotationsOf(made.value)).toHaveLength(51)
    })

    it("adds, changes, closes and opens an issue, and lists those of its author", async () => {
      world.issue({ number: 3, author: "someone", title: "t", body: "b", state: "open" })
      const login = await world.reviews.login()
      const author = login.ok ? login.value : ""
      const added = await world.reviews.addIssue({ title: "shop fails", body: "first" })
      if (!added.ok) throw new Error(added.error.message)
      const number = added.value
      const told = async () => {
        const listed = await world.reviews.issues(author)
        return listed.ok ? listed.value : listed.error
      }
      const issue = { number, author, body: "first", isOpen: true, isUnwanted: false }
      expect(await told()).toMatchObject([issue])
      await world.reviews.changeIssue(number, { body: "second" })
      expect(await told()).toMatchObject([{ ...issue, body: "second" }])
      await world.reviews.changeIssue(number, { body: "third", state: "solved" })
      expect(await told()).toMatchObject([{ body: "third", isOpen: false, isUnwanted: false }])
      await world.reviews.changeIssue(number, { body: "fourth", state: "open" })
      expect(await told()).toMatchObject([{ body: "fourth", isOpen: true }])
      await world.reviews.changeIssue(number, { body: "fifth", state: "unwanted" })
      expect(await told()).toMatchObject([{ isOpen: false, isUnwanted: true }])
    })

    it("lists issues of every page, without pull requests", async () => {
      const login = await world.reviews.login()
      const author = login.ok ? login.value : ""
      for (let number = 1; number <= 250; number++) {
        world.issue({ number, author, title: "t", body: `text ${number}`, state: "closed" })
      }
      const listed = await world.reviews.issues(author)
      if (!listed.ok) throw new Error(listed.error.message)
      expect(listed.value.map(({ number }) => number)).toEqual(
        Array.from({ length: 250 }, (_, i) => i + 1),
      )
    })

    it("says with a status what is not there", async () => {
      const missing = { ok: false, error: { status: 404, retryAfterMs: null } }
      expect(await world.reviews.pull(99)).toMatchObject(missing)
      expect(await world.reviews.changeComment(99, "x")).toMatchObject(missing)
      expect(await world.reviews.addComment(99, "x")).toMatchObject(missing)
      expect(await world.reviews.changeIssue(99, { body: "x" })).toMatchObject(missing)
    })
  })
}
