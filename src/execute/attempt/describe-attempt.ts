/**
 * From the end of a process to the facts of its attempt: outcome, cause, and what it left to read.
 */

import { once } from "../../core/once.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import { findFailureLine } from "../../core/text/failure-line.ts"
import type { Cause } from "../../core/verdict.ts"
import type { Problem } from "../../formats/run-specs.ts"
import type { Files } from "../../ports/files.ts"
import type { Patterns } from "../../ports/patterns.ts"
import { lineEndsCause } from "../output/line-ends-cause.ts"
import { excerptOf, lastLine, readEnd } from "../output/log-tail.ts"
import { masksIn } from "../output/masks.ts"
import { MATCH_BYTES } from "../output/match-problems.ts"
import { findUntold, parseOutputs } from "../output/output-file.ts"
import { readTap, TAP_STARTS, type TapEnd } from "../output/tap.ts"
import { pause } from "../processes/pause.ts"
import { untilStopped } from "../processes/until-stopped.ts"
import type { Peaks } from "../processes/watch-limits.ts"
import { isUnknown, type ProcessEnd } from "../processes/watch-process.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"
import type { AttemptPorts, AttemptRequest } from "../request/attempt-request.ts"
import { judgeCommand, judgeExitCode, readKnown } from "../request/expectations.ts"

/** Exit code by which a scenario says that it skips itself (as automake's tests do). */
const SELF_SKIP_EXIT_CODE = 77

/** Why nobody can say what became of an attempt. */
export const UNKNOWN_END =
  "how it ended is not known: what had started it, and nothing else, was ended while it ran"

interface Described {
  readonly end: ProcessEnd
  readonly peaks: Peaks
  readonly logStart: number
  readonly request: AttemptRequest
  readonly ports: AttemptPorts
}

/** What an attempt came to, its process having ended. */
export async function describe(ended: Described): Promise<AttemptFacts> {
  const { request, ports, peaks, end: process } = ended
  const { files } = ports
  const { exit, because, durationMs, leaked, foreign } = process
  const { exitCode, signal } = exit
  const sizeBytes = files.sizeBytes(request.log) ?? 0
  // Most attempts pass, and nobody reads the end of their logs.
  const lines = once(() => readEnd(files, { path: request.log, from: ended.logStart }))
  const left = new Set(files.list(request.temporary))
  const outputs = readOutputs(request.temporary, { left, files })
  const problems = (await request.match?.(outputOf(ended))) ?? []
  const facts = {
    exitCode,
    signal,
    durationMs,
    // The system knows of all that was waited for, the looks of all that was there together.
    cpuMs: greater(exit.cpuMs, peaks.cpuMs),
    peakMemoryBytes: greater(exit.peakMemoryBytes, peaks.memoryBytes),
    outputBytes: sizeBytes,
    leaked,
    foreign,
    outputs,
    masks: sizeBytes > 0 ? masksIn(files, { path: request.log, from: 0 }) : [],
    summary: left.has(SUMMARY_FILE) ? readSummary(request.temporary, files) : null,
    artifacts: [],
    problems,
  }
  const plain = { ...facts, cause: null, tail: null }
  const skip = outputs.get("skip")
  const cancelled = (): AttemptFacts => ({
    ...plain,
    outcome: "cancelled",
    message: null,
    tail: excerptOf(lines()),
  })
  const failed = (cause: Cause, message: string): AttemptFacts => ({
    ...facts,
    outcome: "failed",
    cause,
    message,
    tail: excerptOf(lines()),
  })
  if (because === "stop") return cancelled()
  if (because === "timeout") {
    return failed("timeout", `timed out after ${formatDuration(request.timeoutMs)}`)
  }
  if (process.breach !== null) return failed(process.breach.cause, process.breach.message)
  if (isUnknown(exit)) return failed("spawn", UNKNOWN_END)
  const tap = sizeBytes > ended.logStart ? await tapOf(ended) : null
  const failedSaying = (cause: Cause, how: string): AttemptFacts => {
    const error = problems.find(({ severity }) => severity === "error")
    const said =
      spoken(error, lines()) ??
      saidByTap(tap, lines()) ??
      spoken(problems[0], lines()) ??
      findFailureLine(lines())
    const message = said === null ? how : `${how}: ${said.text}`
    return { ...failed(cause, message), tail: excerptOf(lines(), said?.index) }
  }
  if (signal !== null) return failedSaying("signal", `ended by ${signal}`)
  const asked = request.expect?.exitCodes ?? null
  const good = exitCode !== null && (asked ?? [0]).includes(exitCode)
  const untold = good ? findUntold(request.temporary, { names: left, files }) : null
  if (untold !== null) return failed("expectation", untold)
  // No skip hides a test that failed: some harnesses exit by the number of failures, which may be 77.
  const broken = tap?.verdict === "failed" && (exitCode === 0 || !good)
  if (!broken && ((exitCode === SELF_SKIP_EXIT_CODE && !good) || (good && skip !== undefined))) {
    const message = skip ?? lastLine(lines()) ?? `exit code ${SELF_SKIP_EXIT_CODE}`
    return { ...plain, outcome: "skipped", message }
  }
  if (!good) {
    const how =
      asked === null ? `exit code ${exitCode ?? "unknown"}` : judgeExitCode(asked, exitCode)
    const cause = asked === null ? "exit-code" : "expectation"
    const why = lineEndsCause(ended)
    return why === null ? failedSaying(cause, how) : failed(cause, `${how}: ${why}`)
  }
  const searching = untilStopped(ports.patterns, request.stop)
  const unmet = await judge(ended, searching.patterns)
  if (searching.stopped()) return cancelled()
  if (unmet !== null) return failed("expectation", unmet)
  if (exitCode === 0 && tap !== null && tap.message !== null) {
    const { verdict, message } = tap
    if (verdict === "skipped") return { ...plain, outcome: "skipped", message }
    const tail = excerptOf(lines(), saidByTap(tap, lines())?.index)
    return { ...failed("expectation", `exit code 0, but ${message}`), tail }
  }
  return { ...plain, outcome: "passed", message: null }
}

function greater(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b)
}

/** What is said of a failure, and the line of the output that says it where one is known. */
interface Said {
  readonly text: string
  readonly index: number | null
}

/** What the output names, with its place. */
function spoken(problem: Problem | undefined, lines: readonly string[]): Said | null {
  if (problem === undefined) return null
  const { file, line, message } = problem
  const place = file === null ? "" : `${file}${line === null ? "" : `:${line}`}: `
  const index = lines.findIndex((shown) => shown.includes(message))
  return { text: `${place}${message}`, index: index < 0 ? null : index }
}

/** How many tests failed and the first of them, with its line where that is in the end of the log. */
function saidByTap(tap: TapEnd | null, lines: readonly string[]): Said | null {
  if (tap === null || tap.message === null) return null
  const index = lines.findIndex((line) => /^(?:not ok\b|Bail out!)/u.test(line))
  return { text: tap.message, index: index < 0 ? null : index }
}

/** Where one stream of an attempt is kept for its end: beside its folder, which it may do with as it likes. */
export function capturedPath(temporary: string, name: "stdout" | "stderr"): string {
  return `${temporary}.${name}`
}

function outputOf({ logStart, request, ports }: Described): string {
  const text = ports.files.readPart(request.log, logStart, MATCH_BYTES)
  return text.ok ? text.value : ""
}

/** What the tests said that the command ran; null where they did not speak TAP, or nobody is to hear. */
async function tapOf({ logStart, request, ports }: Described): Promise<TapEnd | null> {
  if (request.readsTap !== true) return null
  const { files, clock } = ports
  const lines = files.startingLines(request.log, { starts: TAP_STARTS, from: logStart })
  return readTap(lines, () => pause(0, { clock, hurry: null }))
}

/** What the command did otherwise than expected; null when nothing. */
async function judge(ended: Described, patterns: Patterns): Promise<string | null> {
  const { end, logStart, request, ports } = ended
  if (request.expect === null) return null
  return judgeCommand(request.expect, {
    durationMs: end.durationMs,
    patterns,
    read: (name) =>
      name === "output"
        ? readKnown(ports.files, { path: request.log, offset: logStart })
        : readKnown(ports.files, { path: capturedPath(request.temporary, name), offset: 0 }),
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
  if (!text.ok) return `$GITHUB_STEP_SUMMARY cannot be read: ${text.error.message}`
  return text.value.trim() === "" ? null : text.value.toWellFormed()
}

const SUMMARY_FILE = "github_step_summary"

/** A summary is kept up to here: it is in the journal, which a report reads whole. */
const SUMMARY_READ_BYTES = 16_384

/** An output file is read up to here (GitHub's limit for the outputs of a job is 1 MiB). */
const OUTPUT_READ_BYTES = 1 << 20
