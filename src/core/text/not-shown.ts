/**
 * How a text says that it leaves something out.
 */

/** The text that replaces omitted lines: `… 1,234 lines were not shown`. */
export function notShown(lines: number): string {
  const count = lines.toLocaleString("en")
  return `… ${count} ${lines === 1 ? "line was" : "lines were"} not shown`
}

/** The first of so many words, and the number of the others: `a, b and 3 more`. */
export function firstOf(words: readonly string[], most: number): string {
  const left = words.length - most
  return words.slice(0, most).join(", ") + (left > 0 ? ` and ${left} more` : "")
}
