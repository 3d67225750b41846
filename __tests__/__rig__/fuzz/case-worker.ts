/**
 * A process that takes cases one after another: the whole command in here, with nothing replaced but
 * where it prints. It answers with what was wrong, and with the most memory that it has held meanwhile.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createCrashes } from "../../../src/adapters/node/crashes.ts"
import { main } from "../../../src/cli/main.ts"
import { wireCli } from "../../../src/cli/wire.ts"
import type { BaseRun } from "./base-run.ts"
import { type CaseEnd, makeCase } from "./cases.ts"

/** What a worker is told first. */
export interface WorkerStart {
  readonly runs: readonly BaseRun[]
  readonly suite: Readonly<Record<string, string>>
  readonly seed: number
  /** Its own folder. */
  readonly folder: string
}

/** What a case came to. */
export interface CaseReport {
  readonly index: number
  readonly kind: string
  readonly how: string
  /** The command that ended badly, and how; null where none did. */
  readonly wrong: string | null
  readonly peakMiB: number
}

const crashes = createCrashes()

let start: WorkerStart | undefined

process.on("message", (message: WorkerStart | number) => {
  if (typeof message !== "number") {
    start = message
    process.send?.("ready")
  } else void takeCase(message).then((report) => process.send?.(report))
})

async function takeCase(index: number): Promise<CaseReport> {
  if (start === undefined) throw new Error("a case before the start")
  const { runs, suite, seed } = start
  const folder = join(start.folder, String(index))
  mkdirSync(folder, { recursive: true })
  process.chdir(folder)
  const made = makeCase({ seed, index }, { runs, suite, folder })
  // What earlier cases have left is not this one's.
  globalThis.gc?.()
  writeFileSync("/proc/self/clear_refs", "5")
  let wrong: string | null = null
  for (const { argv, judge } of made.commands) {
    process.send?.("begun")
    const end = await runHere(argv, folder)
    try {
      wrong ??= judge(end)
    } catch (error) {
      wrong = String(error)
    }
    if (wrong !== null) {
      wrong = `${argv.join(" ")}: ${wrong}\n${end.text.slice(-2_000)}`
      break
    }
  }
  const peakMiB = peakOfSelf()
  process.chdir("/")
  rmSync(folder, { recursive: true, force: true })
  return { index, kind: made.kind, how: made.how, wrong, peakMiB }
}

async function runHere(argv: readonly string[], cwd: string): Promise<CaseEnd> {
  let text = ""
  const take = (line: string) => {
    if (text.length < 1 << 20) text += `${line}\n`.slice(0, 1 << 16)
  }
  const left: { code: number | null } = { code: null }
  const context = wireCli({
    env: { PATH: process.env["PATH"], HOME: cwd },
    argv: ["node", "parallel-smoke"],
    cwd,
    exit: (code) => {
      left.code = code
    },
  })
  const console = { info: take, data: take, unwritten: () => null, columns: null, color: false }
  const exitCode = await main(argv, { ...context, crashes, console, screen: null })
  return { exitCode: left.code ?? exitCode, text }
}

function peakOfSelf(): number {
  const kib = /^VmHWM:\s+(\d+)/mu.exec(readFileSync("/proc/self/status", "utf8"))?.[1]
  return Math.round(Number(kib) / 1024)
}
