import { describe, expect, it } from "vitest"
import { err, ok, type Result } from "../../src/core/problems/result.ts"
import { COMMIT_MS, GroupCommit } from "../../src/journal/group-commit.ts"
import type { FileProblem } from "../../src/ports/files.ts"
import { FakeClock, settle } from "../__rig__/fakes/clock.ts"

function committing() {
  const clock = new FakeClock()
  const calls: string[] = []
  const waiting: ((result: Result<void, FileProblem>) => void)[] = []
  const appender = {
    append: () => ok(undefined),
    sync: (): Result<void, FileProblem> => {
      calls.push("sync")
      return ok(undefined)
    },
    syncBeside: () => {
      calls.push("beside")
      return new Promise<Result<void, FileProblem>>((resolve) => {
        waiting.push(resolve)
      })
    },
    close: () => {},
  }
  const commit = new GroupCommit(appender, clock)
  const answer = async (result: Result<void, FileProblem> = ok(undefined)) => {
    waiting.shift()?.(result)
    await settle()
  }
  return { clock, calls, commit, answer, appender }
}

const problem = (code: string) => err({ path: "journal.ndjson", code, message: code })

describe("GroupCommit", () => {
  it("commits once for everything within a second, and not at all where nothing comes", async () => {
    const { clock, calls, commit, answer } = committing()
    await clock.advance(10 * COMMIT_MS)
    expect(calls).toEqual([])
    for (let ms = 0; ms < COMMIT_MS - 1; ms += 1) {
      commit.note()
      await clock.advance(1)
    }
    expect(calls).toEqual([])
    await clock.advance(1)
    expect(calls).toEqual(["beside"])
    await answer()
    await clock.advance(10 * COMMIT_MS)
    expect(calls).toEqual(["beside"])
    expect(clock.waiting).toBe(0)
  })

  it("never has two under way, and forgets nothing that comes while one is", async () => {
    const { clock, calls, commit, answer } = committing()
    commit.note()
    await clock.advance(COMMIT_MS)
    commit.note()
    await clock.advance(10 * COMMIT_MS)
    expect(calls).toEqual(["beside"])
    await answer()
    await clock.advance(COMMIT_MS)
    expect(calls).toEqual(["beside", "beside"])
  })

  it("is over at the end, also for what came while a commit was under way", async () => {
    const { clock, calls, commit, answer } = committing()
    commit.note()
    await clock.advance(COMMIT_MS)
    commit.note()
    commit.finish()
    await answer()
    expect(clock.waiting).toBe(0)
    await clock.advance(10 * COMMIT_MS)
    expect(calls).toEqual(["beside", "sync"])
  })

  it("brings everything to the disk at the end, whatever is under way", async () => {
    const { clock, calls, commit } = committing()
    commit.note()
    await clock.advance(COMMIT_MS)
    commit.note()
    expect(commit.finish()).toBe(null)
    expect(calls).toEqual(["beside", "sync"])
    expect(clock.waiting).toBe(0)
  })

  it.each(["EIO", "ENOSPC", "EDQUOT"])("tells that something is lost: %s", async (code) => {
    const { clock, commit, answer } = committing()
    commit.note()
    await clock.advance(COMMIT_MS)
    await answer(problem(code))
    expect(commit.problem?.code).toBe(code)
    expect(commit.finish()?.code).toBe(code)
  })

  it.each(["EINVAL", "ENOTSUP", "EROFS"])("passes over a file of no disk: %s", (code) => {
    const { commit, appender } = committing()
    appender.sync = () => problem(code)
    expect(commit.finish()).toBe(null)
  })
})
