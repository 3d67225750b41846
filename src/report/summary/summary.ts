/**
 * The job summary. It never exceeds its limit, because GitHub drops a larger summary completely.
 * Sections get shares of the bytes, cuts are mentioned, and log excerpts get the rest.
 */
import type { RunState } from "../../events/state.ts"
import type { Results } from "../../formats/results.ts"
import { cutBytes, utf8Bytes } from "../lines/utf8.ts"
import { type Block, failureBlocks, lostRows, repeatText } from "./failures.ts"
import { countFitting, fitted, type Section } from "./fit.ts"
import { endingSection, historySection } from "./flakes.ts"
import { headingOf, headline } from "./headline.ts"
import { iterationSection } from "./iterations.ts"
import { anchorsOf, linksOf, type RunAddress } from "./links.ts"
import {
  fixtureSection,
  groupSection,
  problemSection,
  shardSection,
  unstoppedSection,
} from "./machinery.ts"
import { preformatted } from "./markdown-text.ts"
import {
  baseSection,
  flakySection,
  leakySection,
  notRunSections,
  passedAgainSection,
  quarantineSection,
  slowSection,
} from "./not-green.ts"
import type { PastVerdicts, SummaryView } from "./summary-view.ts"
import { slowestLine, timelineText } from "./timeline.ts"
import { renderSummaries } from "./written-summaries.ts"

/** A little below GitHub's limit for one step. */
const MAX_SUMMARY_BYTES = 1_000_000

/** Failures with a block of their own; more would hide what follows. */
const MAX_BLOCKS = 100

/** Failures by name; the rest is counted. */
const MAX_FAILURES = 2_000

/** What the summary is made from. */
export interface MarkdownInput {
  readonly results: Results
  readonly state: Pick<RunState, "scenarios">
  /** Where the run can be looked at; without it there are no links. */
  readonly address?: RunAddress | null
  /** Verdicts of earlier runs; absent where no history was read. */
  readonly past?: PastVerdicts | null
  /** Lines below the counts, of Markdown that is safe. */
  readonly notes?: readonly string[]
  /** Keeps the summaries of one page apart; default: the suite's name. */
  readonly id?: string
  readonly maxBytes?: number
}

/** The whole summary; always at most `maxBytes` bytes of UTF-8. */
export function renderMarkdown(input: MarkdownInput): string {
  const { results, state, address = null, past = null, maxBytes = MAX_SUMMARY_BYTES } = input
  const heading = headingOf(results)
  if (utf8Bytes(heading) > maxBytes) return cutBytes(heading, maxBytes)
  const links = linksOf(address)
  const anchors = anchorsOf(input.id ?? results.run.suite)
  const view: SummaryView = { results, state, links, anchors, past }
  let left = maxBytes - utf8Bytes(heading)
  const take = (text: string): string => {
    if (utf8Bytes(text) > left) return ""
    left -= utf8Bytes(text)
    return text
  }
  const roomOf = (share: number) => Math.min(left, Math.floor(maxBytes * share))
  const fill = (section: Section, share: number) => take(fitted(section, roomOf(share)))
  // In the order of their priority for space, not of their place on the page.
  const lines = take(headline(view, address))
  const notes = take((input.notes ?? []).map((note) => `\n${note}\n`).join(""))
  const repeat = take(repeatText(view))
  const failed = failuresOf(view, roomOf(0.45))
  left -= failed.bytes
  const lost = lostRows(view)
  const lostText = fill(
    { title: `Lost (${results.summary.lost})`, anchor: anchors.at("lost"), rows: lost },
    0.1,
  )
  const problems = fill(problemSection(view), 0.1)
  const base = fill(baseSection(view), 0.05)
  const flaky = fill(flakySection(view), 0.1)
  const iterations = fill(iterationSection(view), 0.1)
  const notRun = notRunSections(view).map((section) => fill(section, 0.05))
  const quarantined = fill(quarantineSection(view), 0.1)
  const ending = fill(endingSection(view), 0.05)
  const again = fill(passedAgainSection(view), 0.05)
  const leaky = fill(leakySection(view), 0.05)
  const slow = fill(slowSection(view), 0.05)
  const unstopped = fill(unstoppedSection(view), 0.05)
  const slowest = take(slowestLine(view))
  const shards = fill(shardSection(view), 0.05)
  const groups = fill(groupSection(view), 0.05)
  const fixtures = fill(fixtureSection(view), 0.05)
  const history = fill(historySection(view), 0.05)
  const timeline = take(timelineText(view))
  const summaries = take(renderSummaries(results, { state, maxBytes: roomOf(0.15) }))
  return [
    heading,
    lines,
    notes,
    failed.render(left),
    lostText,
    repeat,
    base,
    iterations,
    flaky,
    again,
    quarantined,
    ending,
    leaky,
    slow,
    ...notRun,
    summaries,
    unstopped,
    problems,
    slowest,
    history,
    shards,
    groups,
    fixtures,
    timeline,
  ].join("")
}

/** The failures without their logs, and how they look with logs of so many bytes. */
function failuresOf(
  view: SummaryView,
  maxBytes: number,
): { readonly bytes: number; readonly render: (logBytes: number) => string } {
  const all = failureBlocks(view)
  const title = `\n### ${view.anchors.at("failed")}Failed (${all.length})\n`
  const room = Math.floor((maxBytes - utf8Bytes(title)) * (all.length > MAX_BLOCKS ? 0.6 : 1))
  const made = all.slice(0, MAX_BLOCKS).map((make) => make())
  const blocks = made.slice(
    0,
    countFitting(
      made.map(({ head }) => head),
      room,
    ),
  )
  const headBytes = blocks.reduce((sum, { head }) => sum + utf8Bytes(head), utf8Bytes(title))
  const further = fitted(
    {
      title: `${all.length - blocks.length} more failures`,
      rows: all
        .slice(blocks.length)
        .map((make, index) => (blocks.length + index < MAX_FAILURES ? make().short : "")),
      maxRows: MAX_FAILURES - blocks.length,
      folded: true,
    },
    maxBytes - headBytes,
  )
  if (all.length === 0 || headBytes > maxBytes) return { bytes: 0, render: () => "" }
  return {
    bytes: headBytes + utf8Bytes(further),
    render: (logBytes) => title + withLogs(blocks, logBytes) + further,
  }
}

/** Reserved for the sentence about logs that did not fit. */
const NOTE_BYTES = 120

/** The blocks with the ends of their logs, in order, as long as those fit; the first is open. */
function withLogs(blocks: readonly Block[], maxBytes: number): string {
  const logs = blocks.map(({ log }, index) => (log === null ? "" : logText(log, index === 0)))
  const fits = countFitting(logs, maxBytes - NOTE_BYTES)
  const left = logs.slice(fits).filter((log) => log !== "").length
  const all = logs.filter((log) => log !== "").length
  const text = blocks.map(({ head }, index) => head + (index < fits ? logs[index] : "")).join("")
  if (left === 0 || maxBytes < NOTE_BYTES) return text
  return `${text}\nThe logs of ${left} of ${all} failures did not fit here.\n`
}

function logText({ title, lines: linesOf }: NonNullable<Block["log"]>, open: boolean): string {
  const lines = linesOf()
  if (lines.every((line) => line.trim() === "")) return ""
  const tag = open ? "<details open>" : "<details>"
  return `\n${tag}<summary>${title}</summary>\n\n${preformatted(lines)}\n\n</details>\n`
}
