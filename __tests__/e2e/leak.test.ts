/**
 * A server that leaks, in a real soak: its memory is in the journal after each lease. A night of it is the same
 * journal with the readings of an hour: the run fails by `leak` alone.
 */
import { join } from "node:path"
import { expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"
import { leakOf, memoryOf } from "../__rig__/soak-campaigns.ts"

const SUITE = `
fixtures:
  web:
    serve: exec node server.mjs
    ready: { log: up }
    reset: "true"
    leak: { memory: 256Ki/h }
scenarios:
  one: { run: "true", fixtures: [web] }
`

const SERVER = `
const kept = []
setInterval(() => kept.push(Buffer.alloc(1 << 16, 1)), 50)
console.log("up")
`

interface Line {
  readonly type: string
  readonly seq: number
  readonly at: number
}

it("a soak reads the memory of what leaks, and fails by the suite's `leak` alone", async () => {
  const project = new Project({ "smoke.yml": SUITE, "server.mjs": SERVER })
  const ended = await project.run(["run", "--soak", "20s", "-c", "1", "--out", "out"])
  expect(ended.exitCode, ended.stderr).toBe(0)
  const [web] = project.results("out/results.json").fixtures
  expect(web?.memory?.[0]?.readings, ended.stderr).toBeGreaterThanOrEqual(2)
  // A program of Node uses more than 20 MiB.
  expect(web?.memory?.[0]?.lastBytes).toBeGreaterThan(20 << 20)
  expect(ended.stderr).toMatch(/web: .*memory [\d.]+ MiB, too few readings/u)

  const lines = project
    .read("out/journal.ndjson")
    .trim()
    .split("\n")
    .map((line): Line => JSON.parse(line))
  const last = lines.findLastIndex(({ type }) => type === "instance-measured")
  const readings = memoryOf(1, leakOf(500 * 1024)).map(({ atMs, value }) => ({
    ...{ ...lines[last], at: (lines[last]?.at ?? 0) + atMs, memoryBytes: Math.round(value) },
  }))
  const others = lines.filter(({ type }) => type !== "instance-measured")
  const place = others.findIndex(({ seq }) => seq > (lines[last]?.seq ?? 0))
  const rest = others.slice(place).map((line) => ({ ...line, at: line.at + 3_600_000 }))
  const night = [...others.slice(0, place), ...readings, ...rest].map((line, i) => ({
    ...{ ...line, seq: i + 1 },
  }))
  project.write("out/journal.ndjson", `${night.map((line) => JSON.stringify(line)).join("\n")}\n`)
  const merged = await project.run(["aggregate", "out", "--plan", "out/plan.json", "--out", "all"])
  expect(merged.exitCode, merged.stderr).toBe(1)
  const { problems, summary } = project.results(join("all", "results.json"))
  expect(summary).toMatchObject({ conclusion: "failure", failed: 0 })
  expect(problems).toEqual([
    {
      ...{ code: "fixture-leaks", shard: 1, file: "smoke.yml", line: 7 },
      message: expect.stringMatching(/^the memory of instance 1 of the fixture web .* grows: \+/u),
    },
  ])
})
