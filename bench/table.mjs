// A Markdown table: figures with four decimals, whole numbers and text as they are.
export function table(head, rows) {
  const cells = rows.map((row) => row.map(cell))
  const right = head.map((_, i) =>
    rows.every((row) => row[i] === null || typeof row[i] === "number"),
  )
  const line = (values) => `| ${values.join(" | ")} |`
  return [
    line(head),
    line(right.map((one) => (one ? "---:" : "---"))),
    ...cells.map(line),
    "",
  ].join("\n")
}

function cell(value) {
  if (value === null || Number.isNaN(value)) return "–"
  if (typeof value !== "number") return String(value)
  return Number.isInteger(value) ? String(value) : value.toFixed(4)
}

export function mean(values) {
  return values.reduce((sum, each) => sum + each, 0) / values.length
}
