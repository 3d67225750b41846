/**
 * A plan with fewer shards than asked for, or with slower ones, says so, and why.
 */
import { expect, it } from "vitest"
import { shardNotes } from "../../../src/app/plan/shard-notes.ts"
import type { Plan, PlanLimit } from "../../../src/formats/plan.ts"
import { DEFAULT_CLASS } from "../../../src/plan/classes/classes.ts"
import { buildPlan, type PlanSketch } from "../../__rig__/build-plan.ts"

function shards(...seconds: readonly number[]): Plan {
  const plan = buildPlan({ shards: seconds.map((_, i) => [`s${i}`]) })
  return {
    ...plan,
    shards: plan.shards.map((shard, i) => {
      return { ...shard, predictedSeconds: seconds[i] ?? 0, startupSeconds: 40 }
    }),
  }
}

it("says nothing without a target, without shards, or where it is met", () => {
  expect(shardNotes(shards(10), { shards: "auto", targetMs: null, compared: true })).toEqual([])
  expect(shardNotes(shards(), { shards: "auto", targetMs: 1, compared: true })).toEqual([])
  expect(shardNotes(shards(10, 20), { shards: "auto", targetMs: 60_000, compared: true })).toEqual(
    [],
  )
})

it("says what the plan takes and what would help", () => {
  const auto = { shards: "auto", targetMs: 30_000, compared: true } as const
  expect(shardNotes(shards(10, 20), auto)).toEqual([
    "the target of 30.0s is not met: 2 shards take 1m00s with the start of their jobs, and no number of shards up to 10 is predicted to be faster",
  ])
  expect(shardNotes(shards(10, 20), { ...auto, compared: false })).toEqual([
    "the target of 30.0s is not met: 2 shards take 1m00s with the start of their jobs; --curve shows other numbers",
  ])
  expect(shardNotes(shards(...new Array<number>(10).fill(5)), auto)).toEqual([
    "the target of 30.0s is not met: 10 shards take 45.0s with the start of their jobs; for more than 10, give the number",
  ])
  expect(shardNotes(shards(5), { shards: 1, targetMs: 30_000, compared: true })).toEqual([
    "the target of 30.0s is not met: one shard takes 45.0s with the start of its job; the number `auto` finds enough of them",
  ])
})

it("warns where a fixture is what limits how much runs at once", () => {
  const asked = { shards: "auto", targetMs: null, compared: true } as const
  const limit: PlanLimit = { kind: "fixture", ids: [], name: "db", runner: null }
  expect(shardNotes({ ...shards(10), limit }, asked)).toEqual([
    "fixture db limits how much runs at once: raise its `instances` or `leases`",
  ])
})

it("says why there are fewer shards than asked for", () => {
  const asked = { targetMs: null, compared: true }
  expect(shardNotes(shards(1, 1), { ...asked, shards: 2 })).toEqual([])
  expect(shardNotes(shards(1, 1), { ...asked, shards: 5 })).toEqual([
    "2 of 5 shards: there are 2 scenarios to run, and no shard is empty",
  ])
})

it.each<[string, PlanSketch, string]>([
  [
    "scenarios that need each other",
    { shards: [["a", { id: "b", needs: ["a"] }]] },
    "scenarios that need each other stay together",
  ],
  [
    "a group of the run",
    {
      shards: [["a", { id: "b", groups: ["db"] }]],
      groups: { db: { maxParallel: null, scope: "run" } },
    },
    "scenarios that share a group of the run stay together",
  ],
  [
    "what all shards share",
    { shards: [["a", "b"]], more: { shards: oneShard({ share: { license: 1 } }) } },
    "scenarios that share the amount of license stay together",
  ],
  [
    "a hash",
    { shards: [["a", { id: "b", needs: ["a"] }]], more: { strategy: "hash" } },
    "no id selects any of the others (--strategy hash)",
  ],
  [
    "a class that may have no more",
    {
      shards: [["a", "b"]],
      more: { runners: { default: { ...DEFAULT_CLASS, maxShards: 1 } }, strategy: "hash" },
    },
    "the `max-shards` of the runner classes allow no more",
  ],
])("says what keeps shards from being more: %s", (_, sketch, why) => {
  const asked = { shards: 3, targetMs: null, compared: true }
  expect(shardNotes(buildPlan(sketch), asked)).toEqual([
    `1 of 3 shards: ${why}, and no shard is empty`,
  ])
})

function oneShard(of: Partial<Plan["shards"][number]>): Plan["shards"] {
  return buildPlan({ shards: [["a", "b"]] }).shards.map((shard) => ({ ...shard, ...of }))
}
