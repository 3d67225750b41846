/** The text that replaces omitted lines: `… 1,234 lines were not shown`. */
export function notShown(lines: number): string {
  const count = lines.toLocaleString("en")
  return `… ${count} ${lines === 1 ? "line was" : "lines were"} not shown`
}
