/** Cases by the real command, a process for each: what a worker that lives on could hide. */
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { CaseReport, WorkerStart } from "./case-worker.ts"
import { type CaseEnd, makeCase } from "./cases.ts"
import { DEADLINE_MS } from "./limits.ts"

type Given = Omit<WorkerStart, "folder">

/** Loaded before the command: leaves behind how much memory it had at most. */
const NOTE_PEAK = `
import { writeFileSync } from "node:fs"
process.on("exit", () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)))
`

/** Takes the cases one after another, `command` being the file of the command. */
export async function takeRealCases(
  indexes: readonly number[],
  { runs, suite, seed, command }: Given & { readonly command: string },
): Promise<readonly CaseReport[]> {
  const place = mkdtempSync(join(tmpdir(), "smoke-fuzz-real-"))
  const preload = join(place, "note-peak.mjs")
  writeFileSync(preload, NOTE_PEAK)
  const reports: CaseReport[] = []
  for (const index of indexes) {
    const folder = join(place, String(index))
    mkdirSync(folder)
    const { kind, how, commands } = makeCase({ seed, index }, { runs, suite, folder })
    let wrong: string | null = null
    let peakMiB = 0
    for (const { argv, judge } of commands) {
      const end = await runReal([`--import=${preload}`, command, ...argv], folder)
      const said = end.slow ? `not done after ${DEADLINE_MS} ms` : judge(end)
      if (said !== null) wrong ??= `${argv.join(" ")}: ${said}\n${end.text.slice(-2_000)}`
      if (!end.slow) peakMiB = Math.max(peakMiB, end.peakMiB)
    }
    reports.push({ index, kind: `${kind} by the command`, how, wrong, peakMiB })
    rmSync(folder, { recursive: true, force: true })
  }
  rmSync(place, { recursive: true, force: true })
  return reports
}

interface RealEnd extends CaseEnd {
  readonly slow: boolean
  readonly peakMiB: number
}

function runReal(args: readonly string[], cwd: string): Promise<RealEnd> {
  const peakFile = join(cwd, "peak")
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env["PATH"], HOME: cwd, PEAK_FILE: peakFile },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  })
  let text = ""
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    text = (text + piece).slice(-10_000)
  })
  let slow = false
  const timer = setTimeout(() => {
    slow = true
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL")
  }, DEADLINE_MS)
  return new Promise((resolve) => {
    child.once("close", (code) => {
      clearTimeout(timer)
      const peakMiB = slow ? 0 : Math.round(Number(readFileSync(peakFile, "utf8")) / 1024)
      resolve({ exitCode: code ?? -1, text, slow, peakMiB })
    })
  })
}
