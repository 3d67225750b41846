import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { openCombinedLog } from "../../../src/execute/output/combined-log.ts"
import { makePlan } from "../../../src/plan/make-plan.ts"
import { planOptions } from "../../plan/plan-rig.ts"

describe("logs of a run and of its groups", () => {
  const groups = { "Pool 1": { maxParallel: 1 }, "../x": { maxParallel: null } }
  const options = planOptions(
    [
      { id: "a", definition: { groups: ["Pool 1", "../x"] } },
      { id: "b", definition: { groups: ["Pool 1"] } },
      { id: "c" },
    ],
    { shards: 1 },
  )
  const plan = makePlan({ ...options, suite: { ...options.suite, groups } })
  const folder = mkdtempSync(join(tmpdir(), "smoke-logs-"))
  mkdirSync(join(folder, "logs"))
  const log = openCombinedLog({ folder, plan, files: nodeFiles })
  const facts = { durationMs: 1_234, outcome: "passed", message: null } as const
  const add = (id: string, output: string) => {
    writeFileSync(join(folder, `logs/${id}.1.log`), output)
    const outputBytes = output.length
    log.add({ id, number: 1, log: `logs/${id}.1.log`, facts: { ...facts, outputBytes } })
  }

  it("have every attempt under a heading, and names that are safe", () => {
    add("a", "one\n")
    add("b", "")
    // Readable while the run goes on.
    const soFar = "==> a · attempt 1 · passed · 1.2s\none\n\n==> b · attempt 1 · passed · 1.2s\n\n"
    expect(readFileSync(join(folder, "combined.log"), "utf8")).toBe(soFar)
    add("c", "three\n")
    log.close()
    expect(readFileSync(join(folder, "combined.log"), "utf8")).toBe(
      `${soFar}==> c · attempt 1 · passed · 1.2s\nthree\n\n`,
    )
    expect(readFileSync(join(folder, "logs/group-1-pool-1.log"), "utf8")).toBe(soFar)
    expect(readdirSync(join(folder, "logs")).filter((name) => name.startsWith("group"))).toEqual([
      "group-1-pool-1.log",
      "group-2-x.log",
    ])
  })

  it("cost nothing but themselves where they cannot be written", () => {
    const nowhere = openCombinedLog({
      folder: "/dev/null/x",
      plan,
      files: nodeFiles,
    })
    nowhere.add({ id: "a", number: 1, log: "logs/a.1.log", facts: { ...facts, outputBytes: 1 } })
    nowhere.close()
  })
})
