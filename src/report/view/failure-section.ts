/**
 * The details of one failed scenario, as lines. The excerpt of its log is neutralised and has a prefix, so
 * that nothing in it works as a command.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { placeOf } from "../../core/text/failure-line.ts"
import { isInfrastructure } from "../../core/verdict.ts"
import type { AttemptState, RunState } from "../../events/state.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { countOf, neutraliseInline, neutraliseLine, neutraliseLines } from "../lines/neutralise.ts"
import { markText } from "../text/base-text.ts"
import { renderWhy } from "../text/cause-text.ts"
import { renderFirstFailure, renderIterations } from "../text/iterations-text.ts"
import { leaseLines } from "../text/lease-text.ts"
import { testLines } from "../text/tests-text.ts"

/** Lines of a log that are shown. */
const MAX_TAIL_LINES = 50

/** Number of different messages of one scenario's iterations. */
const MAX_MESSAGES = 5

/** Number of named kept files; the rest is counted. */
const MAX_FILES = 10

/** A failure, for the summary. */
export interface FailureSection {
  /** `login (Login works)`. */
  readonly title: string
  /** Label and text. */
  readonly facts: readonly (readonly [string, string])[]
  /** The excerpt of the log of the last failed attempt. */
  readonly tail: readonly string[]
}

/** What to show of a failed scenario. */
export function toFailureSection(
  scenario: ScenarioResult,
  { state, base }: { readonly state: Pick<RunState, "scenarios"> } & Pick<Results, "base">,
): FailureSection {
  const attempts = state.scenarios.get(scenario.id)?.attempts ?? []
  // Of iterations the first that failed is the one to look at.
  const last = scenario.iterations === undefined ? lastFailed(attempts) : firstFailed(attempts)
  const facts: [string, string][] = [["cause", causeText(scenario, attempts)]]
  facts.push(...iterationFacts(scenario))
  const mark = markText(scenario, base)
  if (mark !== "") facts.push(["base", neutraliseInline(mark, 300)])
  facts.push(["defined", neutraliseInline(`${scenario.file}:${scenario.line}`)])
  if (last !== undefined && last.log !== "") {
    const shard = scenario.shard === null ? "" : ` (shard ${scenario.shard})`
    facts.push(["log", `${neutraliseInline(last.log)}${shard}`])
  }
  const { tests } = scenario.attempts.at(-1) ?? {}
  if (tests !== undefined) for (const line of testLines(tests, 5)) facts.push(["tests", line])
  const { shown, left } = listedFiles(keptFiles(scenario))
  for (const path of shown) facts.push(["kept", neutraliseInline(path, 300)])
  if (left > 0) facts.push(["kept", `and ${countOf(left, "more file")}`])
  facts.push(...repeatFacts(scenario))
  return {
    title: titleOf(scenario),
    facts,
    tail: last === undefined ? [] : [...excerptLines(last), ...fixtureLines(last)],
  }
}

export function repeatFacts(scenario: ScenarioResult | undefined): [string, string][] {
  const command = scenario?.reproduce ?? null
  return command === null ? [] : [["repeat", neutraliseLine(command, 2_000)]]
}

/**
 * A number of lines of an excerpt: the last ones, or those around the line that the message names.
 */
export function excerptLines(
  { tail, message }: Pick<AttemptState, "tail" | "message">,
  most: number = MAX_TAIL_LINES,
): string[] {
  const lines = neutraliseLines(tail ?? "")
  const place = placeOf(message ?? "", (tail ?? "").split("\n")) ?? lines.length
  const from = Math.min(lines.length - most, place - Math.floor(most / 2))
  return lines.slice(Math.max(0, from)).slice(0, most)
}

function fixtureLines(attempt: AttemptState): readonly string[] {
  return leaseLines(attempt).map((line) => neutraliseLine(line))
}

/** Kept files of a scenario, relative to its shard's folder; those of the latest attempt first. */
export function keptFiles({ attempts }: Pick<ScenarioResult, "attempts">): readonly string[] {
  return attempts.toReversed().flatMap(({ artifacts = [] }) => artifacts)
}

/** The first files, and the number of the others. */
export function listedFiles(files: readonly string[]): {
  readonly shown: readonly string[]
  readonly left: number
} {
  return { shown: files.slice(0, MAX_FILES), left: Math.max(0, files.length - MAX_FILES) }
}

/** `login (Login works)`, or only the id if the name adds nothing. */
export function titleOf({ id, name }: Pick<ScenarioResult, "id" | "name">): string {
  const shown = neutraliseInline(id, 200)
  return name === id ? shown : `${shown} (${neutraliseInline(name, 200)})`
}

/** Counts, the first failure and what was beside it, and messages where there are several. */
function iterationFacts({ iterations, rate }: ScenarioResult): [string, string][] {
  if (iterations === undefined) return []
  const { firstFailure, messages } = iterations
  const facts: [string, string][] = [["runs", renderIterations(iterations, rate)]]
  if (firstFailure !== null) facts.push(["first", renderFirstFailure(firstFailure)])
  if (messages.length < 2) return facts
  for (const { message, count, iterations: numbers } of messages.slice(0, MAX_MESSAGES)) {
    const text = `${count} × ${neutraliseInline(message, 200)} (first in ${numbers.join(", ")})`
    facts.push(["message", text])
  }
  return facts
}

function firstFailed(attempts: readonly AttemptState[]): AttemptState | undefined {
  return attempts.find(({ outcome }) => outcome === "failed")
}

function lastFailed(attempts: readonly AttemptState[]): AttemptState | undefined {
  return attempts.findLast(({ outcome }) => outcome === "failed")
}

function causeText(scenario: ScenarioResult, attempts: readonly AttemptState[]): string {
  const last = scenario.iterations === undefined ? lastFailed(attempts) : firstFailed(attempts)
  // Where it was never tried, its own message says why.
  const cause = renderWhy(last ?? { ...scenario, exitCode: null, signal: null })
  const apart = isInfrastructure(scenario.cause) ? " (infrastructure)" : ""
  const tries = scenario.runs > 1 ? ` · ${countOf(scenario.runs, "attempt")}` : ""
  return `${cause}${apart}${tries} · ${formatDuration(scenario.durationSeconds * 1_000)}`
}

/** True where one of its attempts left processes behind. */
export function isLeaky({ leaked }: Pick<ScenarioResult, "leaked">): boolean {
  return leaked === true
}

/** `in attempt 2`, `in attempts 1, 3`. */
export function leakyAttempts({ attempts }: Pick<ScenarioResult, "attempts">): string {
  const numbers = attempts.filter(({ leaked }) => leaked === true).map(({ number }) => number)
  return `in ${numbers.length === 1 ? "attempt" : "attempts"} ${numbers.join(", ")}`
}
