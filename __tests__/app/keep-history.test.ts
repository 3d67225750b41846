/**
 * Adding a run to a history file that others add to as well.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { nodeFiles } from "../../src/adapters/node/files.ts"
import { keepHistory } from "../../src/app/keep-history.ts"
import { foldEvents } from "../../src/events/fold.ts"
import { HistorySchema } from "../../src/formats/history.ts"
import { latestOf } from "../../src/history/latest-of.ts"
import type { Files } from "../../src/ports/files.ts"
import { buildPlan, buildShard, type ShardScript, START } from "../__rig__/builders.ts"

const PLAN = buildPlan({ shards: [["a", "b", "c", "d"]] })

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keep-history-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const pathOf = () => join(folder, "history.json")
const read = () => HistorySchema().parse(JSON.parse(readFileSync(pathOf(), "utf8")))

function keep(script: ShardScript, files: Files = nodeFiles): string | null {
  const state = foldEvents(script.events)
  return keepHistory({ plan: PLAN, state, path: pathOf(), now: START }, files)
}

it("is learned anew where another run has ended meanwhile", () => {
  let once = true
  const files: Files = {
    ...nodeFiles,
    readText: (path) => {
      const text = nodeFiles.readText(path)
      if (once) {
        once = false
        // As if it came from another process, between reading and writing.
        const other = buildShard(PLAN).start({ attempt: 2 }).failed("b").finish()
        expect(keep(other)).toBeNull()
      }
      return text
    },
  }
  expect(keep(buildShard(PLAN).start({ attempt: 3 }).passed("c").finish())).toBeNull()
  expect(keep(buildShard(PLAN).start().passed("a").finish(), files)).toBeNull()
  expect(Object.keys(read().scenarios)).toEqual(["a", "b", "c"])
})

it("knows how everything that was planned ended, and forgets that once it runs again", () => {
  const first = buildShard(PLAN).start().failed("a").skipped("b", "needs a", "dependency-failed")
  keep(first.cancelled("c").finish())
  const told = () =>
    Object.fromEntries([...latestOf(read())].map(([id, { verdict }]) => [id, verdict]))
  expect(told()).toEqual({ a: "failed", b: "skipped", c: "cancelled", d: "lost" })
  const again = buildShard(PLAN).wait(1_000).start({ attempt: 2 })
  keep(again.passed("a").passed("b").passed("c").passed("d").finish())
  expect(told()).toEqual({ a: "passed", b: "passed", c: "passed", d: "passed" })
  expect(read().latest).toBeUndefined()
})
