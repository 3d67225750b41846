/**
 * From the end of a process to the facts of its attempt: outcome, cause, and what it left to read.
 */

import { once } from "../../core/once.ts"
import { findFailureLine } from "../../core/text/failure-line.ts"
import { placesNear } from "../../core/text/places-in-text.ts"
import { type Cause, isInfrastructure } from "../../core/verdict.ts"
import type { Problem } from "../../formats/run-specs.ts"
import { problemsOfTests } from "../../formats/test-cases.ts"
import type { Files } from "../../ports/files.ts"
import type { Patterns } from "../../ports/patterns.ts"
import { failedTestsText } from "../output/child-tests.ts"
import { lineEndsCause } from "../output/line-ends-cause.ts"
import { excerptOf, lastLine, readEnd } from "../output/log-tail.ts"
import { masksIn } from "../output/masks.ts"
import { MATCH_BYTES } from "../output/match-problems.ts"
import { findUntold, parseOutputs } from "../output/output-file.ts"
import { readTap, TAP_LINE, type TapEnd } from "../output/tap.ts"
import { pause, timedOutText } from "../processes/pause.ts"
import type { Peaks } from "../processes/watch-limits.ts"
import { isUnknown, type ProcessEnd } from "../processes/watch-process.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"
import type { AttemptPorts, AttemptRequest } from "../request/attempt-request.ts"
import { judgeCommand, judgeExitCode, readKnown, untilStopped } from "../request/expectations.ts"

/** Exit code by which a scenario says that it skips itself (as automake's tests do). */
const SELF_SKIP_EXIT_CODE = 77

/** Characters of a line of output that names a place. */
const MAX_MESSAGE = 500

/** Why nobody can say what became of an attempt. */
export const UNKNOWN_END = "its end is unknown: only its launcher was ended while it ran"

interface Described {
  readonly end: ProcessEnd
  readonly peaks: Peaks
  readonly logStart: number
  readonly request: AttemptRequest
  readonly ports: AttemptPorts
}

/** What is found of an ended attempt before it is judged. */
interface Found {
  readonly facts: Omit<AttemptFacts, keyof Judgement>
  /** The end of the log. Most attempts pass, and nobody reads it. */
  readonly lines: () => readonly string[]
  /** Names of what is in the attempt's folder. */
  readonly left: ReadonlySet<string>
}

/** What an attempt came to, and why. */
type Judgement = Pick<AttemptFacts, "outcome" | "cause" | "message" | "tail">

const PASSED: Judgement = { outcome: "passed", cause: null, message: null, tail: null }

function skipped(message: string | null): Judgement {
  return { outcome: "skipped", cause: null, message, tail: null }
}

function failed(cause: Cause, message: string, tail: string): Judgement {
  return { outcome: "failed", cause, message, tail }
}

function cancelled({ lines }: Found): Judgement {
  return { outcome: "cancelled", cause: null, message: null, tail: excerptOf(lines()) }
}

/** What an attempt came to, its process having ended. */
export async function describe(ended: Described): Promise<AttemptFacts> {
  const found = await find(ended)
  const judged = judgeCut(ended, found) ?? (await judgeExit(ended, found))
  return { ...found.facts, ...judged, ...placeOfFailure(judged, ended, found) }
}

/** Folders of a repository whose files are nobody's own. */
const FOREIGN = /(?:^|\/)(?:node_modules|vendor|site-packages|\.venv)\//u

/**
 * A failure of its own whose place neither its tests nor a problem matcher tell is at the first file of the
 * repository that its output names near the explaining line, in the forms of common tools.
 */
function placeOfFailure(
  { outcome, cause }: Judgement,
  { request }: Described,
  { facts, lines }: Found,
): Pick<AttemptFacts, "problems"> | null {
  const { problems, tests } = facts
  const { locate } = request
  const isOwn = outcome === "failed" && !isInfrastructure(cause)
  const isPlaced = [...problemsOfTests(tests), ...problems].some(({ file }) => file !== null)
  if (!isOwn || isPlaced || locate === undefined || facts.outputBytes === 0) return null
  const { index } = findFailureLine(lines()) ?? { index: lines().length - 1 }
  for (const { file, line, column, index: at } of placesNear(lines(), index)) {
    const path = locate(file)
    if (path === null || FOREIGN.test(path)) continue
    const message = (lines()[at] ?? "").trim().slice(0, MAX_MESSAGE)
    const place = { severity: "error", file: path, line, column, code: null, message } as const
    return { problems: [...problems, place] }
  }
  return null
}

async function find(ended: Described): Promise<Found> {
  const { request, ports, peaks, end: process, logStart: from } = ended
  const { log, temporary } = request
  const { files } = ports
  const { exit, durationMs, leaked, foreign } = process
  const outputBytes = files.sizeBytes(log) ?? 0
  const left = new Set(files.list(temporary))
  const outputs = readOutputs(temporary, { left, files })
  const problems = (await request.match?.(outputOf(ended))) ?? []
  // What was stopped is to end soon.
  const tests = process.because === "stop" ? null : await request.readTests?.()
  const facts = {
    exitCode: exit.exitCode,
    signal: exit.signal,
    durationMs,
    // The system knows of all that was waited for, the looks of all that was there together.
    cpuMs: greater(exit.cpuMs, peaks.cpuMs),
    peakMemoryBytes: greater(exit.peakMemoryBytes, peaks.memoryBytes),
    outputBytes,
    leaked,
    foreign,
    outputs,
    masks: outputBytes > 0 ? masksIn(files, { path: log, from: 0 }) : [],
    summary: left.has(SUMMARY_FILE) ? readSummary(temporary, files) : null,
    artifacts: [],
    problems,
    ...(tests == null ? {} : { tests }),
  }
  return { facts, lines: once(() => readEnd(files, { path: log, from })), left }
}

/** What did not end by itself, or in a way that nobody knows; null for all else. */
function judgeCut({ end, request }: Described, found: Found): Judgement | null {
  const { because, breach, exit } = end
  if (because === "stop") return cancelled(found)
  const fail = (cause: Cause, message: string) => failed(cause, message, excerptOf(found.lines()))
  if (because === "timeout") {
    return fail("timeout", timedOutText(request))
  }
  if (breach !== null) return fail(breach.cause, breach.message)
  return isUnknown(exit) ? fail("spawn", UNKNOWN_END) : null
}

async function judgeExit(ended: Described, found: Found): Promise<Judgement> {
  const { request, ports, logStart } = ended
  const { facts, lines, left } = found
  const { exitCode, signal, outputs, problems, tests } = facts
  const tap = facts.outputBytes > logStart ? await tapOf(ended) : null
  const fail = (cause: Cause, message: string) => failed(cause, message, excerptOf(lines()))
  const failSaying = (cause: Cause, how: string) => {
    const error = problems.find(({ severity }) => severity === "error")
    const said =
      spoken(problemsOfTests(tests)[0], lines()) ??
      spoken(error, lines()) ??
      saidByTap(tap, lines()) ??
      spoken(problems[0], lines()) ??
      findFailureLine(lines())
    const message = said === null ? how : `${how}: ${said.text}`
    return failed(cause, message, excerptOf(lines(), said?.index))
  }
  if (signal !== null) return failSaying("signal", `ended by ${signal}`)
  const asked = request.expect?.exitCodes ?? null
  const good = exitCode !== null && (asked ?? [0]).includes(exitCode)
  const names = { names: left, files: ports.files }
  const untold = good ? findUntold(request.temporary, names) : null
  if (untold !== null) return fail("expectation", untold)
  const skip = outputs.get("skip")
  // No skip hides a test that failed: some harnesses exit by the number of failures, which may be 77.
  const broken = tap?.verdict === "failed" && (exitCode === 0 || !good)
  if (!broken && ((exitCode === SELF_SKIP_EXIT_CODE && !good) || (good && skip !== undefined))) {
    return skipped(skip ?? lastLine(lines()) ?? `exit code ${SELF_SKIP_EXIT_CODE}`)
  }
  if (!good) {
    const how =
      asked === null ? `exit code ${exitCode ?? "unknown"}` : judgeExitCode(asked, exitCode)
    const cause = asked === null ? "exit-code" : "expectation"
    const why = lineEndsCause(ended)
    return why === null ? failSaying(cause, how) : fail(cause, `${how}: ${why}`)
  }
  const searching = untilStopped(ports.patterns, request.stop)
  const unmet = await judge(ended, searching.patterns)
  if (searching.stopped()) return cancelled(found)
  if (unmet !== null) return fail("expectation", unmet)
  const untested = request.failsByTests === true ? failedTestsText(tests) : null
  if (untested !== null) return fail("expectation", `exit code ${exitCode}, but ${untested}`)
  if (exitCode !== 0 || tap === null || tap.message === null) return PASSED
  if (tap.verdict === "skipped") return skipped(tap.message)
  const tail = excerptOf(lines(), saidByTap(tap, lines())?.index)
  return failed("expectation", `exit code 0, but ${tap.message}`, tail)
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
  const lines = files.findLines(request.log, { pattern: TAP_LINE, from: logStart })
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
