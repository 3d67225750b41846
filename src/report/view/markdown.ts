/**
 * The job summary. It never exceeds its limit, because GitHub drops a larger summary completely.
 * Sections get shares of the bytes, cuts are mentioned, and log excerpts get the rest.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { NEVER_ENDS, VERDICTS, type Verdict } from "../../core/verdict.ts"
import type { RunState } from "../../events/state.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { countOf } from "../lines/neutralise.ts"
import { cutBytes, utf8Bytes } from "../lines/utf8.ts"
import { type HookFailure, hookTail, splitFailures, untriedText } from "../results/hook-failures.ts"
import { passedAgain, renderAttempts, renderTrouble } from "../text/attempts-text.ts"
import { renderWhy } from "../text/cause-text.ts"
import { failedStops } from "../text/fixture-text.ts"
import { renderIdle } from "../text/idle-text.ts"
import { leaseLines } from "../text/lease-text.ts"
import { renderVerdictSentence } from "../text/verdict-sentence.ts"
import {
  excerptLines,
  isLeaky,
  keptFiles,
  leakyAttempts,
  listedFiles,
  toFailureSection,
} from "./ending.ts"
import { fixtureTable } from "./fixture-table.ts"
import { iterationTable } from "./iteration-table.ts"
import { escapeMarkdown, inlineCode, preformatted, row } from "./markdown-text.ts"
import { problemTable } from "./problem-table.ts"
import { slowTable } from "./slow-table.ts"
import { renderSummaries } from "./summary-blocks.ts"

/** A little below GitHub's limit for one step. */
const MAX_SUMMARY_BYTES = 1_000_000

/** Number of named failures; the rest is counted. */
const MAX_FAILURES = 2_000

/** Rows of every other table. */
const MAX_ROWS = 500

/** Reserved for the sentences that mention cuts. */
const NOTE_BYTES = 120

/** What the summary is made from. */
export interface MarkdownInput {
  readonly results: Results
  readonly state: Pick<RunState, "scenarios">
  readonly maxBytes?: number
}

/** The whole summary; always at most `maxBytes` bytes of UTF-8. */
export function renderMarkdown(input: MarkdownInput): string {
  const { results, state, maxBytes = MAX_SUMMARY_BYTES } = input
  const heading = `## ${escapeMarkdown(renderVerdictSentence(results), 4_000)}\n`
  if (utf8Bytes(heading) > maxBytes) return cutBytes(heading, maxBytes)
  const { hooks, failed: counted } = splitFailures(results)
  const failures = new Set(counted)
  const failed = results.scenarios.filter(
    (scenario) => scenario.verdict === "lost" || failures.has(scenario),
  )
  let left = maxBytes - utf8Bytes(heading)
  const fill = (section: Section, share: number): string => {
    const text = renderSection(section, Math.min(left, Math.floor(maxBytes * share)))
    left -= utf8Bytes(text)
    return text
  }
  // In the order of their priority for space, not of their place on the page.
  const broken = fill(hookSection(hooks), 0.1)
  const red = fill(failureSection(failed), 0.45)
  const problems = fill(problemTable(results, MAX_ROWS), 0.1)
  const shards = fill(shardSection(results), 0.1)
  const notRun = fill(notRunSection(results), 0.1)
  const flaky = fill(flakySection(results), 0.1)
  const again = fill(passedAgainSection(results), 0.05)
  const quarantined = fill(quarantineSection(results), 0.1)
  const leaky = fill(leakySection(results), 0.05) + fill(slowTable(results, MAX_ROWS), 0.05)
  const artifacts = fill(artifactSection(failed), 0.05)
  const iterations = fill({ ...iterationTable(results), maxRows: MAX_ROWS }, 0.1)
  const groups = fill(groupSection(results), 0.05)
  const fixtures = fill({ ...fixtureTable(results), maxRows: MAX_ROWS }, 0.05)
  const unstopped = fill(unstoppedSection(results), 0.05)
  const summaries = renderSummaries(results, {
    state,
    maxBytes: Math.min(left, Math.floor(maxBytes * 0.2)),
  })
  left -= utf8Bytes(summaries)
  const logs = [
    ...hooks.map((hook) => ({
      title: hook.log,
      lines: () => excerptLines({ tail: hookTail(hook, state), message: hook.message }),
    })),
    ...failed
      .filter(({ id }) => lastTail(id, state) !== "")
      .map((scenario) => ({
        title: scenario.id,
        lines: () => toFailureSection(scenario, state).tail,
      })),
  ]
  const excerpts = renderExcerpts(logs, left)
  return [
    heading,
    broken,
    red,
    artifacts,
    excerpts,
    flaky,
    again,
    quarantined,
    leaky,
    notRun,
    summaries,
    iterations,
    groups,
    fixtures,
    unstopped,
    shards,
    problems,
  ].join("")
}

interface Section {
  readonly title: string
  /** Header and ruler of a table; empty for a list. */
  readonly head: readonly string[]
  readonly rows: readonly string[]
  readonly maxRows: number
}

/** As many rows as fit, then the number of the others; empty instead of only a heading. */
function renderSection(section: Section, maxBytes: number): string {
  if (section.rows.length === 0) return ""
  const title = `\n### ${section.title}\n`
  const start = `${title}\n${section.head.map((line) => `${line}\n`).join("")}`
  let text = start
  let used = utf8Bytes(start) + NOTE_BYTES
  let shown = 0
  for (const row of section.rows.slice(0, section.maxRows)) {
    const bytes = utf8Bytes(row) + 1
    if (used + bytes > maxBytes) break
    text += `${row}\n`
    used += bytes
    shown += 1
  }
  const left = section.rows.length - shown
  if (shown === 0) text = title
  if (left > 0) text += `\n${left} of ${section.rows.length} are not shown here.\n`
  return utf8Bytes(text) <= maxBytes ? text : ""
}

/** Tolerated failures, and scenarios that pass although they are in quarantine. */
function quarantineSection({ scenarios }: Results): Section {
  const quarantined = scenarios.filter((scenario) => scenario.quarantined)
  return {
    title: `Quarantined or tolerated (${quarantined.length})`,
    head: [
      "| scenario | verdict | why | until | owner | reason |",
      "| --- | --- | --- | --- | --- | --- |",
    ],
    rows: quarantined.map((scenario) =>
      row(
        scenarioCell(scenario),
        scenario.verdict,
        scenario.verdict === "passed" ? "" : whyCell(scenario),
        untilCell(scenario),
        inlineCode(scenario.quarantine?.owner ?? ""),
        inlineCode(scenario.quarantine?.reason ?? "", 300),
      ),
    ),
    maxRows: MAX_ROWS,
  }
}

function untilCell({ quarantine }: ScenarioResult): string {
  const until = quarantine?.until ?? ""
  return until === NEVER_ENDS ? "tolerated" : inlineCode(until)
}

/** Failed hooks before the scenarios of a shard, once for all scenarios that did not run. */
function hookSection(hooks: readonly HookFailure[]): Section {
  return {
    title: `Failed before their scenarios (${countOf(hooks.length, "shard")})`,
    head: ["| shard | why | scenarios | log |", "| ---: | --- | --- | --- |"],
    rows: hooks.map((hook) =>
      row(
        String(hook.shard ?? ""),
        inlineCode(hook.message, 300),
        inlineCode(untriedText(hook), 2_000),
        inlineCode(hook.log),
      ),
    ),
    maxRows: MAX_ROWS,
  }
}

function failureSection(failed: readonly ScenarioResult[]): Section {
  return {
    title: `Failed and lost (${failed.length})`,
    head: ["| scenario | verdict | why | time | repeat |", "| --- | --- | --- | ---: | --- |"],
    rows: failed.map((scenario) =>
      row(
        scenarioCell(scenario),
        scenario.verdict,
        whyCell(scenario),
        timeCell(scenario),
        inlineCode(scenario.reproduce ?? "", 1_000),
      ),
    ),
    maxRows: MAX_FAILURES,
  }
}

/** Kept files of failures; paths are those inside the artifact of their shard. */
function artifactSection(failed: readonly ScenarioResult[]): Section {
  const kept = failed.filter((scenario) => keptFiles(scenario).length > 0)
  return {
    title: `Kept files of failures (${kept.length})`,
    head: ["| scenario | shard | files |", "| --- | ---: | --- |"],
    rows: kept.map((scenario) => {
      const { shown, left } = listedFiles(keptFiles(scenario))
      const files = shown.map((path) => inlineCode(path, 200)).join("<br>")
      const shard = scenario.shard === null ? "" : String(scenario.shard)
      return row(scenarioCell(scenario), shard, `${files}${left === 0 ? "" : ` and ${left} more`}`)
    }),
    maxRows: MAX_ROWS,
  }
}

function flakySection(results: Results): Section {
  const flaky = ofVerdict(results, "flaky")
  return {
    title: `Flaky (${flaky.length})`,
    head: ["| scenario | attempts | why | time |", "| --- | --- | --- | ---: |"],
    rows: flaky.map((scenario) =>
      row(
        scenarioCell(scenario),
        attemptsCell(scenario),
        inlineCode(scenario.message ?? scenario.cause ?? "", 300),
        timeCell(scenario),
      ),
    ),
    maxRows: MAX_ROWS,
  }
}

/** Scenarios that passed only after a retry, without a failure of their own. */
function passedAgainSection({ scenarios }: Results): Section {
  const again = scenarios.filter(passedAgain)
  return {
    title: `Passed after other trouble (${again.length})`,
    head: ["| scenario | attempts | trouble |", "| --- | --- | --- |"],
    rows: again.map((scenario) =>
      row(scenarioCell(scenario), attemptsCell(scenario), inlineCode(renderTrouble(scenario), 300)),
    ),
    maxRows: MAX_ROWS,
  }
}

function attemptsCell(scenario: ScenarioResult): string {
  return escapeMarkdown(renderAttempts(scenario))
}

/** Scenarios that left processes behind, with any verdict. */
function leakySection({ scenarios }: Results): Section {
  const leaky = scenarios.filter(isLeaky)
  return {
    title: `Leaky: processes left behind, and ended where that was allowed (${leaky.length})`,
    head: ["| scenario | verdict | processes were left |", "| --- | --- | --- |"],
    rows: leaky.map((scenario) =>
      row(scenarioCell(scenario), scenario.verdict, leakyAttempts(scenario)),
    ),
    maxRows: MAX_ROWS,
  }
}

function notRunSection(results: Results): Section {
  const notRun = [...ofVerdict(results, "cancelled"), ...ofVerdict(results, "skipped")]
  return {
    title: `Not run: why (${notRun.length})`,
    head: ["| scenario | verdict | why |", "| --- | --- | --- |"],
    rows: notRun.map((scenario) =>
      row(scenarioCell(scenario), scenario.verdict, whyCell(scenario)),
    ),
    maxRows: MAX_ROWS,
  }
}

function shardSection({ shards, plan, workers }: Results): Section {
  const seconds = (value: number): string => formatDuration(value * 1_000)
  const idle = new Map(shards.map((shard) => [shard.shard, renderIdle(shard, workers)]))
  const waits = [...idle.values()].some((text) => text !== null)
  return {
    title: `Shards (predicted ${seconds(plan.predictedSeconds)}, lower bound ${seconds(plan.lowerBoundSeconds)})`,
    head: [
      `| shard | runner | status | scenarios | predicted | actual |${waits ? " workers |" : ""}`,
      `| ---: | --- | --- | ---: | ---: | ---: |${waits ? " --- |" : ""}`,
    ],
    rows: shards.map((shard) =>
      row(
        String(shard.shard),
        inlineCode(shard.runner),
        shard.status,
        String(shard.count),
        seconds(shard.predictedSeconds),
        shard.status === "missing" ? "–" : seconds(shard.durationSeconds),
        ...(waits ? [escapeMarkdown(idle.get(shard.shard) ?? "")] : []),
      ),
    ),
    maxRows: MAX_ROWS,
  }
}

/** Scenarios of each group; a scenario with several groups counts in each. */
function groupSection({ groups }: Results): Section {
  return {
    title: `Groups (${groups.length})`,
    head: [
      `| group | run | ${VERDICTS.join(" | ")} | time | log |`,
      `| --- | ---: |${" ---: |".repeat(VERDICTS.length)} ---: | --- |`,
    ],
    rows: groups.map((group) =>
      row(
        inlineCode(group.name),
        ...[group.run, ...VERDICTS.map((verdict) => group[verdict])].map(String),
        group.log === null ? "–" : formatDuration(group.durationSeconds * 1_000),
        inlineCode(group.log ?? ""),
      ),
    ),
    maxRows: MAX_ROWS,
  }
}

function unstoppedSection({ fixtures }: Results): Section {
  const lines = fixtures.flatMap(failedStops)
  return {
    title: `Fixtures not stopped (${lines.length})`,
    head: [],
    rows: lines.map((line) => `- ${inlineCode(line, 500)}`),
    maxRows: MAX_ROWS,
  }
}

/** Excerpts of the logs of failures, in order, as long as they fit. */
function renderExcerpts(
  logs: readonly { readonly title: string; readonly lines: () => readonly string[] }[],
  maxBytes: number,
): string {
  let text = ""
  let used = NOTE_BYTES
  let shown = 0
  for (const { title, lines } of logs.slice(0, MAX_FAILURES)) {
    const summary = `<summary>${inlineCode(title)}: from its log</summary>`
    const block = `\n<details>${summary}\n\n${preformatted(lines())}\n\n</details>\n`
    const bytes = utf8Bytes(block)
    if (used + bytes > maxBytes) break
    text += block
    used += bytes
    shown += 1
  }
  const left = logs.length - shown
  const note = left === 0 ? "" : `\nExcerpts of ${left} of ${logs.length} logs did not fit here.\n`
  return utf8Bytes(text) + utf8Bytes(note) <= maxBytes ? text + note : text
}

function lastTail(id: string, state: MarkdownInput["state"]): string {
  const attempts = state.scenarios.get(id)?.attempts ?? []
  const { tail = null, fixtures } = attempts.findLast(({ outcome }) => outcome === "failed") ?? {}
  return tail?.trim() || leaseLines({ fixtures }).join("\n")
}

function ofVerdict({ scenarios }: Results, verdict: Verdict): readonly ScenarioResult[] {
  return scenarios.filter((scenario) => scenario.verdict === verdict)
}

function scenarioCell({ id, name }: ScenarioResult): string {
  return name === id ? inlineCode(id) : `${inlineCode(id)} ${inlineCode(name)}`
}

function whyCell(scenario: ScenarioResult): string {
  const { reason, message, cause, attempts } = scenario
  if (reason !== null) {
    return [escapeMarkdown(reason), inlineCode(message ?? "", 300)].filter(Boolean).join(": ")
  }
  const failed = attempts.findLast(({ outcome }) => outcome === "failed")
  return inlineCode(failed === undefined ? (message ?? cause ?? "") : renderWhy(failed), 300)
}

function timeCell({ runs, durationSeconds }: ScenarioResult): string {
  return runs === 0 ? "–" : formatDuration(durationSeconds * 1_000)
}
