/** Limits with real children, by the whole command. */
import { describe, expect, it } from "vitest"
import { sha256Text } from "../../src/adapters/node/files/files.ts"
import type { LimitsSpec } from "../../src/formats/plan.ts"
import { unpackPlan } from "../../src/formats/plan-file.ts"
import { digestText } from "../../src/plan/digest.ts"
import { planJsonPieces } from "../../src/plan/plan-json.ts"
import { Project } from "../__rig__/project.ts"

const NONE: LimitsSpec = { memoryBytes: null, cpuPercent: null, cpuTimeMs: null, outputBytes: null }

/** Holds so many bytes in a process that has left the group, too. */
const HOLD = (bytes: number) => `head -c ${bytes} /dev/zero | tail -c ${bytes} | (sleep 60; cat)`

describe.runIf(process.platform === "linux")("limits", () => {
  it("each ends what breaks it, with everything it had started, and nothing else", async () => {
    const scenarios = {
      memory: `setsid bash -c '${HOLD(80_000_000)}' & wait`,
      "cpu-time": "while :; do :; done",
      "cpu-share": "while :; do :; done",
      output: "yes",
      idle: "echo once; sleep 60",
      good: `${HOLD(10_000_000)} & pid=$!; sleep 0.4; kill $pid; echo done`,
    }
    const limits: Readonly<Record<string, Partial<LimitsSpec>>> = {
      memory: { memoryBytes: 60_000_000 },
      "cpu-time": { cpuTimeMs: 300 },
      "cpu-share": { cpuPercent: 10 },
      output: { outputBytes: 1_000_000 },
      good: { memoryBytes: 60_000_000, cpuTimeMs: 5_000, cpuPercent: 400, outputBytes: 100 },
    }
    const project = new Project({ "smoke.json": JSON.stringify({ scenarios }) })
    await project.run(["plan", "--shards", "1", "-c", "6", "-o", "plan.json"])
    const read = unpackPlan(JSON.parse(project.read("plan.json")))
    if (!read.ok) throw new Error(read.error)
    const plan = read.value
    const changed = {
      ...plan,
      scenarios: Object.fromEntries(
        Object.entries(plan.scenarios).map(([id, planned]) => {
          const definition = {
            ...planned.definition,
            limits: { ...NONE, ...limits[id] },
            ...(id === "idle" ? { idleTimeoutMs: 1_000 } : {}),
          }
          return [id, { ...planned, definition }]
        }),
      ),
    }
    const digest = `sha256:${sha256Text(digestText(changed))}`
    project.write("plan.json", [...planJsonPieces({ ...changed, digest })].join(""))
    const ended = await project.run(["run", "--plan", "plan.json", "--out", "out"])
    expect(ended.exitCode).toBe(1)
    const results = project.results("out/results.json").scenarios
    expect(
      Object.fromEntries(results.map(({ id, cause, verdict }) => [id, cause ?? verdict])),
    ).toEqual({
      memory: "memory-limit",
      "cpu-time": "cpu-limit",
      "cpu-share": "cpu-limit",
      output: "output-limit",
      idle: "idle-timeout",
      good: "passed",
    })
    expect(project.survivors()).toEqual([])
    const of = (id: string) => results.find((result) => result.id === id)?.attempts[0]
    expect(of("memory")?.peakMemoryBytes).toBeGreaterThan(60_000_000)
    expect(of("cpu-time")?.cpuSeconds).toBeGreaterThanOrEqual(0.3)
    expect(of("good")?.peakMemoryBytes).toBeGreaterThan(10_000_000)
  })
})
