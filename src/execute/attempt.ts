/**
 * One attempt: started, watched, ended with everything it started, and said in facts.
 */
import { formatDuration } from "../core/duration.ts"
import { ok, type Result } from "../core/result.ts"
import type { Cause, Outcome } from "../core/verdict.ts"
import type { LimitsSpec } from "../formats/plan.ts"
import type { ExpectSpec, Problem } from "../formats/run-specs.ts"
import type { Clock } from "../ports/clock.ts"
import type { FileProblem, Files } from "../ports/files.ts"
import type { Http } from "../ports/http.ts"
import type { Patterns } from "../ports/patterns.ts"
import type { PortRanges } from "../ports/port-ranges.ts"
import type { Capture, Processes, SpawnProblem, SpawnSpec, Turn } from "../ports/processes.ts"
import { endProcesses } from "./end-processes.ts"
import { judgeCommand, judgeExitCode, readKnown, SEARCH_BYTES } from "./expectations.ts"
import { explainSpawn } from "./explain-spawn.ts"
import { lastLine, readEnd } from "./log-tail.ts"
import { masksIn } from "./masks.ts"
import { MATCH_BYTES } from "./match-problems.ts"
import { parseOutputs } from "./output-file.ts"
import { pause } from "./pause.ts"
import type { Prepared } from "./prepare.ts"
import type { ScriptFiles } from "./script-files.ts"
import { LimitsWatch, type Peaks } from "./watch-limits.ts"
import { type Behind, isUnknown, type ProcessEnd, watchProcess } from "./watch-process.ts"

/** Exit code by which a scenario says that it skips itself (as automake's tests do). */
export const SELF_SKIP_EXIT_CODE = 77

export interface AttemptPorts {
  readonly clock: Clock
  readonly files: Files
  readonly processes: Processes
  readonly patterns: Patterns
  readonly http: Http
  /** Without it workers of several engines may be given the same ports. */
  readonly portRanges?: PortRanges
}

export interface AttemptRequest {
  readonly prepared: Prepared
  /** Writes the script; absent where there is none, or nobody shares it. */
  readonly scripts?: Pick<ScriptFiles, "write">
  /** What the command must have done; null where its exit says it all. */
  readonly expect: ExpectSpec | null
  /** A folder of this attempt alone. */
  readonly temporary: string
  /** What everything that the attempt starts has in its environment. */
  readonly marker: string
  /** Finds what the output names; null where nothing is to be found. */
  readonly match: ((output: string) => readonly Problem[]) | null
  readonly log: string
  /** Nothing is in it, which is then not looked up: others create logs in the folder all the time. */
  readonly logIsNew?: boolean
  readonly timeoutMs: number
  /** Null is without limit. */
  readonly idleTimeoutMs: number | null
  readonly limits: LimitsSpec
  /** Aborted when the run stops; `hurry` when it must stop at once. */
  readonly stop: AbortSignal
  readonly hurry: AbortSignal
  /** By it another may follow; absent where nobody may. */
  readonly turn?: Turn
  /** What it waits for to start in its place; absent starts at once. */
  readonly behind?: Behind
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
  /** What it asks to be kept secret. */
  readonly masks: readonly string[]
  /** What it wrote to its step summary; null where it wrote none. */
  readonly summary: string | null
  /** Files that were kept, relative to the run's folder. */
  readonly artifacts: readonly string[]
  /** What problem matchers found in the output. */
  readonly problems: readonly Problem[]
}

/** Runs an attempt to its end; never throws for what a child or the system does. */
export async function runAttempt(
  request: AttemptRequest,
  ports: AttemptPorts,
): Promise<AttemptFacts> {
  const { prepared, log, marker, timeoutMs, stop, hurry } = request
  const { files } = ports
  const { file, args, cwd, env } = prepared
  const capture = captureFor(request)
  const { turn } = request
  const spec: SpawnSpec = {
    ...{ file, args, cwd, env, log },
    ...(capture === null ? {} : { capture }),
    ...(turn === undefined ? {} : { turn }),
  }
  const logStart = request.logIsNew === true ? 0 : (files.sizeBytes(log) ?? 0)
  const { idleTimeoutMs } = request
  const limits = new LimitsWatch({ limits: request.limits, idleTimeoutMs, log, logStart }, ports)
  const watched = { spec, marker, timeoutMs, limits, stop, hurry }
  let { behind } = request
  let unwritten: FileProblem | null = null
  const start = async (apart = false) => {
    const written = writeScript(request, files)
    unwritten = written.ok ? null : written.error
    if (!written.ok) return written
    const whole = apart ? { ...watched, spec: { ...spec, apart } } : watched
    const first = behind === undefined ? whole : { ...whole, behind }
    // Once it has started in the place of another it starts again by itself.
    behind = undefined
    return watchProcess(first, ports)
  }
  const isHeld = () => request.behind !== undefined && turn?.started !== true
  const ended = await patiently(start, { log, marker, stop, isHeld, ports })
  if (!ended.ok) {
    const { code, message } = ended.error
    if (unwritten !== null) return notStarted(message)
    if (isLost(ended) && !stop.aborted) return notStarted(UNKNOWN_END)
    if (stop.aborted && (code === NOBODY_LEFT || SCARCE.includes(code))) {
      return { ...notStarted(""), outcome: "cancelled", cause: null, message: null }
    }
    return notStarted(explainSpawn({ code, message, file, cwd, files }))
  }
  return describe({ end: ended.value, peaks: limits.peaks, logStart, request, ports })
}

function writeScript(
  { prepared: { script }, scripts }: AttemptRequest,
  files: Files,
): Result<void, FileProblem> {
  if (script === null) return ok(undefined)
  return scripts?.write(script) ?? files.writeText(script.path, script.text)
}

/** What passes when others end: no room for a process, a file or memory. */
const SCARCE: readonly string[] = ["EAGAIN", "EMFILE", "ENFILE", "ENOMEM"]

/** Whoever was to start it is gone, and may have started it. */
const NOBODY_LEFT = "ESRCH"

const FIRST_PATIENCE_MS = 100
const LAST_PATIENCE_MS = 1_600

/**
 * Tries again what could not be started for want of something, where the logs' folder is gone, and where
 * whoever was to start it, or has started it, is.
 */
async function patiently(
  start: (apart?: boolean) => ReturnType<typeof watchProcess>,
  of: {
    readonly log: string
    readonly marker: string
    readonly stop: AbortSignal
    /** True when it was to follow another and has not: then nobody waits for it. */
    readonly isHeld: () => boolean
    readonly ports: AttemptPorts
  },
): ReturnType<typeof watchProcess> {
  const { log, marker, stop, isHeld } = of
  const { clock, files, processes } = of.ports
  const folder = log.slice(0, log.lastIndexOf("/"))
  let result = await start()
  if (isHeld()) return result
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
function isLost(result: Result<ProcessEnd, SpawnProblem>): boolean {
  if (!result.ok) return result.error.code === NOBODY_LEFT
  return result.value.because === "exit" && isUnknown(result.value.exit)
}

/** Only what is asked for takes the way through a pipe: the other way keeps the order of a log. */
function captureFor({ expect, temporary }: AttemptRequest): Capture | null {
  if (expect === null || (expect.stdout === null && expect.stderr === null)) return null
  return {
    ...(expect.stdout === null ? {} : { stdout: `${temporary}/stdout` }),
    ...(expect.stderr === null ? {} : { stderr: `${temporary}/stderr` }),
    limitBytes: SEARCH_BYTES + 1,
  }
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
    masks: [],
    summary: null,
    artifacts: [],
    problems: [],
  }
}

const UNKNOWN_END =
  "how it ended is not known: what had started it, and nothing else, was ended while it ran"

interface Described {
  readonly end: ProcessEnd
  readonly peaks: Peaks
  readonly logStart: number
  readonly request: AttemptRequest
  readonly ports: AttemptPorts
}

function describe(ended: Described): AttemptFacts {
  const { request, ports, peaks, end: process } = ended
  const { files } = ports
  const { exit, because, durationMs, leaked } = process
  const { exitCode, signal } = exit
  const { tail, sizeBytes } = readEnd(files, { path: request.log, from: ended.logStart })
  const left = new Set(files.list(request.temporary))
  const outputs = readOutputs(request.temporary, { left, files })
  const problems = request.match?.(outputOf(ended)) ?? []
  const facts = {
    exitCode,
    signal,
    durationMs,
    // The system knows of all that was waited for, the looks of all that was there together.
    cpuMs: greater(exit.cpuMs, peaks.cpuMs),
    peakMemoryBytes: greater(exit.peakMemoryBytes, peaks.memoryBytes),
    outputBytes: sizeBytes,
    leaked,
    outputs,
    masks: sizeBytes > 0 ? masksIn(files, { path: request.log, from: 0 }) : [],
    summary: left.has(SUMMARY_FILE) ? readSummary(request.temporary, files) : null,
    artifacts: [],
    problems,
  }
  const plain = { ...facts, cause: null, tail: null }
  const skip = outputs.get("skip")
  const failed = (cause: Cause, message: string): AttemptFacts => ({
    ...facts,
    outcome: "failed",
    cause,
    message,
    tail,
  })
  if (because === "stop") return { ...plain, outcome: "cancelled", message: null, tail }
  if (because === "timeout") {
    return failed("timeout", `timed out after ${formatDuration(request.timeoutMs)}`)
  }
  if (isUnknown(exit)) return failed("spawn", UNKNOWN_END)
  if (process.breach !== null) return failed(process.breach.cause, process.breach.message)
  const said = spoken(problems) ?? lastLine(tail)
  if (signal !== null) {
    return failed("signal", said === null ? `ended by ${signal}` : `ended by ${signal}: ${said}`)
  }
  const asked = request.expect?.exitCodes ?? null
  const good = exitCode !== null && (asked ?? [0]).includes(exitCode)
  if ((exitCode === SELF_SKIP_EXIT_CODE && !good) || (good && skip !== undefined)) {
    const message = skip ?? lastLine(tail) ?? `exit code ${SELF_SKIP_EXIT_CODE}`
    return { ...plain, outcome: "skipped", message }
  }
  if (!good) {
    const how =
      asked === null ? `exit code ${exitCode ?? "unknown"}` : judgeExitCode(asked, exitCode)
    const cause = asked === null ? "exit-code" : "expectation"
    return failed(cause, said === null ? how : `${how}: ${said}`)
  }
  const unmet = judge(ended)
  if (unmet !== null) return failed("expectation", unmet)
  return { ...plain, outcome: "passed", message: null }
}

function greater(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b)
}

/** The first error that the output names, with its place. */
function spoken(problems: readonly Problem[]): string | null {
  const first = problems.find(({ severity }) => severity === "error") ?? problems[0]
  if (first === undefined) return null
  const { file, line, message } = first
  return file === null ? message : `${file}${line === null ? "" : `:${line}`}: ${message}`
}

function outputOf({ logStart, request, ports }: Described): string {
  const text = ports.files.readPart(request.log, logStart, MATCH_BYTES)
  return text.ok ? text.value : ""
}

/** What the command did otherwise than expected; null when nothing. */
function judge(ended: Described): string | null {
  const { end, logStart, request, ports } = ended
  if (request.expect === null) return null
  return judgeCommand(request.expect, {
    durationMs: end.durationMs,
    patterns: ports.patterns,
    read: (name) =>
      name === "output"
        ? readKnown(ports.files, { path: request.log, offset: logStart })
        : readKnown(ports.files, { path: `${request.temporary}/${name}`, offset: 0 }),
  })
}

/** `left` are the names of what is in the folder now. */
function readOutputs(
  temporary: string,
  { left, files }: { readonly left: ReadonlySet<string>; readonly files: Files },
): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>()
  for (const name of ["github_output", "output"]) {
    if (!left.has(name)) continue
    const text = files.readHead(`${temporary}/${name}`, OUTPUT_READ_BYTES)
    if (!text.ok) continue
    for (const [key, value] of parseOutputs(text.value)) outputs.set(key, value)
  }
  return outputs
}

/** The step summary of the attempt, as far as a journal takes it. */
function readSummary(temporary: string, files: Files): string | null {
  const text = files.readHead(`${temporary}/${SUMMARY_FILE}`, SUMMARY_READ_BYTES)
  return text.ok && text.value.trim() !== "" ? text.value.toWellFormed() : null
}

const SUMMARY_FILE = "github_step_summary"

/** A summary is kept up to here: it is in the journal, which a report reads whole. */
const SUMMARY_READ_BYTES = 16_384

/** An output file is read up to here (GitHub's limit for the outputs of a job is 1 MiB). */
const OUTPUT_READ_BYTES = 1 << 20
