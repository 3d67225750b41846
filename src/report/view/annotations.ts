/**
 * Annotations for a pull request: each failure on the line that its tests or its output name, else on the one
 * that defines it, within GitHub's limits for one step (10 of each level, 4,096 characters for a message).
 */
import { defined } from "../../core/defined.ts"
import { isIncompleteness } from "../../core/problems/merge-problem.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import { firstOf } from "../../core/text/not-shown.ts"
import { acceptanceText, isOwnFailure, NEVER_ENDS } from "../../core/verdict.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import type { Problem } from "../../formats/run-specs.ts"
import { problemsOfTests } from "../../formats/test-cases.ts"
import { countOf, cutChars, neutraliseInline, neutraliseLine } from "../lines/neutralise.ts"
import { type FixtureFailure, splitFixtures } from "../results/fixture-failures.ts"
import { type HookFailure, splitFailures, untriedText } from "../results/hook-failures.ts"
import { type EndingQuarantine, endingQuarantines } from "../results/quarantine-ends.ts"
import { renderAttempts } from "../text/attempts-text.ts"
import { renderWhy } from "../text/cause-text.ts"
import { quarantineEndText } from "../text/flakes-text.ts"
import { renderIterations } from "../text/iterations-text.ts"
import { renderVerdictSentence } from "../text/verdict-sentence.ts"

/** Annotations of one level that GitHub keeps of a step (actions/runner, ExecutionContext). */
export const MAX_PER_LEVEL = 10

/** Characters of a message that GitHub keeps (actions/runner, ExecutionContext). */
export const MAX_MESSAGE_CHARS = 4_096

const MAX_TITLE_CHARS = 255

/** Number of named lost scenarios; the rest is counted. */
const MAX_LOST_NAMES = 20

/** Problems of a shard that explain its lost scenarios. */
const LOSING_CODES: readonly string[] = ["shard-missing", "journal-unfinished"]

const MISSING_HINT =
  "the log of its job has the reason; re-run failed jobs to run it, or all jobs if its artifact has expired"

/** A note at a line of the repository. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice"
  readonly title: string
  readonly message: string
  /** Relative to the root of the checkout; null if it belongs to no line. */
  readonly file: string | null
  /** 1-based; null with `file`. */
  readonly line: number | null
  /** 1-based, if known. */
  readonly column?: number
}

/** All annotations of a run, at most so many of each level and most important first; the rest is counted. */
export function toAnnotations(results: Results, mostPerLevel = MAX_PER_LEVEL): Annotation[] {
  const of = (verdict: ScenarioResult["verdict"]) =>
    results.scenarios.filter((scenario) => scenario.verdict === verdict)
  const suite = neutraliseInline(results.run.suite, 100)
  const { hooks, failed } = splitFailures(results)
  const { fixtures, others } = splitFixtures(results, failed)
  const accepted = of("failed").filter(({ quarantined }) => quarantined)
  const matches = results.scenarios.flatMap((scenario) => furtherPlaces(scenario, suite))
  const errors = [
    ...problemErrors(results, { suite, lost: of("lost") }),
    ...hooks.map((hook) => hookAnnotation(hook, suite)),
    ...fixtures.map((fixture) => fixtureError(fixture, suite)),
    ...others.map((scenario) => toAnnotation("error", scenario, suite)),
    ...matches.filter(({ level }) => level === "error"),
  ]
  // The run is red only because of a rule, without a failed scenario or shard.
  if (errors.length === 0 && results.summary.exitCode !== 0) {
    errors.push(
      runError(`${suite}: ${results.summary.conclusion}`, [renderVerdictSentence(results)]),
    )
  }
  const warnings = [
    ...[...accepted, ...of("flaky")].map((scenario) => toAnnotation("warning", scenario, suite)),
    ...endingQuarantines(results).map((ending) => endingWarning(ending, suite)),
  ]
  return [
    ...withinLimit(errors, { level: "error", suite, mostPerLevel }),
    ...withinLimit([...warnings, ...matches.filter(({ level }) => level === "warning")], {
      level: "warning",
      suite,
      mostPerLevel,
    }),
    ...withinLimit(
      [
        ...undecidedNotices(of("passed"), suite),
        ...skipNotices(of("skipped"), suite),
        ...matches.filter(({ level }) => level === "notice"),
      ],
      { level: "notice", suite, mostPerLevel },
    ),
  ]
}

/** Problems of the run; a shard that lost its scenarios is one error. */
function problemErrors(
  { problems }: Results,
  { suite, lost }: { readonly suite: string; readonly lost: readonly ScenarioResult[] },
): Annotation[] {
  const lostOf = Map.groupBy(lost, ({ shard }) => shard)
  const told = problems.map((problem) => {
    const { code, shard, message } = problem
    const title = `${suite}: ${isIncompleteness(problem) ? "incomplete" : "failure"}`
    const own = LOSING_CODES.includes(code) ? (lostOf.get(shard) ?? []) : []
    if (own.length > 0) lostOf.delete(shard)
    const error = runError(title, [
      message,
      ...(own.length === 0 ? [] : [lostText(own)]),
      ...(code === "shard-missing" ? [MISSING_HINT] : []),
    ])
    return { ...error, file: problem.file ?? null, line: problem.line ?? null }
  })
  const others = [...lostOf.values()].map((own) =>
    runError(`${suite}: ${countOf(own.length, "scenario")} lost`, [
      ...new Set(own.map(({ message }) => message ?? "")),
      lostText(own),
    ]),
  )
  return [...told, ...others]
}

/** One for each thing that was wrong with a fixture, not for each scenario. */
function fixtureError({ name, message, scenarios }: FixtureFailure, suite: string): Annotation {
  const title = name === null ? "a fixture failed" : `fixture ${name} failed`
  const names = scenarios.map(({ id }) => id)
  return runError(`${suite}: ${neutraliseInline(title, 100)}`, [
    message,
    `${countOf(scenarios.length, "scenario")} not tried: ${firstOf(names, MAX_LOST_NAMES)}`,
  ])
}

function lostText(lost: readonly ScenarioResult[]): string {
  const names = lost.map(({ id }) => id)
  return `${countOf(lost.length, "scenario")} lost: ${firstOf(names, MAX_LOST_NAMES)}`
}

/** An error that belongs to no line of the repository. */
function runError(title: string, lines: readonly string[]): Annotation {
  return {
    level: "error",
    title: cutChars(title, MAX_TITLE_CHARS),
    message: cutChars(
      lines.map((line) => neutraliseInline(line, 2_000)).join("\n"),
      MAX_MESSAGE_CHARS,
    ),
    file: null,
    line: null,
  }
}

function toAnnotation(
  level: Annotation["level"],
  scenario: ScenarioResult,
  suite: string,
): Annotation {
  const name = neutraliseInline(scenario.name, 120)
  const time = formatDuration(scenario.durationSeconds * 1_000)
  const flaky = scenario.verdict === "flaky"
  const failed = scenario.attempts.findLast((attempt) =>
    flaky ? isOwnFailure(attempt) : attempt.outcome === "failed",
  )
  const why =
    failed === undefined
      ? neutraliseInline(scenario.message ?? "", 1_000)
      : renderWhy(failed, 1_000)
  const place = problemsOf(failed).find(isPlace)
  const lines = [scenario.runs === 0 ? why : `${why} · ${time}`]
  if (place !== undefined) {
    const said = neutraliseInline(place.message, 1_000)
    if (!why.includes(said)) lines.push(said)
    lines.push(`scenario: ${neutraliseInline(`${scenario.file}:${scenario.line}`, 500)}`)
  }
  if (flaky) lines.push(`attempts: ${renderAttempts(scenario)}`)
  if (scenario.reproduce !== null) lines.push(neutraliseLine(scenario.reproduce, 1_000))
  const own = { file: scenario.file, line: scenario.line, column: undefined }
  const { file, line, column } = place ?? own
  return defined({
    level,
    title: cutChars(
      `${suite}: ${name} ${scenario.verdict}${acceptedText(scenario)}`,
      MAX_TITLE_CHARS,
    ),
    message: cutChars(lines.join("\n"), MAX_MESSAGE_CHARS),
    file,
    line,
    column: column ?? undefined,
  })
}

function endingWarning(ending: EndingQuarantine, suite: string): Annotation {
  const { file, line } = ending
  const message = neutraliseInline(quarantineEndText(ending), 1_000)
  return { level: "warning", title: `${suite}: a quarantine ends`, message, file, line }
}

/** One for all scenarios of a shard that did not run. */
function hookAnnotation(hook: HookFailure, suite: string): Annotation {
  const shard = hook.shard === null ? "" : ` of shard ${hook.shard}`
  return {
    level: "error",
    title: cutChars(`${suite}: a hook before the scenarios${shard} failed`, MAX_TITLE_CHARS),
    message: cutChars(
      `${neutraliseInline(hook.message, 1_000)}\n${untriedText(hook)}`,
      MAX_MESSAGE_CHARS,
    ),
    file: null,
    line: null,
  }
}

function acceptedText({ quarantined, quarantine }: ScenarioResult): string {
  if (!quarantined) return ""
  return ` (${acceptanceText(quarantine?.until ?? NEVER_ENDS)})`
}

/** Tests that failed in an attempt, then problems in its output. */
function problemsOf(attempt: ScenarioResult["attempts"][number] | undefined): readonly Problem[] {
  return [...problemsOfTests(attempt?.tests), ...(attempt?.problems ?? [])]
}

/** The first error at a line of the repository: the failure itself stands there. */
function isPlace({ severity, line }: Problem): boolean {
  return severity === "error" && line !== null
}

/** What the last attempt names besides the place of its failure; errors only if the scenario failed the run. */
function furtherPlaces(scenario: ScenarioResult, suite: string): readonly Annotation[] {
  const red = scenario.verdict === "failed" && !scenario.quarantined
  const last = scenario.attempts.at(-1)
  const all = problemsOf(last)
  const told = last?.outcome === "failed" ? all.findIndex(isPlace) : -1
  return all.toSpliced(told, told < 0 ? 0 : 1).map((problem) =>
    defined({
      level: problem.severity === "error" && !red ? "warning" : problem.severity,
      title: cutChars(
        neutraliseInline(
          `${suite}: ${scenario.name}${problem.code === null ? "" : ` ${problem.code}`}`,
        ),
        MAX_TITLE_CHARS,
      ),
      message: cutChars(neutraliseInline(problem.message), MAX_MESSAGE_CHARS),
      // What is nowhere in particular stands where the scenario is defined.
      file: problem.file ?? scenario.file,
      line: problem.file === null ? scenario.line : problem.line,
      column: problem.column ?? undefined,
    }),
  )
}

/** One notice, with the bounds: those that are known least first. */
function undecidedNotices(passed: readonly ScenarioResult[], suite: string): Annotation[] {
  const open = passed
    .filter(({ rate, iterations }) => rate === "undecided" && iterations !== undefined)
    .toSorted((a, b) => (b.iterations?.high ?? 0) - (a.iterations?.high ?? 0))
  if (open.length === 0) return []
  const told = open
    .slice(0, MAX_LOST_NAMES)
    .map(({ id, iterations }) => (iterations ? `${id}: ${renderIterations(iterations)}` : id))
  const left = open.length - told.length
  const title = `${suite}: ${countOf(open.length, "scenario")} passed with too few iterations to decide about --fail-rate`
  const lines = left > 0 ? [...told, `and ${left} more`] : told
  return [{ ...runError(title, lines), level: "notice" }]
}

/** One notice for each reason, not for each scenario. */
function skipNotices(skipped: readonly ScenarioResult[], suite: string): Annotation[] {
  const byReason = Map.groupBy(skipped, ({ reason }) => reason ?? "skipped")
  return [...byReason].map(([reason, scenarios]) => ({
    level: "notice",
    title: `${suite}: ${countOf(scenarios.length, "scenario")} skipped, ${reason}`,
    message: cutChars(
      scenarios
        .map(({ id, message }) => neutraliseInline(`${id}: ${message ?? reason}`, 300))
        .join("\n"),
      MAX_MESSAGE_CHARS,
    ),
    file: null,
    line: null,
  }))
}

function withinLimit(
  annotations: readonly Annotation[],
  options: {
    readonly level: Annotation["level"]
    readonly suite: string
    readonly mostPerLevel: number
  },
): readonly Annotation[] {
  const { level, suite, mostPerLevel } = options
  if (annotations.length <= mostPerLevel) return annotations
  const shown = annotations.slice(0, mostPerLevel - 1)
  const left = annotations.length - shown.length
  return [
    ...shown,
    {
      level,
      title: `${suite}: ${left} more`,
      message: `${left} more are in the job summary and in results.json`,
      file: null,
      line: null,
    },
  ]
}
