/**
 * Foreign text inside Markdown. Every character with a meaning in Markdown or HTML becomes an
 * entity, and the text is inside `<code>` or `<pre>`, so that it cannot become a mention, link,
 * issue reference or emoji.
 */
import { neutraliseInline, neutraliseLine } from "../lines/neutralise.ts"

/** Characters that could begin something in Markdown or HTML, or end a table cell. */
const ACTIVE = /[\\`*_[\]<>#|~$&@]/gu

/** Text for a line or a table cell, without `<code>`: for our own words and mixed sentences. */
export function escapeMarkdown(text: string, maxChars?: number): string {
  return neutraliseInline(text, maxChars)
    .replace(ACTIVE, toEntity)
    .replace(/:(?=\/\/)/gu, toEntity)
    .replace(/(?<=www)\./giu, toEntity)
}

/** Foreign text on one line, shown as code; empty stays empty. */
export function inlineCode(text: string, maxChars = 200): string {
  const escaped = escapeMarkdown(text, maxChars)
  return escaped === "" ? "" : `<code>${escaped}</code>`
}

/** Lines of a log. Inside `<pre>` only HTML must be escaped. */
export function preformatted(lines: readonly string[]): string {
  const escaped = lines.map((line) => neutraliseLine(line).replace(/[<>&@]/gu, toEntity))
  return `<pre>\n${escaped.join("\n")}\n</pre>`
}

function toEntity(char: string): string {
  return `&#${char.charCodeAt(0)};`
}

/** Cells are escaped already: none holds a pipe or a line end. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`
}
