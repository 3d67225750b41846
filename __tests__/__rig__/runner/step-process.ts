/**
 * One process as the runner starts and stops it: signals go to the entry process alone, its
 * children are nobody's business, and whoever holds its output open is waited for a little.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { constants } from "node:os"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"

/** The runner's patience. */
export interface Patience {
  /** From SIGINT to SIGTERM. */
  readonly interruptMs: number
  /** From SIGTERM to SIGKILL. */
  readonly terminateMs: number
  /** For output that children of an ended process hold open. */
  readonly outputMs: number
}

/** What GitHub's runner grants. */
export const RUNNER_PATIENCE: Patience = { interruptMs: 7_500, terminateMs: 2_500, outputMs: 5_000 }

/** How a process ended. */
export interface ProcessEnd {
  /** 128 and the signal's number when a signal ended it. */
  readonly exitCode: number
  readonly cancelled: boolean
  /** Signals sent, in order. */
  readonly signals: readonly NodeJS.Signals[]
  /** True when its output was still open after the patience for it. */
  readonly outputAbandoned: boolean
}

/** Starts a Node program and sees it through. */
export async function runProcess(options: {
  readonly file: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
  readonly cancelAfter: Promise<void> | null
  readonly patience: Patience
}): Promise<ProcessEnd> {
  const { file, cwd, env, onLine, cancelAfter, patience } = options
  const child = spawn(process.execPath, [file], { cwd, env, stdio: ["ignore", "pipe", "pipe"] })
  const signals: NodeJS.Signals[] = []
  const timers: NodeJS.Timeout[] = []
  let ended = false

  const send = (signal: NodeJS.Signals): void => {
    if (ended) return
    signals.push(signal)
    child.kill(signal)
  }
  const cancel = (): void => {
    send("SIGINT")
    timers.push(
      setTimeout(() => send("SIGTERM"), patience.interruptMs),
      setTimeout(() => send("SIGKILL"), patience.interruptMs + patience.terminateMs),
    )
  }
  cancelAfter?.then(cancel, cancel)

  const closed = Promise.all([readLines(child.stdout, onLine), readLines(child.stderr, onLine)])
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null]
  ended = true
  for (const timer of timers) clearTimeout(timer)
  const outputAbandoned = await abandoned(closed, patience.outputMs)
  if (outputAbandoned) {
    child.stdout.destroy()
    child.stderr.destroy()
  }
  const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
  return { exitCode, cancelled: signals.length > 0, signals, outputAbandoned }
}

async function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const reader = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
  reader.on("line", onLine)
  await once(reader, "close")
}

async function abandoned(closed: Promise<unknown>, patienceMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(true), patienceMs)
  const result = await Promise.race([closed.then(() => false), late.promise])
  clearTimeout(timer)
  return result
}
