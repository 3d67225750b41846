import { describe, expect, it } from "vitest"
import { parseRequirement } from "../../../src/capability/requirement.ts"
import type { Capability, Requirement, RunnerClass } from "../../../src/formats/capability.ts"
import { findClassClash } from "../../../src/plan/classes/classes.ts"
import { splitShards } from "../../../src/plan/cut/divide.ts"
import { makePlan } from "../../../src/plan/make-plan.ts"
import { componentsOf } from "../../../src/plan/units/components.ts"
import { planOptions, type ScenarioSketch, scenario } from "../plan-rig.ts"

function runner(more: Partial<RunnerClass> = {}): RunnerClass {
  return {
    runsOn: "self-hosted",
    startupMs: null,
    capabilities: {},
    workers: null,
    maxShards: null,
    ...more,
  }
}

function withRunners(
  sketches: readonly (ScenarioSketch & { readonly on?: string; readonly gpu?: number })[],
  runners: Readonly<Record<string, RunnerClass>>,
  more: Parameters<typeof planOptions>[1] = {},
) {
  const options = planOptions(sketches, more)
  const scenarios = options.suite.scenarios.map((one, index) => ({
    ...one,
    runner: sketches[index]?.on ?? "default",
    ...(sketches[index]?.gpu === undefined ? {} : { demand: { gpu: sketches[index]?.gpu ?? 0 } }),
  }))
  return { ...options, suite: { ...options.suite, scenarios, runners } }
}

function requirement(text: string): Requirement {
  const parsed = parseRequirement(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}

const LINUX = runner({ runsOn: "ubuntu-latest", startupMs: 30_000 })
const GPU = runner({ runsOn: ["self-hosted", "gpu"], capabilities: { gpu: 2 }, workers: 4 })

describe("runner classes in a plan", () => {
  it("prefer what earlier runs saw of machines, and leave nothing out because of it", () => {
    const cpu = (quantity: number): Capability => ({
      ...{ name: "cpu", scope: "runner", present: true, quantity, unit: "cores" },
      evidence: "seen",
    })
    const sketches = [{ id: "a", definition: { requires: [requirement("cpu >= 8")] } }]
    const homeOf = (small: number, large: number) => {
      const measured = new Map([
        ["small", [cpu(small)]],
        ["large", [cpu(large)]],
      ])
      const classes = { small: runner(), large: runner({ workers: "auto" }) }
      const { shards, skipped } = makePlan(withRunners(sketches, classes, { measured }))
      expect(skipped).toEqual([])
      return shards.map((shard) => [shard.runner, shard.assumedWorkers ?? null])
    }
    expect(homeOf(16, 2)).toEqual([["small", null]])
    expect(homeOf(2, 16)).toEqual([["large", 16]])
    expect(homeOf(1, 1)).toEqual([["small", null]])
  })

  it("prefer one where memory is left beside the system, where only the whole is known", () => {
    const gi = 2 ** 30
    const memory = (quantity: number): Capability => ({
      ...{ name: "memory", scope: "runner", present: true, quantity, unit: "bytes" },
      evidence: "seen",
    })
    const homeOf = (
      asked: number,
      classes: Readonly<Record<string, RunnerClass>>,
      more: Parameters<typeof planOptions>[1] = {},
    ) => {
      const asks = { requires: [requirement(`memory >= ${asked}Gi`)] }
      const plan = makePlan(withRunners([{ id: "a", definition: asks }], classes, more))
      return plan.shards.map((shard) => shard.runner)
    }
    const big = runner({ capabilities: { memory: "64Gi" } })
    expect(homeOf(16, { linux: LINUX, big })).toEqual(["big"])
    expect(homeOf(14, { linux: LINUX, big })).toEqual(["linux"])
    // Declared means just that, and what a probe job found was free.
    const declared = runner({ capabilities: { memory: "16Gi" } })
    expect(homeOf(16, { declared, big })).toEqual(["declared"])
    const of = { own: runner(), big }
    expect(homeOf(16, of, { seen: new Map([["own", [memory(16 * gi)]]]) })).toEqual(["own"])
    expect(homeOf(16, of, { measured: new Map([["own", [memory(16 * gi)]]]) })).toEqual(["big"])
    // Where nothing has more, the first that may do.
    expect(homeOf(16, { linux: LINUX, win: runner({ runsOn: "windows-latest" }) })).toEqual([
      "linux",
    ])
    expect(homeOf(16, { linux: LINUX })).toEqual(["linux"])
  })

  it("prefer where a probe job found it, and leave nothing out because it did not", () => {
    const absent: Capability = {
      ...{ name: "kind", scope: "runner", present: false, quantity: null, unit: null },
      evidence: "no such program",
    }
    const sketches = [{ id: "a", definition: { requires: [requirement("kind")] } }]
    const homeOf = (...without: readonly string[]) => {
      const seen = new Map(without.map((name) => [name, [absent]]))
      const classes = { small: runner(), large: runner() }
      const plan = makePlan(withRunners(sketches, classes, { seen }))
      return plan.shards.map((shard) => shard.runner)
    }
    expect(homeOf()).toEqual(["small"])
    expect(homeOf("small")).toEqual(["large"])
    expect(homeOf("small", "large")).toEqual(["small"])
  })

  it("sends scenarios where they ask to go, else to the first class where they fit", () => {
    const plan = makePlan(
      withRunners(
        [
          { id: "a", estimateMs: 10_000 },
          { id: "b", estimateMs: 10_000, on: "gpu" },
          { id: "c", estimateMs: 10_000, gpu: 1 },
        ],
        { linux: LINUX, gpu: GPU },
        { shards: 2 },
      ),
    )
    expect(
      plan.shards.map(({ runner: name, runsOn, workers, scenarios, startupSeconds }) => {
        return { name, runsOn, workers, scenarios, startupSeconds }
      }),
    ).toEqual([
      { name: "linux", runsOn: "ubuntu-latest", workers: 1, scenarios: ["a"], startupSeconds: 30 },
      {
        name: "gpu",
        runsOn: ["self-hosted", "gpu"],
        workers: 4,
        scenarios: ["b", "c"],
        startupSeconds: 40,
      },
    ])
    expect(plan.scenarios["c"]?.runner).toBe("gpu")
    expect(Object.keys(plan.runners ?? {})).toEqual(["linux", "gpu"])
  })

  it("splits shards by work, within what a class may have", () => {
    const list = Array.from({ length: 30 }, (_, i) => ({ id: `l${i}`, estimateMs: 10_000 }))
    const gpus = Array.from({ length: 10 }, (_, i) => ({
      id: `g${i}`,
      estimateMs: 10_000,
      on: "gpu",
    }))
    const count = (maxShards: number | null) => {
      const classes = { linux: LINUX, gpu: runner({ maxShards }) }
      const plan = makePlan(withRunners([...list, ...gpus], classes, { shards: 8 }))
      return plan.shards.filter(({ runner: name }) => name === "gpu").length
    }
    expect(count(null)).toBe(2)
    expect(count(1)).toBe(1)
  })

  it("names a class that holds up the others", () => {
    const list = Array.from({ length: 8 }, (_, i) => ({
      id: `g${i}`,
      estimateMs: 60_000,
      on: "gpu",
    }))
    const classes = { linux: LINUX, gpu: runner({ maxShards: 1 }) }
    const plan = makePlan(
      withRunners([{ id: "a", estimateMs: 1_000 }, ...list], classes, { shards: 4 }),
    )
    expect(plan.limit).toEqual({ kind: "class", ids: [], runner: "gpu" })
    expect(plan.lowerBoundSeconds).toBe(480)
  })

  it("makes a shard for each class even where fewer are asked for, but one where all runs here", () => {
    const list = [{ id: "a" }, { id: "b", on: "gpu" }]
    const classes = { linux: LINUX, gpu: GPU }
    expect(makePlan(withRunners(list, classes, { shards: 1 })).shards).toHaveLength(2)
    const [only, ...others] = makePlan(withRunners(list, classes, { shards: 1, here: true })).shards
    expect(others).toEqual([])
    expect(only).toMatchObject({ runner: "default", workers: 1, scenarios: ["a", "b"] })
  })

  it("predicts what a shard may turn out to have as if it had it", () => {
    // The label has no gpu, but a job's own set-up may make one: 4 of 10 s take turns.
    const list = ["a", "b", "c", "d"].map((id) => ({ id, estimateMs: 10_000, gpu: 1 }))
    const others = ["e", "f"].map((id) => ({ id, estimateMs: 10_000 }))
    const plan = makePlan(withRunners([...list, ...others], {}, { shards: 2, workers: 2 }))
    expect(plan.shards.map(({ predictedSeconds }) => predictedSeconds)).toEqual([20, 20])
    expect(plan.lowerBoundSeconds).toBe(20)
  })

  it("takes the cores of a known label for `auto`, and says what it took", () => {
    const plan = makePlan(
      withRunners([{ id: "a" }], { linux: LINUX }, { workers: "auto", assumedWorkers: 64 }),
    )
    expect(plan.shards[0]).toMatchObject({ workers: "auto", assumedWorkers: 4 })
  })
})

describe("findClassClash", () => {
  it("finds two classes in one component, through any number of needs", () => {
    const scenarios = [
      { ...scenario({ id: "a" }), runner: "gpu" },
      scenario({ id: "b", needs: ["a"] }),
      { ...scenario({ id: "c", needs: ["b"] }), runner: "linux" },
      { ...scenario({ id: "d" }), runner: "mac" },
    ]
    const units = scenarios.map(({ id, needs }) => ({ id, needs, estimateMs: 0 }))
    const byId = new Map(scenarios.map((one) => [one.id as string, one]))
    const clash = findClassClash(componentsOf(units), byId)
    expect([clash?.first.id, clash?.second.id]).toEqual(["a", "c"])
    byId.set("c", scenario({ id: "c", needs: ["b"] }))
    expect(findClassClash(componentsOf(units), byId)).toBeNull()
  })
})

describe("splitShards", () => {
  const load = (work: number, components: number, maxShards: number | null = null) => ({
    boundMs: (shards: number) => work / shards,
    components,
    maxShards,
  })

  it.each([
    [[load(100, 9)], 4, [4]],
    [[load(100, 9)], 20, [9]],
    [[load(100, 9), load(50, 9)], 3, [2, 1]],
    [[load(100, 9, 1), load(50, 9)], 4, [1, 3]],
    [[load(1, 1), load(1, 1), load(1, 1)], 2, [1, 1, 1]],
    [[load(0, 5), load(0, 5)], 4, [3, 1]],
    [[], 4, []],
  ])("%#", (classes, shards, expected) => {
    expect(splitShards(classes, shards)).toEqual(expected)
  })
})
