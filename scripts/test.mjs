// What `npm test` runs: the projects unit and e2e, then what was not tested and the counts.
// `--require-layers` turns a layer that could not run into a failure; other arguments go to vitest.
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runTool } from "./project.mjs"
import { countTests } from "./test-counts.mjs"

const REQUIRE = "--require-layers"
const requireLayers = process.argv.includes(REQUIRE)
const passedOn = process.argv.slice(2).filter((argument) => argument !== REQUIRE)
const projects = passedOn.some((argument) => argument.startsWith("--project"))
  ? []
  : ["--project", "unit", "--project", "e2e"]

const folder = mkdtempSync(join(tmpdir(), "parallel-smoke-test-"))
const file = join(folder, "report.json")
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`]
const code = runTool("vitest/vitest.mjs", ["run", ...projects, ...reporters, ...passedOn])
const counts = countTests({ text: readReport(), exitCode: code, requireLayers })
rmSync(folder, { recursive: true, force: true })

process.stdout.write(`\n${counts.lines.join("\n")}\n`)
process.exitCode = counts.failed > 0 ? 1 : 0

function readReport() {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return null
  }
}
