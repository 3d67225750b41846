/** Formats of other tools: as they are written, valid by their own schemas, and with the sums of the results. */
import { validate } from "ctrf"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { VERDICTS } from "../../../src/core/verdict.ts"
import { attemptLines } from "../../../src/report/exports/attempts.ts"
import { ctrfPieces } from "../../../src/report/exports/ctrf.ts"
import { tracePieces } from "../../../src/report/exports/trace.ts"
import { renderJunit } from "../../../src/report/view/junit.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import {
  badDay,
  goodDay,
  hostileRun,
  type SampleRun,
  sampleRun,
} from "../../__rig__/sample-runs.ts"

const ctrf = (run: SampleRun) => [...ctrfPieces(run)].join("")
const lines = (run: SampleRun) => [...attemptLines(run)].join("")
const trace = (run: SampleRun) => [...tracePieces(run)].join("")

const RUNS = [
  ["a bad day", badDay()],
  ["a good day", goodDay()],
  ["a hostile run", hostileRun()],
] as const

/** Counts of a CTRF report as it says them, and as its tests are. */
function sums(text: string) {
  const { summary, tests } = JSON.parse(text).results as {
    summary: Record<string, number>
    tests: { status: string; flaky?: boolean }[]
  }
  const said = Object.fromEntries(
    ["tests", "passed", "failed", "skipped", "pending", "other"].map((key) => [key, summary[key]]),
  )
  const count = (status: string) => tests.filter((test) => test.status === status).length
  const counted = {
    tests: tests.length,
    ...Object.fromEntries(
      ["passed", "failed", "skipped", "pending", "other"].map((key) => [key, count(key)]),
    ),
  }
  return { said, counted }
}

describe("CTRF", () => {
  it.each(RUNS)(
    "of %s is as people read it, and valid by the schema of its package",
    async (name, run) => {
      const text = ctrf(run)
      const checked = validate(JSON.parse(text))
      expect(checked.valid, JSON.stringify(checked)).toBe(true)
      await expect(text).toMatchFileSnapshot(`__golden__/ctrf-${name.replaceAll(" ", "-")}.json`)
    },
  )

  it.each(RUNS)(
    "of %s has the sums of its tests, and is green exactly when the run is",
    (_, run) => {
      const { said, counted } = sums(ctrf(run))
      expect(said).toEqual(counted)
      expect(said["failed"] === 0).toBe(run.results.summary.exitCode === 0)
    },
  )
})

describe("a line for each attempt", () => {
  it.each(RUNS)("of %s", async (name, run) => {
    await expect(lines(run)).toMatchFileSnapshot(
      `__golden__/attempts-${name.replaceAll(" ", "-")}.ndjson`,
    )
  })

  it("leaves out nothing: each attempt, and each scenario without one", () => {
    const run = badDay()
    const read = lines(run)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; number: number | null })
    const expected = run.results.scenarios.flatMap(({ id, attempts }): [string, number | null][] =>
      attempts.length === 0 ? [[id, null]] : attempts.map(({ number }) => [id, number]),
    )
    expect(read.map(({ id, number }) => [id, number])).toEqual(expected)
  })
})

describe("the trace", () => {
  it.each(RUNS)("of %s", async (name, run) => {
    await expect(trace(run)).toMatchFileSnapshot(
      `__golden__/trace-${name.replaceAll(" ", "-")}.json`,
    )
  })

  it.each(RUNS)("of %s keeps to the format: slices in time, on workers of shards", (_, run) => {
    const { traceEvents } = JSON.parse(trace(run)) as { traceEvents: Record<string, unknown>[] }
    for (const event of traceEvents) {
      expect(event).toMatchObject({
        name: expect.any(String),
        pid: expect.any(Number),
        tid: expect.any(Number),
      })
      if (event["ph"] === "M") continue
      expect(event["ph"]).toBe("X")
      expect(event["ts"]).toBeGreaterThanOrEqual(0)
      expect(event["dur"]).toBeGreaterThanOrEqual(0)
      expect(Number.isInteger(event["ts"]) && Number.isInteger(event["dur"])).toBe(true)
    }
  })
})

const ENDS = ["passed", "failed", "flaky", "skipped", "cancelled", "missing"] as const

/** A run of one shard in which scenarios end as they are told. */
function runOf(ends: readonly (typeof ENDS)[number][], isWhole: boolean): SampleRun {
  const items = ends.map((_, index) => ({ id: `s${index}` }))
  const plan = buildPlan({ shards: [items] })
  let shard = buildShard(plan).start()
  for (const [index, end] of ends.entries()) {
    const id = `s${index}`
    if (end === "passed") shard = shard.passed(id)
    if (end === "failed") shard = shard.failed(id)
    if (end === "flaky") shard = shard.flaky(id)
    if (end === "skipped")
      shard = shard.emit({ type: "scenario-skipped", id, reason: "self", message: "no" })
    if (end === "cancelled") shard = shard.cancelled(id)
  }
  return sampleRun(plan, [isWhole ? shard.finish() : shard])
}

describe("all formats", () => {
  it("agree with the results, whatever happened", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...ENDS), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (ends, isWhole) => {
          const run = runOf(ends, isWhole)
          const { summary, scenarios } = run.results
          const { said, counted } = sums(ctrf(run))
          expect(said).toEqual(counted)
          expect(said["failed"] === 0).toBe(
            summary.exitCode === 0 || summary.conclusion === "success",
          )
          const xml = renderJunit(run)
          const junit = (name: string) =>
            Number(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`, "u").exec(xml)?.[1])
          expect(junit("tests")).toBe(said["tests"])
          expect(junit("failures") + junit("errors")).toBe(said["failed"])
          expect(junit("skipped")).toBe(said["skipped"])
          const byVerdict = VERDICTS.reduce((sum, verdict) => sum + summary[verdict], 0)
          expect([byVerdict, scenarios.length]).toEqual([summary.total, summary.total])
          const ids = new Set(
            lines(run)
              .trimEnd()
              .split("\n")
              .map((line) => (JSON.parse(line) as { id: string }).id),
          )
          expect(ids.size).toBe(summary.total)
          const { traceEvents } = JSON.parse(trace(run)) as { traceEvents: { ph: string }[] }
          const attempts = scenarios.reduce((sum, { runs }) => sum + runs, 0)
          expect(traceEvents.filter(({ ph }) => ph === "X")).toHaveLength(attempts)
        },
      ),
    )
  })
})
