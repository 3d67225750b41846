/**
 * One attempt: started, watched, ended with everything it started, and said in facts.
 */
import { formatDuration } from "../core/duration.ts"
import type { Cause, Outcome } from "../core/verdict.ts"
import type { Clock } from "../ports/clock.ts"
import type { Files } from "../ports/files.ts"
import type { Child, Exit, Processes } from "../ports/processes.ts"
import { endProcesses, hasLeaked } from "./end-processes.ts"
import { lastLine, TAIL_READ_BYTES, tailOf } from "./log-tail.ts"
import { parseOutputs } from "./output-file.ts"
import type { Prepared } from "./prepare.ts"

/** Exit code by which a scenario says that it skips itself (as automake's tests do). */
export const SELF_SKIP_EXIT_CODE = 77

/** Milliseconds between TERM and KILL. */
export const GRACE_MS = 4_000

export interface AttemptPorts {
  readonly clock: Clock
  readonly files: Files
  readonly processes: Processes
}

export interface AttemptRequest {
  readonly prepared: Prepared
  /** A folder of this attempt alone; its path marks what the attempt started. */
  readonly temporary: string
  readonly log: string
  readonly timeoutMs: number
  /** Aborted when the run stops; `hurry` when it must stop at once. */
  readonly stop: AbortSignal
  readonly hurry: AbortSignal
}

/** How an attempt ended. */
export interface AttemptFacts {
  readonly outcome: Outcome
  readonly cause: Cause | null
  readonly exitCode: number | null
  readonly signal: string | null
  readonly durationMs: number
  readonly cpuMs: number | null
  readonly peakMemoryBytes: number | null
  readonly outputBytes: number
  readonly message: string | null
  readonly tail: string | null
  /** It left processes behind that had to be ended. */
  readonly leaked: boolean
  readonly outputs: ReadonlyMap<string, string>
}

/** Runs an attempt to its end; never throws for what a child or the system does. */
export async function runAttempt(
  request: AttemptRequest,
  ports: AttemptPorts,
): Promise<AttemptFacts> {
  const { prepared, log } = request
  const begunAt = ports.clock.monotonic()
  if (prepared.script !== null) {
    const written = ports.files.writeAtomic(prepared.script.path, prepared.script.text)
    if (!written.ok) return notStarted(written.error.message)
  }
  const { file, args, cwd, env } = prepared
  const spawned = await ports.processes.spawn({ file, args, cwd, env, log })
  if (!spawned.ok) {
    const { code, message } = spawned.error
    return notStarted(explainSpawn({ code, message, file, cwd, files: ports.files }))
  }
  const child = spawned.value
  const ended = await watch(child, request, ports)
  const durationMs = ports.clock.monotonic() - begunAt
  const leaked = await endRest(child, ended.because, request, ports)
  return describe({ ...ended, durationMs, leaked, request, files: ports.files })
}

/** The facts of an attempt for which no process could be started. */
export function notStarted(message: string): AttemptFacts {
  return {
    outcome: "failed",
    cause: "spawn",
    exitCode: null,
    signal: null,
    durationMs: 0,
    cpuMs: null,
    peakMemoryBytes: null,
    outputBytes: 0,
    message,
    tail: null,
    leaked: false,
    outputs: new Map(),
  }
}

type Because = "exit" | "timeout" | "stop"

/** Waits for the leader; a timeout or a stop ends the whole group first. */
async function watch(
  child: Child,
  request: AttemptRequest,
  ports: AttemptPorts,
): Promise<{ readonly exit: Exit; readonly because: Because }> {
  const { stop, timeoutMs } = request
  let because: Because = "exit"
  let takeBack = () => {}
  let onStop = () => {}
  const cut = new Promise<Because>((resolve) => {
    takeBack = ports.clock.after(timeoutMs, () => {
      resolve("timeout")
    })
    onStop = () => {
      resolve("stop")
    }
    if (stop.aborted) onStop()
    else stop.addEventListener("abort", onStop, { once: true })
  })
  const first = await Promise.race([child.exited, cut])
  takeBack()
  stop.removeEventListener("abort", onStop)
  if (typeof first === "string") {
    because = first
    await endProcesses(child, endOptions(request, ports))
  }
  return { exit: await child.exited, because }
}

/** Ends what lives on after the leader; true when there was something. */
async function endRest(
  child: Child,
  because: Because,
  request: AttemptRequest,
  ports: AttemptPorts,
): Promise<boolean> {
  if (because !== "exit" || !(await hasLeaked(child, ports.clock))) return false
  await endProcesses(child, endOptions(request, ports))
  return true
}

function endOptions(request: AttemptRequest, ports: AttemptPorts) {
  const { clock, processes } = ports
  // With the byte that ends a variable, so that attempt 1 does not stand for attempt 10.
  const marker = `SMOKE_TMP=${request.temporary}\0`
  return { clock, processes, graceMs: GRACE_MS, marker, hurry: request.hurry }
}

function describe(ended: {
  readonly exit: Exit
  readonly because: Because
  readonly durationMs: number
  readonly leaked: boolean
  readonly request: AttemptRequest
  readonly files: Files
}): AttemptFacts {
  const { exit, because, durationMs, leaked, request, files } = ended
  const { exitCode, signal, cpuMs, peakMemoryBytes } = exit
  const end = files.readTail(request.log, TAIL_READ_BYTES)
  const outputBytes = end.ok ? end.value.sizeBytes : 0
  const outputs = readOutputs(request.temporary, files)
  const facts = {
    exitCode,
    signal,
    durationMs,
    cpuMs,
    peakMemoryBytes,
    outputBytes,
    leaked,
    outputs,
  }
  const plain = { ...facts, cause: null, tail: null }
  const skip = outputs.get("skip")
  const tail = end.ok ? tailOf(end.value.text) : ""
  if (because === "stop") return { ...plain, outcome: "cancelled", message: null, tail }
  if (because === "timeout") {
    const message = `timed out after ${formatDuration(request.timeoutMs)}`
    return { ...facts, outcome: "failed", cause: "timeout", message, tail }
  }
  if (exitCode === SELF_SKIP_EXIT_CODE || (exitCode === 0 && skip !== undefined)) {
    const message = skip ?? lastLine(tail) ?? `exit code ${SELF_SKIP_EXIT_CODE}`
    return { ...plain, outcome: "skipped", message }
  }
  if (exitCode === 0) return { ...plain, outcome: "passed", message: null }
  const said = lastLine(tail)
  const how = signal === null ? `exit code ${exitCode ?? "unknown"}` : `ended by ${signal}`
  return {
    ...facts,
    outcome: "failed",
    cause: signal === null ? "exit-code" : "signal",
    message: said === null ? how : `${how}: ${said}`,
    tail,
  }
}

function readOutputs(temporary: string, files: Files): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>()
  for (const name of ["github_output", "output"]) {
    const path = `${temporary}/${name}`
    if (!files.exists(path)) continue
    const text = files.readHead(path, OUTPUT_READ_BYTES)
    if (!text.ok) continue
    for (const [key, value] of parseOutputs(text.value)) outputs.set(key, value)
  }
  return outputs
}

/** An output file is read up to here (GitHub's limit for the outputs of a job is 1 MiB). */
const OUTPUT_READ_BYTES = 1 << 20

function explainSpawn(problem: {
  readonly code: string
  readonly message: string
  readonly file: string
  readonly cwd: string
  readonly files: Files
}): string {
  const { code, message, file, cwd, files } = problem
  if (code === "ENOENT" && !files.isDirectory(cwd)) {
    return `could not start: the working directory ${cwd} does not exist`
  }
  if (code === "ENOENT") return `could not start: ${file} was not found`
  if (code === "EACCES") return `could not start: ${file} may not be executed`
  return `could not start ${file}: ${message}`
}
