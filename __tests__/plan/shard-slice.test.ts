import { describe, expect, it } from "vitest"
import { sha256Text } from "../../src/adapters/node/files/files.ts"
import { digestOf } from "../../src/app/plan/plan-run.ts"
import type { Plan } from "../../src/formats/plan.ts"
import { partOfShard, sliceOfShard } from "../../src/plan/shard-slice.ts"
import { buildPlan, buildSkip } from "../__rig__/builders.ts"

const script = (path: string) => ({
  file: path,
  command: { kind: "script", path, shebang: null } as const,
})
const PLAN = buildPlan({
  shards: [
    [{ id: "a", groups: ["turns"], definition: script("a.sh") }, "b"],
    [{ id: "c", groups: ["turns"], definition: script("c.sh") }],
  ],
  groups: { turns: { maxParallel: 1, sequential: true, turns: ["a", "c"] } },
  skipped: [buildSkip("gpu", "no gpu")],
  unselected: ["slow"],
  more: {
    files: ["smoke.yml", "a.sh", "c.sh", "shared.yml"].map((path) => ({ path, sha256: path })),
  },
})
const digest = (part: Plan) => digestOf(part, sha256Text)
const part = (shard: number, of = PLAN) => partOfShard(of, shard, digest)

describe("partOfShard", () => {
  it("holds what one shard has to do with, under the digest of the whole plan", () => {
    const { scenarios, shards, files, groups, digest: whole, part: own } = part(2)
    expect(Object.keys(scenarios)).toEqual(["c"])
    expect(shards).toEqual([PLAN.shards[1]])
    expect(files.map(({ path }) => path)).toEqual(["c.sh", "shared.yml"])
    expect(groups["turns"]?.turns).toEqual(["c"])
    expect(whole).toBe(PLAN.digest)
    expect(own).toMatchObject({ shard: 2, shards: 2 })
  })

  it("leaves what the plan skips to the first", () => {
    const [first, second] = [part(1), part(2)]
    expect([first.skipped, first.unselected]).toEqual([PLAN.skipped, PLAN.unselected])
    expect([second.skipped, second.unselected]).toEqual([[], []])
  })

  it("has a digest of its own that names the whole", () => {
    const own = part(2)
    expect(digest(own)).toBe(own.part?.digest)
    expect(own.part?.digest).not.toBe(part(1).part?.digest)
    const other = part(2, { ...PLAN, digest: PLAN.digest.replace("0", "1") })
    expect(other.part?.digest).not.toBe(own.part?.digest)
  })

  it("of a part is the part, and of a plan of one shard the plan", () => {
    expect(part(2, part(2))).toEqual(part(2))
    const single = sliceOfShard(PLAN, 1)
    expect(part(1, single)).toBe(single)
  })
})
