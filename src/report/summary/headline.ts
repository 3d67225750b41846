/**
 * The first lines of the summary: what the run came to, how many of what, and where to look further.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Results } from "../../formats/results.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"
import { shortRef } from "../lines/short-ref.ts"
import { ageText, changeWords, listedChange } from "../text/base-text.ts"
import {
  isRefusal,
  shardClauses,
  undecidedClause,
  untoldProblems,
} from "../text/verdict-sentence.ts"
import { link, type RunAddress } from "./links.ts"
import { escapeMarkdown, inlineCode, nameText } from "./markdown-text.ts"
import { facts, ofVerdict, type SummaryView } from "./summary-view.ts"

const ICONS: Readonly<Record<Results["summary"]["conclusion"], string>> = {
  success: "✅",
  failure: "❌",
  incomplete: "❌",
  empty: "❌",
  cancelled: "🚫",
}

/** Digits of a commit that are shown. */
const COMMIT_DIGITS = 7

/** The heading: icon, suite, verdict in words. */
export function headingOf(results: Results): string {
  const { suite } = results.run
  const icon = ICONS[results.summary.conclusion]
  const words = escapeMarkdown(verdictWords(results), 2_000)
  return `## ${icon} ${nameText(neutraliseInline(suite, 100))} ${words}\n`
}

/** The counts, each a link to its section; then commit, attempt, run and report. */
export function headline(view: SummaryView, address: RunAddress | null): string {
  return `\n${facts(...counts(view), ...addresses(view, address))}\n${changeLine(view)}`
}

/** `Against main at 0a1b2c3: 1 regression, 2 new`; empty where nothing is known of the base branch. */
function changeLine({ results, links, anchors }: SummaryView): string {
  const { base } = results
  if (base === undefined) return ""
  const words = changeWords(base)
  const listed = listedChange(base).length > 0
  const change = words.length === 0 ? "no change" : words.join(", ")
  const { ref, commit } = base
  const at =
    commit === null
      ? ""
      : ` at ${link(inlineCode(commit.slice(0, COMMIT_DIGITS)), links.commit(commit))}`
  const shown = listed ? anchors.to("base", change) : change
  const age = ageText(results)
  const old = age === "" ? "" : ` (its newest known run, ${age})`
  return `\nAgainst ${inlineCode(shortRef(ref))}${at}${old}: ${shown}\n`
}

/** The verdict after the name of the suite: `failed`. */
export function verdictWords(results: Results): string {
  const { conclusion, exitCode, failed, quarantined } = results.summary
  switch (conclusion) {
    case "success":
      return failed > 0 && quarantined > 0 ? "passed, failures in quarantine aside" : "passed"
    case "failure":
      return isRefusal(results) ? `failed: ${refusedWords(results)} not allowed` : "failed"
    case "incomplete":
      return `is incomplete${whatIsMissing(results)}`
    case "empty":
      return "ran nothing"
    case "cancelled":
      return exitCode === 143 ? "was cancelled: the run was terminated" : "was cancelled"
  }
}

function whatIsMissing(results: Results): string {
  const clauses = [...shardClauses(results), undecidedClause(results)].filter(
    (clause) => clause !== "",
  )
  return clauses.length === 0 ? "" : `: ${clauses.join("; ")}`
}

function refusedWords({ summary }: Results): string {
  if (summary.flaky > 0 && summary.skipped > 0) return "flaky or skipped scenarios are"
  return summary.flaky > 0 ? "flaky scenarios are" : "skipped scenarios are"
}

function counts({ results, anchors }: SummaryView): readonly string[] {
  const { summary } = results
  const problems = untoldProblems(results).length + (results.outages ?? []).length
  const failed = ofVerdict(results, "failed").filter(({ quarantined }) => !quarantined).length
  const count = (number: number, words: string, section: string): string =>
    number === 0 ? "" : anchors.to(section, `${number} ${words}`)
  const passed =
    summary.passed === summary.total
      ? `${summary.passed} of ${countOf(summary.total, "scenario")} passed`
      : `${summary.passed} passed of ${countOf(summary.total, "scenario")}`
  return [
    count(failed, "failed", "failed"),
    count(summary.lost, "lost", "lost"),
    count(summary.failed - failed, "failed in quarantine", "quarantine"),
    count(summary.flaky, "flaky", "flaky"),
    count(summary.skipped, "skipped", "skipped"),
    count(summary.cancelled, "cancelled", "cancelled"),
    summary.total === 0 ? "there was nothing to run" : passed,
    formatDuration(summary.durationSeconds * 1_000),
    count(problems, problems === 1 ? "problem" : "problems", "problems"),
  ]
}

function addresses({ results, links }: SummaryView, address: RunAddress | null): readonly string[] {
  const sha = address?.head ?? address?.commit ?? results.run.commit
  const attempt = address?.attempt ?? results.run.attempt
  return [
    sha === null
      ? ""
      : `commit ${link(inlineCode(sha.slice(0, COMMIT_DIGITS)), links.commit(sha))}`,
    address === null && attempt === 1 ? "" : `attempt ${attempt}`,
    links.run === null ? "" : link("run", links.run),
    links.report === null ? "" : link("report", links.report),
  ]
}
