import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles, sha256Text } from "../../../src/adapters/node/files/files.ts"
import { gitChanges } from "../../../src/adapters/node/machine/changes.ts"
import { nodeCommands } from "../../../src/adapters/node/machine/commands.ts"
import { planRun } from "../../../src/app/plan/plan-run.ts"
import { PlanSchema } from "../../../src/formats/plan.ts"
import { renderFailure } from "../../../src/report/text/failure-text.ts"
import { valid } from "../../__rig__/valid.ts"
import { ENV, makePlanningRig, type PlanningRig } from "../planning-rig.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

function plan(text: string, exclude: readonly string[] = [], shards = 1) {
  rig.folder.write({ "smoke.yml": text })
  return planRun(
    {
      root: rig.folder.root,
      suite: undefined,
      github: {},
      vars: {},
      settings: { exclude, workers: 2 },
      shards,
      assumedWorkers: 2,
    },
    { files: nodeFiles, changes: gitChanges, env: ENV, commands: nodeCommands, sha256: sha256Text },
  )
}

const SUITE = `
capabilities: { docker: { command: docker info }, license: { value: 2, scope: run } }
runners: { big: { runs-on: big, workers: 4 }, unused: { runs-on: other } }
groups: { pool: { key: pool, sequential: true } }
fixtures: { browser: { serve: ./server.sh } }
scenarios:
  plain: { run: "true", runner: big, requires: docker, demand: { license: 1 }, exclusive: true }
  leasing:
    run: "true"
    fixtures: browser
    group: pool
    strategy: { matrix: { pool: [a, b] } }
`

describe("a scenario that leases a fixture", () => {
  it("is listed, and planned with the fixture and nothing else of it", () => {
    expect(rig.selectedOf({ "smoke.yml": SUITE })).toEqual(["plain", "leasing:a", "leasing:b"])
    const planned = plan(SUITE)
    if (!planned.ok) throw new Error(renderFailure(planned.error))
    const made = planned.value.plan
    expect(Object.keys(made.fixtures ?? {})).toEqual(["browser"])
    expect(made.scenarios["leasing:a"]?.definition.fixtures).toEqual([
      { name: "browser", key: null },
    ])
    expect(made.scenarios["plain"]?.definition.fixtures).toBeUndefined()
  })

  it("stays in one shard with all that lease the same key, where its scope is the run", () => {
    const text = `
fixtures: { vm: { key: pool, start: "true", scope: run } }
scenarios:
  s:
    run: "true"
    fixtures: vm
    strategy: { matrix: { mode: [a, b, c], pool: [p, q] } }
`
    const planned = plan(text, [], 2)
    if (!planned.ok) throw new Error(renderFailure(planned.error))
    const pools = planned.value.plan.shards.map(({ scenarios }) =>
      [...new Set(scenarios.map((id) => id.at(-1)))].join(),
    )
    expect(pools.toSorted()).toEqual(["p", "q"])
  })

  it("hinders nothing else", () => {
    const planned = plan(SUITE, ["leasing"])
    if (!planned.ok) throw new Error(renderFailure(planned.error))
    const made = valid(PlanSchema, planned.value.plan)
    expect(made.scenarios["plain"]).toMatchObject({
      runner: "big",
      demand: { license: 1 },
      definition: { exclusive: true, requires: [{ text: "docker", name: ["docker"], test: null }] },
    })
    expect(Object.keys(made.probes ?? {})).toEqual(["docker", "license"])
    expect(Object.keys(made.runners ?? {})).toEqual(["big"])
    expect(made.groups["pool[a]"]).toEqual({
      maxParallel: 1,
      sequential: true,
      name: "pool",
      key: "a",
    })
  })
})
