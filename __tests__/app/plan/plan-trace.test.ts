import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeFiles, sha256Text } from "../../../src/adapters/node/files/files.ts"
import { TRACE_FILE } from "../../../src/app/folder/run-folder.ts"
import { type PlanRequest, planRun } from "../../../src/app/plan/plan-run.ts"
import { keepTrace, tracedFiles, tracedPlan } from "../../../src/app/plan/plan-trace.ts"
import { planJsonPieces } from "../../../src/plan/plan-json.ts"

const PORTS = { files: nodeFiles, sha256: sha256Text }

/** A planned suite of a file, a glob and a for-each, whose plan and trace are in `run`. */
function traced() {
  const root = mkdtempSync(join(tmpdir(), "smoke-trace-"))
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  write(
    "smoke.yml",
    `
include: ["checks/**/*.sh"]
scenarios:
  sql: { run: ./sql, for-each: { files: ["sql/*.test"] } }
`,
  )
  write("checks/one.sh", "# ---\n# tags: [a]\n# ---\ntrue\n")
  write("checks/lib.sh", "true\n")
  write("sql/a.test", "select 1\n")
  const { files, trace } = tracedFiles(PORTS)
  const request: PlanRequest = {
    ...{ root, suite: undefined, github: {}, vars: {}, shards: 1 },
    assumedWorkers: 2,
    settings: { workers: 2 },
  }
  const planned = planRun(request, {
    ...{ files, sha256: sha256Text, env: {} },
    changes: { since: () => ({ ok: false, error: "nobody knows" }) },
    commands: { capture: () => ({ ok: false, error: { message: "none", said: "" } }) },
  })
  if (!planned.ok) throw new Error(JSON.stringify(planned.error))
  const { plan } = planned.value
  const folder = join(root, "run")
  mkdirSync(folder)
  nodeFiles.writeAtomic(join(folder, "plan.json"), planJsonPieces(plan))
  keepTrace(folder, trace("told"), nodeFiles)
  return { root, folder, plan, write }
}

describe("the trace of a plan", () => {
  it("gives the plan back as long as everything is as it was", () => {
    const { folder, plan } = traced()
    expect(Object.keys(plan.scenarios).sort()).toEqual(["one", "sql:a"])
    expect(tracedPlan(folder, "told", PORTS)).toEqual(plan)
  })

  it.each<readonly [string, (of: ReturnType<typeof traced>) => void]>([
    ["the suite file", ({ write }) => write("smoke.yml", "scenarios: { a: 'true' }\n")],
    ["a script", ({ write }) => write("checks/one.sh", "# ---\n# tags: [b]\n# ---\ntrue\n")],
    ["a script that was ignored", ({ write }) => write("checks/lib.sh", "# ---\n# ---\ntrue\n")],
    ["a script more", ({ write }) => write("checks/more/two.sh", "# ---\n# ---\ntrue\n")],
    ["a script less", ({ root }) => rmSync(join(root, "checks/one.sh"))],
    ["a file for each", ({ write }) => write("sql/b.test", "select 2\n")],
    ["the content of a file for each", ({ write }) => write("sql/a.test", "select 3\n")],
    [
      "a link in place of a folder",
      ({ root, write }) => {
        write("other/one.sh", "# ---\n# tags: [z]\n# ---\ntrue\n")
        rmSync(join(root, "checks"), { recursive: true })
        symlinkSync(join(root, "other"), join(root, "checks"))
      },
    ],
    ["the plan", ({ folder }) => appendFileSync(join(folder, "plan.json"), " ")],
    ["the trace: cut", ({ folder }) => writeFileSync(join(folder, TRACE_FILE), '{"schemaV')],
    ["the trace: gone", ({ folder }) => rmSync(join(folder, TRACE_FILE))],
  ])("is worth nothing when something has changed: %s", (_what, change) => {
    const run = traced()
    change(run)
    expect(tracedPlan(run.folder, "told", PORTS)).toBeNull()
  })

  it("is worth nothing to who was told something else", () => {
    expect(tracedPlan(traced().folder, "other flags", PORTS)).toBeNull()
  })

  it("asks nothing that planning would not ask", () => {
    const { folder } = traced()
    const kept = JSON.parse(
      JSON.stringify({ schemaVersion: 1, told: "told", plan: "", contents: {} }),
    )
    const asked = { ...kept, questions: [["remove", [folder], ""]] }
    writeFileSync(join(folder, TRACE_FILE), JSON.stringify(asked))
    expect(tracedPlan(folder, "told", PORTS)).toBeNull()
    expect(nodeFiles.exists(folder)).toBe(true)
  })
})
