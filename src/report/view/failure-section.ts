/**
 * All that is worth knowing of one failed scenario, as lines; the excerpt of its log comes neutralised
 * and behind a prefix, so that nothing in it can be taken for a command.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { placeOf } from "../../core/text/failure-line.ts"
import { isInfrastructure } from "../../core/verdict.ts"
import type { AttemptState, RunState } from "../../events/state.ts"
import type { ScenarioResult } from "../../formats/results.ts"
import { neutraliseInline, neutraliseLine, neutraliseLines } from "../lines/neutralise.ts"
import { countOf } from "../lines/text-width.ts"
import { renderWhy } from "../text/cause-text.ts"

/** Lines of a log that are shown. */
const MAX_TAIL_LINES = 50

/** Kept files that are named before the rest is counted. */
const MAX_FILES = 10

/** A failure as the summary tells it. */
export interface FailureSection {
  /** `login (Login works)`. */
  readonly title: string
  /** Label and text. */
  readonly facts: readonly (readonly [string, string])[]
  /** What is kept of the log of the last failed attempt. */
  readonly tail: readonly string[]
}

/** What to show of a failed scenario. */
export function toFailureSection(
  scenario: ScenarioResult,
  state: Pick<RunState, "scenarios">,
): FailureSection {
  const attempts = state.scenarios.get(scenario.id)?.attempts ?? []
  const last = lastFailed(attempts)
  const facts: [string, string][] = [["cause", causeText(scenario, attempts)]]
  facts.push(["defined", neutraliseInline(`${scenario.file}:${scenario.line}`)])
  if (last !== undefined && last.log !== "") {
    const shard = scenario.shard === null ? "" : ` (shard ${scenario.shard})`
    facts.push(["log", `${neutraliseInline(last.log)}${shard}`])
  }
  const { shown, left } = listedFiles(keptFiles(scenario))
  for (const path of shown) facts.push(["kept", neutraliseInline(path, 300)])
  if (left > 0) facts.push(["kept", `and ${countOf(left, "more file")}`])
  if (scenario.reproduce !== null) facts.push(["repeat", neutraliseLine(scenario.reproduce, 2_000)])
  return {
    title: titleOf(scenario),
    facts,
    tail: last === undefined ? [] : excerptLines(last),
  }
}

/** So many lines of what is kept of a log: the last ones, or those around what the message names. */
export function excerptLines(
  { tail, message }: Pick<AttemptState, "tail" | "message">,
  most: number = MAX_TAIL_LINES,
): string[] {
  const lines = neutraliseLines(tail ?? "")
  const place = placeOf(message ?? "", (tail ?? "").split("\n")) ?? lines.length
  const from = Math.min(lines.length - most, place - Math.floor(most / 2))
  return lines.slice(Math.max(0, from)).slice(0, most)
}

/** Files that a scenario left behind, relative to its shard's folder; the latest attempt's first. */
export function keptFiles({ attempts }: Pick<ScenarioResult, "attempts">): readonly string[] {
  return attempts.toReversed().flatMap(({ artifacts = [] }) => artifacts)
}

/** The first of some files, and how many there are more. */
export function listedFiles(files: readonly string[]): {
  readonly shown: readonly string[]
  readonly left: number
} {
  return { shown: files.slice(0, MAX_FILES), left: Math.max(0, files.length - MAX_FILES) }
}

/** `login (Login works)`, or the id alone where the name says nothing new. */
export function titleOf({ id, name }: Pick<ScenarioResult, "id" | "name">): string {
  const shown = neutraliseInline(id, 200)
  return name === id ? shown : `${shown} (${neutraliseInline(name, 200)})`
}

function lastFailed(attempts: readonly AttemptState[]): AttemptState | undefined {
  return attempts.findLast(({ outcome }) => outcome === "failed")
}

function causeText(scenario: ScenarioResult, attempts: readonly AttemptState[]): string {
  const last = lastFailed(attempts)
  const cause = last === undefined ? (scenario.cause ?? "failed") : renderWhy(last)
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
