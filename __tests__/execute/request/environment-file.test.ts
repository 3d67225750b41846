import { describe, expect, it } from "vitest"
import { smokeVariables } from "../../../src/execute/request/environment.ts"

const PLACE = {
  runId: "r",
  id: "sql:a",
  number: 1,
  shard: 1,
  shards: 1,
  worker: 1,
  workers: 1,
  groupSlots: {},
  seed: 1,
  root: "/repo",
  portBase: 20_000,
  mark: "p.x.1",
  temporary: "/tmp/x",
  cache: "/tmp/c",
}

describe("SMOKE_FILE", () => {
  it("is the file that defines a scenario, as it stands in the plan", () => {
    const definition = { slug: "a", file: "web/smoke.yml", matrix: null }
    expect(smokeVariables(PLACE, definition)["SMOKE_FILE"]).toBe("web/smoke.yml")
  })

  it("is the file that for-each made the scenario of, from any working directory", () => {
    const eachFile = { path: "sql/x/a.test", relative: "x/a.test" }
    const definition = { slug: "a", file: "smoke.yml", eachFile, matrix: null }
    expect(smokeVariables(PLACE, definition)["SMOKE_FILE"]).toBe("/repo/sql/x/a.test")
  })
})
