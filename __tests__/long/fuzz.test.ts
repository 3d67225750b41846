/**
 * Mutated files of every kind, read by the whole command: it always answers, and never says more good of
 * a run than is true. `FUZZ_SEED`, `FUZZ_COUNT` and `FUZZ_CASE` repeat what was printed.
 */
import { rmSync } from "node:fs"
import { afterAll, beforeAll, expect, it } from "vitest"
import { HEADER, SUITE } from "../__rig__/changed-files.ts"
import type { BaseRun } from "../__rig__/fuzz/base-run.ts"
import { makeBaseRuns } from "../__rig__/fuzz/base-runs.ts"
import type { CaseReport } from "../__rig__/fuzz/case-worker.ts"
import { takeCases } from "../__rig__/fuzz/case-workers.ts"
import { MOST_MIB } from "../__rig__/fuzz/limits.ts"
import { takeRealCases } from "../__rig__/fuzz/real-cases.ts"
import { COMMAND } from "../__rig__/project.ts"

const { env } = process
const seed = Number(env["FUZZ_SEED"] ?? Math.floor(Math.random() * 1e9))
const count = Number(env["FUZZ_COUNT"] ?? 5_000)

/** So many are taken by the real command. */
const REAL_SHARE = 0.05

const suite = { "smoke.yml": SUITE, "smoke/x/a.sh": HEADER }

let runs: readonly BaseRun[]

beforeAll(async () => {
  runs = await makeBaseRuns()
})

afterAll(() => {
  for (const { root } of runs) rmSync(root, { recursive: true, force: true })
})

function indexesFrom(from: number, length: number): readonly number[] {
  const one = env["FUZZ_CASE"]
  return one === undefined ? Array.from({ length }, (_, i) => from + i) : [Number(one)]
}

function expectSound(reports: readonly CaseReport[], cases: number): void {
  const peak = Math.max(...reports.map(({ peakMiB }) => peakMiB))
  const kinds = [...Map.groupBy(reports, ({ kind }) => kind)].map(
    ([kind, of]) => `${of.length} ${kind}`,
  )
  const bad = reports.filter(({ wrong, peakMiB }) => wrong !== null || peakMiB > MOST_MIB)
  const figures = `seed ${seed}, ${bad.length} bad, at most ${peak} MiB`
  process.stderr.write(`fuzz: ${figures}; ${kinds.join(", ")}\n`)
  const told = bad.slice(0, 20).map(({ index, kind, how, peakMiB, wrong }) => {
    return `FUZZ_SEED=${seed} FUZZ_CASE=${index} ${kind}: ${how}: ${peakMiB} MiB: ${wrong}`
  })
  expect(told, `${bad.length} of ${reports.length}`).toEqual([])
  expect(reports.length).toBe(cases)
}

const MESSAGE = "never hang it, crash it or turn a run green"

it.runIf(process.platform === "linux")(`mutated files ${MESSAGE}`, async () => {
  const indexes = indexesFrom(0, count)
  const options = { runs, suite, seed, workers: 2, command: COMMAND }
  expectSound(await takeCases(indexes, options), indexes.length)
})

it.runIf(process.platform === "linux")(`by the real command they ${MESSAGE}`, async () => {
  const indexes = indexesFrom(count, Math.ceil(count * REAL_SHARE))
  const reports = await takeRealCases(indexes, { runs, suite, seed, command: COMMAND })
  expectSound(reports, indexes.length)
})
