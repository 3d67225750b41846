import { describe, expect, it } from "vitest"
import type { Plan, PlanLimit } from "../../../src/formats/plan.ts"
import { renderPlan } from "../../../src/report/plan/plan-text.ts"
import { buildPlan, buildSkip, type PlanSketch } from "../../__rig__/builders.ts"

const NONE = { ignored: [] }

function guessed({ scenarios }: Plan): Plan["scenarios"] {
  return Object.fromEntries(
    Object.entries(scenarios).map(([id, one]) => [id, { ...one, estimateFrom: "median" }]),
  )
}

function onClasses(runners: readonly string[], predicted: readonly number[]): Plan["shards"] {
  return runners.map((runner, index) => ({
    ...{ shard: index + 1, runner, runsOn: runner, workers: 1, share: {} },
    ...{ scenarios: [], predictedSeconds: predicted[index] ?? 0 },
  }))
}

function gpuClass(maxShards: number) {
  return { runsOn: "gpu", startupMs: null, capabilities: {}, workers: null, maxShards }
}

describe("renderPlan", () => {
  it("tells what retries are expected to add", () => {
    const sketch: PlanSketch = { shards: [["a", "b"]], predictedSeconds: 20 }
    const plain = renderPlan(buildPlan(sketch), NONE)
    expect(plain).not.toContain("retries")
    const text = renderPlan(buildPlan({ ...sketch, more: { retrySeconds: 8.5 } }), NONE)
    expect(text).toContain("; expected retries add 8.5s in total")
  })

  it("tells how many iterations a failure rate needs, beside those to be expected", () => {
    const rule = { rate: 0.01, scenarios: 2, undecided: "mark" as const }
    const shards = [
      [
        { id: "a", estimateSeconds: 20 },
        { id: "b", estimateSeconds: 4 },
      ],
    ]
    const told = (iterations: Plan["iterations"]) =>
      renderPlan(buildPlan({ shards, more: { iterations } }), NONE)
    expect(told({ soakMs: 894_000, rule })).toContain(
      "iterations of each scenario for --fail-rate 1%\n  shard 1: 74 expected, 369 needed: 5 such runs with --campaign",
    )
    expect(told({ repeat: 400, rule })).toContain("shard 1: 400 expected, 369 needed")
    expect(told({ soakMs: 894_000, repeat: 3, rule })).toContain("shard 1: 3 expected")
    expect(told({ soakMs: 894_000 })).not.toContain("fail-rate")
  })

  it("shows shards, bound, skips and ignored files", async () => {
    const plan = buildPlan({
      shards: [
        [{ id: "checkout", estimateSeconds: 95 }, "home"],
        ["login", "cart", { id: "search", estimateSeconds: 12.4 }],
      ],
      predictedSeconds: 96,
      lowerBoundSeconds: 95,
      skipped: [
        buildSkip("beta", "github.ref_name == 'beta' is false"),
        buildSkip("gpu", "no gpu\u001b[2J ##[error]x", "missing-capability"),
      ],
      unselected: ["a", "b"],
      more: { limit: { kind: "scenario", ids: ["checkout"], runner: null } },
    })
    const ignored = [
      { path: "smoke/lib/shared.sh", reason: "no front matter", noHeader: true },
      { path: "::error::x.sh", reason: "no front matter", noHeader: true },
    ]
    await expect(`${renderPlan(plan, { ignored, scenarios: true })}\n`).toMatchFileSnapshot(
      "__golden__/plan.txt",
    )
  })

  it("tells how many starts each shard pays, what they cost and what limits leases", () => {
    const plan = buildPlan({ shards: [["a"], ["b"]], predictedSeconds: 80 })
    const shards = plan.shards.map((shard, i) => {
      return i === 0 ? { ...shard, starts: { vm: 3, db: 1 } } : shard
    })
    const starts = {
      vm: { seconds: 20, from: "history" },
      db: { seconds: 10, from: "default" },
    } as const
    const limit: PlanLimit = { kind: "fixture", ids: [], name: "vm[rep2]", runner: null }
    const text = renderPlan({ ...plan, shards, starts, limit }, NONE)
    expect(text).toMatch(/predicted +starts/u)
    expect(text).toMatch(/ 4 \(1m10s\)/u)
    expect(text).toContain("starts       3 × vm (20.0s each, 1m00s in all)")
    expect(text).toContain("             1 × db (10.0s each, a guess)")
    expect(text).toContain("set by fixture vm[rep2], which 1 scenario can lease at once in each")
    expect(text).toContain("fixture vm[rep2] leaves workers idle: more `instances` or `leases`")
  })

  it("says that there is nothing", () => {
    expect(renderPlan(buildPlan({ shards: [] }), NONE)).toBe("storefront: 0 scenarios in 0 shards")
  })

  it("counts what a long list leaves out", () => {
    const skipped = Array.from({ length: 23 }, (_, i) => buildSkip(`s${i}`, "why"))
    const text = renderPlan(buildPlan({ shards: [], skipped }), NONE)
    expect(text.split("\n").at(-1)).toBe("  and 3 more")
  })

  const limit = (kind: PlanLimit["kind"], ids: string[] = [], runner: string | null = null) => ({
    shards: [["a", "b", "c", "d", "e", "f"], ["g"]],
    lowerBoundSeconds: 3,
    more: { limit: { kind, ids, runner } },
  })

  const named = (of: Pick<PlanLimit, "kind" | "name" | "shared">) => ({
    ...limit("work"),
    more: { limit: { ids: [], runner: null, ...of } },
  })

  it.each<[string, PlanSketch, string]>([
    ["the longest scenario", limit("scenario", ["a"]), "the longest scenario, a"],
    ["a chain", limit("chain", ["a", "b", "c"]), "the longest chain of needs, a → b → c"],
    [
      "a long chain",
      limit("chain", ["a", "b", "c", "d", "e", "f", "g"]),
      "the longest chain of needs, a → b → c → d → e → and 2 more",
    ],
    ["the total", limit("work"), "the total work of 7.0s over 4 workers"],
    [
      "the total over an unknown number of workers, as it was taken to be",
      {
        shards: [["a", "b"]],
        lowerBoundSeconds: 3,
        more: {
          shards: [
            {
              ...{ shard: 1, runner: "default", runsOn: "x", workers: "auto", share: {} },
              ...{ scenarios: ["a", "b"], predictedSeconds: 2, assumedWorkers: 8 },
            },
          ],
        },
      },
      "the total work of 2.0s over 8 workers",
    ],
    [
      "a component",
      limit("component", ["b", "a", "c"]),
      "3 scenarios that must share a shard, b among them",
    ],
    [
      "more long ones than shards",
      limit("pair", ["a", "b"]),
      "more long scenarios than shards: some shard takes two such as a and b",
    ],
    ["a class", limit("class", [], "gpu"), "the work of runner class gpu"],
    [
      "exclusive scenarios",
      limit("exclusive", ["a", "b"], "gpu"),
      "2 scenarios that must run alone on runner class gpu, a among them",
    ],
    [
      "a group",
      named({ kind: "group", name: "seq" }),
      "group seq, whose members run one after another in each shard",
    ],
    ["a resource", named({ kind: "resource", name: "gpu" }), "the demand for gpu"],
    [
      "a quantity that all shards share",
      named({ kind: "resource", name: "license", shared: true }),
      "the demand for license, which all shards share",
    ],
  ])("names what binds: %s", (_, sketch, expected) => {
    const bound = renderPlan(buildPlan(sketch), NONE)
      .split("\n")
      .find((line) => line.startsWith("lower bound"))
    expect(bound).toBe(`lower bound  3.0s, set by ${expected}`)
  })

  it("tells what scenarios that must share a shard cost and how to be rid of it", async () => {
    const because = [
      { because: { kind: "needs", name: "login" }, count: 7, seconds: 95 },
      { because: { kind: "group", name: "staging::error::" }, count: 2, seconds: 50 },
      { because: { kind: "share", name: "license" }, count: 3, seconds: 40 },
    ] as const
    const texts = because.map((tie) =>
      renderPlan(
        buildPlan({
          shards: [["a"], ["b"]],
          more: { togetherSeconds: 34, heavyTies: [tie], strategy: "hash", order: "failed-first" },
        }),
        NONE,
      ),
    )
    await expect(`${texts.join("\n\n")}\n`).toMatchFileSnapshot("__golden__/plan-together.txt")
  })

  it.each<[string, PlanSketch, string]>([
    [
      "guesses",
      { shards: [["a"]], more: { scenarios: guessed(buildPlan({ shards: [["a", "b"]] })) } },
      "2 of 2 durations are guesses: give --timings or `estimate`, or keep a history (--history)",
    ],
    [
      "a long scenario",
      {
        shards: [[{ id: "a", estimateSeconds: 60 }], ["b"], ["c"]],
        more: { limit: { kind: "scenario", ids: ["a"], runner: null } },
      },
      "more shards do not help unless a is split; 2 shards would be as fast",
    ],
    [
      "several classes, each with a shard at least",
      {
        shards: [[{ id: "a", estimateSeconds: 60 }], ["b"], ["c"]],
        more: {
          shards: onClasses(["linux", "linux", "gpu"], [60, 1, 1]),
          limit: { kind: "scenario", ids: ["a"], runner: "linux" },
        },
      },
      // All work is little more than two shards hold, but three are needed for two classes.
      "more shards do not help unless a is split",
    ],
    [
      "more long ones than shards",
      { shards: [["a", "b"]], more: { limit: { kind: "pair", ids: ["a", "b"], runner: null } } },
      "another shard would separate a and b (--curve shows what it costs)",
    ],
    [
      "more long ones than shards of a class that is full",
      {
        shards: [["a", "b"], ["c"]],
        more: {
          shards: onClasses(["gpu", "linux"], [2, 1]),
          runners: { gpu: gpuClass(1) },
          limit: { kind: "pair", ids: ["a", "b"], runner: "gpu" },
        },
      },
      "another shard of class gpu would separate a and b: its `max-shards` does not allow one",
    ],
    [
      "a class that takes longest",
      {
        shards: [["a"], ["b"]],
        more: {
          shards: onClasses(["gpu", "linux"], [9, 1]),
          runners: { gpu: gpuClass(2) },
          limit: { kind: "class", ids: [], runner: "gpu" },
        },
      },
      "class gpu takes longest: more shards go to it first (--curve shows what they cost)",
    ],
    [
      "a class without room",
      {
        shards: [["a"], ["b"]],
        more: {
          shards: onClasses(["gpu", "linux"], [9, 1]),
          runners: { gpu: gpuClass(1) },
          limit: { kind: "class", ids: [], runner: "gpu" },
        },
      },
      "class gpu takes longest and has all shards that its `max-shards` allows: raise that, or move work to other classes",
    ],
    [
      "even work where no class may have another shard",
      {
        shards: [["a"]],
        more: { shards: onClasses(["gpu"], [9]), runners: { gpu: gpuClass(1) } },
      },
      "the work is balanced: only more workers, or a larger `max-shards`, make it faster",
    ],
    [
      "no fewer shards than classes, however long they take to start",
      {
        shards: [["a"], ["b"]],
        more: {
          shards: onClasses(["gpu", "linux"], [9, 1]).map((shard) => ({
            ...shard,
            startupSeconds: 60,
          })),
          limit: { kind: "scenario", ids: ["a"], runner: "gpu" },
        },
      },
      "more shards do not help unless a is split",
    ],
    [
      "uneven lengths",
      { shards: [["a"], ["b"]], predictedSeconds: 9, lowerBoundSeconds: 6 },
      "2 scenarios of these durations cannot be divided evenly among the workers (--curve shows other numbers of shards)",
    ],
    [
      "idle workers",
      {
        shards: [[{ id: "a", groups: ["slow"] }], ["b"]],
        predictedSeconds: 9,
        lowerBoundSeconds: 6,
      },
      "groups, resources or uneven lengths leave workers idle: `analyze` shows what waits",
    ],
    [
      "needs",
      { shards: [["a", { id: "b", needs: ["a"] }]], predictedSeconds: 9, lowerBoundSeconds: 6 },
      "needs or uneven lengths leave workers idle: `analyze` shows what waits",
    ],
    [
      "shards that ids have chosen",
      {
        shards: [["a"], ["b"]],
        predictedSeconds: 9,
        lowerBoundSeconds: 6,
        more: { strategy: "hash" },
      },
      "ids select their shards, however long these get: without --hash the longest would be shorter",
    ],
    [
      "a group",
      {
        shards: [["a", "b"]],
        more: { limit: { kind: "group", ids: [], name: "seq", runner: null } },
      },
      "group seq leaves workers idle: more shards separate it (--curve shows what they cost)",
    ],
    [
      "a resource of a class that is full",
      {
        shards: [["a"], ["b"]],
        more: {
          shards: onClasses(["gpu", "linux"], [9, 1]),
          runners: { gpu: gpuClass(1) },
          limit: { kind: "resource", ids: [], name: "gpu", runner: "gpu" },
        },
      },
      "gpu leaves workers idle: only another shard would separate it, and `max-shards` does not allow one",
    ],
    [
      "a quantity that all shards share",
      {
        shards: [["a"]],
        more: {
          limit: { kind: "resource", ids: [], name: "license", shared: true, runner: null },
        },
      },
      "more shards do not help unless there is more license",
    ],
    [
      "a gap of more than a tenth",
      { shards: [["a"], ["b"]], more: { predictedSeconds: 112, lowerBoundSeconds: 100 } },
      "2 scenarios of these durations cannot be divided evenly among the workers (--curve shows other numbers of shards)",
    ],
    [
      "a gap of less",
      { shards: [["a"], ["b"]], more: { predictedSeconds: 109, lowerBoundSeconds: 100 } },
      "the work is balanced: more shards make it faster (--curve shows what they cost)",
    ],
    [
      "nothing in particular",
      { shards: [["a"], ["b"]] },
      "the work is balanced: more shards make it faster (--curve shows what they cost)",
    ],
  ])("gives one line of advice: %s", (_, sketch, expected) => {
    const lines = renderPlan(buildPlan(sketch), NONE).split("\n")
    const advice = lines.filter((line) => line.startsWith("advice"))
    expect(advice).toEqual([`advice       ${expected}`])
  })

  it("says that a shuffle can be repeated", () => {
    const plan = buildPlan({ shards: [["a"]], more: { order: "shuffle" } })
    expect(renderPlan(plan, NONE)).toContain("1 shard (shuffled with --seed 42)")
  })
})
