/**
 * The effect and the cost of more shards, as a table for people.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { loadBar } from "../lines/load-bar.ts"
import { renderColumns } from "../lines/neutralise.ts"

/** One row: a number of shards. */
export interface ShownPoint {
  readonly shards: number
  readonly wallMs: number
  readonly billedMinutes: number
  readonly price: number | null
}

/** The whole table, without a line end; `chosen` is the number of shards of the plan. */
export function renderCurve(
  points: readonly ShownPoint[],
  options: { readonly chosen: number; readonly pricesDate: string },
): string {
  const most = points.reduce((max, { wallMs }) => Math.max(max, wallMs), 0)
  const priced = points.every(({ price }) => price !== null)
  const rows = points.map(({ shards, wallMs, billedMinutes, price }) => [
    String(shards),
    formatDuration(wallMs),
    String(billedMinutes),
    ...(priced ? [`$${(price ?? 0).toFixed(3)}`] : []),
    `${loadBar(wallMs, most)}${shards === options.chosen ? "  <- this plan" : ""}`,
  ])
  const head = ["shards", "wall time", "billed minutes", ...(priced ? ["price"] : []), ""]
  const right = priced ? [0, 1, 2, 3] : [0, 1, 2]
  const note = priced
    ? `wall time and minutes with start-up, each job rounded up to minutes; list prices of ${options.pricesDate}`
    : "wall time and minutes with start-up, each job rounded up to minutes; no price is known for every class"
  return [
    ...renderColumns([head, ...rows], right).map((line) => `  ${line}`.trimEnd()),
    "",
    note,
  ].join("\n")
}
