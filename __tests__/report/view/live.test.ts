import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { foldEvents } from "../../../src/events/fold.ts"
import {
  cutTo,
  type LiveInput,
  renderHeartbeat,
  renderLive,
  rowsOf,
} from "../../../src/report/view/live.ts"
import { buildPlan, buildShard, START } from "../../__rig__/builders.ts"

const IDS = ["home", "cart", "login", "checkout:card:visa", "search", "日本語", "mail"]
const PLAN = buildPlan({ shards: [IDS.map((id) => ({ id }))] })

const GIB = 2 ** 30

function input(more: Partial<LiveInput> = {}): LiveInput {
  const state = foldEvents(
    buildShard(PLAN)
      .start()
      .running("home")
      .running("日本語")
      .wait(1_000)
      .passed("cart", { ms: 2_000 })
      .failed("search", { cause: "exit-code", ms: 1_000 })
      .attempt("login", { cause: "timeout", ms: 1_000 })
      .running("login", 2).events,
  )
  return {
    ...{
      state,
      shard: 1,
      ids: IDS,
      workers: 4,
      startedAt: START,
      now: START + 65_000,
      color: false,
    },
    expectedMs: new Map(IDS.map((id) => [id, 20_000])),
    machine: { cpuBusy: 0.78, memoryAvailableBytes: 4.8 * GIB, memoryTotalBytes: 8 * GIB },
    ...more,
  }
}

const frame = (more: Partial<LiveInput> = {}, columns = 80, rows = 24) =>
  `${renderLive(input(more), { columns, rows }).join("\n")}\n`

describe("renderLive", () => {
  it.each([
    ["wide", {}, 80, 24],
    ["narrow", {}, 32, 24],
    ["low", {}, 80, 7],
    ["colours", { color: true }, 80, 24],
    ["begun", { state: foldEvents(buildShard(PLAN).start().events), machine: null }, 80, 24],
    ["unknown-times", { expectedMs: new Map() }, 80, 24],
  ] as const)("%s", async (name, more, columns, rows) => {
    await expect(frame(more, columns, rows)).toMatchFileSnapshot(`__golden__/live-${name}.txt`)
  })

  it("shows nothing where there is no room", () => {
    expect(renderLive(input(), { columns: 80, rows: 3 })).toEqual([])
    expect(renderLive(input(), { columns: 10, rows: 24 })).toEqual([])
  })

  it("fits into every terminal, and leaves room for the log", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 10 ** 8 }),
        (columns, rows, ms) => {
          const lines = renderLive(input({ now: START + ms }), { columns, rows })
          expect(lines.length).toBeLessThanOrEqual(Math.max(0, rows - 3))
          expect(rowsOf(lines, columns - 1)).toBe(lines.length)
        },
      ),
    )
  })

  it("makes ids inert", () => {
    const evil = "\u001b[2Jx"
    const state = foldEvents(
      buildShard(buildPlan({ shards: [[evil]] }))
        .start()
        .running(evil).events,
    )
    expect(frame({ state, ids: [evil] })).not.toContain("\u001b")
  })
})

describe("what is left", () => {
  const left = (more: Partial<LiveInput>) => /about (\S+) left/u.exec(frame(more))?.[1]
  const open = buildShard(PLAN).start()

  it("is the work over the workers, at least the longest scenario", () => {
    const state = foldEvents(open.events)
    const expectedMs = new Map(IDS.map((id) => [id, 20_000]))
    expect(left({ state, workers: 1, expectedMs })).toBe("2m20s")
    expect(left({ state, workers: 7, expectedMs })).toBe("20s")
    expect(left({ state, workers: 7, expectedMs: expectedMs.set("mail", 90_000) })).toBe("1m30s")
  })

  it("follows how long things really take", () => {
    const state = foldEvents(
      buildShard(PLAN).start().passed("home", { ms: 40_000 }).passed("cart", { ms: 40_000 }).events,
    )
    expect(left({ state, workers: 1 })).toBe("3m20s")
  })

  it("forgets what was expected where everything takes far less", () => {
    const ids = Array.from({ length: 100 }, (_, i) => `s${i}`)
    const plan = buildPlan({ shards: [ids.map((id) => ({ id }))] })
    const shard = buildShard(plan).start()
    for (const id of ids.slice(0, 20)) shard.passed(id, { ms: 100 })
    const state = foldEvents(shard.events)
    const expectedMs = new Map(ids.map((id) => [id, 10_000]))
    expect(left({ state, ids, expectedMs, workers: 4, now: START + 2_000 })).toBe("2s")
  })
})

describe("renderHeartbeat", () => {
  it("names what has run for longest", () => {
    expect(renderHeartbeat(input())).toBe(
      "still running: home (1m05s), 日本語 (1m05s), login (1m00s); 2 of 7 done",
    )
  })

  it("is silent where nothing runs", () => {
    expect(renderHeartbeat(input({ state: foldEvents([]) }))).toBeNull()
  })
})

describe("cutTo", () => {
  it("counts columns, not colours or characters", () => {
    expect(cutTo("\u001b[1mabcdef\u001b[22m", 3)).toBe("\u001b[1mabc\u001b[22m")
    expect(cutTo("日本語", 5)).toBe("日本")
    expect(cutTo("short", 80)).toBe("short")
  })
})
