import { describe, expect, it } from "vitest"
import { autoWorkers } from "../../../src/app/plan/shard-gate.ts"
import { indexCapabilities } from "../../../src/capability/evaluate.ts"
import type { WorkerCount } from "../../../src/core/quantities/workers.ts"
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
