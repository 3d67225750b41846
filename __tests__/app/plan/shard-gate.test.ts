import { describe, expect, it } from "vitest"
import { autoWorkers, shardGate } from "../../../src/app/plan/shard-gate.ts"
import { indexCapabilities } from "../../../src/capability/evaluate.ts"
import type { WorkerCount } from "../../../src/core/quantities/workers.ts"
import type { Capability } from "../../../src/formats/capability.ts"
import type { FixtureSpec } from "../../../src/formats/fixture.ts"
import { buildPlan } from "../../__rig__/builders.ts"
import { there } from "../../capability/capability-rig.ts"

describe("autoWorkers", () => {
  const ids = Array.from({ length: 60 }, (_, i) => `s${i}`)
  const plan = buildPlan({ shards: [ids] })
  const how = { kind: "kubernetes", selector: "", reserve: 0.4, pods: null } as const
  const probes = { cluster: { scope: "run", required: false, timeoutMs: 1_000, how } } as const
  const scenarios = Object.fromEntries(
    Object.entries(plan.scenarios).map(([id, { definition }]) => [
      id,
      { definition, demand: { "cluster.cpu": 2 } },
    ]),
  )
  const capabilities = indexCapabilities([
    there("cluster", { scope: "run", quantity: 3, unit: "nodes" }),
    there("cluster.cpu", { scope: "run", quantity: 100, unit: "cores" }),
  ])

  it.each<[WorkerCount, number | null]>([
    ["auto", 50],
    ["80%", 40],
    ["1%", 1],
    [7, null],
  ])("%s of what a cluster has: %s", (workers, many) => {
    const found = autoWorkers({
      plan: { groups: plan.groups, probes, scenarios },
      ...{ ids, workers, capabilities },
    })
    expect(found?.workers ?? null).toBe(many)
  })
})

describe("what instances of fixtures take", () => {
  const take = async (name: string, amount: number, probed: readonly Capability[]) => {
    const made = buildPlan({ shards: [["a", "b"]] })
    const [planned] = made.shards
    const a = made.scenarios["a"]
    if (planned === undefined || a === undefined) throw new Error("no plan")
    const leasing = { ...a.definition, fixtures: [{ name: "f", key: null }] }
    const keys = { "": { matrix: {}, demand: { [name]: amount }, fixtures: [] } }
    const plan = {
      ...made,
      scenarios: { ...made.scenarios, a: { ...a, definition: leasing } },
      fixtures: { f: { keys } as unknown as FixtureSpec },
    }
    const schedule = { items: [], workers: 1, groups: {}, seed: 1, failFast: null }
    const gate = shardGate(
      {
        ...{ plan, planned, ids: ["a", "b"], schedule, root: "/", probed },
        emit: () => true,
        onWorkers: () => undefined,
      },
      {} as Parameters<typeof shardGate>[1],
    )
    return gate?.({ env: {}, signal: new AbortController().signal })
  }
  const all = ["cpu", "memory", "disk", "slots"]

  it.each(all)("is a resource of the shard, whatever scenarios take: %s", async (name) => {
    const passed = await take(name, 4, [there(name, { quantity: 5 })])
    expect(passed?.schedule.resources).toEqual({ [name]: 5 })
    expect([...(passed?.missing ?? [])]).toEqual([])
  })

  it.each(all)("skips what leases one that there is too little for: %s", async (name) => {
    const passed = await take(name, 6, [there(name, { quantity: 5 })])
    expect([...(passed?.missing.keys() ?? [])]).toEqual(["a"])
    expect(passed?.missing.get("a")).toMatch(/^fixture f takes /u)
  })
})
