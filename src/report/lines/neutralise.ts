/**
 * Makes text from children, suites and journals harmless to print. A CI log executes `::command::`
 * at the start of a line (after spaces) and `##[command]` anywhere; a terminal executes control
 * characters; invisible and bidirectional characters deceive readers. Every view passes foreign
 * text through here.
 */
import { withoutEscapes } from "../../core/text/escape-sequences.ts"

/** Maximum length of a line. */
export const MAX_LINE_CHARS = 500

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds.
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/gu

// Direction marks, zero-width characters and the tag block: they are invisible, and some deceive.
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu

/** The usual lines: printable ASCII, which is harmless unless it contains `##[`. */
const HARMLESS = /^(?! *::)[ -~]*$/u

/** One line of foreign text, made harmless; longer lines are cut and show by how much. */
export function neutraliseLine(text: string, maxChars: number = MAX_LINE_CHARS): string {
  if (text.length <= maxChars && HARMLESS.test(text) && !text.includes("##[")) return text
  // Cutting first bounds the work; the factor leaves room for removed characters.
  const bounded = cutChars(text, maxChars * 40)
  const visible = showHidden(lastOverwrite(withoutEscapes(bounded.toWellFormed())))
  const cut = cutChars(visible, maxChars)
  const left = visible.length - cut.length + (text.length - bounded.length)
  const inert = breakCommands(cut)
  return left > 0 ? `${inert}… (${left} more characters)` : inert
}

/** The lines of a foreign text, each made harmless; blank lines at the end are dropped. */
export function neutraliseLines(text: string, maxChars: number = MAX_LINE_CHARS): string[] {
  const lines = text.includes("\r") ? text.split(/\r?\n/u) : text.split("\n")
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop()
  return lines.map((line) => neutraliseLine(line, maxChars))
}

/** Foreign text with several lines, made harmless; tabs stay. */
export function neutraliseText(text: string, maxChars: number = MAX_LINE_CHARS): string {
  return text === "" ? "" : neutraliseLines(text, maxChars).join("\n")
}

/** Foreign text for the middle of a line: white space of any kind becomes one space. */
export function neutraliseInline(text: string, maxChars: number = MAX_LINE_CHARS): string {
  return neutraliseLine(text.replace(/[\s\u0085]+/gu, " ").trim(), maxChars)
}

/** A line whose control characters and invisible ones can be seen. */
export function showHidden(line: string): string {
  return line.replace(CONTROL, showControl).replace(INVISIBLE, showCodePoint)
}

/** What a terminal shows for a line with carriage returns: the last text that is not blank. */
export function lastOverwrite(line: string): string {
  if (!line.includes("\r")) return line
  return line.split("\r").findLast((part) => part.trim() !== "") ?? ""
}

function showControl(char: string): string {
  const code = char.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? "\u2421" : showCodePoint(char)
}

function showCodePoint(char: string): string {
  return `<U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`
}

function breakCommands(line: string): string {
  return line.replaceAll("##[", "## [").replace(/^(\s*):(?=:)/u, "$1: ")
}

/** The first characters of a text, never half of a surrogate pair. */
export function cutChars(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  const last = text.charCodeAt(maxChars - 1)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, splitsPair ? maxChars - 1 : maxChars)
}

// Width of a text in terminal columns, and padding. Handles wide East Asian characters, emoji and
// combining marks, so that tables and underlines are aligned.

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

/** The first ids of a chain, and how many more it has. */
export function namedIds(
  ids: readonly string[],
  { between, most }: { readonly between: string; readonly most: number },
): string {
  const left = ids.length - most
  const shown = ids.slice(0, most).map((id) => neutraliseInline(id))
  return shown.join(between) + (left > 0 ? `${between}and ${left} more` : "")
}
