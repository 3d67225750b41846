/**
 * Width of a text in terminal columns, and padding. Handles wide East Asian characters, emoji and
 * combining marks, so that tables and underlines are aligned.
 */

const COMBINING = /^\p{M}$|^\u200c$|^\u200d$|^[\ufe00-\ufe0f]$/u
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]$|^\p{Emoji_Presentation}$|^[\u{20000}-\u{3fffd}]$/u

/** Columns of one code point. */
export function charWidth(char: string): number {
  if (char >= " " && char <= "~") return 1
  if (COMBINING.test(char)) return 0
  return WIDE.test(char) ? 2 : 1
}

/** Columns of a text without tabs and control characters. */
export function textWidth(text: string): number {
  let width = 0
  for (const char of text) width += charWidth(char)
  return width
}

/** The text followed by spaces up to a width. */
export function padEndTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)))
}

/** The text preceded by spaces up to a width. */
export function padStartTo(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text
}

/** Rows as lines with aligned columns, two spaces apart; `right` names columns aligned to the right. */
export function renderColumns(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, textWidth(cell))
    })
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return right.includes(column) ? padStartTo(cell, width) : padEndTo(cell, width)
      })
      .join("  ")
      .trimEnd(),
  )
}

/** `1 scenario`, `2 scenarios`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}
