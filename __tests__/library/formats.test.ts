/** Formats and traces of the library are those of the command. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { aggregate, type RunOptions, run } from "../../src/index.ts"
import { startTraceCollector } from "../__rig__/trace-collector.ts"

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

describe("formats", () => {
  const FILES = {
    ...{ html: "r/page.html", junit: "r/junit.xml", ctrf: "r/ctrf.json" },
    ...{ attempts: "r/attempts.ndjson", trace: "r/trace.json", summary: "r/summary.md" },
  }
  const MARKS = {
    ...{ html: "<!doctype html>", junit: "<?xml", ctrf: '{"reportFormat":"CTRF"' },
    ...{ attempts: '{"run":', trace: '{"displayTimeUnit"', summary: "1 of 1 scenario passed" },
  }

  function expectFiles(cwd: string): void {
    for (const [format, path] of Object.entries(FILES)) {
      const text = readFileSync(join(cwd, path), "utf8")
      expect(text.slice(0, 200), format).toContain(MARKS[format as keyof typeof FILES])
    }
  }

  it("are those of the command, for a run and for merged shards, relative to cwd", async () => {
    const cwd = suite('scenarios: { a: "true" }')
    const { plan: made, warnings } = await good({ cwd, ...FILES, out: "out" })
    expect(warnings).toEqual([])
    expectFiles(cwd)
    rmSync(join(cwd, "r"), { recursive: true })
    const merged = await aggregate({ cwd, plan: made, folders: ["out"], ...FILES })
    expect(merged).toMatchObject({ ok: true, value: { warnings: [] } })
    expectFiles(cwd)
  })

  it("that are no paths are refused", async () => {
    const cwd = suite('scenarios: { a: "true" }')
    expect(await run({ cwd, html: true as never })).toMatchObject({
      ok: false,
      error: { message: "html is true, but expects a text" },
    })
  })

  it("that cannot be written are a failure, after everything is in the folder", async () => {
    const cwd = suite('scenarios: { a: "true" }')
    const ran = await run({ cwd, out: "out", html: "smoke.yml/page.html" })
    expect(ran.ok).toBe(false)
    expect(existsSync(join(cwd, "out/results.json"))).toBe(true)
  })
})

describe("traces", () => {
  it("are sent where a collector is named; what went wrong is a warning, and no failure", async () => {
    const collector = await startTraceCollector()
    onTestFinished(() => collector.close())
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.origin)
    onTestFinished(() => void vi.unstubAllEnvs())
    const cwd = suite('scenarios: { a: "true" }')
    expect((await good({ cwd })).warnings).toEqual([])
    expect(collector.spans.map(({ name }) => name)).toContain("shard 1 of 1")
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9/")
    const { warnings, results } = await good({ cwd })
    expect(warnings).toEqual([expect.stringMatching(/^the trace of this run was not sent: /u)])
    expect(results.summary.exitCode).toBe(0)
  })
})
