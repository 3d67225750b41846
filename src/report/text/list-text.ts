/**
 * The scenarios of a suite as a table for people.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { IgnoredFile } from "../../scenario/model.ts"
import { countOf, neutraliseInline, renderColumns } from "../lines/neutralise.ts"

/** Number of lines of a list; the rest is counted. */
const MAX_LISTED = 20

/** What the table shows of one scenario. */
export interface ListedScenario {
  readonly id: string
  readonly name: string
  readonly file: string
  readonly line: number
  readonly tags: readonly string[]
  /** Its expected duration, if known. */
  readonly estimate?: { readonly seconds: number; readonly from: string }
  readonly selected: boolean
  /** Why it is or is not selected; empty if there is no reason to show. */
  readonly why: string
}

/**
 * The scenarios in the given order, all ignored files, then the number of selected scenarios,
 * without a line end. If only selected scenarios are shown, `total` is the number of all.
 */
export function renderScenarioList(
  scenarios: readonly ListedScenario[],
  {
    total = scenarios.length,
    ignored = [],
  }: { readonly total?: number; readonly ignored?: readonly IgnoredFile[] } = {},
): string {
  const selected = scenarios.filter((scenario) => scenario.selected).length
  return [
    scenarios.length === 0 ? "" : tableOf(scenarios, scenarios.length > selected),
    ignoredBlock(ignored, ignored.length),
    `${countOf(selected, "scenario")}${total > selected ? ` of ${total}` : ""}`,
  ]
    .filter((block) => block !== "")
    .join("\n\n")
}

/** Files that are not scenarios, with the reasons; empty if there are none. */
export function ignoredBlock(ignored: readonly IgnoredFile[], maxListed = MAX_LISTED): string {
  return listBlock(
    `ignored files: ${ignored.length}`,
    ignored.map(({ path, reason }) => [neutraliseInline(path), neutraliseInline(reason)]),
    maxListed,
  )
}

/** Rows below a heading: the first ones, and the number of the rest; empty without rows. */
export function listBlock(
  heading: string,
  rows: readonly (readonly string[])[],
  maxListed = MAX_LISTED,
): string {
  if (rows.length === 0) return ""
  const left = rows.length - maxListed
  return [
    heading,
    ...renderColumns(rows.slice(0, maxListed)).map((line) => `  ${line}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ].join("\n")
}

function tableOf(scenarios: readonly ListedScenario[], marked: boolean): string {
  // A reason that is equal for all scenarios is omitted.
  const toldWhy = scenarios.some(({ why }) => why !== "all")
  const rows = scenarios.map((scenario) => [
    ...(marked ? [scenario.selected ? "+" : "-"] : []),
    neutraliseInline(scenario.id),
    scenario.name === scenario.id ? "" : neutraliseInline(scenario.name, 60),
    neutraliseInline(`${scenario.file}:${scenario.line}`),
    scenario.tags.map((tag) => neutraliseInline(tag)).join(", "),
    estimateText(scenario.estimate),
    toldWhy ? neutraliseInline(scenario.why, 120) : "",
  ])
  const head = [...(marked ? [""] : []), "id", "name", "defined", "tags", "estimate", "why"]
  return renderColumns(withoutEmpty([head, ...rows])).join("\n")
}

function estimateText(estimate: ListedScenario["estimate"]): string {
  if (estimate === undefined) return ""
  const { seconds, from } = estimate
  return `${formatDuration(seconds * 1_000)} (${from === "estimate" ? "suite" : from})`
}

/** Empty columns are omitted. */
function withoutEmpty(rows: readonly (readonly string[])[]): string[][] {
  const kept = (rows[0] ?? []).map((_, column) => rows.slice(1).some((row) => row[column] !== ""))
  return rows.map((row) => row.filter((_, column) => kept[column]))
}
