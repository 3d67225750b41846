import { describe, expect, it } from "vitest"
import { findMissing, splitSkipped } from "../../../src/plan/explain/left-out.ts"
import { MAX_LINE_CHARS } from "../../../src/report/lines/neutralise.ts"
import type { Scenario } from "../../../src/scenario/model.ts"
import { buildPlan } from "../../__rig__/builders.ts"
import { absent, requirements, there } from "../../capability/capability-rig.ts"

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

const GI = 2 ** 30
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

  it("believes what was seen of the machine itself, and not what its set-up can still change", () => {
    const scenarios = [
      scenario("old", { requires: ["frob >= 2"], runner: "own" }),
      scenario("tool", { requires: ["kind"], runner: "own" }),
      scenario("part", { requires: ['cluster["nvidia.com/gpu"] >= 1'], runner: "own" }),
      scenario("free", {
        requires: ["memory >= 12Gi"],
        demand: { memory: 12 * GI },
        runner: "own",
      }),
      scenario("large", { requires: ["memory >= 32Gi"], runner: "own" }),
      scenario("takes", { demand: { memory: 32 * GI }, runner: "own" }),
      scenario("total", { requires: ["memory.total >= 32Gi"], runner: "own" }),
      scenario("cores", { requires: ["cpu >= 8"], runner: "own" }),
      scenario("arm", { requires: ["arch == arm64"], runner: "own" }),
      scenario("win", { requires: ["os == windows"], runner: "own" }),
    ]
    const suite = { runners: { own: { ...CLASS, runsOn: "own", capabilities: {} } } }
    const seen = new Map([
      [
        "own",
        [
          there("frob", { value: "1.9" }),
          absent("kind"),
          absent("cluster"),
          there("memory", { quantity: 6 * GI, unit: "bytes" }),
          there("memory.total", { quantity: 16 * GI, unit: "bytes" }),
          there("cpu", { quantity: 4, unit: "cores" }),
          there("arch", { value: "x64" }),
          there("os", { value: "linux" }),
        ],
      ],
    ])
    expect(Object.keys(missing(scenarios, { suite, seen }))).toEqual([
      ...["large", "takes", "total", "cores", "arm", "win"],
    ])
    expect(missing(scenarios, { suite })).toEqual({})
  })

  it("knows how much memory a label has in all", () => {
    const scenarios = [
      scenario("enough", { requires: ["memory.total >= 16Gi"], runner: "linux" }),
      scenario("less", { requires: ["memory.total >= 17Gi"], runner: "linux" }),
      scenario("declared", { requires: ["memory.total >= 17Gi"], runner: "large" }),
    ]
    const large = { ...CLASS, runsOn: "ubuntu-latest", capabilities: { memory: "64Gi" } }
    const found = missing(scenarios, { suite: { runners: { ...RUNNERS, large } } })
    expect(Object.keys(found)).toEqual(["less"])
    expect(found["less"]).toContain("found 16 GiB (ubuntu-latest, as GitHub documents it")
  })

  it("names the first classes whole and counts the others", () => {
    const runners = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`class-${i}`, { ...RUNNERS.linux }]),
    )
    const asks = scenario("much", { requires: ["gpu >= 4", "memory >= 128Gi"] })
    const text = missing([asks], { suite: { runners } })["much"] ?? ""
    expect(text).toMatch(
      /^fits no runner class; class-0: needs gpu >= 4; .*class-1: .*\)\); and 7 more$/u,
    )
    expect(text.length).toBeLessThan(MAX_LINE_CHARS)
    const one = scenario("long", { requires: [`gpu >= 4`, `os == ${"x".repeat(600)}`] })
    expect(missing([one], { suite: { runners } })["long"]).toMatch(/x{600}.*; and 8 more$/u)
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
