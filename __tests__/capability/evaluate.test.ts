import { describe, expect, it } from "vitest"
import { checkDemand, checkRequirement, indexCapabilities } from "../../src/capability/evaluate.ts"
import { absent, requirements, there } from "./capability-rig.ts"

const GI = 2 ** 30

const HERE = indexCapabilities([
  there("memory", { quantity: 7.5 * GI, unit: "bytes", evidence: "/proc/meminfo" }),
  there("cpu", { quantity: 1.5, unit: "cores" }),
  there("node", { value: "22.11.0", evidence: "node --version" }),
  there("os", { value: "linux" }),
  there("gpu", { quantity: 0, unit: "gpus", evidence: "no nvidia-smi" }),
  absent("docker", "docker info: cannot connect"),
  there("plain"),
  there("cluster", { quantity: 3, unit: "nodes", evidence: "kubectl get nodes" }),
  there("cluster.memory", { quantity: 900 * GI, unit: "bytes" }),
  there("cluster['nvidia.com/gpu']", { quantity: 2, unit: "pieces" }),
  absent("store"),
])

/** What a machine without a graphics processor is known by, and a suite that says there is none. */
const WITHOUT = indexCapabilities([
  there("gpu", { present: false, quantity: 0, unit: "gpus", evidence: "the label has none" }),
  there("fpga", { present: false, quantity: 0, evidence: "as the suite declares it" }),
  there("tool", { present: false, evidence: "no such program" }),
])

function check(text: string, capabilities = HERE): string {
  const [requirement] = requirements(text)
  if (requirement === undefined) throw new Error("no requirement")
  const found = checkRequirement(requirement, capabilities)
  return found.kind === "lacks" ? found.message : found.kind
}

describe("checkRequirement", () => {
  it.each([
    ["plain", "met"],
    ["memory", "met"],
    ["memory >= 7Gi", "met"],
    ["memory >= 8Gi", "needs memory >= 8Gi; found 7.5 GiB (/proc/meminfo)"],
    ["cpu >= 1.5", "met"],
    ["cpu > 1.5", "needs cpu > 1.5; found 1.5 cores (it reported a failure without a message)"],
    ["cpu <= 1500m", "met"],
    ["node", "met"],
    ["node >= 22", "met"],
    ["node == 22", "met"],
    ["node > 22", "needs node > 22; found 22.11.0 (node --version)"],
    ["node >= 22.9", "met"],
    ["node >= 22.12", "needs node >= 22.12; found 22.11.0 (node --version)"],
    ["os == Linux", "met"],
    ["os != windows", "met"],
    ["os == windows", "needs os == windows; found linux (it reported a failure without a message)"],
    [
      "os >= windows",
      "needs os >= windows; found linux, which can only be compared with == or != (it reported a failure without a message)",
    ],
    ["gpu", "needs gpu; there is none: no nvidia-smi"],
    ["gpu >= 1", "needs gpu >= 1; found 0 gpus (no nvidia-smi)"],
    ["docker", "needs docker; it is absent: docker info: cannot connect"],
    ["docker >= 24", "needs docker >= 24; it is absent: docker info: cannot connect"],
    [
      "plain >= 2",
      "needs plain >= 2; found present, which has no quantity or version to compare with (it reported a failure without a message)",
    ],
    [
      "memory == much",
      'needs memory == much; found 7.5 GiB, which is a quantity, but "much" is not (/proc/meminfo)',
    ],
    ["cluster.memory >= 4Gi", "met"],
    ['cluster["nvidia.com/gpu"] >= 1', "met"],
    [
      'cluster["amd.com/gpu"] >= 1',
      'needs cluster["amd.com/gpu"] >= 1; cluster has no such part (kubectl get nodes)',
    ],
    ["store.size >= 1", "needs store.size >= 1; store is absent: nobody answers"],
    ["other", "unknown"],
    ["other.part >= 1", "unknown"],
  ])("%s: %s", (text, says) => {
    expect(check(text)).toBe(says)
  })
})

describe("a counted capability that is absent", () => {
  it.each([
    ["gpu == 0", "met"],
    ["gpu < 1", "met"],
    ["gpu != 1", "met"],
    ["fpga <= 0", "met"],
    ["gpu", "needs gpu; it is absent: the label has none"],
    ["gpu >= 1", "needs gpu >= 1; it is absent: the label has none"],
    ["gpu != 0", "needs gpu != 0; it is absent: the label has none"],
    ["tool < 2", "needs tool < 2; it is absent: no such program"],
    ["tool == 0", "needs tool == 0; it is absent: no such program"],
  ])("compares as 0: %s: %s", (text, says) => {
    expect(check(text, WITHOUT)).toBe(says)
  })
})

describe("checkDemand", () => {
  it.each([
    ["cpu", 1.5, "met"],
    [
      "cpu",
      2,
      "takes 2 cores of cpu; there is 1.5 cores (it reported a failure without a message)",
    ],
    ["memory", 8 * GI, "takes 8 GiB of memory; there is 7.5 GiB (/proc/meminfo)"],
    ["docker", 1, "takes 1 of docker; it is absent: docker info: cannot connect"],
    ["plain", 3, "met"],
    [
      "cluster.cpu",
      2,
      "takes 2 cores of cluster.cpu; cluster has no such part (kubectl get nodes)",
    ],
    ["cluster['nvidia.com/gpu']", 2, "met"],
    ["tokens", 5, "unknown"],
    ["docker", 0, "met"],
  ])("%s %d: %s", (name, amount, says) => {
    const found = checkDemand({ name, amount }, HERE)
    expect(found.kind === "lacks" ? found.message : found.kind).toBe(says)
  })
})
