import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles, sha256Text } from "../../../src/adapters/node/files/files.ts"
import { gitChanges } from "../../../src/adapters/node/machine/changes.ts"
import { nodeCommands } from "../../../src/adapters/node/machine/commands.ts"
import { refuseClash } from "../../../src/app/hand-over/refuse-clash.ts"
import { planRun } from "../../../src/app/plan/plan-run.ts"
import type { Capability } from "../../../src/formats/capability.ts"
import { renderDiagnostics } from "../../../src/report/text/diagnostic-text.ts"
import { renderFailure } from "../../../src/report/text/failure-text.ts"
import { there } from "../../capability/capability-rig.ts"
import { ENV, makePlanningRig, type PlanningRig } from "../planning-rig.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

const CLASSES = "runners: { lin: { runs-on: ubuntu-latest }, win: { runs-on: windows-latest } }"

/** What `validate` says; empty where nothing is wrong. */
function validated(text: string): string {
  const { suite, selection } = rig.suiteOf({ "smoke.yml": text })
  const found = refuseClash(suite, { selected: selection.selected })
  return found.length === 0 ? "" : renderDiagnostics(found)
}

function plan(
  text: string,
  more: { readonly here?: boolean; readonly seen?: ReadonlyMap<string, Capability[]> } = {},
) {
  rig.folder.write({ "smoke.yml": text })
  return planRun(
    {
      root: rig.folder.root,
      suite: undefined,
      github: {},
      vars: {},
      settings: { workers: 2 },
      shards: 4,
      assumedWorkers: 2,
      ...more,
    },
    { files: nodeFiles, changes: gitChanges, env: ENV, commands: nodeCommands, sha256: sha256Text },
  )
}

/** What `plan` says; empty where it makes one. */
function refused(text: string, more: Parameters<typeof plan>[1] = {}): string {
  const planned = plan(text, more)
  return planned.ok ? "" : renderFailure(planned.error)
}

describe("scenarios of one shard that name different classes", () => {
  it.each([
    ["needs", "needs: [a]", ""],
    ["a group of the run", "group: seq", ", group: seq"],
  ])("are refused where %s join them", (_, of, ofOther) => {
    const text = [
      CLASSES,
      "groups: { seq: { sequential: true, scope: run } }",
      "scenarios:",
      `  a: { run: "true", runner: lin${ofOther} }`,
      `  b: { run: "true", runner: win, ${of} }`,
    ].join("\n")
    const found = validated(text)
    expect(found).toContain("smoke.yml:5:21 error scenario/runner-clash: `b` (runner `win`)")
    expect(found).toContain("and `a` (runner `lin`)")
    expect(found).toContain("smoke.yml:4:21: the other is here")
    expect(found).toContain(of === "group: seq" ? "joined by the group `seq`" : "joined by needs")
    expect(refused(text)).toBe(found)
    expect(refused(text, { here: true })).toBe("")
  })

  it("may share a group that holds inside each shard", () => {
    const text = [
      CLASSES,
      "groups: { seq: { sequential: true } }",
      "scenarios:",
      '  a: { run: "true", runner: lin, group: seq }',
      '  b: { run: "true", runner: win, group: seq }',
    ].join("\n")
    expect(validated(text)).toBe("")
    expect(refused(text)).toBe("")
  })
})

describe("scenarios of one shard that fit only different classes", () => {
  const MIX = [
    CLASSES,
    "scenarios:",
    '  a: { run: "true", requires: ["os == linux"] }',
    '  b: { run: "true", requires: ["os == windows"], needs: [a] }',
    '  c: { run: "true", requires: ["os == windows"] }',
  ].join("\n")

  it("are refused, with what each class lacks", () => {
    const found = validated(MIX)
    expect(found.replace(/ \(20\d\d-\d\d-\d\d\)/gu, "")).toMatchInlineSnapshot(`
      "smoke.yml:4:21 error scenario/runner-clash: \`b\` and \`a\` are joined by needs, but no runner class fits both; lin: \`b\` needs os == windows; found linux (ubuntu-latest, as GitHub documents it); win: \`a\` needs os == linux; found windows (windows-latest, as GitHub documents it)
           4 |   b: { run: "true", requires: ["os == windows"], needs: [a] }
             |                     ^^^^^^^^
        smoke.yml:3:21: the other is here
           3 |   a: { run: "true", requires: ["os == linux"] }
             |                     ^^^^^^^^
        help: part them, or let them ask for what one class has

      1 error"
    `)
    expect(refused(MIX)).toBe(found)
    expect(refused(MIX, { here: true })).toBe("")
  })

  it("are refused where one of them names a class that the other does not fit", () => {
    const text = [
      CLASSES,
      "groups: { one: { scope: run } }",
      "scenarios:",
      '  a: { run: "true", runner: lin, group: one }',
      '  b: { run: "true", requires: ["os == windows"], group: one }',
    ].join("\n")
    expect(validated(text)).toContain(
      "smoke.yml:5:21 error scenario/runner-clash: `a` (runner `lin`) and `b` are joined by the group `one`, but no runner class fits both; lin: `b` needs os == windows; found linux",
    )
    expect(refused(text)).toBe(validated(text))
  })

  it("are skipped where one of them fits no class at all, with what needs it", () => {
    const text = MIX.replace("os == linux", "os == macos")
    expect(validated(text)).toBe("")
    const planned = plan(text)
    if (!planned.ok) throw new Error(renderFailure(planned.error))
    const { skipped, shards } = planned.value.plan
    expect(skipped.map(({ id, reason }) => [id, reason])).toEqual([
      ["a", "missing-capability"],
      ["b", "dependency-failed"],
    ])
    expect(shards.map(({ runner, scenarios }) => [runner, scenarios])).toEqual([["win", ["c"]]])
  })

  it("are refused by what a probe job told of machines, never by what it did not find", () => {
    const text = [
      "runners: { one: { runs-on: one }, two: { runs-on: two } }",
      "scenarios:",
      '  a: { run: "true", requires: ["arch == arm64"] }',
      '  b: { run: "true", requires: [kind, "os == linux"], needs: [a] }',
    ].join("\n")
    const arch = (value: string) => there("arch", { value })
    const absent = { ...there("kind"), present: false }
    const tool = new Map([
      ["one", [arch("arm64"), absent]],
      ["two", [arch("x64")]],
    ])
    expect(refused(text, { seen: tool })).toBe("")
    const machine = new Map([
      ["one", [arch("arm64"), there("os", { value: "macos" })]],
      ["two", [arch("x64")]],
    ])
    expect(refused(text, { seen: machine })).toContain("one: `b` needs os == linux; found macos")
  })
})
