import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { aggregate, plan, type RunEvent, type RunOptions, run } from "../../src/index.ts"

function suite(text: string): string {
  const cwd = mkdtempSync(join(tmpdir(), "smoke-library-"))
  writeFileSync(join(cwd, "smoke.yml"), text)
  return cwd
}

async function good(options: RunOptions) {
  const ran = await run(options)
  if (!ran.ok) throw new Error(JSON.stringify(ran.error))
  return ran.value
}

describe("run", () => {
  it("runs a suite, tells every event in order, and keeps what the command keeps", async () => {
    const cwd = suite('scenarios: { a: "true", b: { run: "exit 3", needs: [a] } }')
    const events: RunEvent[] = []
    const report = await good({ cwd, out: "out", on: (event) => events.push(event) })
    expect(report.results.summary).toMatchObject({ passed: 1, failed: 1, exitCode: 1 })
    const journal = readFileSync(join(cwd, "out/journal.ndjson"), "utf8").trimEnd().split("\n")
    expect(journal.map((line) => JSON.parse(line))).toEqual(events)
    const kept = JSON.parse(readFileSync(join(cwd, "out/results.json"), "utf8"))
    expect(kept).toEqual(report.results)
    expect(report.folder).toBe(join(cwd, "out"))
  })

  it("selects, adds to the environment, and runs registered kinds", async () => {
    const cwd = suite(`
scenarios:
  env: { run: '[ "$COLOR" = blue ]', tags: [quick] }
  own: { kind: ask, with: { who: you }, tags: [quick] }
  other: "exit 1"
`)
    const asked: unknown[] = []
    const report = await good({
      cwd,
      select: { tags: ["quick"] },
      env: { COLOR: "blue" },
      kinds: {
        ask: async ({ with: given }) => {
          asked.push(given)
          return { outcome: "passed" }
        },
      },
    })
    expect(report.results.summary).toMatchObject({ total: 2, passed: 2, exitCode: 0 })
    expect(asked).toEqual([{ who: "you" }])
  })

  it("is stopped by its signal, also by one that was aborted before", async () => {
    const cwd = suite('scenarios: { a: "sleep 1000", b: { run: "true", needs: [a] } }')
    const stop = new AbortController()
    const on = (event: RunEvent) => {
      if (event.type === "attempt-started") stop.abort()
    }
    for (let round = 0; round < 2; round += 1) {
      const { results } = await good({ cwd, signal: stop.signal, on })
      expect(results.summary).toMatchObject({
        cancelled: 2,
        conclusion: "cancelled",
        exitCode: 130,
      })
    }
  })

  it("says what is wrong as a value", async () => {
    const cwd = suite("scenarios: { a: 1 }")
    expect(await run({ cwd })).toMatchObject({ ok: false, error: { reason: "config/invalid" } })
    const several = await plan({ cwd: suite('scenarios: { a: "true", b: "true" }'), shards: 2 })
    if (!several.ok) throw new Error("no plan")
    expect(await run({ plan: several.value })).toMatchObject({
      ok: false,
      error: { reason: "usage/invalid" },
    })
  })
})

describe("aggregate", () => {
  it("merges shards of a plan, and misses those that are not there", async () => {
    const cwd = suite('scenarios: { a: "true", b: "true" }')
    const planned = await plan({ cwd, shards: 2 })
    if (!planned.ok) throw new Error("no plan")
    await good({ cwd, plan: planned.value, shard: 1, out: "shards/1" })
    const half = aggregate({ cwd, plan: planned.value, folders: ["shards"] })
    expect(half).toMatchObject({ value: { results: { summary: { passed: 1, lost: 1 } } } })
    await good({ cwd, plan: planned.value, shard: 2, out: "shards/2" })
    const all = aggregate({ cwd, plan: planned.value, folders: ["shards"] })
    expect(all).toMatchObject({ value: { results: { summary: { passed: 2, exitCode: 0 } } } })
  })
})
