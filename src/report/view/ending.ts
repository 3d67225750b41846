/**
 * The end of a log: complete failures, everything else that is not green by name, problems, and the
 * verdict sentence as the last line.
 */
import { acceptanceText, VERDICTS, type Verdict } from "../../core/verdict.ts"
import type { RunState } from "../../events/state.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { timeDriftText } from "../lines/drift-text.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"
import { type Palette, paletteFor } from "../lines/palette.ts"
import { type FixtureFailure, splitFixtures } from "../results/fixture-failures.ts"
import { type HookFailure, hookTail, splitFailures, untriedText } from "../results/hook-failures.ts"
import { endingQuarantines } from "../results/quarantine-ends.ts"
import { passedAgain, renderAttempts, renderOutage } from "../text/attempts-text.ts"
import { baseLines } from "../text/base-text.ts"
import { failedStops, renderFixture } from "../text/fixture-text.ts"
import { flakeSummary, quarantineEndText } from "../text/flakes-text.ts"
import { renderIdle } from "../text/idle-text.ts"
import { renderCampaign, renderIterations } from "../text/iterations-text.ts"
import { renderSlow } from "../text/slow-text.ts"
import { testLines } from "../text/tests-text.ts"
import { isRefusal, renderVerdictSentence } from "../text/verdict-sentence.ts"
import {
  excerptLines,
  type FailureSection,
  isLeaky,
  leakyAttempts,
  repeatFacts,
  titleOf,
  toFailureSection,
} from "./failure-section.ts"

const MAX_FAILURES = 20

/** Number of names in a list; the rest is counted. */
const MAX_LISTED = 20

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
    listBlock(palette.quiet("campaign"), campaignLines(results)),
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
  return scenarios
    .flatMap((one) => (one.iterations === undefined ? [] : [{ one, of: one.iterations }]))
    .toSorted((a, b) => (b.of.rate ?? 0) - (a.of.rate ?? 0))
    .map(({ one, of }) => {
      return `${titleOf(one)}: ${renderIterations(of, one.rate)}${timeDriftText(of, ", ")}`
    })
}

function campaignLines({ campaign }: Results): readonly string[] {
  return campaign === undefined ? [] : [renderCampaign(campaign)]
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

function slowLine(scenario: ScenarioResult): string[] {
  return scenario.slow === undefined ? [] : [`${titleOf(scenario)} ${renderSlow(scenario.slow)}`]
}
