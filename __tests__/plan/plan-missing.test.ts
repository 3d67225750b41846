import { describe, expect, it } from "vitest"
import { findMissing } from "../../src/plan/plan-missing.ts"
import { splitSkipped } from "../../src/plan/plan-skips.ts"
import type { Scenario } from "../../src/scenario/model.ts"
import { buildPlan } from "../__rig__/builders.ts"
import { requirements, there } from "../capability/capability-rig.ts"

const DEFINITION = buildPlan({ shards: [["x"]] }).scenarios["x"]?.definition

function scenario(
  id: string,
  asks: {
    readonly requires?: readonly string[]
    readonly demand?: Readonly<Record<string, number>>
    readonly runner?: string
    readonly needs?: readonly string[]
  },
): Scenario {
  if (DEFINITION === undefined) throw new Error("no definition")
  const { requires = [], demand, runner = "default", needs = [] } = asks
  return {
    id: id as Scenario["id"],
    needs: needs as Scenario["needs"],
    estimateMs: null,
    runner,
    definition: { ...DEFINITION, name: id, requires: requirements(...requires) },
    skip: null,
    ...(demand === undefined ? {} : { demand }),
  }
}

const CLASS = { startupMs: null, workers: null, maxShards: null }
const RUNNERS = {
  linux: { ...CLASS, runsOn: "ubuntu-latest", capabilities: {} },
  gpu: { ...CLASS, runsOn: ["self-hosted", "gpu"], capabilities: { gpu: 2 } },
}

function missing(scenarios: readonly Scenario[], more: Partial<Parameters<typeof findMissing>[0]>) {
  const suite = { runners: RUNNERS }
  const found = findMissing({ suite, scenarios, capabilities: [], here: false, ...more })
  return Object.fromEntries(found)
}

describe("findMissing", () => {
  it("takes a scenario to any class that has what it asks for", () => {
    const scenarios = [
      scenario("fits-gpu", { requires: ["gpu >= 2"] }),
      scenario("unknown", { requires: ["docker", "frob >= 2"], demand: { tokens: 1 } }),
      scenario("named", { requires: ["gpu >= 1"], runner: "gpu" }),
    ]
    expect(missing(scenarios, {})).toEqual({})
  })

  it("names every class that was tried and what it lacks", () => {
    const scenarios = [
      scenario("much", { requires: ["gpu >= 3"] }),
      scenario("wrong", { requires: ["os == windows"], runner: "linux" }),
    ]
    const found = missing(scenarios, {})
    expect(found["much"]).toMatch(
      /^fits no runner class; linux: needs gpu >= 3; it is absent: .*; gpu: needs gpu >= 3; found 2 gpus \(as the suite declares it\)$/u,
    )
    expect(found["wrong"]).toMatch(
      /^does not fit runner class linux: needs os == windows; found linux/u,
    )
  })

  it("believes what was seen of a class, also that it has less", () => {
    const scenarios = [scenario("tool", { requires: ["frob >= 2"], runner: "linux" })]
    const seen = new Map([["linux", [there("frob", { value: "1.9" })]]])
    expect(Object.keys(missing(scenarios, { seen }))).toEqual(["tool"])
    expect(missing(scenarios, { seen: new Map() })).toEqual({})
  })

  it("knows nothing of a class that nobody declared, and asks none where it runs here", () => {
    const asks = scenario("gpu", { requires: ["gpu >= 9"] })
    expect(missing([asks], { suite: {} })).toEqual({})
    expect(missing([asks], { here: true })).toEqual({})
    const capabilities = [there("gpu", { quantity: 1, unit: "gpus" })]
    expect(Object.keys(missing([asks], { here: true, capabilities }))).toEqual(["gpu"])
  })

  it("becomes a skip that takes along what needs it", () => {
    const scenarios = [
      scenario("a", { requires: ["gpu >= 9"] }),
      scenario("b", { needs: ["a"] }),
      scenario("c", {}),
    ]
    const lacking = new Map([["a", "needs gpu"]])
    const { run, skipped } = splitSkipped(scenarios, lacking)
    expect(run.map(({ id }) => id)).toEqual(["c"])
    expect(skipped.map(({ id, reason, message }) => [id, reason, message])).toEqual([
      ["a", "missing-capability", "needs gpu"],
      ["b", "dependency-failed", "needs a, which is skipped"],
    ])
  })
})
