/**
 * When which worker ran what: as a chart that GitHub draws, and as a list that says the same. The longest
 * scenarios are in a line of their own.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { type AttemptState, attemptsOf, type RunState } from "../../events/state.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"
import { inlineCode } from "./markdown-text.ts"
import { DOT, type SummaryView } from "./summary-view.ts"

/** Scenarios in the line of the slowest. */
const SLOWEST = 5

/** Bars of the chart: a browser draws them all, and GitHub refuses a text of more than 50,000 characters. */
const MAX_BARS = 100

/** Characters of a label in a bar as wide as the chart. */
const LABEL_CHARS = 90

/** A bar narrower than this part of the chart has no room for a label. */
const LEAST_LABELLED = 0.08

interface Bar {
  readonly id: string
  readonly shard: number
  readonly attempt: AttemptState
}

const MARKS: Readonly<
  Record<AttemptState["outcome"], { readonly mark: string; readonly as: string }>
> = {
  passed: { mark: "✓", as: "done, " },
  failed: { mark: "✗", as: "crit, " },
  skipped: { mark: "–", as: "" },
  cancelled: { mark: "–", as: "" },
}

/** `Slowest: checkout 1m02s · login 1.8s`; empty where fewer than two ran. */
export function slowestLine({ state }: Pick<SummaryView, "state">): string {
  const times: { readonly id: string; readonly ms: number }[] = []
  for (const [id, scenario] of state.scenarios) {
    const attempts = attemptsOf(scenario)
    if (attempts.length > 0) {
      times.push({ id, ms: attempts.reduce((sum, { durationMs }) => sum + durationMs, 0) })
    }
  }
  if (times.length < 2) return ""
  const slowest = longest(times, SLOWEST, ({ ms }) => ms)
  const told = slowest.map(({ id, ms }) => `${inlineCode(id, 80)} ${formatDuration(ms)}`)
  return `\nSlowest: ${told.join(DOT)}\n`
}

/** The chart and the list, folded; empty where nothing ran. */
export function timelineText(view: Pick<SummaryView, "state">): string {
  const all = barsOf(view.state)
  const bars = longest(all, MAX_BARS, ({ attempt }) => attempt.durationMs)
  const lanes = lanesOf(bars)
  const left = all.length - bars.length
  const cut = left > 0 ? `, the ${bars.length} longest attempts of ${all.length}` : ""
  if (bars.length === 0) return ""
  const title = `Timeline of ${countOf(lanes.length, "worker")}${cut}`
  const lines = [...chartLines(lanes, bars), "", ...listLines(lanes, bars)]
  return `\n<details><summary>${title}</summary>\n\n${lines.join("\n")}\n\n</details>\n`
}

function barsOf(state: Pick<RunState, "scenarios">): readonly Bar[] {
  const bars: Bar[] = []
  for (const [id, scenario] of state.scenarios) {
    for (const attempt of attemptsOf(scenario)) bars.push({ id, shard: scenario.shard, attempt })
  }
  return bars
}

interface Lane {
  readonly name: string
  readonly bars: readonly Bar[]
}

/** Bars by shard and worker, in order; those of a lane by their start. */
function lanesOf(bars: readonly Bar[]): readonly Lane[] {
  const sorted = bars.toSorted(
    (a, b) =>
      a.shard - b.shard ||
      a.attempt.worker - b.attempt.worker ||
      a.attempt.startedAt - b.attempt.startedAt,
  )
  const byLane = Map.groupBy(sorted, ({ shard, attempt }) => laneName(shard, attempt.worker))
  return [...byLane].map(([name, own]) => ({ name, bars: own }))
}

function laneName(shard: number, worker: number): string {
  return `shard ${shard}, worker ${worker}`
}

/** A Mermaid diagram. Its sections are rows: in compact mode, bars of a section stand beside each other. */
function chartLines(lanes: readonly Lane[], bars: readonly Bar[]): readonly string[] {
  const { from, to } = spanOf(bars)
  const label = (bar: Bar): string => {
    const width = bar.attempt.durationMs / (to - from)
    const room = width < LEAST_LABELLED ? 0 : Math.floor(width * LABEL_CHARS)
    return `${MARKS[bar.attempt.outcome].mark} ${diagramText(bar.id, room)}`.trim()
  }
  return [
    "```mermaid",
    "---",
    "displayMode: compact",
    "config:",
    "  gantt:",
    "    leftPadding: 130",
    "---",
    "gantt",
    "  accTitle: When which worker ran which scenario",
    `  accDescr: ${bars.length} attempts in ${formatDuration(to - from)}. The list below says the same.`,
    "  dateFormat x",
    "  axisFormat %H:%M:%S",
    ...lanes.flatMap(({ name, bars: own }) => [
      `  section ${name}`,
      ...own.map((bar) => `    ${label(bar)} :${MARKS[bar.attempt.outcome].as}${stretchOf(bar)}`),
    ]),
    "```",
  ]
}

/** Milliseconds since 1970: the reader's browser shows its own time of day. */
function stretchOf({ attempt }: Bar): string {
  const from = Math.round(attempt.startedAt)
  return `${from}, ${from + Math.max(1, Math.round(attempt.durationMs))}`
}

/** Only what means nothing in a diagram; the mark before it keeps a word from being a key word. */
function diagramText(text: string, most: number): string {
  return neutraliseInline(text)
    .replace(/[^\p{L}\p{N} ._/-]/gu, "_")
    .slice(0, most)
    .toWellFormed()
    .trim()
}

function listLines(lanes: readonly Lane[], bars: readonly Bar[]): readonly string[] {
  const { from } = spanOf(bars)
  return lanes.map(({ name, bars: own }) => {
    const told = own.map(({ id, attempt }) => {
      const { mark } = MARKS[attempt.outcome]
      const at = formatDuration(attempt.startedAt - from)
      return `${mark} ${inlineCode(id, 80)} at ${at} for ${formatDuration(attempt.durationMs)}`
    })
    return `- ${name}: ${told.join(", ")}`
  })
}

function spanOf(bars: readonly Bar[]): { readonly from: number; readonly to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { attempt } of bars) {
    from = Math.min(from, attempt.startedAt)
    to = Math.max(to, attempt.startedAt + attempt.durationMs)
  }
  return { from, to: Math.max(to, from + 1) }
}

/** The longest of a list, longest first. */
function longest<T>(list: readonly T[], most: number, msOf: (one: T) => number): readonly T[] {
  return list.toSorted((a, b) => msOf(b) - msOf(a)).slice(0, most)
}
