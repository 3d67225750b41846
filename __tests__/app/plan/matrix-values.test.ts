// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles, sha256Text } from "../../../src/adapters/node/files/files.ts"
import { gitChanges } from "../../../src/adapters/node/machine/changes.ts"
import { nodeCommands } from "../../../src/adapters/node/machine/commands.ts"
import { planRun } from "../../../src/app/plan/plan-run.ts"
import { renderFailure } from "../../../src/report/text/failure-text.ts"
import type { Tree } from "../../__rig__/suite-folder.ts"
import { ENV, makePlanningRig, type PlanningRig } from "../planning-rig.ts"
import { STORAGE_PROFILES, STORAGE_SUITE } from "../storage-matrix.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

const suiteOf: PlanningRig["suiteOf"] = (...args) => rig.suiteOf(...args)
const failureOf: PlanningRig["failureOf"] = (...args) => rig.failureOf(...args)
const selectedOf: PlanningRig["selectedOf"] = (...args) => rig.selectedOf(...args)

describe("a matrix of six dimensions", () => {
  it("gives 4,536 scenarios by two lines of exclude", () => {
    const { suite } = suiteOf({ "smoke.yml": STORAGE_SUITE })
    expect(suite.scenarios).toHaveLength(4_536)
    expect(suite.scenarios[0]?.id).toBe("storage:pool-1:small:10Gi:1:random:4k")
    expect(suite.scenarios.at(-1)?.id).toBe("storage:pool-14:large:100Gi:8:restore:native")
  })

  it.each([
    [["quick"], 56, "60"],
    [["overview"], 28, "600"],
    [["rank"], 42, "120"],
    [["quick", "overview"], 14, "60"],
  ] as const)("is narrowed by %j to %i", (profiles, count, runtime) => {
    const { suite, selection } = suiteOf({ "smoke.yml": STORAGE_PROFILES }, { profiles })
    expect(selection.selected.size).toBe(count)
    expect(selection.whyNot.size).toBe(4_536 - count)
    const chosen = suite.scenarios.find(({ id }) => selection.selected.has(id))
    expect(chosen?.definition.env).toMatchObject({ RUNTIME: runtime })
  })

  it("says which profile leaves a scenario out, and why", () => {
    const { selection } = suiteOf({ "smoke.yml": STORAGE_PROFILES }, { profiles: ["quick"] })
    expect(selection.whyNot.get("storage:pool-1:large:10Gi:1:random:4k")).toBe(
      "profile quick: size is large",
    )
  })

  it("is cut to one pool by --matrix", () => {
    const matrix = [{ key: "pool", value: "pool-3" }]
    expect(selectedOf({ "smoke.yml": STORAGE_SUITE }, { matrix })).toHaveLength(324)
    const both = [...matrix, { key: "pool", value: "pool-4" }, { key: "size", value: "small" }]
    expect(selectedOf({ "smoke.yml": STORAGE_SUITE }, { matrix: both })).toHaveLength(216)
  })
})

describe("values by a command", () => {
  const suite = (command: string) =>
    `scenarios:\n  storage:\n    run: ./fio.sh\n    strategy:\n      matrix:\n        pool: ${command}\n        bs: [4k, 1M]\n`
  const tree = (command: string, script = "echo rep2; echo; echo rep3; echo rep2"): Tree => ({
    "smoke.yml": suite(command),
    "list.sh": script,
  })
  const LIST = "{ command: bash list.sh }"

  it("are its lines, or a JSON list", () => {
    const ids = ["storage:rep2:4k", "storage:rep2:1M", "storage:rep3:4k", "storage:rep3:1M"]
    expect(selectedOf(tree(LIST))).toEqual(ids)
    expect(selectedOf(tree(LIST, `echo '["rep2", {"name": "rep3", "n": 1}]'`))).toEqual(ids)
  })

  it("stay unexpanded where nothing is run", () => {
    const { suite: read, selection } = suiteOf(
      { ...tree(LIST, "echo ran > ran; echo a"), "more.txt": "" },
      { runCommands: false },
    )
    expect(read.scenarios).toMatchObject([{ id: "storage", unexpanded: true }])
    expect(selection.selected.size).toBe(1)
    expect(nodeFiles.exists(`${rig.folder.root}/ran`)).toBe(false)
  })

  it("see no token of the runner", () => {
    const script = 'echo "x${ACTIONS_RUNTIME_TOKEN:-none}"'
    expect(selectedOf(tree(LIST, script))).toEqual(["storage:xnone:4k", "storage:xnone:1M"])
  })

  it.each([
    ["exit 3", "it ended with exit code 3"],
    ["echo cannot reach it >&2; exit 1", "it ended with exit code 1: cannot reach it"],
    [
      "echo ERROR: no quota >&2; echo bye >&2; exit 1",
      "it ended with exit code 1: ERROR: no quota",
    ],
    ["echo no pools; exit 3", "it ended with exit code 3: no pools"],
    ["echo values >&2", "it wrote nothing to stdout"],
    ["echo '[]'; echo", "it wrote no value: `[]`"],
    ["echo '[1,'; echo ' 2'", "it wrote a list that is not JSON: `[1,⏎2`"],
    [`printf '[%0300d' 1`, `it wrote a list that is not JSON: \`[${"0".repeat(199)}…\``],
    ["kill -9 $$", "it was ended by SIGKILL"],
  ])("of %j are a diagnostic at the command", (script, message) => {
    const text = failureOf(tree(LIST, script))
    expect(text).toContain("smoke.yml:6:26 error matrix/command")
    expect(text).toContain(`the command for \`pool\` gave no values: ${message}\n`)
  })

  it("take no longer than their timeout, with all they started", () => {
    const started = Date.now()
    const text = failureOf(tree("{ command: bash list.sh, timeout: 200ms }", "sleep 60 & sleep 60"))
    expect(text).toContain("it took longer than 200ms")
    expect(Date.now() - started).toBeLessThan(10_000)
  })

  it("never come from an expression", () => {
    const text = failureOf(tree(`"\${{ fromJSON('{\\"command\\": \\"touch ran\\"}') }}"`))
    expect(text).toContain("a command for values must be written out in the suite file")
    expect(nodeFiles.exists(`${rig.folder.root}/ran`)).toBe(false)
  })

  it("are part of the plan", () => {
    rig.folder.write(tree(LIST))
    const planned = planRun(
      {
        root: rig.folder.root,
        suite: undefined,
        github: {},
        vars: {},
        settings: {},
        shards: 1,
        assumedWorkers: 2,
      },
      {
        files: nodeFiles,
        sha256: sha256Text,
        changes: gitChanges,
        env: ENV,
        commands: nodeCommands,
      },
    )
    if (!planned.ok) throw new Error(renderFailure(planned.error))
    expect(planned.value.plan.scenarios["storage:rep3:1M"]?.definition.matrix).toEqual({
      pool: "rep3",
      bs: "1M",
    })
  })
})

describe("if over a matrix", () => {
  it("skips single expansions", () => {
    const { suite } = suiteOf({
      "smoke.yml": `scenarios:
  storage:
    run: ./fio.sh
    if: matrix.pool != 'rep2' || matrix.bs == '4k'
    strategy: { matrix: { pool: [rep2, rep3], bs: [4k, 1M] } }
`,
    })
    const skipped = suite.scenarios.filter(({ skip }) => skip !== null).map(({ id }) => id)
    expect(skipped).toEqual(["storage:rep2:1M"])
  })
})
