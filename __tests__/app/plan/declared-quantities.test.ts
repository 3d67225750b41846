/**
 * However a suite says how much there is, `plan`, `run --dry-run` and the run itself count with it alike:
 * what a plan predicts is what the scheduler does with what the shard was let have.
 */
import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { nodeClock } from "../../../src/adapters/node/clock.ts"
import { nodeFiles, sha256Text } from "../../../src/adapters/node/files/files.ts"
import { nodeHttp } from "../../../src/adapters/node/http.ts"
import { gitChanges } from "../../../src/adapters/node/machine/changes.ts"
import { nodeCommands } from "../../../src/adapters/node/machine/commands.ts"
import { type ProbedPlan, planProbed } from "../../../src/app/plan/plan-probed.ts"
import { shardGate } from "../../../src/app/plan/shard-gate.ts"
import { err } from "../../../src/core/problems/result.ts"
import { toSeconds } from "../../../src/core/quantities/duration.ts"
import type { Capability } from "../../../src/formats/capability.ts"
import { toScheduleOptions } from "../../../src/plan/units/items.ts"
import type { Files } from "../../../src/ports/files.ts"
import { renderFailure } from "../../../src/report/text/failure-text.ts"
import { simulate } from "../../../src/schedule/simulate.ts"
import { FakePrograms, fakeCluster, fakeConnections, fakeHost } from "../../__rig__/fakes/probes.ts"
import { makeSuiteFolder } from "../../__rig__/suite-folder.ts"
import { there } from "../../capability/capability-rig.ts"

const GI = 2 ** 30
const folder = makeSuiteFolder()
/** Without what the kernel tells of the machine that tests run on. */
const FILES: Files = {
  ...nodeFiles,
  readText: (path) =>
    /^\/(?:proc|sys)\//u.test(path)
      ? err({ path, code: "ENOENT", message: "no such file" })
      : nodeFiles.readText(path),
}
afterAll(() => {
  folder.remove()
})

/** One way of saying that there is so much of `name`. */
interface Way {
  readonly name: string
  /** Keys of the suite. */
  readonly says?: (quantity: number) => object
  /** What a probe job, or earlier runs, found on machines of the class `default`. */
  readonly seen?: (quantity: number) => readonly Capability[]
  readonly measured?: (quantity: number) => readonly Capability[]
  /** The class of all scenarios. */
  readonly runner?: string
  /** In which unit. */
  readonly unit?: number
}

const big = (capabilities: object) => ({
  runners: { big: { "runs-on": "self-hosted", capabilities } },
})
const both = (quantity: number) => ({
  runners: {
    small: { "runs-on": "self-hosted", capabilities: { slots: 1 } },
    ...big({ slots: quantity }).runners,
  },
})
const cpu = (quantity: number) => [there("cpu", { quantity, unit: "cores" })]
const memory = (quantity: number) => [there("memory", { quantity: quantity * GI, unit: "bytes" })]

const WAYS: Readonly<Record<string, Way>> = {
  "a value of every machine": {
    name: "slots",
    says: (value) => ({ capabilities: { slots: { value } } }),
  },
  "a value of the run": {
    name: "slots",
    says: (value) => ({ capabilities: { slots: { value, scope: "run" } } }),
  },
  "a value, and another of the class": {
    name: "slots",
    says: (value) => ({ capabilities: { slots: { value } }, ...big({ slots: value + 1 }) }),
    runner: "big",
  },
  "the class that scenarios name": {
    name: "slots",
    says: (quantity) => big({ slots: quantity }),
    runner: "big",
  },
  "the class that scenarios go to": { name: "slots", says: (quantity) => big({ slots: quantity }) },
  "one class of two": { name: "slots", says: both, runner: "big" },
  "cores that the class declares": { name: "cpu", says: (quantity) => big({ cpu: quantity }) },
  "memory that the class declares": {
    name: "memory",
    says: (quantity) => big({ memory: `${quantity}Gi` }),
    unit: GI,
  },
  "cores that a probe job found": { name: "cpu", seen: cpu },
  "memory that a probe job found": { name: "memory", seen: memory, unit: GI },
  "cores of earlier runs": { name: "cpu", measured: cpu },
  "memory of earlier runs": { name: "memory", measured: memory, unit: GI },
}

/** What each scenario takes of 100 parts of what there is, and how many seconds it needs. */
const LISTS = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 40 })),
  {
    minLength: 2,
    maxLength: 8,
  },
)

function suiteOf(way: Way, { list, quantity }: { list: [number, number][]; quantity: number }) {
  const scenarios = list.map(([part, seconds], i) => {
    const amount = Math.ceil((part * quantity) / 100) * (way.unit ?? 1)
    const demand = amount === 0 ? {} : { demand: { [way.name]: amount } }
    const runner = way.runner === undefined ? {} : { runner: way.runner }
    return [`s${i}`, { run: "true", estimate: `${seconds}s`, ...demand, ...runner }]
  })
  return JSON.stringify({
    ...{ name: "shop", ...way.says?.(quantity) },
    scenarios: Object.fromEntries(scenarios),
  })
}

function portsOf(way: Way, quantity: number) {
  const freeBytes = (way.name === "memory" ? quantity : 8) * GI
  return {
    ...{ files: FILES, changes: gitChanges, env: {}, commands: nodeCommands },
    ...{ sha256: sha256Text, programs: new FakePrograms(), connections: fakeConnections([]) },
    host: fakeHost({
      cores: () => (way.name === "cpu" ? quantity : 8),
      memory: () => ({ totalBytes: freeBytes, freeBytes }),
    }),
    ...{ cluster: fakeCluster(err("there is none")), http: nodeHttp, clock: nodeClock },
  }
}

describe("what there is of something", () => {
  it.each(Object.keys(WAYS))("counts alike before and while it runs: %s", async (key) => {
    const way = WAYS[key] as Way
    const case_ = fc.record({
      list: LISTS,
      quantity: fc.integer({ min: 1, max: 20 }),
      workers: fc.integer({ min: 1, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(case_, async ({ list, quantity, workers }) => {
        folder.write({ "smoke.yml": suiteOf(way, { list, quantity }) })
        const ports = portsOf(way, quantity)
        const planned = async (here: boolean): Promise<ProbedPlan> => {
          const seen = way.seen?.(quantity)
          const made = await planProbed(
            {
              ...{ root: folder.root, suite: "smoke.yml", github: {}, vars: {} },
              settings: { workers },
              advise: () => ({
                known: new Map(),
                measured: new Map([["default", way.measured?.(quantity) ?? []]]),
                starts: new Map(),
                notes: [],
              }),
              ...(seen === undefined ? {} : { seen: new Map([["default", seen]]) }),
              ...{ shards: 1, assumedWorkers: 8 },
              ...{ here, probeHere: here },
            },
            ports,
          )
          if (!made.ok) throw new Error(renderFailure(made.error))
          return made.value
        }
        const elsewhere = await planned(false)
        const here = await planned(true)
        expect(here.plan.skipped).toEqual(elsewhere.plan.skipped)
        expect(here.plan.predictedSeconds).toBe(elsewhere.plan.predictedSeconds)
        for (const { plan, probed } of [elsewhere, here]) {
          const [shard] = plan.shards
          if (shard === undefined) continue
          const ids = shard.scenarios
          const schedule = toScheduleOptions({ plan, ids, workers, failFast: null })
          const gate = shardGate(
            {
              ...{ plan, planned: shard, ids, schedule, root: folder.root },
              ...(probed === undefined ? {} : { probed }),
              emit: () => true,
              onWorkers: () => undefined,
            },
            ports,
          )
          const passed = await gate?.({ env: {}, signal: new AbortController().signal })
          expect(passed?.missing ?? new Map()).toEqual(new Map())
          const ran = simulate(passed?.schedule ?? schedule, (id) => ({
            durationMs: (plan.scenarios[id]?.estimateSeconds ?? 0) * 1_000,
            end: { outcome: "passed" },
          }))
          expect(plan.shards[0]?.predictedSeconds).toBe(toSeconds(ran.makespanMs))
          expect(plan.lowerBoundSeconds).toBeLessThanOrEqual(plan.predictedSeconds + 0.001)
        }
      }),
      { numRuns: 12 },
    )
  })
})
