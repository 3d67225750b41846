/**
 * A plan with fewer shards than asked for, or with slower ones, says so, and why.
 */
import { expect, it } from "vitest"
import { shardNotes } from "../../src/app/shard-notes.ts"
import type { Plan } from "../../src/formats/plan.ts"

function shards(...seconds: readonly number[]): Pick<Plan, "shards"> {
  const one = {
    runner: "default",
    runsOn: "ubuntu-latest",
    workers: 1,
    share: {},
    scenarios: ["a"],
  }
  return {
    shards: seconds.map((predictedSeconds, i) => {
      return { ...one, shard: i + 1, predictedSeconds, startupSeconds: 40 }
    }),
  }
}

it("says nothing without a target, without shards, or where it is met", () => {
  expect(shardNotes(shards(10), { shards: "auto", targetMs: null })).toEqual([])
  expect(shardNotes(shards(), { shards: "auto", targetMs: 1 })).toEqual([])
  expect(shardNotes(shards(10, 20), { shards: "auto", targetMs: 60_000 })).toEqual([])
})

it("says what the plan takes and what would help", () => {
  const auto = { shards: "auto", targetMs: 30_000 } as const
  expect(shardNotes(shards(10, 20), auto)).toEqual([
    "the target of 30.0s is not met: 2 shards take 1m00s with the start of their jobs, and more would not be faster",
  ])
  expect(shardNotes(shards(...new Array<number>(10).fill(5)), auto)).toEqual([
    "the target of 30.0s is not met: 10 shards take 45.0s with the start of their jobs; more than 10 have to be asked for by number",
  ])
  expect(shardNotes(shards(5), { shards: 1, targetMs: 30_000 })).toEqual([
    "the target of 30.0s is not met: one shard takes 45.0s with the start of its job; `auto` for their number looks for enough of them",
  ])
})

it("says why there are fewer shards than asked for", () => {
  const asked = { targetMs: null }
  expect(shardNotes(shards(1, 1), { ...asked, shards: 2 })).toEqual([])
  expect(shardNotes(shards(1, 1), { ...asked, shards: 5 })).toEqual([
    "2 of 5 shards: there are 2 scenarios to run, and no shard is empty",
  ])
  const [one] = shards(1).shards
  const together = one === undefined ? [] : [{ ...one, scenarios: ["a", "b"] }]
  expect(shardNotes({ shards: together }, { ...asked, shards: 3 })).toEqual([
    "1 of 3 shards: scenarios that need each other or share a group of the run stay together, and no shard is empty",
  ])
})
