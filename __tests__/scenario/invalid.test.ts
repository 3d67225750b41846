/**
 * Every suite below `__fixtures__/invalid` with the whole text a person reads about it.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { loadSuite } from "../../src/app/suite/load-suite.ts"
import { DIAGNOSTIC_CODES, type Diagnostic } from "../../src/core/problems/diagnostic.ts"
import { renderDiagnostics } from "../../src/report/text/diagnostic-text.ts"

const FIXTURES = join(import.meta.dirname, "../__fixtures__/invalid")
const cases = readdirSync(FIXTURES).sort()

function diagnose(root: string): readonly Diagnostic[] {
  const loaded = loadSuite({ files: nodeFiles, root, github: { ref: "refs/heads/main" }, vars: {} })
  if (loaded.ok) throw new Error(`no error in ${root}`)
  if (loaded.error.reason !== "config/invalid") throw new Error(loaded.error.reason)
  return loaded.error.diagnostics
}

describe("an invalid suite", () => {
  it.each(cases)("%s", async (name) => {
    const text = renderDiagnostics(diagnose(join(FIXTURES, name)))
    await expect(`${text}\n`).toMatchFileSnapshot(join(FIXTURES, name, "expected.txt"))
  })

  const folder = mkdtempSync(join(tmpdir(), "suite-"))
  afterAll(() => rmSync(folder, { recursive: true }))

  it("may not be larger than 1 MiB", () => {
    writeFileSync(join(folder, "smoke.yml"), `scenarios: { a: "true" }\n#${"x".repeat(1 << 20)}`)
    expect(renderDiagnostics(diagnose(folder))).toMatchInlineSnapshot(`
      "smoke.yml:1:1 error file/too-large: \`smoke.yml\` has 1048602 bytes; a suite file may have 1048576
        help: split it, or generate scenarios with \`strategy.matrix\`

      1 error"
    `)
  })

  it("exists for every diagnostic code", () => {
    const found = new Set(
      cases.flatMap((name) => diagnose(join(FIXTURES, name))).map((d) => d.code),
    )
    const generated = [
      "file/too-large",
      "scenario/too-many-needs",
      "scenario/too-many-overrides",
      // A clash is no mistake where everything runs on one machine: it is told of a plan.
      "scenario/runner-clash",
      // Only a command has flags.
      "suite/profile-name",
    ]
    const missing = Object.keys(DIAGNOSTIC_CODES).filter(
      (code) => !found.has(code as Diagnostic["code"]) && !generated.includes(code),
    )
    expect(missing).toEqual([])
  })
})
