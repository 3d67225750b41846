/**
 * What waits for what: a picture in which arrow keys move from scenario to scenario, with the critical path,
 * and below it the same as a table. The picture is bounded; the table has everything.
 */
import { useMemo, useRef, useState } from "preact/hooks"
import { type Graph, graphOf, MAX_DRAWN, type PlacedNode } from "../data/graph.ts"
import type { Go } from "../data/place.ts"
import type { Run } from "../data/run.ts"
import { ScenarioLinks } from "../parts/scenario-links.tsx"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { count, inline, number, seconds } from "../parts/words.ts"
import "./needs.css"
import { NeedsTable } from "./needs-table.tsx"

/** Sizes of a node and what is around it, as in the style sheet. */
const NODE = { width: 190, height: 34, columnPx: 240, rowPx: 46, edgePx: 8 }

/** Scenarios of the critical path that are listed. */
const MAX_LISTED = 30

export function NeedsView({ run, go }: { readonly run: Run; readonly go: Go }) {
  const graph = useMemo(() => graphOf(run.scenarios), [run])
  if (graph.nodes.size === 0) return <p class="empty">No scenario of this run needs another.</p>
  const { criticalPath, criticalSeconds } = graph
  return (
    <ScrollBox class="wide" label="Needs">
      <Picture graph={graph} go={go} />
      <section class="part" aria-labelledby="critical-title">
        <h2 id="critical-title">Critical path</h2>
        <p class="quiet">
          {seconds(criticalSeconds)} in {count(criticalPath.length, "scenario")}, of{" "}
          {seconds(run.results.summary.durationSeconds)} of the run. More workers do not make it
          shorter.
        </p>
        <ScenarioLinks scenarios={criticalPath} most={MAX_LISTED} characters={160} />
      </section>
      <NeedsTable nodes={[...graph.nodes.values()]} />
    </ScrollBox>
  )
}

function Picture({ graph, go }: { readonly graph: Graph; readonly go: Go }) {
  const { columns, nodes } = graph
  const [[column, row], setAt] = useState<readonly [number, number]>([0, 0])
  const box = useRef<HTMLDivElement>(null)
  const byId = useMemo(
    () => new Map(columns.flat().map((node) => [node.scenario.id, node])),
    [columns],
  )
  const node = columns[column]?.[row]
  const move = (to: { readonly column: number; readonly row: number } | undefined) => {
    const found = to && columns[to.column]
    if (to === undefined || found === undefined) return
    const next = Math.max(0, Math.min(found.length - 1, to.row))
    setAt([to.column, next])
    box.current?.querySelector(`#need-${to.column}-${next}`)?.scrollIntoView({
      ...{ block: "nearest", inline: "nearest" },
    })
  }
  /** To a neighbour by an edge, one of the critical path first; else just across. */
  const across = (ids: readonly string[], step: -1 | 1) => {
    const next = ids.flatMap((id) => byId.get(id) ?? [])
    move(
      next.find(({ critical }) => critical !== null) ?? next[0] ?? { column: column + step, row },
    )
  }
  const open = (chosen: PlacedNode | undefined) => {
    if (chosen === undefined) return
    const { id } = chosen.scenario
    go({ view: "scenarios", id, attempt: undefined, line: undefined })
    setTimeout(() => document.querySelector<HTMLElement>("#detail h2")?.focus())
  }
  const keys: Readonly<Record<string, () => void>> = {
    ...{ ArrowLeft: () => across(node?.needs ?? [], -1) },
    ...{ ArrowRight: () => across(node?.neededBy ?? [], 1) },
    ...{ ArrowUp: () => move({ column, row: row - 1 }) },
    ...{ ArrowDown: () => move({ column, row: row + 1 }) },
    ...{ Home: () => move({ column: 0, row: 0 }) },
    ...{ End: () => move({ column: columns.length - 1, row: 0 }) },
    ...{ Enter: () => open(node), " ": () => open(node) },
  }
  const drawn = byId.size
  return (
    <div class="part">
      <h2>What waits for what</h2>
      <p class="quiet">
        Scenarios stand to the right of what they need; the critical path is bold. <kbd>←</kbd>{" "}
        <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd> move, <kbd>Enter</kbd> opens the scenario.
        {drawn < nodes.size
          ? ` The picture has the critical path and what is not green first, ${number(MAX_DRAWN)} of ${count(nodes.size, "scenario")} in all; the table has the rest.`
          : ""}
      </p>
      <div
        class="needs"
        ref={box}
        role="listbox"
        tabIndex={0}
        aria-label="Scenarios by their needs"
        aria-activedescendant={`need-${column}-${row}`}
        onKeyDown={(event) => {
          const act = keys[event.key]
          if (act === undefined) return
          act()
          event.preventDefault()
        }}
        onClick={({ target }) => {
          const found = target instanceof Element ? target.closest("[role=option]") : null
          const [, atColumn, atRow] = found?.id.split("-").map(Number) ?? []
          if (atColumn !== undefined && atRow !== undefined) open(columns[atColumn]?.[atRow])
        }}
      >
        <Drawing columns={columns} byId={byId} active={node} />
      </div>
      <p class="here">{node === undefined ? "" : describe(node)}</p>
    </div>
  )
}

function Drawing({
  columns,
  byId,
  active,
}: {
  readonly columns: Graph["columns"]
  readonly byId: ReadonlyMap<string, PlacedNode>
  readonly active: PlacedNode | undefined
}) {
  const width = (columns.length - 1) * NODE.columnPx + NODE.width + 2 * NODE.edgePx
  const height = Math.max(...columns.map(({ length }) => length)) * NODE.rowPx + NODE.edgePx
  const edges = useMemo(
    () =>
      [...byId.values()].flatMap((node) =>
        node.needs.flatMap((id) => {
          const need = byId.get(id)
          return need === undefined ? [] : [{ need, node }]
        }),
      ),
    [byId],
  )
  return (
    <div role="presentation" class="rows" style={{ width: `${width}px`, height: `${height}px` }}>
      <svg aria-hidden="true" width={width} height={height}>
        {edges.map(({ need, node }) => (
          <path
            key={`${need.scenario.id} ${node.scenario.id}`}
            class={isOnPath(need, node) ? "edge critical" : "edge"}
            d={curve(need, node)}
          />
        ))}
      </svg>
      {[...byId.values()].map((node) => {
        const { scenario, column, row, critical } = node
        return (
          <div
            key={scenario.id}
            id={`need-${column}-${row}`}
            role="option"
            tabIndex={-1}
            aria-selected={false}
            class={`need ${critical === null ? "" : "critical"} ${node === active ? "active" : ""}`}
            style={{ transform: `translate(${leftOf(node)}px, ${topOf(node)}px)` }}
          >
            <VerdictMark verdict={scenario.verdict} />
            <span class="id">{inline(scenario.id, 160)}</span>
            <span class="quiet">{seconds(scenario.durationSeconds)}</span>
            <span class="unseen">{linksOf(node)}</span>
          </div>
        )
      })}
    </div>
  )
}

function leftOf({ column }: PlacedNode): number {
  return column * NODE.columnPx + NODE.edgePx
}

function topOf({ row }: PlacedNode): number {
  return row * NODE.rowPx + NODE.edgePx
}

function isOnPath(need: PlacedNode, node: PlacedNode): boolean {
  return need.critical !== null && need.critical + 1 === node.critical
}

/** From the right side of a need to the left side of what waits for it. */
function curve(need: PlacedNode, node: PlacedNode): string {
  const [x, y] = [leftOf(need) + NODE.width, topOf(need) + NODE.height / 2]
  const [toX, toY] = [leftOf(node), topOf(node) + NODE.height / 2]
  const bend = (NODE.columnPx - NODE.width) / 2
  return `M${x} ${y}C${x + bend} ${y} ${toX - bend} ${toY} ${toX} ${toY}`
}

function describe(node: PlacedNode): string {
  const { id, verdict, durationSeconds } = node.scenario
  return [inline(id, 160), verdict, seconds(durationSeconds), linksOf(node)].join(", ")
}

/** What it needs, what needs it, and its place in the critical path. */
function linksOf({ needs, neededBy, critical }: PlacedNode): string {
  return [
    needs.length === 0 ? "needs nothing" : `needs ${named(needs)}`,
    ...(neededBy.length === 0 ? [] : [`needed by ${named(neededBy)}`]),
    ...(critical === null ? [] : [`number ${critical} of the critical path`]),
  ].join(", ")
}

/** At most three ids; the rest is counted. */
function named(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).map((id) => inline(id, 80))
  const more = ids.length - shown.length
  return [...shown, ...(more === 0 ? [] : [count(more, "other")])].join(" and ")
}
