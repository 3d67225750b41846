/**
 * Foreign text inside Markdown. Every character that Markdown or HTML could act on becomes an
 * entity, and the whole stands in `<code>` or `<pre>`, where no mention, link, issue reference or
 * emoji is made of it.
 */
import { neutraliseInline, neutraliseLine } from "../lines/neutralise.ts"

/** Characters that could begin something in Markdown or HTML, or end a table cell. */
const ACTIVE = /[\\`*_[\]<>#|~$&@]/gu

/** Text for a line or a table cell; without `<code>`, for words of our own and mixed sentences. */
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

/** Lines of a log. In `<pre>` only HTML is left to be escaped; the rest is text. */
export function preformatted(lines: readonly string[]): string {
  const escaped = lines.map((line) => neutraliseLine(line).replace(/[<>&@]/gu, toEntity))
  return `<pre>\n${escaped.join("\n")}\n</pre>`
}

function toEntity(char: string): string {
  return `&#${char.charCodeAt(0)};`
}
