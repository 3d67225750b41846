/**
 * The timeline: when each worker was busy with what. A list box in which arrow keys move from bar to bar;
 * below it stands the same as a table. The height of a bar tells its outcome beside the color.
 */
import { useMemo, useRef, useState } from "preact/hooks"
import type { Outcome } from "../../src/core/verdict.ts"
import type { Go } from "../data/place.ts"
import type { Run } from "../data/run.ts"
import { type Bar, type Lane, type Timeline, timelineOf } from "../data/timeline.ts"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { useVirtual } from "../parts/use-virtual.ts"
import { count, inline, seconds } from "../parts/words.ts"
import { TimelineTable } from "./timeline-table.tsx"

/** Height of a lane, as in the style sheet. */
const LANE_PX = 48

/** Top and height of a bar in a box of 24. */
const FORMS: Readonly<Record<Outcome, readonly [number, number]>> = {
  passed: [4, 16],
  failed: [0, 24],
  cancelled: [14, 10],
  skipped: [10, 4],
}

export function TimelineView({ run, go }: { readonly run: Run; readonly go: Go }) {
  const timeline = useMemo(() => timelineOf(run.scenarios), [run])
  if (timeline.lanes.length === 0) return <p class="empty">Nothing was started.</p>
  return (
    <ScrollBox class="wide" label="Timeline">
      <Chart timeline={timeline} go={go} />
      <TimelineTable lanes={timeline.lanes} />
    </ScrollBox>
  )
}

function Chart({ timeline, go }: { readonly timeline: Timeline; readonly go: Go }) {
  const { lanes, spanMs } = timeline
  const [[row, column], setAt] = useState<readonly [number, number]>([0, 0])
  const scroller = useRef<HTMLDivElement>(null)
  const list = useVirtual({ count: lanes.length, rowPx: LANE_PX, scroller })
  const bars = lanes[row]?.bars ?? []
  const bar = bars[column]
  const move = (toRow: number, toColumn: number) => {
    const last = (lanes[toRow]?.bars.length ?? 0) - 1
    if (last < 0) return
    setAt([toRow, Math.max(0, Math.min(last, toColumn))])
    list.show(toRow)
  }
  const toLane = (next: number) => {
    const then = lanes[next]?.bars.findLastIndex(({ fromMs }) => fromMs <= (bar?.fromMs ?? 0)) ?? -1
    move(next, then)
  }
  const open = (chosen: Bar | undefined) => {
    if (chosen === undefined) return
    const { scenario, place } = chosen.worst
    go({ view: "scenarios", id: scenario.id, attempt: String(place), line: undefined })
    setTimeout(() => document.querySelector<HTMLElement>("#detail h2")?.focus())
  }
  const keys: Readonly<Record<string, () => void>> = {
    ...{ ArrowLeft: () => move(row, column - 1), ArrowRight: () => move(row, column + 1) },
    ...{ ArrowUp: () => toLane(row - 1), ArrowDown: () => toLane(row + 1) },
    ...{ Home: () => move(row, 0), End: () => move(row, bars.length - 1) },
    ...{ Enter: () => open(bar), " ": () => open(bar) },
  }
  return (
    <div class="part">
      <h2>Timeline</h2>
      <p class="quiet">
        A row for each worker, a bar for each attempt; what is empty was idle. High bars failed, low
        ones were cancelled or skipped. <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd> move,{" "}
        <kbd>Enter</kbd> opens the scenario.
      </p>
      <p class="axis" aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <span key={part}>{seconds((part * spanMs) / 1_000)}</span>
        ))}
      </p>
      <div
        class="lanes"
        ref={scroller}
        role="listbox"
        tabIndex={0}
        aria-label="Attempts by worker"
        aria-orientation="horizontal"
        aria-activedescendant={`bar-${row}-${column}`}
        style={{ height: `${Math.min(lanes.length, 10) * LANE_PX}px` }}
        onKeyDown={(event) => {
          const act = keys[event.key]
          if (act === undefined) return
          act()
          event.preventDefault()
        }}
        onClick={({ target }) => {
          const found = target instanceof Element ? target.closest("[role=option]") : null
          const [, atRow, atColumn] = found?.id.split("-").map(Number) ?? []
          if (atRow !== undefined && atColumn !== undefined) open(lanes[atRow]?.bars[atColumn])
        }}
      >
        <div role="presentation" style={{ height: `${list.totalPx}px` }} class="rows">
          {list.items.map(({ index, start }) => {
            const lane = lanes[index]
            return lane === undefined ? null : (
              <LaneRow
                key={index}
                {...{ lane, index, start, spanMs }}
                active={index === row ? column : undefined}
              />
            )
          })}
        </div>
      </div>
      <p class="here">{bar === undefined ? "" : describe(bar)}</p>
    </div>
  )
}

interface LaneProps {
  readonly lane: Lane
  readonly index: number
  readonly start: number
  readonly spanMs: number
  readonly active: number | undefined
}

function LaneRow({ lane, index, start, spanMs, active }: LaneProps) {
  const bars = useMemo(
    () =>
      lane.bars.map((bar, at) => (
        <BarBox key={at} id={`bar-${index}-${at}`} bar={bar} spanMs={spanMs} />
      )),
    [lane, index, spanMs],
  )
  const bar = active === undefined ? undefined : lane.bars[active]
  const name = laneName(lane)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to forms.
    <div
      class="lane"
      role="group"
      aria-label={name}
      style={{ transform: `translateY(${start}px)` }}
    >
      <span class="lane-name" aria-hidden="true">
        <span>{name}</span> <span class="quiet">{Math.round(lane.busy * 100)} % busy</span>
      </span>
      <svg class="bars" role="presentation">
        {bars}
        {bar === undefined ? null : (
          <rect class="cursor" y="0" height="24" {...extent(bar, spanMs)} />
        )}
      </svg>
    </div>
  )
}

function BarBox({ id, bar, spanMs }: Pick<LaneProps, "spanMs"> & { id: string; bar: Bar }) {
  const { outcome, number } = bar.worst.attempt
  const [y, height] = FORMS[outcome]
  // As the accessible name begins: what is read aloud is what can be seen.
  const text = inline(bar.worst.scenario.id, 160) + (number > 1 ? `, attempt ${number}` : "")
  const hasRoom = height >= 16 && (bar.toMs - bar.fromMs) / spanMs > 0.04
  return (
    <g id={id} role="option" tabIndex={-1} aria-selected={false} aria-label={describe(bar)}>
      <svg class={`bar ${outcome}`} {...{ y, height }} {...extent(bar, spanMs)}>
        <title>{describe(bar)}</title>
        <rect width="100%" height="100%" />
        {hasRoom ? (
          <text x="5" y={height / 2 + 4}>
            {outcome === "failed" ? `✕ ${text}` : text}
          </text>
        ) : null}
      </svg>
    </g>
  )
}

/** Where a bar stands; never too narrow to be seen and hit. */
function extent({ fromMs, toMs }: Bar, spanMs: number): { x: string; width: string } {
  const width = Math.max(0.4, ((toMs - fromMs) / spanMs) * 100)
  const x = Math.min((fromMs / spanMs) * 100, 100 - width)
  return { x: `${x}%`, width: `${width}%` }
}

function describe({ pieces, worst, fromMs, toMs }: Bar): string {
  const { scenario, attempt } = worst
  const others = pieces.length - 1
  return [
    inline(scenario.id, 160),
    `attempt ${attempt.number}`,
    attempt.outcome,
    `from ${seconds(fromMs / 1_000)} to ${seconds(toMs / 1_000)}`,
    ...(others === 0 ? [] : [`with ${count(others, "other short attempt")}`]),
  ].join(", ")
}

/** `Shard 1, worker 2`. */
function laneName({ shard, worker, runAttempt }: Lane): string {
  const again = runAttempt === 1 ? "" : `, attempt ${runAttempt} of the run`
  return `Shard ${shard ?? "unknown"}, worker ${worker ?? "unknown"}${again}`
}
