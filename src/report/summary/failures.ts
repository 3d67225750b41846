/**
 * What made the run red: a block of its own for each failure, one for all scenarios that one fixture, hook
 * or shard kept from running, and one command that repeats them all.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { isInfrastructure } from "../../core/verdict.ts"
import type { AttemptState } from "../../events/state.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { capital } from "../lines/capital.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"
import { type FixtureFailure, splitFixtures } from "../results/fixture-failures.ts"
import { type HookFailure, hookTail, splitFailures } from "../results/hook-failures.ts"
import { markText } from "../text/base-text.ts"
import { leaseLines } from "../text/lease-text.ts"
import { attemptWords, plainWhy } from "../text/plain-words.ts"
import { excerptLines, keptFiles, listedFiles } from "../view/failure-section.ts"
import { link } from "./links.ts"
import { escapeMarkdown, fenced, inlineCode, nameText } from "./markdown-text.ts"
import { pastText } from "./past-text.ts"
import {
  facts,
  namesText,
  ofVerdict,
  placeText,
  rowsByMessage,
  type SummaryView,
  shardText,
} from "./summary-view.ts"

/** A failure, and the end of its log where it has one. */
export interface Block {
  /** Heading and facts. */
  readonly head: string
  /** The same on one line, for a long list. */
  readonly short: string
  readonly log: { readonly title: string; readonly lines: () => readonly string[] } | null
}

/** In the order in which they are shown; those of many scenarios first. */
export function failureBlocks(view: SummaryView): readonly (() => Block)[] {
  const { hooks, failed } = splitFailures(view.results)
  const { fixtures, others } = splitFixtures(view.results, failed)
  return [
    ...hooks.map((hook) => () => hookBlock(hook, view)),
    ...fixtures.map((fixture) => () => fixtureBlock(fixture)),
    ...others.map((scenario) => () => scenarioBlock(scenario, view)),
  ]
}

function scenarioBlock(scenario: ScenarioResult, view: SummaryView): Block {
  const { id, attempts, durationSeconds, runs, cause } = scenario
  const { links, past } = view
  const last = attempts.findLast(({ outcome }) => outcome === "failed")
  const why = inlineCode(plainWhy(last ?? { ...scenario, exitCode: null, signal: null }), 300)
  const apart = isInfrastructure(cause) ? " (infrastructure)" : ""
  const lines = [
    `${why}${apart}`,
    facts(
      inlineCode(id),
      placeText(scenario, links),
      shardText(scenario.shard, view),
      runs === 0 ? "" : formatDuration(durationSeconds * 1_000),
    ),
    runs > 1 ? capital(attemptsLine(scenario)) : "",
    escapeMarkdown(capital(markText(scenario, view.results.base)), 300),
    capital(pastText(id, past)),
    keptLine(scenario),
  ]
  return {
    head: blockHead(nameText(neutraliseInline(scenario.name, 200)) || inlineCode(id), lines),
    short: `- ${inlineCode(id)}: ${why}`,
    log: logOf(id, view.state.scenarios.get(id)?.attempts ?? []),
  }
}

/** `attempt 1 exit code 3 (1.5s), attempt 2 passed (1.0s)`; shorter where all said the same. */
export function attemptsLine({
  attempts,
  onlyWithNeighbours,
}: Pick<ScenarioResult, "attempts" | "onlyWithNeighbours">): string {
  const words = attemptWords(attempts)
  if (words.length > 1 && new Set(words.map(({ says }) => says)).size === 1) {
    return `${attempts.length} attempts, all with this end (${words.map(({ after }) => after).join(", ")})`
  }
  const told = words.map(({ number, says, after }) =>
    number === null
      ? says
      : `attempt ${number} ${says === "passed" ? says : inlineCode(says, 300)} (${after})`,
  )
  return `${told.join(", ")}${onlyWithNeighbours === true ? "; fails only with neighbours" : ""}`
}

/** Paths are those inside the artifact of the shard. */
function keptLine(scenario: ScenarioResult): string {
  const { shown, left } = listedFiles(keptFiles(scenario))
  if (shown.length === 0) return ""
  const more = left === 0 ? "" : ` and ${left} more`
  return `Kept files: ${shown.map((path) => inlineCode(path)).join(", ")}${more}`
}

function logOf(id: string, attempts: readonly AttemptState[]): Block["log"] {
  const last = attempts.findLast(({ outcome }) => outcome === "failed")
  if (last === undefined) return null
  return {
    title: `Log of ${inlineCode(id)}`,
    lines: () => [...excerptLines(last), ...leaseLines(last)],
  }
}

/** A failed hook before the scenarios of a shard, once for all scenarios that did not run. */
function hookBlock(hook: HookFailure, view: SummaryView): Block {
  const { shard, message, log, scenarios } = hook
  const why = inlineCode(message, 300)
  const title = shard === null ? "A hook failed" : `A hook of shard ${shard} failed`
  const lines = [why, facts(untriedText(scenarios), shardText(shard, view))]
  return {
    head: blockHead(title, lines),
    short: `- ${title}: ${why}`,
    log: {
      title: `Log of ${inlineCode(log)}`,
      lines: () => excerptLines({ tail: hookTail(hook, view.state), message }),
    },
  }
}

/** A fixture that could not start, once for all scenarios that needed it. */
function fixtureBlock({ name, message, scenarios }: FixtureFailure): Block {
  const why = inlineCode(message, 300)
  const title = name === null ? "A fixture failed" : `Fixture ${nameText(name)} failed`
  return {
    head: blockHead(title, [why, untriedText(scenarios)]),
    short: `- ${title}: ${why}`,
    log: null,
  }
}

function untriedText(scenarios: readonly ScenarioResult[]): string {
  const were = scenarios.length === 1 ? "scenario was" : "scenarios were"
  return `${scenarios.length} ${were} not run: ${namesText(scenarios)}`
}

function blockHead(title: string, lines: readonly string[]): string {
  const shown = lines.filter((line) => line !== "")
  return `\n#### ❌ ${title}\n\n${shown.join("<br>\n")}\n`
}

/** Lost scenarios, by what happened to their shard. */
export function lostRows(view: SummaryView): readonly string[] {
  const byShard = Map.groupBy(ofVerdict(view.results, "lost"), ({ shard, reason }) =>
    JSON.stringify([shard, reason]),
  )
  return [...byShard.values()].map((own) => {
    const { shard = null, reason = null } = own[0] ?? {}
    const title = `${lostTitle(shard, reason, view)}: ${countOf(own.length, "scenario")} lost`
    const hint = reason === "shard-missing" ? `${MISSING_HINT}\n\n` : ""
    return `#### ❌ ${title}\n\n${hint}${rowsByMessage(own).join("\n")}\n`
  })
}

/** Where a command that names them would be too long to copy. */
const TOO_MANY = `They are too many for one command. Download the report, which has the history, and run

${fenced("parallel-smoke run --last failed --history history.json", "sh")}`

function hasFailures({ scenarios }: Results): boolean {
  return scenarios.some(
    ({ verdict, quarantined }) => verdict === "lost" || (verdict === "failed" && !quarantined),
  )
}

const MISSING_HINT =
  "The log of its job has the reason. Re-run failed jobs to run it, or all jobs if its artifact has expired."

function lostTitle(shard: number | null, reason: string | null, view: SummaryView): string {
  const job = view.results.shards.find((one) => one.shard === shard)?.job
  const place = link(`Shard ${shard}`, view.links.job(job))
  if (reason === "shard-missing") return `${place} did not report`
  return reason === "shard-incomplete" ? `${place} stopped before its end` : "Without a verdict"
}

/** One command that repeats exactly the failures. */
export function repeatText({ results }: SummaryView): string {
  const { reproduce } = results.summary
  if (reproduce === undefined || (reproduce === null && !hasFailures(results))) return ""
  const text = reproduce === null ? TOO_MANY : fenced(reproduce, "sh")
  return `\n#### Repeat the failures\n\n${text}\n`
}
