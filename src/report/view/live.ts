/**
 * The live display: what a terminal shows below the log during a run. From state, time and size to
 * lines; each line is narrower than the terminal.
 */
import { formatWholeSeconds } from "../../core/quantities/duration.ts"
import type { RunState, ScenarioState } from "../../events/state.ts"
import { charWidth, countOf, neutraliseInline, padEndTo, textWidth } from "../lines/neutralise.ts"
import { type Palette, paletteFor } from "../lines/palette.ts"
import { renderFixtureNow } from "../text/fixture-text.ts"
import { renderSoakStatus, type SoakStatus, soakCounts, soakStatus } from "./soak-status.ts"

/** Everything that a frame shows. */
export interface LiveInput {
  readonly state: RunState
  /** The shard that runs here. */
  readonly shard: number
  /** Scenarios that run here. */
  readonly ids: readonly string[]
  /** Expected duration of each, in milliseconds, from planning. */
  readonly expectedMs: ReadonlyMap<string, number>
  readonly workers: number
  /** Times of the first event and of now, by the clock of the events. */
  readonly startedAt: number
  readonly now: number
  /** Busy part of the processors, and memory; null if unknown. */
  readonly machine: {
    readonly cpuBusy: number | null
    readonly memoryAvailableBytes: number | null
    readonly memoryTotalBytes: number | null
  } | null
  readonly color: boolean
  /** How long the scenarios are repeated; undefined where they are not. */
  readonly soakMs?: number | undefined
}

/** The terminal that is drawn on. */
export interface LiveSize {
  readonly columns: number
  readonly rows: number
}

const BAR_WIDTH = 24
const MAX_ID_WIDTH = 40
// biome-ignore lint/suspicious/noControlCharactersInRegex: a palette's colours are what it finds.
const COLOR = /(\u001b\[\d+m)/u
/** Lines reserved for the log above. */
const ROWS_LEFT = 3

/** The frame; empty if the terminal is too small. */
export function renderLive(input: LiveInput, size: LiveSize): readonly string[] {
  const room = size.rows - ROWS_LEFT
  if (room < 1 || size.columns < 20) return []
  const palette = paletteFor(input.color)
  const progress = progressOf(input)
  const lines = [
    progressLine({ input, progress, palette }),
    factsLine({ input, progress, palette }),
    ...fixturesLine(input, palette),
  ]
  lines.push(...runningLines({ input, progress, palette, room: room - lines.length }))
  return lines.slice(0, room).map((line) => cutTo(line, size.columns - 1))
}

interface Running {
  readonly id: string
  readonly number: number
  readonly iteration: number | undefined
  readonly elapsedMs: number
  readonly expectedMs: number
}

interface Progress {
  readonly ended: number
  readonly failed: number
  readonly flaky: number
  readonly retries: number
  readonly running: readonly Running[]
  /** Share of the expected work that is done, from 0 to 1. */
  readonly share: number
  /** Null before anything has begun. */
  readonly leftMs: number | null
}

/** Number of ended scenarios that outweighs the expectation. */
const TELLING = 5

/** Progress of a run, from the expectation and its accuracy so far. */
function progressOf(input: LiveInput): Progress {
  const { state, ids, expectedMs, workers, now, shard } = input
  const stopping = (state.shards.get(shard)?.cancelling ?? null) !== null
  const running: Running[] = []
  const count = { ended: 0, failed: 0, flaky: 0, retries: 0 }
  let doneMs = 0
  let openMs = 0
  let spentMs = 0
  let longestMs = 0
  for (const id of ids) {
    const expected = expectedMs.get(id) ?? 0
    const scenario = state.scenarios.get(id)
    count.retries += retriesOf(scenario)
    if (scenario?.running) {
      const elapsedMs = Math.max(0, now - scenario.running.at)
      for (const { number, iteration, at } of [scenario.running, ...(scenario.beside ?? [])]) {
        const elapsedMs = Math.max(0, now - at)
        running.push({ id, number, iteration, elapsedMs, expectedMs: expected })
      }
      const left = Math.max(0, expected - elapsedMs)
      openMs += left
      doneMs += expected - left
      longestMs = Math.max(longestMs, left)
      continue
    }
    const verdict = scenario?.ending?.verdict
    if (verdict === undefined || (verdict === "cancelled" && !stopping)) {
      openMs += expected
      longestMs = Math.max(longestMs, expected)
      continue
    }
    count.ended += 1
    if (verdict === "failed") count.failed += 1
    if (verdict === "flaky") count.flaky += 1
    doneMs += expected
    if (verdict === "passed") spentMs += lastMs(scenario) - expected
  }
  const allMs = doneMs + openMs
  const share = allMs === 0 ? (ids.length === 0 ? 1 : count.ended / ids.length) : doneMs / allMs
  // The speed so far, compared with the expectation, is assumed to continue.
  const least = count.ended < TELLING ? 0.25 : 0.01
  const pace = doneMs > 0 ? Math.min(4, Math.max(least, 1 + spentMs / doneMs)) : 1
  const leftMs = allMs === 0 ? null : Math.max(longestMs, openMs / Math.max(1, workers)) * pace
  running.sort((a, b) => b.elapsedMs - a.elapsedMs || (a.id < b.id ? -1 : 1))
  return { ...count, running, share, leftMs }
}

function retriesOf(scenario: ScenarioState | undefined): number {
  if (scenario === undefined) return 0
  const { iterations } = scenario
  if (iterations !== undefined) return Math.max(0, iterations.failures - iterations.failed)
  return Math.max(0, scenario.attempts.length + (scenario.running ? 1 : 0) - 1)
}

function lastMs(scenario: ScenarioState | undefined): number {
  return scenario?.attempts.at(-1)?.durationMs ?? 0
}

interface View {
  readonly input: LiveInput
  readonly progress: Progress
  readonly palette: Palette
}

function barOf(share: number, { failed, palette }: { failed: number; palette: Palette }): string {
  const full = Math.round(share * BAR_WIDTH)
  const paint = failed > 0 ? palette.bad : palette.good
  return paint("━".repeat(full)) + palette.quiet("─".repeat(BAR_WIDTH - full))
}

function soakLine({ input, palette }: View, status: SoakStatus): string {
  const { runs, failed, flaky, speed } = soakCounts(status)
  return [
    barOf(status.share, { ...status, palette }),
    palette.strong(runs),
    failed === "" ? "" : palette.bad(failed),
    flaky === "" ? "" : palette.warn(flaky),
    speed,
    formatWholeSeconds(input.now - input.startedAt),
    palette.quiet(`${formatWholeSeconds(status.leftMs)} left`),
  ]
    .filter((part) => part !== "")
    .join("  ")
}

function progressLine(view: View): string {
  const { input, progress, palette } = view
  const { soakMs } = input
  if (soakMs !== undefined) return soakLine(view, soakStatus({ ...input, soakMs }))
  const { share, ended, leftMs, failed, flaky } = progress
  const bar = barOf(share, { failed, palette })
  const total = input.ids.length
  return [
    bar,
    palette.strong(`${ended}/${total}`),
    failed > 0 ? palette.bad(`${failed} failed`) : "",
    flaky > 0 ? palette.warn(`${flaky} flaky`) : "",
    formatWholeSeconds(input.now - input.startedAt),
    ended < total && leftMs !== null
      ? palette.quiet(`about ${formatWholeSeconds(leftMs)} left`)
      : "",
  ]
    .filter((part) => part !== "")
    .join("  ")
}

function memoryText(machine: LiveInput["machine"]): string {
  if (machine?.memoryAvailableBytes == null || machine.memoryTotalBytes === null) return ""
  const used = machine.memoryTotalBytes - machine.memoryAvailableBytes
  return `memory ${gigabytes(used)} of ${gigabytes(machine.memoryTotalBytes)} GiB`
}

function factsLine({ input, progress, palette }: View): string {
  const { machine, workers } = input
  const { running, retries } = progress
  return palette.quiet(
    [
      `${running.length} of ${countOf(workers, "worker")} busy`,
      machine?.cpuBusy == null ? "" : `cpu ${Math.round(machine.cpuBusy * 100)}%`,
      memoryText(machine),
      retries > 0 ? countOf(retries, "retry", "retries") : "",
    ]
      .filter((part) => part !== "")
      .join("  "),
  )
}

/** One line for all fixtures that have been started; none without any. */
function fixturesLine({ state, shard }: LiveInput, palette: Palette): string[] {
  const fixtures = [...(state.shards.get(shard)?.fixtures ?? [])]
  if (fixtures.length === 0) return []
  return [palette.quiet(fixtures.map(([name, one]) => renderFixtureNow(name, one)).join("  "))]
}

function runningLines(view: View & { readonly room: number }): string[] {
  const { progress, palette, room } = view
  const { running } = progress
  if (room < 1) return []
  const shown = running.length > room ? running.slice(0, room - 1) : running
  const width = Math.min(MAX_ID_WIDTH, Math.max(0, ...shown.map(({ id }) => textWidth(id))))
  const lines = shown.map(({ id, number, iteration, elapsedMs, expectedMs }) => {
    const late = expectedMs > 0 && elapsedMs > 2 * expectedMs
    const elapsed = formatWholeSeconds(elapsedMs).padStart(6)
    const expected =
      expectedMs > 0 ? palette.quiet(`of about ${formatWholeSeconds(expectedMs)}`) : ""
    const attempt = number > 1 ? palette.warn(`attempt ${number}`) : ""
    const which = iteration === undefined ? attempt : palette.quiet(`iteration ${iteration}`)
    const parts = [late ? palette.warn(elapsed) : elapsed, expected, which]
    const id_ = padEndTo(cutTo(neutraliseInline(id), MAX_ID_WIDTH), width)
    return `  ${[id_, ...parts.filter((part) => part !== "")].join("  ")}`
  })
  const left = running.length - shown.length
  return left > 0 ? [...lines, palette.quiet(`  and ${left} more`)] : lines
}

/** One line for a log without events for a while, and for a soak every now and then. */
export function renderHeartbeat(input: LiveInput): string | null {
  const { running, ended } = progressOf(input)
  const { soakMs } = input
  if (soakMs !== undefined) {
    const [slowest] = running.map(({ id, elapsedMs }) => {
      return { id: neutraliseInline(id), elapsed: formatWholeSeconds(elapsedMs) }
    })
    return paletteFor(input.color).quiet(
      renderSoakStatus(soakStatus({ ...input, soakMs }), slowest),
    )
  }
  const [first, second, third] = running
  const named = [first, second, third].flatMap((one) =>
    one === undefined ? [] : [`${neutraliseInline(one.id)} (${formatWholeSeconds(one.elapsedMs)})`],
  )
  if (named.length === 0) return null
  const left = running.length - named.length
  const more = left > 0 ? ` and ${left} more` : ""
  const text = `still running: ${named.join(", ")}${more}; ${ended} of ${input.ids.length} done`
  return paletteFor(input.color).quiet(text)
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1)
}

/** The text cut to a number of columns; colours take no columns and are always reset. */
export function cutTo(text: string, columns: number): string {
  let width = 0
  let cut = ""
  let whole = true
  // Colours are the only control sequences here: those of foreign texts have been neutralised.
  for (const piece of text.split(COLOR)) {
    if (piece.startsWith("\u001b")) {
      cut += piece
      continue
    }
    for (const char of piece) {
      const next = charWidth(char)
      if (!whole || width + next > columns) {
        whole = false
        break
      }
      cut += char
      width += next
    }
  }
  return cut
}

/** Rows that lines take on a terminal with another width. */
export function rowsOf(lines: readonly string[], columns: number): number {
  return lines.reduce((sum, line) => {
    const width = textWidth(
      line
        .split(COLOR)
        .filter((piece) => !piece.startsWith("\u001b"))
        .join(""),
    )
    return sum + Math.max(1, Math.ceil(width / Math.max(1, columns)))
  }, 0)
}
