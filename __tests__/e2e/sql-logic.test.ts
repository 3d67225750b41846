/**
 * examples/sql-logic: hundreds of SQL files by SQLite, soaked by many workers at once.
 */
import { execFileSync } from "node:child_process"
import { cpSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { iterationSeed } from "../../src/core/quantities/random.ts"
import type { Results } from "../../src/formats/results.ts"
import { describeLayer, programLayer } from "../__rig__/layers.ts"
import { Project } from "../__rig__/project.ts"
import { startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun, resultsOf, said } from "./action-run.ts"

const EXAMPLE = fileURLToPath(new URL("../../examples/sql-logic", import.meta.url))
const FILES = 623
const WORKERS = 64

/** The rest is for a slow machine: a pass over all files has to fit. */
const SOAK_SECONDS = [15, 60, 240]

/** What is left of a second, and the grace of what runs at the end. */
const OVER_SECONDS = 1 + 10

/** A seed by which the flaky file fails in its first iteration. */
const SEED = Array.from({ length: 100 }, (_, i) => i + 1).find(
  (seed) => iterationSeed(seed, "sql:flaky", 1) % 4 === 0,
)

describeLayer(programLayer("sqlite3"), () => {
  it("keeps all workers busy, runs each file, and finds the flaky one", async () => {
    const project = new Project({})
    cpSync(EXAMPLE, project.root, { recursive: true })
    execFileSync(process.execPath, ["generate.mjs", "tests", String(FILES)], { cwd: project.root })
    let ended = { exitCode: null as number | null, stderr: "" }
    let soakSeconds = 0
    for (soakSeconds of SOAK_SECONDS) {
      const words = ["-c", String(WORKERS), "--seed", String(SEED), "--out", `out${soakSeconds}`]
      ended = await project.run(["run", "--soak", `${soakSeconds}s`, ...words])
      if (ended.exitCode !== 4) break
    }
    expect(ended.exitCode, ended.stderr).toBe(1)
    const { scenarios, workers } = project.results(`out${soakSeconds}/results.json`)
    expect(scenarios).toHaveLength(FILES)
    for (const { id, iterations } of scenarios) {
      const { passed = 0, failed = 0 } = iterations ?? {}
      expect(passed + failed, id).toBeGreaterThanOrEqual(1)
      expect(failed > 0, id).toBe(id === "sql:flaky")
    }
    expect(workers).toHaveLength(WORKERS)
    for (const { worker, busySeconds, idleSeconds } of workers) {
      // After the end of the time, workers are idle while what the others ran is ended.
      expect(busySeconds, `worker ${worker}`).toBeGreaterThanOrEqual(0.95 * soakSeconds)
      const seconds = busySeconds + idleSeconds
      expect(seconds, `worker ${worker}`).toBeLessThanOrEqual(soakSeconds + OVER_SECONDS)
    }
  }, 600_000)
})

describeLayer(programLayer("sqlite3"), () => {
  const SHARDS = 4

  it("runs each file in one of 4 shards of the action, and finds the flaky one", async () => {
    const service = await startResultsService()
    try {
      let merged: Results | undefined
      let soakSeconds = 0
      for (soakSeconds of SOAK_SECONDS) {
        const run = new ActionRun(service, {})
        cpSync(EXAMPLE, run.workspace, { recursive: true })
        const words = ["generate.mjs", "tests", String(FILES)]
        execFileSync(process.execPath, words, { cwd: run.workspace })
        const { plan, shards, aggregate } = await run.whole({
          plan: {
            ...{ soak: `${soakSeconds}s`, shards: String(SHARDS), seed: String(SEED) },
            workers: String(WORKERS / SHARDS),
          },
        })
        expect(plan.outputs["shard-count"], said(plan)).toBe(String(SHARDS))
        expect(shards.size).toBe(SHARDS)
        merged = resultsOf(aggregate)
        if (merged.summary.exitCode !== 4) break
      }
      expect(merged?.summary.conclusion).toBe("failure")
      const { scenarios = [], shards = [], workers = [] } = merged ?? {}
      expect(scenarios).toHaveLength(FILES)
      for (const { id, iterations } of scenarios) {
        const { passed = 0, failed = 0 } = iterations ?? {}
        expect(passed + failed, id).toBeGreaterThanOrEqual(1)
        expect(failed > 0, id).toBe(id === "sql:flaky")
      }
      expect(new Set(scenarios.map(({ shard }) => shard)).size).toBe(SHARDS)
      expect(shards.map(({ status }) => status)).toEqual(Array(SHARDS).fill("complete"))
      expect(workers).toHaveLength(WORKERS)
      for (const { shard, worker, busySeconds, idleSeconds } of workers) {
        const seconds = busySeconds + idleSeconds
        expect(seconds, `${shard}.${worker}`).toBeLessThanOrEqual(soakSeconds + OVER_SECONDS)
      }
    } finally {
      await service.stop()
    }
  }, 900_000)
})

it("is the same for the same seed", () => {
  const texts = [1, 2].map(() => {
    const project = new Project({})
    const words = [join(EXAMPLE, "generate.mjs"), "tests", "3", "7"]
    execFileSync(process.execPath, words, { cwd: project.root })
    return [project.read("tests/001.sql"), project.read("tests/002.expected")]
  })
  expect(texts[0]).toEqual(texts[1])
})
