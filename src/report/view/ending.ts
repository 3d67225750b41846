/**
 * The end of a log: complete failures, everything else that is not green by name, problems, and the
 * verdict sentence as the last line.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { placeOf } from "../../core/text/failure-line.ts"
import { acceptanceText, isInfrastructure, VERDICTS, type Verdict } from "../../core/verdict.ts"
import type { AttemptState, RunState } from "../../events/state.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { timeDriftText } from "../lines/drift-text.ts"
import { countOf, neutraliseInline, neutraliseLine, neutraliseLines } from "../lines/neutralise.ts"
import { type Palette, paletteFor } from "../lines/palette.ts"
import { type FixtureFailure, splitFixtures } from "../results/fixture-failures.ts"
import { type HookFailure, hookTail, splitFailures, untriedText } from "../results/hook-failures.ts"
import { endingQuarantines } from "../results/quarantine-ends.ts"
import { passedAgain, renderAttempts, renderOutage } from "../text/attempts-text.ts"
import { baseLines, markText } from "../text/base-text.ts"
import { renderWhy } from "../text/cause-text.ts"
import { failedStops, renderFixture } from "../text/fixture-text.ts"
import { flakeSummary, quarantineEndText } from "../text/flakes-text.ts"
import { renderIdle } from "../text/idle-text.ts"
import { renderFirstFailure, renderIterations } from "../text/iterations-text.ts"
import { leaseLines } from "../text/lease-text.ts"
import { renderSlow } from "../text/slow-text.ts"
import { testLines } from "../text/tests-text.ts"
import { isRefusal, renderVerdictSentence } from "../text/verdict-sentence.ts"

const MAX_FAILURES = 20

/** Number of names in a list; the rest is counted. */
const MAX_LISTED = 20

/** Number of different messages of one scenario's iterations. */
const MAX_MESSAGES = 5

/** What the end of a log is made from. */
export interface EndingInput {
  readonly results: Results
  readonly state: Pick<RunState, "scenarios">
  readonly color: boolean
  /** Number of complete failures; default 20. */
  readonly failures?: number
  /** Folds each failure, for the log of a GitHub job; off by default. */
  readonly groups?: boolean
  /** Only what the verdict is bad for, and the sentence; off by default. */
  readonly minimal?: boolean
}

/** The whole ending, without a line end; its last line is the verdict sentence. */
export function renderEnding(input: EndingInput): string {
  const { results, state, failures = MAX_FAILURES, groups = false, minimal = false } = input
  const palette = paletteFor(input.color)
  const withVerdict = (verdict: Verdict): readonly ScenarioResult[] =>
    results.scenarios.filter((scenario) => scenario.verdict === verdict)
  const { hooks, failed: all } = splitFailures(results)
  const shared = splitFixtures(results, all).fixtures.filter(
    ({ scenarios }) => scenarios.length > 1,
  )
  const untried = new Set(shared.flatMap(({ scenarios }) => scenarios))
  const failed = all.filter((scenario) => !untried.has(scenario))
  const view = { state, base: results.base, palette, groups }
  const accepted = withVerdict("failed").filter(({ quarantined }) => quarantined)
  /** Lines about what is no failure. */
  const aside = (lines: readonly string[]): readonly string[] => (minimal ? [] : lines)
  /** The same, where such verdicts alone may have failed the run. */
  const unlessRefused = isRefusal(results) ? (lines: readonly string[]) => lines : aside
  const blocks = [
    ...hooks.map((hook) => hookBlock(hook, view)),
    ...shared.map((fixture) => fixtureBlock(fixture, view)),
    ...failed.slice(0, failures).map((scenario) => failureBlock(scenario, view)),
    listBlock(
      palette.bad("also failed"),
      failed.slice(failures).map((scenario) => titleOf(scenario)),
    ),
    listBlock(palette.bad("lost"), whyLines(withVerdict("lost"))),
    listBlock(palette.warn("failed, but tolerated"), aside(accepted.map(acceptedLine))),
    listBlock(palette.warn("flaky"), unlessRefused(withVerdict("flaky").map(attemptsLine))),
    listBlock(
      palette.warn("passed, but tests of their own failed"),
      aside(results.scenarios.filter(hidesFailedTests).map(testsLine)),
    ),
    listBlock(
      palette.quiet("passed after other trouble"),
      aside(results.scenarios.filter(passedAgain).map(attemptsLine)),
    ),
    listBlock(palette.warn("leaky"), aside(results.scenarios.filter(isLeaky).map(leakyLine))),
    listBlock(palette.quiet("slow"), aside(results.scenarios.flatMap(slowLine))),
    listBlock(palette.warn("cancelled"), whyLines(withVerdict("cancelled"))),
    listBlock(palette.quiet("skipped"), unlessRefused(whyLines(withVerdict("skipped")))),
    listBlock(palette.warn("quarantines that end"), aside(quarantineLines(results))),
    listBlock(palette.quiet("base branch"), aside(baseLines(results))),
    listBlock(palette.quiet("flakes"), aside(flakeSummary(results.flakes))),
    listBlock(palette.bad("outage"), (results.outages ?? []).map(renderOutage)),
    listBlock(
      palette.bad("problems"),
      results.problems.map(({ message }) => neutraliseInline(message)),
    ),
    listBlock(palette.quiet("iterations"), aside(iterationLines(results))),
    listBlock(palette.quiet("groups"), aside(results.groups.map(groupLine))),
    listBlock(palette.quiet("fixtures"), aside(results.fixtures.map(renderFixture))),
    listBlock(palette.warn("fixtures not stopped"), results.fixtures.flatMap(failedStops)),
    minimal ? "" : idleLine(results, palette),
    sentence(results, palette),
  ]
  return blocks.filter((block) => block !== "").join("\n\n")
}

/** Where scenarios are repeated: what becomes of each, those with failures first. */
function iterationLines({ scenarios }: Results): readonly string[] {
  const repeated = scenarios.flatMap((scenario) => {
    const { iterations, rate } = scenario
    return iterations === undefined ? [] : [{ title: titleOf(scenario), iterations, rate }]
  })
  return repeated
    .toSorted((a, b) => (b.iterations.rate ?? 0) - (a.iterations.rate ?? 0))
    .map(({ title, iterations, rate }) => {
      const told = [renderIterations(iterations, rate), timeDriftText(iterations)]
      return `${title}: ${told.filter((text) => text !== "").join(", ")}`
    })
}

/** `slow: 4 run, 3 passed, 1 failed, 2 skipped`; zero counts are omitted. */
function groupLine(group: Results["groups"][number]): string {
  const counts = VERDICTS.map((verdict) => ({ verdict, count: group[verdict] }))
  const told = counts.filter(({ count }) => count > 0).map((one) => `${one.count} ${one.verdict}`)
  return `${neutraliseInline(group.name, 80)}: ${[`${group.run} run`, ...told].join(", ")}`
}

function quarantineLines(results: Results): readonly string[] {
  return endingQuarantines(results).map((ending) =>
    neutraliseInline(quarantineEndText(ending), 500),
  )
}

/** For one shard; for several, see the summary. */
function idleLine({ shards, workers }: Results, palette: Palette): string {
  const [shard] = shards
  const text = shard === undefined || shards.length > 1 ? null : renderIdle(shard, workers)
  return text === null ? "" : palette.quiet(`workers: ${text}`)
}

function sentence(results: Results, palette: Palette): string {
  const paint = results.summary.exitCode === 0 ? palette.good : palette.bad
  return palette.strong(paint(renderVerdictSentence(results)))
}

function failureBlock(
  scenario: ScenarioResult,
  view: {
    readonly state: EndingInput["state"]
    readonly base: Results["base"]
    readonly palette: Palette
    readonly groups: boolean
  },
): string {
  return sectionBlock(toFailureSection(scenario, view), view)
}

/** A failed hook before the scenarios of a shard, once for all of them. */
function hookBlock(hook: HookFailure, view: Parameters<typeof failureBlock>[1]): string {
  const shard = hook.shard === null ? "" : ` (shard ${hook.shard})`
  const facts: FailureSection["facts"] = [
    ["cause", `${neutraliseInline(hook.message)} (infrastructure)`],
    ["log", `${neutraliseInline(hook.log)}${shard}`],
  ]
  const tail = excerptLines({ tail: hookTail(hook, view.state), message: hook.message })
  return sectionBlock({ title: untriedText(hook), facts, tail }, view)
}

/** A fixture that could not start, once for all scenarios that needed it. */
function fixtureBlock(fixture: FixtureFailure, view: Parameters<typeof failureBlock>[1]): string {
  const facts: FailureSection["facts"] = [
    ["cause", `${neutraliseInline(fixture.message)} (infrastructure)`],
    ...repeatFacts(fixture.scenarios[0]),
  ]
  return sectionBlock({ title: untriedText(fixture), facts, tail: [] }, view)
}

function sectionBlock(
  { title, facts, tail }: FailureSection,
  { palette, groups }: { readonly palette: Palette; readonly groups: boolean },
): string {
  return [
    groups
      ? `::group::failed  ${title.replaceAll("%", "%25")}`
      : `${palette.bad("failed")}  ${palette.strong(title)}`,
    ...facts.map(([label, text]) => `  ${palette.quiet(label.padEnd(8))} ${text}`),
    ...tail.map((line) => `  ${palette.quiet("|")} ${line}`.trimEnd()),
    ...(groups ? ["::endgroup::"] : []),
  ].join("\n")
}

function listBlock(heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return ""
  const left = lines.length - MAX_LISTED
  return [
    heading,
    ...lines.slice(0, MAX_LISTED).map((line) => `  ${line}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ].join("\n")
}

/** `login (Login works) quarantined until 2027-01-31, @team: exit-code 1`. */
function acceptedLine(scenario: ScenarioResult): string {
  const { until = "", owner = null } = scenario.quarantine ?? {}
  const who = owner === null ? "" : `, ${owner}`
  const why = scenario.message ?? scenario.cause ?? "failed"
  return `${titleOf(scenario)} ${neutraliseInline(`${acceptanceText(until)}${who}: ${why}`, 300)}`
}

/** True where its exit code says that it passed, and its own report that tests failed. */
function hidesFailedTests({ verdict, attempts }: ScenarioResult): boolean {
  return verdict === "passed" && (attempts.at(-1)?.tests?.failed ?? 0) > 0
}

function testsLine(scenario: ScenarioResult): string {
  const tests = scenario.attempts.at(-1)?.tests
  return tests === undefined
    ? titleOf(scenario)
    : `${titleOf(scenario)}: ${testLines(tests, 1).join("; ")}`
}

/** `login (Login works): 1 exit-code 3 (4.2s), 2 passed (3.1s)`. */
function attemptsLine(scenario: ScenarioResult): string {
  const { iterations, rate } = scenario
  const told =
    iterations === undefined ? renderAttempts(scenario) : renderIterations(iterations, rate)
  return `${titleOf(scenario)}: ${told}`
}

/** `login (Login works) left processes behind in attempt 2; …`: a note names those that were not ended. */
function leakyLine(scenario: ScenarioResult): string {
  return `${titleOf(scenario)} left processes behind ${leakyAttempts(scenario)}; they were ended where that was allowed`
}

/** One line for each reason, with its scenarios. */
function whyLines(scenarios: readonly ScenarioResult[]): string[] {
  const byReason = new Map<string, string[]>()
  for (const scenario of scenarios) {
    const why = [scenario.reason ?? "", neutraliseInline(scenario.message ?? "")]
      .filter((text) => text !== "")
      .join(": ")
    const ids = byReason.get(why) ?? []
    byReason.set(why, ids)
    ids.push(neutraliseInline(scenario.id, 200))
  }
  return [...byReason].map(([why, ids]) => {
    const shown = ids.slice(0, 5).join(", ")
    const left = ids.length > 5 ? ` and ${ids.length - 5} more` : ""
    return `${countOf(ids.length, "scenario")}: ${why} (${shown}${left})`
  })
}

// The details of one failed scenario, as lines. The excerpt of its log is neutralised and has a
// prefix, so that nothing in it works as a command.

/** Lines of a log that are shown. */
const MAX_TAIL_LINES = 50

/** Number of named kept files; the rest is counted. */
const MAX_FILES = 10

/** A failure, for the summary. */
interface FailureSection {
  /** `login (Login works)`. */
  readonly title: string
  /** Label and text. */
  readonly facts: readonly (readonly [string, string])[]
  /** The excerpt of the log of the last failed attempt. */
  readonly tail: readonly string[]
}

/** What to show of a failed scenario. */
function toFailureSection(
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

function repeatFacts(scenario: ScenarioResult | undefined): [string, string][] {
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
function titleOf({ id, name }: Pick<ScenarioResult, "id" | "name">): string {
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

function slowLine(scenario: ScenarioResult): string[] {
  return scenario.slow === undefined ? [] : [`${titleOf(scenario)} ${renderSlow(scenario.slow)}`]
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
