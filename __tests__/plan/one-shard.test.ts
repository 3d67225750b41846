import { expect, it } from "vitest"
import { asOneShard } from "../../src/plan/one-shard.ts"
import { buildPlan } from "../__rig__/builders.ts"

it("a plan of several shards becomes one of all scenarios, with a digest of its own", () => {
  const several = buildPlan({ shards: [["a"], ["b", "c"]] })
  const shards = several.shards.map((shard, i) => ({ ...shard, share: { licence: i + 1 } }))
  const one = asOneShard({ ...several, shards }, () => "sha256:new")
  expect(one.shards).toHaveLength(1)
  expect(one.shards[0]).toMatchObject({
    ...{ shard: 1, scenarios: ["a", "b", "c"], share: { licence: 3 }, predictedSeconds: 3 },
  })
  expect([one.digest, Object.keys(one.scenarios)]).toEqual(["sha256:new", ["a", "b", "c"]])
  const single = buildPlan({ shards: [["a"]] })
  expect(asOneShard(single, () => "other")).toBe(single)
})
