/** Ids of spans follow from what every job of a run knows. */
import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import {
  parseTraceparent,
  type SpanSource,
  toSpanIds,
} from "../../../src/report/exports/span-ids.ts"

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")
const TRACE = "0af7651916cd43dd8448eb211c80319c"
const AROUND = `00-${TRACE}-b7ad6b7169203331-01`

const idsOf = (given: Partial<SpanSource> = {}) =>
  toSpanIds({
    ...{ runId: "r1", planDigest: "sha256:1", attempt: 1, shards: 2, traceparent: undefined },
    ...{ sha256, ...given },
  })

const all = (given: Partial<SpanSource> = {}) => {
  const ids = idsOf(given)
  return [
    ...[ids.run, ids.shard(1), ids.shard(2), ids.scenario("a"), ids.scenario("b")],
    ...[ids.attempt("a", 1), ids.attempt("a", 2), ids.instance(1, "a 1"), ids.instance(2, "a 1")],
  ]
}

describe("ids", () => {
  it("are valid, and no two spans have the same", () => {
    const ids = all()
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[\da-f]{16}$/u)
    expect(idsOf().traceId).toMatch(/^[\da-f]{32}$/u)
  })

  it("are the same in every job of a run", () => {
    expect(all()).toEqual(all())
    expect(idsOf().traceId).toBe(idsOf().traceId)
  })

  it.each([
    ["another run", { runId: "r2" }],
    ["another plan", { planDigest: "sha256:2" }],
    ["another attempt of the run", { attempt: 2 }],
  ])("of %s are others", (_, other) => {
    expect(all().filter((id) => all(other).includes(id))).toEqual([])
  })

  it("of all attempts of a run are in one trace", () => {
    expect(idsOf({ attempt: 2 }).traceId).toBe(idsOf().traceId)
  })

  it("agree in a trace around several shards, whatever each calls its run", () => {
    const there = { traceparent: AROUND }
    expect(all({ ...there, runId: "r2" })).toEqual(all(there))
    expect(idsOf(there)).toMatchObject({ traceId: TRACE, parent: "b7ad6b7169203331" })
  })

  it("of two runs in one piece differ in a trace around both", () => {
    const there = { traceparent: AROUND, shards: 1 }
    expect(idsOf({ ...there, runId: "r2" }).run).not.toBe(idsOf(there).run)
    expect(idsOf(there).traceId).toBe(TRACE)
  })

  it("are told to children as W3C has it", () => {
    const ids = idsOf({ traceparent: AROUND })
    expect(ids.traceparent(ids.run)).toBe(`00-${TRACE}-${ids.run}-01`)
    const dropped = idsOf({ traceparent: AROUND.replace(/01$/u, "00") })
    expect(dropped.sampled).toBe(false)
    expect(dropped.traceparent(dropped.run)).toBe(`00-${TRACE}-${dropped.run}-00`)
  })
})

describe("TRACEPARENT", () => {
  it.each([
    AROUND,
    `00-${TRACE}-b7ad6b7169203331-03`,
    `cc-${TRACE}-b7ad6b7169203331-01-what-the-future-holds`,
  ])("%s is read", (text) => {
    expect(parseTraceparent(text)).toEqual({
      ...{ traceId: TRACE, spanId: "b7ad6b7169203331", sampled: true },
    })
  })

  it.each([
    undefined,
    "",
    "theirs",
    `00-${TRACE}-b7ad6b7169203331`,
    `00-${TRACE}-b7ad6b7169203331-01-more`,
    `ff-${TRACE}-b7ad6b7169203331-01`,
    `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
    AROUND.toUpperCase(),
  ])("%s says nothing", (text) => {
    expect(parseTraceparent(text)).toBeNull()
  })
})
