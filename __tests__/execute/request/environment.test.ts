import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PORT_RANGES, PORTS_PER_WORKER, portBase } from "../../../src/core/quantities/port-range.ts"
import {
  type AttemptPlace,
  COMMAND_FILES,
  inheritedEnvironment,
  scrubEnvironment,
  smokeVariables,
} from "../../../src/execute/request/environment.ts"

describe("scrubEnvironment", () => {
  const env = {
    PATH: "/bin",
    GITHUB_SHA: "abc",
    RUNNER_TRACKING_ID: "github_1",
    ACTIONS_RUNTIME_TOKEN: "t",
    INPUT_ENV: "A=secret",
    "INPUT_GITHUB-TOKEN": "t",
    STATE_folder: "/x",
    GITHUB_OUTPUT: "/o",
    GITHUB_STEP_SUMMARY: "/s",
    SMOKE_ATTEMPT: "7",
    _: "/usr/bin/npx",
    SMOKE_TMP: "/outer",
    MY_INPUT_X: "kept",
    actions_lower: "kept",
  }

  it("keeps what belongs to the machine and drops what belongs to the step or an outer run", () => {
    expect(scrubEnvironment(env)).toEqual({
      PATH: "/bin",
      GITHUB_SHA: "abc",
      RUNNER_TRACKING_ID: "github_1",
      MY_INPUT_X: "kept",
      actions_lower: "kept",
    })
  })

  it("lets through what is named, but never the step's own files nor an outer run's variables", () => {
    const passed = ["ACTIONS_RUNTIME_TOKEN", "GITHUB_OUTPUT", "SMOKE_TMP", "NOT_SET"]
    const scrubbed = scrubEnvironment(env, passed)
    expect(scrubbed["ACTIONS_RUNTIME_TOKEN"]).toBe("t")
    expect(Object.keys(scrubbed)).not.toEqual(expect.arrayContaining(["GITHUB_OUTPUT"]))
    expect(Object.keys(scrubbed)).not.toEqual(expect.arrayContaining(["SMOKE_TMP"]))
    expect(Object.keys(scrubbed)).not.toContain("STATE_folder")
  })

  it("changes no value and adds no name", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (given) => {
        for (const [name, value] of Object.entries(scrubEnvironment(given))) {
          expect(given[name]).toBe(value)
        }
      }),
    )
  })
})

describe("portBase", () => {
  it("gives workers side by side ranges that do not meet, below the ephemeral ports", () => {
    const bases = Array.from({ length: PORT_RANGES }, (_, index) => portBase(index + 1))
    expect(new Set(bases).size).toBe(PORT_RANGES)
    expect(Math.min(...bases)).toBe(20_000)
    expect(Math.max(...bases) + PORTS_PER_WORKER).toBeLessThanOrEqual(32_000)
    for (const base of bases) expect((base - 20_000) % PORTS_PER_WORKER).toBe(0)
  })

  it("begins again where there are more workers than ranges", () => {
    expect(portBase(PORT_RANGES + 1)).toBe(portBase(1))
  })
})

describe("inheritedEnvironment", () => {
  const env = {
    PATH: "/bin",
    HOME: "/h",
    LC_ALL: "C",
    GITHUB_TOKEN: "t",
    AWS_SECRET: "s",
    PATHOLOGY: "x",
    RUNNER_TRACKING_ID: "github_1",
    MINE: "1",
  }

  it.each([
    ["all", Object.keys(env)],
    ["minimal", ["PATH", "HOME", "LC_ALL", "RUNNER_TRACKING_ID"]],
    [
      ["MINE", "NONE"],
      ["PATH", "HOME", "LC_ALL", "RUNNER_TRACKING_ID", "MINE"],
    ],
  ] as const)("%s", (inherit, names) => {
    expect(Object.keys(inheritedEnvironment(env, inherit))).toEqual(names)
  })
})

describe("smokeVariables", () => {
  const place: AttemptPlace = {
    runId: "r1",
    id: "storage:rep2",
    number: 2,
    shard: 3,
    shards: 8,
    worker: 4,
    workers: 5,
    groupSlots: {},
    seed: 9,
    root: "/root",
    portBase: 20_060,
    mark: "t.storage-rep2.2",
    temporary: "/t/tmp.7",
    cache: "/t/cache.4",
  }
  const definition = { slug: "storage-rep2", file: "smoke.yml", matrix: null }

  it("tells an attempt all about itself", () => {
    const { ...variables } = smokeVariables(place, definition)
    for (const name of COMMAND_FILES) {
      expect(variables[name]).toBe(`/t/tmp.7/${name.toLowerCase()}`)
      delete variables[name]
    }
    expect(variables).toEqual({
      SMOKE_RUN_ID: "r1",
      SMOKE_SCENARIO: "storage:rep2",
      SMOKE_SLUG: "storage-rep2",
      SMOKE_FILE: "smoke.yml",
      SMOKE_ATTEMPT: "2",
      SMOKE_ATTEMPT_ID: "t.storage-rep2.2",
      SMOKE_SHARD: "3",
      SMOKE_SHARDS: "8",
      SMOKE_WORKER: "4",
      SMOKE_WORKERS: "5",
      SMOKE_SLOT: "4",
      SMOKE_PORT_BASE: "20060",
      SMOKE_PORT_COUNT: "20",
      SMOKE_TMP: "/t/tmp.7",
      SMOKE_CACHE_DIR: "/t/cache.4",
      SMOKE_OUTPUT: "/t/tmp.7/output",
      SMOKE_SEED: "9",
    })
  })

  it("has matrix values as text, whatever they are called", () => {
    const matrix = { pool: "rep2", "block-size": 4, size: { name: "small", cpu: 2 }, on: true }
    expect(smokeVariables(place, { ...definition, matrix })).toMatchObject({
      SMOKE_MATRIX_POOL: "rep2",
      SMOKE_MATRIX_BLOCK_SIZE: "4",
      SMOKE_MATRIX_SIZE: '{"name":"small","cpu":2}',
      SMOKE_MATRIX_ON: "true",
    })
  })

  it("has a variable for each property of an object, and numbers as they were written", () => {
    const matrix = {
      size: { name: "small", "cpu-count": "2.50", disk: { type: "ssd" }, list: [1], gone: null },
      size_name: "own",
      "a-b": 1,
      a_b: 2,
    }
    const numbers = [["matrix", "size", "cpu-count"]]
    const variables = smokeVariables(place, { ...definition, matrix, numbers })
    expect(variables).toMatchObject({
      SMOKE_MATRIX_SIZE:
        '{"name":"small","cpu-count":2.50,"disk":{"type":"ssd"},"list":[1],"gone":null}',
      SMOKE_MATRIX_SIZE_CPU_COUNT: "2.50",
      SMOKE_MATRIX_SIZE_DISK: '{"type":"ssd"}',
      SMOKE_MATRIX_SIZE_DISK_TYPE: "ssd",
      SMOKE_MATRIX_SIZE_LIST: "[1]",
      SMOKE_MATRIX_SIZE_GONE: "null",
      // A dimension goes before a property, and of two alike the first.
      SMOKE_MATRIX_SIZE_NAME: "own",
      SMOKE_MATRIX_A_B: "1",
    })
  })

  it("has the slot in its group, where it has one", () => {
    expect(smokeVariables(place, definition)["SMOKE_GROUP_SLOT"]).toBeUndefined()
    const inGroup = smokeVariables({ ...place, groupSlots: { slow: 3 } }, definition)
    expect(inGroup["SMOKE_GROUP_SLOT"]).toBe("3")
  })
})
