/**
 * `aggregate`, killed at seeded moments while it writes its reports and adds to the history:
 * whatever lies there afterwards is whole, and the next one says the same as if nothing had happened.
 */
import { existsSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { expect } from "vitest"
import { randomOf } from "../../src/core/quantities/random.ts"
import { Project, type Running } from "./project.ts"

const SCENARIOS = 400

const ARGS = ["aggregate", "shards", "--plan", "plan.json", "--out", "merged"].concat([
  "--history",
  "history.json",
  "--junit",
  "junit.xml",
  "--summary",
  "summary.md",
])

/** Kills that many; how many met an engine that had begun to write. */
export async function killAggregates(seed: number, kills: number): Promise<number> {
  const scenarios = Object.fromEntries(
    Array.from({ length: SCENARIOS }, (_, i) => [
      `s${i}`,
      i % 10 === 9 ? "echo no; exit 1" : "true",
    ]),
  )
  const project = new Project({ "smoke.json": JSON.stringify({ scenarios }) })
  await project.run(["plan", "--shards", "2", "-o", "plan.json"])
  for (const shard of ["1", "2"]) {
    await project.run(["run", "--plan", "plan.json", "--shard", shard, "--out", `shards/${shard}`])
  }
  const writingMs = await writeWhole(project)
  const [truth, summary] = [project.read("merged/results.json"), project.read("summary.md")]
  const known = idsIn(project)
  expect(known).toHaveLength(SCENARIOS)
  let met = 0
  for (let kill = 0; kill < kills; kill++) {
    for (const name of ["merged", "junit.xml", "summary.md"]) {
      rmSync(join(project.root, name), { recursive: true, force: true })
    }
    const afterMs = writingMs * randomOf(seed, "aggregate", kill)
    const engine = project.start(ARGS)
    await hasBegun(project, engine)
    const timer = setTimeout(() => engine.process.kill("SIGKILL"), afterMs)
    const { signal } = await engine.ended
    clearTimeout(timer)
    const files = readdirSync(project.root, { recursive: true, encoding: "utf8" })
    const context = `seed ${seed}, kill ${kill} after ${afterMs} ms: ${files.join(" ")}`
    if (signal === "SIGKILL") met += 1
    // Each file exists whole or not at all.
    if (files.includes("merged/results.json")) {
      expect(project.read("merged/results.json"), context).toBe(truth)
    }
    if (files.includes("summary.md")) expect(project.read("summary.md"), context).toBe(summary)
    if (files.includes("junit.xml")) {
      expect(project.read("junit.xml").trimEnd().endsWith("</testsuites>"), context).toBe(true)
    }
    expect(idsIn(project), context).toEqual(known)
  }
  const last = await project.run(ARGS)
  expect(last.exitCode, last.stderr).toBe(1)
  expect(last.stderr).not.toContain("warning:")
  expect(project.read("merged/results.json")).toBe(truth)
  rmSync(project.root, { recursive: true, force: true })
  return met
}

/** How long an aggregation writes that nobody kills. */
async function writeWhole(project: Project): Promise<number> {
  const engine = project.start(ARGS)
  await hasBegun(project, engine)
  const began = performance.now()
  expect((await engine.ended).exitCode).toBe(1)
  return performance.now() - began
}

/** Until there is something that it has written; reading comes first. */
async function hasBegun(project: Project, engine: Running): Promise<void> {
  let over = false
  void engine.ended.then(() => {
    over = true
  })
  while (!over && !existsSync(join(project.root, "merged"))) {
    await new Promise((next) => setTimeout(next, 1))
  }
}

function idsIn(project: Project): readonly string[] {
  const { scenarios }: { scenarios: object } = JSON.parse(project.read("history.json"))
  return Object.keys(scenarios).sort()
}
