import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { clusterWorkers, lanesOf } from "../../src/capability/cluster-workers.ts"
import { countPods, parseCluster } from "../../src/capability/kubernetes.ts"

const GI = 2 ** 30

function node(name: string, allocatable: unknown, more: Readonly<Record<string, unknown>> = {}) {
  const ready = [
    { type: "MemoryPressure", status: "False" },
    { type: "Ready", status: "True" },
  ]
  return { metadata: { name }, spec: {}, status: { allocatable, conditions: ready }, ...more }
}

function cluster(...items: readonly unknown[]): string {
  return JSON.stringify({ kind: "List", items })
}

function capacity(text: string, reserve = 0) {
  const parsed = parseCluster(text, reserve)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

const LARGE = { cpu: "96", memory: "512Gi", pods: "110", "nvidia.com/gpu": "2" }

describe("parseCluster", () => {
  it("adds up allocatable and keeps back cpu and memory alone", () => {
    const { nodes, quantities, remarks } = capacity(
      cluster(node("a", LARGE), node("b", LARGE), node("c", LARGE)),
      0.4,
    )
    expect(nodes).toBe(3)
    expect(remarks).toEqual([])
    expect(quantities).toEqual({
      cpu: 172.8,
      memory: Math.floor(921.6 * GI),
      pods: 330,
      "nvidia.com/gpu": 6,
    })
  })

  it("reads every form a kubelet writes", () => {
    const { quantities } = capacity(
      cluster(
        node("a", { cpu: "3920m", memory: "15842284Ki", "ephemeral-storage": "95491281146" }),
        node("b", { cpu: 4, memory: "16e9", "hugepages-2Mi": "0" }),
      ),
    )
    expect(quantities).toEqual({
      cpu: 7.92,
      memory: 15_842_284 * 1024 + 16e9,
      "ephemeral-storage": 95_491_281_146,
      "hugepages-2Mi": 0,
    })
  })

  it("leaves out what does not count, and says so", () => {
    const notReady = { allocatable: LARGE, conditions: [{ type: "Ready", status: "Unknown" }] }
    const { nodes, quantities, remarks } = capacity(
      cluster(
        node("good", { cpu: "2", memory: "-5Gi", "x.io/y": "lots" }),
        node("gone", LARGE, { status: notReady }),
        node("bare", LARGE, { status: { allocatable: LARGE } }),
        node("cordoned", LARGE, { spec: { unschedulable: true } }),
        node("silent", undefined),
        { metadata: 7, status: [] },
      ),
    )
    expect(nodes).toBe(1)
    expect(quantities).toEqual({ cpu: 2 })
    expect(remarks).toEqual([
      "good: memory is left out, -5Gi is negative",
      'good: x.io/y is left out, "lots" is not a quantity',
      "gone is not ready",
      "bare is not ready",
      "cordoned accepts no pods (cordoned)",
      "and 2 more",
    ])
  })

  it("leaves out absurd quantities, and keeps the rest of the node", () => {
    const absurd = { cpu: "4", memory: "1e40", "x.io/y": "9".repeat(400), "x.io/z": "-1" }
    const { quantities, remarks } = capacity(cluster(node("a", absurd)))
    expect(quantities).toEqual({ cpu: 4 })
    expect(remarks.map((remark) => remark.slice(0, 24))).toEqual([
      "a: memory is left out, 1",
      'a: x.io/y is left out, "',
      "a: x.io/z is left out, -",
    ])
    expect(remarks.every((remark) => remark.length < 300)).toBe(true)
  })

  it.each([
    ["", 'its answer is not JSON: ""'],
    ["error: You must be logged in", 'its answer is not JSON: "error: You must be logged in"'],
    ["[]", "its answer is not a list of nodes"],
    ['{"items": 3}', "its answer is not a list of nodes"],
    ["null", "its answer is not a list of nodes"],
  ])("refuses %j", (text, error) => {
    expect(parseCluster(text, 0)).toEqual({ ok: false, error })
  })

  it("leaves out what is no text or number", () => {
    const odd = { cpu: "2", memory: { toString: null }, "x.io/y": [], "x.io/z": null }
    const { quantities, remarks } = capacity(cluster(node("a", odd)))
    expect(quantities).toEqual({ cpu: 2 })
    expect(remarks).toEqual([
      "a: memory is left out, it is not a quantity",
      "a: x.io/y is left out, it is not a quantity",
      "a: x.io/z is left out, it is not a quantity",
    ])
  })

  it("never fails on JSON of any shape and never counts below zero", () => {
    const anything = fc
      .jsonValue()
      .map((value) => JSON.stringify({ items: [value, node("a", value)] }))
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseCluster(text, 0.4)
        if (!parsed.ok) return
        for (const quantity of Object.values(parsed.value.quantities)) {
          expect(quantity).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})

describe("countPods", () => {
  const pod = (phase: string, ready: string, leaving = false) => ({
    metadata: leaving ? { deletionTimestamp: "2026-11-21T10:00:00Z" } : {},
    status: { phase, conditions: [{ type: "Ready", status: ready }] },
  })

  it("counts those that run and are ready", () => {
    const items = [
      pod("Running", "True"),
      pod("Running", "False"),
      pod("Pending", "False"),
      pod("Succeeded", "False"),
      pod("Running", "True", true),
      pod("Running", "Unknown"),
      pod("Running", "True"),
      { status: { phase: "Running" } },
      { status: { phase: "Running", conditions: [{ type: "Initialized", status: "True" }] } },
    ]
    expect(countPods(cluster(...items))).toEqual({ ok: true, value: 2 })
    expect(countPods("no")).toEqual({ ok: false, error: 'its answer is not JSON: "no"' })
  })
})

describe("clusterWorkers", () => {
  const text = cluster(node("a", LARGE), node("b", LARGE), node("c", LARGE))
  const { quantities } = capacity(text, 0.4)
  const available = {
    "cluster.cpu": quantities["cpu"] ?? 0,
    "cluster.memory": quantities["memory"] ?? 0,
  }
  const each = { "cluster.cpu": 2, "cluster.memory": 4 * GI }

  it("takes the scarcest of memory, cpu and pools", () => {
    const demands = Array.from({ length: 36 }, () => each)
    expect(clusterWorkers({ available, demands, lanes: 9 })).toEqual({
      workers: 9,
      limits: [
        { name: null, workers: 9, mean: 0, available: 9 },
        { name: "cluster.cpu", workers: 86, mean: 2, available: available["cluster.cpu"] },
        {
          name: "cluster.memory",
          workers: 230,
          mean: 4 * GI,
          available: available["cluster.memory"],
        },
      ],
    })
    expect(clusterWorkers({ available, demands, lanes: 400 })?.workers).toBe(86)
  })

  it("takes the mean of sizes that differ, over those that take any", () => {
    const demands = [{ "cluster.cpu": 2 }, { "cluster.cpu": 8 }, {}]
    const found = clusterWorkers({ available: { "cluster.cpu": 100 }, demands, lanes: 99 })
    expect(found).toMatchObject({ workers: 20, limits: [{ mean: 5 }, { workers: 99 }] })
  })

  it("is nothing where nobody takes any, and one where there is too little", () => {
    expect(clusterWorkers({ available, demands: [{}, { cpu: 1 }], lanes: 2 })).toBeNull()
    expect(
      clusterWorkers({ available, demands: [{ "cluster.cpu": 999 }], lanes: 2 }),
    ).toMatchObject({ workers: 1, limits: [{ workers: 0 }, { workers: 2 }] })
  })

  it("is exact where division is not", () => {
    const found = clusterWorkers({
      available: { "cluster.cpu": 0.3 },
      demands: [{ "cluster.cpu": 0.1 }],
      lanes: 9,
    })
    expect(found?.workers).toBe(3)
  })
})

describe("lanesOf", () => {
  it("counts what groups let run beside each other", () => {
    const groups = {
      "pool[a]": { maxParallel: null, sequential: true },
      "pool[b]": { maxParallel: null, sequential: true },
      slow: { maxParallel: 3 },
      free: { maxParallel: null },
    }
    const member = (...names: readonly string[]) => ({ groups: names })
    expect(
      lanesOf(
        [
          member("pool[a]"),
          member("pool[a]", "free"),
          member("pool[b]"),
          member("slow"),
          member("slow"),
          member("slow", "pool[b]"),
          member("free"),
          member(),
        ],
        groups,
      ),
    ).toBe(6)
  })
})
