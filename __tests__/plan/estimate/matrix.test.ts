import { describe, expect, it } from "vitest"
import { toActionsMatrix } from "../../../src/plan/estimate/matrix.ts"
import { makePlan } from "../../../src/plan/make-plan.ts"
import { sliceOfShard } from "../../../src/plan/shard-slice.ts"
import { planOptions } from "../plan-rig.ts"

const plan = {
  ...makePlan(
    planOptions(
      [
        { id: "short", estimateMs: 1_000 },
        { id: "long", estimateMs: 90_000 },
        { id: "tiny", estimateMs: 10 },
        { id: "skipped", skip: "no" },
      ],
      { shards: 2 },
    ),
  ),
  digest: `sha256:${"0".repeat(64)}`,
}

describe("toActionsMatrix", () => {
  it("holds only what a job needs to be named and started, the longest first", () => {
    expect(toActionsMatrix(plan)).toEqual({
      include: [
        {
          shard: 1,
          shards: 2,
          name: "shard 1/2",
          "runs-on": "ubuntu-latest",
          count: 1,
          estimate: "1m30s",
        },
        {
          shard: 2,
          shards: 2,
          name: "shard 2/2",
          "runs-on": "ubuntu-latest",
          count: 2,
          estimate: "1.0s",
        },
      ],
    })
  })
})

describe("sliceOfShard", () => {
  it("answers for one shard and nothing else", () => {
    const slice = sliceOfShard(plan, 2)
    expect(Object.keys(slice.scenarios).toSorted()).toEqual(["short", "tiny"])
    expect(slice.shards.map(({ shard }) => shard)).toEqual([2])
    expect(slice.skipped).toEqual([])
    expect(slice.digest).toBe(plan.digest)
  })
})
