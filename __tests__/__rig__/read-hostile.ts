/**
 * A program of its own, so that its memory can be bounded: reads every hostile file, and prints what
 * is said of each, with the processor time it took, and the most memory that any needed.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { loadSuite } from "../../src/app/suite/load-suite.ts"
import { renderDiagnostics } from "../../src/report/text/diagnostic-text.ts"
import { HOSTILE_HEADERS, HOSTILE_TEXTS } from "./hostile-texts.ts"

/** What is printed. */
export interface HostileReadings {
  readonly readings: readonly {
    readonly name: string
    readonly codes: readonly string[]
    readonly ms: number
  }[]
  readonly peakMiB: number
}

const root = mkdtempSync(join(tmpdir(), "hostile-"))

function readingOf(name: string) {
  const started = process.cpuUsage()
  const result = loadSuite({ files: nodeFiles, root, github: {}, vars: {} })
  const diagnostics = result.ok
    ? result.value.warnings
    : result.error.reason === "config/invalid"
      ? result.error.diagnostics
      : []
  renderDiagnostics(diagnostics)
  const { user, system } = process.cpuUsage(started)
  const codes = [...new Set(diagnostics.map(({ code }) => code))]
  return { name, codes, ms: Math.round((user + system) / 1_000) }
}

try {
  const readings = HOSTILE_TEXTS.map(({ name, text }) => {
    writeFileSync(join(root, "smoke.yml"), text())
    return readingOf(name)
  })
  writeFileSync(join(root, "smoke.yml"), "include: [a.sh]")
  readings.push(
    ...HOSTILE_HEADERS.map(({ name, text }) => {
      writeFileSync(join(root, "a.sh"), text())
      return readingOf(`a header: ${name}`)
    }),
  )
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1_024)
  const printed: HostileReadings = { readings, peakMiB }
  process.stdout.write(JSON.stringify(printed))
} finally {
  rmSync(root, { recursive: true, force: true })
}
