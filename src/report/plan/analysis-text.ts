/**
 * An analysis as text for people, and as a Mermaid diagram.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Analysis } from "../../formats/analysis.ts"
import { countOf, namedIds, neutraliseInline, renderColumns } from "../lines/neutralise.ts"

/** Ids that are named in one line before the rest is counted. */
const MAX_NAMED = 12

/** The whole text, without a line end. */
export function renderAnalysis(analysis: Analysis): string {
  const { name, scenarios, levels, criticalPath, longestChain } = analysis
  const rows = [
    ["scenarios", String(scenarios)],
    ["levels", String(levels.length)],
    [
      "critical path",
      `${formatDuration(criticalPath.seconds * 1_000)} in ${countOf(criticalPath.ids.length, "scenario")}: ${namedIds(criticalPath.ids, { between: " → ", most: MAX_NAMED })}`,
    ],
    [
      "longest chain",
      `${countOf(longestChain.length, "scenario")}: ${namedIds(longestChain, { between: " → ", most: MAX_NAMED })}`,
    ],
    [
      "max parallelism",
      analysis.parallelismExact
        ? String(analysis.maxParallelism)
        : `at least ${analysis.maxParallelism}, by the largest levels`,
    ],
    ["components", String(analysis.components)],
  ]
  const order = levels.map((ids, i) => [
    String(i + 1),
    namedIds(ids, { between: ", ", most: MAX_NAMED }),
  ])
  return [
    neutraliseInline(name),
    "",
    ...renderColumns(scenarios === 0 ? rows.slice(0, 1) : rows).map((line) => `  ${line}`),
    ...(order.length === 0 ? [] : ["", "order of levels"]),
    ...renderColumns(order, [0]).map((line) => `  ${line}`),
  ].join("\n")
}

/** The elements of a diagram. */
export interface PictureUnit {
  readonly id: string
  readonly needs: readonly string[]
}

/** Limit of viewers: they refuse larger diagrams. */
const MAX_EDGES = 400
const MAX_NODES = 300

/**
 * A flowchart with the critical path marked. If it is too large to be drawn, scenarios with the
 * same first segment become one box with their number.
 */
export function renderAnalysisMermaid(analysis: Analysis, units: readonly PictureUnit[]): string {
  const edges = units.reduce((sum, { needs }) => sum + needs.length, 0)
  const whole = units.length <= MAX_NODES && edges <= MAX_EDGES
  const nameOf = (id: string) => (whole ? id : (id.split(":")[0] ?? id))
  const counts = new Map<string, number>()
  for (const { id } of units) counts.set(nameOf(id), (counts.get(nameOf(id)) ?? 0) + 1)
  const numbers = new Map([...counts.keys()].map((name, i) => [name, `n${i}`]))
  const nodes = [...counts].map(([name, count]) => {
    const label = whole || count === 1 ? name : `${name} × ${count}`
    return `  ${numbers.get(name)}["${label}"]`
  })
  const arrows = new Set(
    units.flatMap(({ id, needs }) =>
      needs.flatMap((need) => {
        const [from, to] = [numbers.get(nameOf(need)), numbers.get(nameOf(id))]
        return from === undefined || from === to ? [] : [`  ${from} --> ${to}`]
      }),
    ),
  )
  const critical = [...new Set(analysis.criticalPath.ids.map(nameOf))].map((id) => numbers.get(id))
  const marked =
    critical.length > 1
      ? ["  classDef critical stroke-width:3px", `  class ${critical.join(",")} critical`]
      : []
  return ["flowchart LR", ...nodes, ...arrows, ...marked].join("\n")
}
