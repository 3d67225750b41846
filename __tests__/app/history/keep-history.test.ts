/**
 * Adding a run to a history file that others add to as well.
 */
import { randomBytes } from "node:crypto"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { nodeClock } from "../../../src/adapters/node/clock.ts"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { nodeEngines } from "../../../src/adapters/node/machine/engines.ts"
import { historyText, keepHistory } from "../../../src/app/history/keep-history.ts"
import { foldEvents } from "../../../src/events/fold.ts"
import { HistorySchema } from "../../../src/formats/history.ts"
import { latestOf } from "../../../src/history/verdicts.ts"
import { buildPlan, buildShard, type ShardScript, START } from "../../__rig__/builders.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { valid } from "../../__rig__/valid.ts"

const PLAN = buildPlan({ shards: [["a", "b", "c", "d"]] })

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keep-history-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const pathOf = () => join(folder, "history.json")
const read = () => valid(HistorySchema, JSON.parse(readFileSync(pathOf(), "utf8")))

const PORTS = {
  files: nodeFiles,
  clock: nodeClock,
  engines: nodeEngines,
  uniqueName: () => randomBytes(3).toString("hex"),
}

async function keep(script: ShardScript, more: Partial<typeof PORTS> = {}): Promise<string | null> {
  const kept = await keepRun(script, more)
  return kept.ok ? null : kept.error
}

function keepRun(script: ShardScript, more: Partial<typeof PORTS> = {}) {
  const state = foldEvents(script.events)
  return keepHistory({ plan: PLAN, state, path: pathOf(), now: START }, { ...PORTS, ...more })
}

/** What lies beside the history. */
const others = () => readdirSync(folder).filter((name) => name !== "history.json")

it("holds every run of those that end at once", async () => {
  const attempts = Array.from({ length: 20 }, (_, i) => i + 1)
  const told = await Promise.all(
    attempts.map((attempt) => keep(buildShard(PLAN).start({ attempt }).passed("a").finish())),
  )
  expect(told).toEqual(attempts.map(() => null))
  expect(read().scenarios["a"]).toHaveLength(20)
  expect(others()).toEqual([])
})

it("waits for an engine that lives, never for one that is gone", async () => {
  const mark = (engine: string, name: string) =>
    writeFileSync(join(folder, `.history.json.${name}-abc-${encodeURIComponent(engine)}`), "")
  mark("host/1/gone", "turn-1")
  mark("host/2/gone", "choosing")
  mark(nodeEngines.self, "turn-2")
  const clock = new FakeClock()
  const kept = keep(buildShard(PLAN).start().passed("a").finish(), { clock })
  await clock.advance(100)
  expect(existsSync(pathOf())).toBe(false)
  expect(others().filter((name) => name.includes("gone"))).toEqual([])
  rmSync(join(folder, `.history.json.turn-2-abc-${encodeURIComponent(nodeEngines.self)}`))
  await clock.advance(100)
  expect(await kept).toBeNull()
  expect(others()).toEqual([])
})

it("says so where another engine does not come to an end", async () => {
  const engine = encodeURIComponent(nodeEngines.self)
  writeFileSync(join(folder, `.history.json.choosing-abc-${engine}`), "")
  const clock = new FakeClock()
  const kept = keep(buildShard(PLAN).start().passed("a").finish(), { clock })
  await clock.advance(60_000)
  expect(await kept).toBe(
    `history ${pathOf()} could not be written: other runs kept it busy for too long`,
  )
  expect(others()).toHaveLength(1)
})

it("knows how everything that was planned ended, and forgets that once it runs again", async () => {
  const first = buildShard(PLAN).start().failed("a").skipped("b", "needs a", "dependency-failed")
  await keep(first.cancelled("c").finish())
  const told = () =>
    Object.fromEntries([...latestOf(read())].map(([id, { verdict }]) => [id, verdict]))
  expect(told()).toEqual({ a: "failed", b: "skipped", c: "cancelled", d: "lost" })
  const again = buildShard(PLAN).wait(1_000).start({ attempt: 2 })
  await keep(again.passed("a").passed("b").passed("c").passed("d").finish())
  expect(told()).toEqual({ a: "passed", b: "passed", c: "passed", d: "passed" })
  expect(read().latest).toBeUndefined()
})

it("gives the history that is in the file then", async () => {
  await keep(buildShard(PLAN).start().passed("a").finish())
  const kept = await keepRun(buildShard(PLAN).start({ attempt: 2 }).failed("a").finish())
  expect(kept.ok && historyText(kept.value)).toBe(readFileSync(pathOf(), "utf8"))
})
