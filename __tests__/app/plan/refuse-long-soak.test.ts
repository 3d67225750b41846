import { describe, expect, it } from "vitest"
import { refuseLongSoak, timeoutMinutes } from "../../../src/app/plan/refuse-long-soak.ts"
import { buildPlan } from "../../__rig__/builders.ts"

const MINUTE_MS = 60_000

function soak(minutes: number, ...labels: readonly (string | string[])[]) {
  const [shard] = buildPlan({ shards: [["a"]] }).shards
  if (shard === undefined) throw new Error("no shard")
  return {
    iterations: { soakMs: minutes * MINUTE_MS },
    shards: labels.map((runsOn) => ({ ...shard, runsOn })),
  }
}

describe("refuseLongSoak", () => {
  it("refuses what a job on a hosted runner has no time for", () => {
    expect(refuseLongSoak(soak(340, "ubuntu-latest"))).toBeNull()
    expect(refuseLongSoak(soak(341, ["self-hosted", "gpu"], "ubuntu-24.04"))).toEqual({
      reason: "usage/invalid",
      message:
        "a soak of 5h41m does not fit into a job on ubuntu-24.04, which GitHub ends after 6 hours",
      hint: "soak for 5h40m at most, or use runners of your own (runs-on of a runner class in the suite)",
    })
  })

  it("lets runners of one's own soak for days", () => {
    expect(refuseLongSoak(soak(3 * 24 * 60, ["self-hosted", "gpu"], "big"))).toBeNull()
  })
})

describe("timeoutMinutes", () => {
  it("is the duration and a quarter of an hour, or an hour", () => {
    expect(timeoutMinutes(soak(340))).toBe(355)
    expect(timeoutMinutes({ iterations: { soakMs: 4_000 } })).toBe(16)
    expect(timeoutMinutes({ iterations: { repeat: 20 } })).toBe(60)
    expect(timeoutMinutes({})).toBe(60)
  })
})
