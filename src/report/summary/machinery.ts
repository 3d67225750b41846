/**
 * What ran the scenarios: shards, groups, fixtures, and problems that are not of a scenario.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { VERDICTS } from "../../core/verdict.ts"
import type { Results } from "../../formats/results.ts"
import { renderOutage } from "../text/attempts-text.ts"
import { failedStops, renderFixture } from "../text/fixture-text.ts"
import { renderIdle } from "../text/idle-text.ts"
import { untoldProblems } from "../text/verdict-sentence.ts"
import type { Section } from "./fit.ts"
import { link } from "./links.ts"
import { escapeMarkdown, inlineCode } from "./markdown-text.ts"
import { facts, type SummaryView } from "./summary-view.ts"

type Shard = Results["shards"][number]

/** Only of a run with several shards; predictions only where a history made them. */
export function shardSection(view: SummaryView): Section {
  const { plan, shards } = view.results
  const predicted = isLearned(view.results)
    ? `, predicted ${seconds(plan.predictedSeconds)}, at best ${seconds(plan.lowerBoundSeconds)}`
    : ""
  return {
    title: `Shards: ${shards.length}${predicted}`,
    rows: shards.length < 2 ? [] : shards.map((shard) => `- ${shardLine(shard, view)}`),
    folded: true,
  }
}

function shardLine(shard: Shard, { results, links }: SummaryView): string {
  const { runner, count, predictedSeconds, durationSeconds, status } = shard
  return facts(
    `${link(`shard ${shard.shard}`, links.job(shard.job))} on ${inlineCode(runner)}`,
    statusText(shard, results),
    `${count} planned`,
    status === "missing" ? "" : seconds(durationSeconds),
    isLearned(results) ? `predicted ${seconds(predictedSeconds)}` : "",
    escapeMarkdown(renderIdle(shard, results.workers) ?? ""),
  )
}

/** A shard is as green as its scenarios. */
function statusText({ shard, status }: Shard, { scenarios }: Results): string {
  if (status === "missing") return "did not report"
  if (status === "incomplete") return "stopped early"
  const failed = scenarios.filter(
    (one) => one.shard === shard && one.verdict === "failed" && !one.quarantined,
  )
  return failed.length === 0 ? "passed" : `${failed.length} failed`
}

function isLearned({ plan }: Results): boolean {
  return plan.predictedFrom === "history"
}

/** Scenarios of each group; a scenario with several groups counts in each. */
export function groupSection({ results }: SummaryView): Section {
  return {
    title: `Groups (${results.groups.length})`,
    rows: results.groups.map((group) => {
      const counts = VERDICTS.map((verdict) => ({ verdict, count: group[verdict] }))
      const told = counts.filter(({ count }) => count > 0)
      return `- ${facts(
        `${inlineCode(group.name)}: ${told.map((one) => `${one.count} ${one.verdict}`).join(", ")}`,
        group.log === null ? "" : seconds(group.durationSeconds),
        inlineCode(group.log ?? ""),
      )}`
    }),
    folded: true,
  }
}

/** What fixtures did over all shards. */
export function fixtureSection({ results }: SummaryView): Section {
  return {
    title: `Fixtures (${results.fixtures.length})`,
    rows: results.fixtures.map((fixture) => `- ${escapeMarkdown(renderFixture(fixture))}`),
    folded: true,
  }
}

/** Instances whose `stop` failed. */
export function unstoppedSection({ results }: SummaryView): Section {
  const lines = results.fixtures.flatMap(failedStops)
  return {
    title: `Fixtures not stopped (${lines.length})`,
    rows: lines.map((line) => `- ${inlineCode(line, 500)}`),
  }
}

/** Problems of the run that lost scenarios do not explain. */
export function problemSection({ results, anchors }: SummaryView): Section {
  const texts = [
    ...(results.outages ?? []).map(renderOutage),
    ...untoldProblems(results).map(({ message }) => message),
  ]
  return {
    anchor: anchors.at("problems"),
    title: `Problems (${texts.length})`,
    rows: texts.map((text) => `- ${inlineCode(text, 500)}`),
  }
}

function seconds(value: number): string {
  return formatDuration(value * 1_000)
}
