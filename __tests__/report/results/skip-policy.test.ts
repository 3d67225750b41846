import { describe, expect, it } from "vitest"
import { buildPlan, buildShard, buildSkip } from "../../__rig__/builders.ts"
import { judged, resultsOf } from "../../__rig__/small-run.ts"

const PLAN = buildPlan({
  shards: [["a", "b"]],
  skipped: [
    buildSkip("c", "needs gpu; there is none", "missing-capability"),
    buildSkip("d", "off"),
  ],
})

const probed = (required: boolean) => ({
  type: "capability-probed" as const,
  required,
  capability: {
    ...{ name: "staging", scope: "runner" as const, present: false, quantity: null, unit: null },
    evidence: "connection refused",
  },
})

const shard = () => buildShard(PLAN).start().passed("a").passed("b").finish()

describe("skips that are not accepted", () => {
  it.each([
    [{}, "success 0", []],
    [{ onMissing: "skip" }, "success 0", []],
    [{ onMissing: "fail" }, "failure 1", ["missing-refused"]],
    [{ maxSkipped: { count: 2 } }, "success 0", []],
    [{ maxSkipped: { count: 1 } }, "failure 1", ["too-many-skipped"]],
    [{ maxSkipped: { percent: 50 } }, "success 0", []],
    [{ maxSkipped: { percent: 49.9 } }, "failure 1", ["too-many-skipped"]],
    [
      { onMissing: "fail", maxSkipped: { count: 0 } },
      "failure 1",
      ["missing-refused", "too-many-skipped"],
    ],
  ] as const)("%j: %s", (policy, verdict, codes) => {
    const results = resultsOf({ plan: PLAN, shards: [shard()], policy })
    expect(judged(results)).toBe(verdict)
    expect(results.problems.map(({ code }) => code)).toEqual(codes)
  })

  it("names what lacked something", () => {
    const results = resultsOf({ plan: PLAN, shards: [shard()], policy: { onMissing: "fail" } })
    expect(results.problems[0]?.message).toBe(
      "1 scenario lacked a capability, which --on-missing fail forbids: c",
    )
  })
})

describe("capabilities of a run", () => {
  const run = (required: boolean) =>
    resultsOf({
      plan: {
        ...PLAN,
        capabilities: [
          { ...probed(false).capability, scope: "run", evidence: "when planning" },
          {
            ...probed(false).capability,
            name: "licence",
            present: true,
            quantity: 2,
            scope: "run",
          },
        ],
      },
      shards: [buildShard(PLAN).start().emit(probed(required)).passed("a").passed("b").finish()],
    })

  it("are what shards found, and what only the plan knew", () => {
    const { capabilities } = run(false)
    expect(capabilities.map(({ name, shard, evidence }) => [name, shard, evidence])).toEqual([
      ["licence", null, "connection refused"],
      ["staging", 1, "connection refused"],
    ])
    expect(judged(run(false))).toBe("success 0")
  })

  it("make the run incomplete where it cannot do without one", () => {
    const results = run(true)
    expect(judged(results)).toBe("incomplete 4")
    expect(results.problems.map(({ message }) => message)).toEqual([
      "staging is required and absent on shard 1: connection refused",
    ])
  })
})
