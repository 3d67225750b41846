/**
 * Capabilities as a table for people, each with its evidence.
 */
import { formatQuantity } from "../../core/quantities/quantity.ts"
import type { Capability } from "../../formats/capability.ts"
import { countOf, neutraliseInline, padEndTo, renderColumns } from "../lines/neutralise.ts"
import { paletteFor } from "../lines/palette.ts"

/** The table and its total, without a line end. */
export function renderCapabilities(
  capabilities: readonly Capability[],
  options: { readonly color: boolean; readonly required: readonly string[] },
): string {
  const palette = paletteFor(options.color)
  const rows = capabilities.map((capability) => [
    neutraliseInline(capability.name, 60),
    neutraliseInline(amountOf(capability), 40),
    capability.scope,
  ])
  const table = renderColumns(rows)
  const width = Math.max(0, ...table.map((line) => line.length))
  const lines = table.map((line, index) => {
    const capability = capabilities[index]
    const evidence = neutraliseInline(capability?.evidence ?? "", 160)
    const shown = `  ${padEndTo(line, width)}  ${palette.quiet(evidence)}`
    if (capability?.present === true) return shown
    const missed = options.required.includes(capability?.name ?? "")
    return missed ? `${shown} ${palette.bad("(required)")}` : shown
  })
  const there = capabilities.filter(({ present }) => present).length
  const total = countOf(capabilities.length, "capability", "capabilities")
  return [...lines, "", `${there} of ${total} present`].join("\n")
}

function amountOf({ present, quantity, unit, value }: Capability): string {
  if (!present) return "absent"
  if (quantity !== null) return formatQuantity(quantity, unit)
  return value ?? "present"
}
