/**
 * Starting a process where that may not go at once: nothing is free, a folder is gone, or the launcher that was to
 * start it is. Also says why one could not be started at all.
 */
import type { Result } from "../../core/problems/result.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"
import type { Processes, SpawnProblem } from "../../ports/processes.ts"
import { endProcesses } from "./end-processes.ts"
import { pause } from "./pause.ts"
import { isUnknown, type ProcessEnd } from "./watch-process.ts"

/** What passes when others end: no room for a process, a file or memory. */
export const SCARCE: readonly string[] = ["EAGAIN", "EMFILE", "ENFILE", "ENOMEM"]

/** The launcher is gone, and may have started it. */
export const NOBODY_LEFT = "ESRCH"

const FIRST_PATIENCE_MS = 100
const LAST_PATIENCE_MS = 1_600

/**
 * Tries again what could not be started for want of something, where the logs' folder is gone, and where
 * the launcher that was to start it, or has started it, is.
 */
export async function patiently(
  start: (apart?: boolean) => Promise<Result<ProcessEnd, SpawnProblem>>,
  of: {
    readonly log: string
    readonly marker: string
    readonly stop: AbortSignal
    readonly ports: { readonly clock: Clock; readonly files: Files; readonly processes: Processes }
  },
): Promise<Result<ProcessEnd, SpawnProblem>> {
  const { log, marker, stop } = of
  const { clock, files, processes } = of.ports
  const folder = log.slice(0, log.lastIndexOf("/"))
  let result = await start()
  // Several may find the folder gone at once, so that one finds it there again.
  if (!result.ok && result.error.code === "ENOENT" && files.makeDirectory(folder).ok) {
    result = await start()
  }
  if (isLost(result) && !stop.aborted) {
    await endProcesses(null, { clock, processes, graceMs: 0, marker, hurry: stop })
    // If this one did it, then to nobody else.
    result = await start(true)
  }
  for (let waitMs = FIRST_PATIENCE_MS; waitMs <= LAST_PATIENCE_MS; waitMs *= 2) {
    if (result.ok || !SCARCE.includes(result.error.code) || stop.aborted) break
    await pause(waitMs, { clock, hurry: stop })
    result = await start()
  }
  return result
}

/** What starts processes is gone, by a scenario perhaps: nobody knows how this one ended, or whether it began. */
export function isLost(result: Result<ProcessEnd, SpawnProblem>): boolean {
  if (!result.ok) return result.error.code === NOBODY_LEFT
  return result.value.because === "exit" && isUnknown(result.value.exit)
}

/** `could not start: bash was not found`. */
export function explainSpawn(problem: {
  readonly code: string
  readonly message: string
  readonly file: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly files: Files
}): string {
  const { code, message, file, cwd, env, files } = problem
  if (code === "ENOENT" && !files.isDirectory(cwd)) {
    return `could not start: the working directory ${cwd} does not exist`
  }
  if (code === "ENOENT") return `could not start: ${file} was not found`
  if (code === "EACCES") return `could not start: ${file} is not executable`
  if (code === "E2BIG") return `could not start ${file}: ${tooLarge(env)}`
  return `could not start ${file}: ${message}`
}

/** Variables that are named where all are too large together. */
const MOST_NAMED = 5

function tooLarge(env: Readonly<Record<string, string>>): string {
  const encoder = new TextEncoder()
  const sizes = Object.entries(env)
    .map(([name, value]) => ({ name, bytes: encoder.encode(`${name}=${value}`).length + 1 }))
    .sort((a, b) => b.bytes - a.bytes)
  const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const largest = sizes.slice(0, MOST_NAMED).map(({ name, bytes }) => `${name} (${bytes})`)
  return `its arguments and environment are more than the system takes; the environment has ${all} bytes, the most ${largest.join(", ")}`
}
