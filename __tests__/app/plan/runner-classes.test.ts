import { describe, expect, it } from "vitest"
import { readProbed } from "../../../src/app/plan/read-probed.ts"
import { refuseRunners } from "../../../src/app/plan/refuse-runners.ts"
import { runnerNotes } from "../../../src/app/plan/runner-notes.ts"
import { err, ok } from "../../../src/core/problems/result.ts"
import type { RegisteredRunner } from "../../../src/ports/repository.ts"
import { buildPlan } from "../../__rig__/builders.ts"

const PLAN = buildPlan({ shards: [["a"], ["b"], ["c"]] })

function planOn(...classes: readonly (readonly [string, string | string[]])[]) {
  const shards = PLAN.shards.flatMap((shard, index) => {
    const [runner, runsOn] = classes[index] ?? []
    return runner === undefined || runsOn === undefined ? [] : [{ ...shard, runner, runsOn }]
  })
  return { shards }
}

const TWO = planOn(["linux", "ubuntu-latest"], ["gpu", ["self-hosted", "GPU"]], ["arm", "arm"])

describe("refuseRunners", () => {
  it("refuses labels that nobody allowed, by class", () => {
    expect(refuseRunners(TWO, [])).toMatchObject({
      reason: "usage/invalid",
      message: "runner classes use labels that are not allowed: gpu (self-hosted, GPU); arm (arm)",
    })
    expect(refuseRunners(TWO, ["ubuntu-*", "self-hosted", "gpu", "arm"])).toBeNull()
    expect(refuseRunners(planOn(["default", "ubuntu-latest"]), [])).toBeNull()
  })
})

describe("runnerNotes", () => {
  const runner = (labels: string[], more: Partial<RegisteredRunner> = {}): RegisteredRunner => {
    return { name: "box", online: true, busy: false, labels, ...more }
  }

  it("counts the runners that have all labels of a class", async () => {
    const list = () =>
      Promise.resolve(
        ok([
          runner(["self-hosted", "gpu", "linux"]),
          runner(["self-hosted", "gpu"], { busy: true }),
          runner(["self-hosted", "gpu"], { online: false }),
          runner(["self-hosted"]),
        ]),
      )
    expect(await runnerNotes(TWO, { list })).toEqual([
      "runner class gpu: 3 registered, 2 online, 1 idle",
      expect.stringMatching(
        /^runner class arm: no runner of this repository has the labels arm; /u,
      ),
    ])
  })

  it("asks only where there is something to ask about, and never fails", async () => {
    const list = () => Promise.resolve(err("403 Forbidden"))
    expect(await runnerNotes(TWO, { list })).toEqual([
      "the runners of this repository could not be listed: 403 Forbidden",
    ])
    const never = () => Promise.reject(new Error("asked"))
    expect(await runnerNotes(planOn(["default", "macos-15"]), { list: never })).toEqual([])
  })
})

describe("readProbed", () => {
  const capability = {
    ...{ name: "gpu", scope: "runner", present: true, quantity: 2, unit: "gpus" },
    evidence: "nvidia-smi",
  }
  const files: Readonly<Record<string, string>> = {
    good: JSON.stringify({ capabilities: [capability, { ...capability, scope: "run" }] }),
    cut: '{"capabilities": [',
    hostile: JSON.stringify({ capabilities: [{ ...capability, quantity: -3 }] }),
  }
  const readText = (path: string) => {
    const text = files[path]
    return text === undefined ? err({ path, code: "ENOENT", message: "no such file" }) : ok(text)
  }

  it("takes what a class has, and says what it cannot use", () => {
    const given = ["good", "cut", "hostile", "gone"].map((path) => ({ key: path, value: path }))
    const { seen, notes } = readProbed(given, { readText })
    expect([...seen]).toEqual([["good", [capability]]])
    expect(notes).toEqual([
      "the probe file of runner class cut is not used: cut: it is not JSON",
      "the probe file of runner class hostile is not used: hostile: it is not the output of `probe --json`",
      "the probe file of runner class gone is not used: gone: no such file",
    ])
  })
})
