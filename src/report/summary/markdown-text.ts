/**
 * Foreign text inside Markdown. Every character with a meaning in Markdown or HTML becomes an
 * entity, and the text is inside `<code>` or `<pre>`, so that it cannot become a mention, link,
 * issue reference or emoji.
 */
import { neutraliseInline, neutraliseLine } from "../lines/neutralise.ts"

/** Characters that could begin something in Markdown or HTML, or end a table cell. */
const ACTIVE = /[\\`*_[\]<>#|~$&@]/gu

/** Words of which GitHub makes nothing else: no mention, reference, address or emoji is possible. */
const PLAIN_WORDS = /^[\p{L}\p{N}]+(?:,? \(?[\p{L}\p{N}]+\)?)*$/u

/** Text for a line, without `<code>`: for our own words and mixed sentences. */
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

/** A name: plain words as they are, anything else as code. */
export function nameText(text: string): string {
  return PLAIN_WORDS.test(text) && text.length <= 200 ? text : inlineCode(text)
}

/** Lines of a log. Inside `<pre>` only HTML must be escaped. */
export function preformatted(lines: readonly string[]): string {
  const escaped = lines.map((line) => neutraliseLine(line).replace(/[<>&@]/gu, toEntity))
  return `<pre>\n${escaped.join("\n")}\n</pre>`
}

/** A line to copy: only what a log or terminal could execute is changed; the fence is longer than any in it. */
export function fenced(text: string, language: string): string {
  const line = neutraliseLine(text, Number.POSITIVE_INFINITY)
  const longest = Math.max(2, ...(line.match(/`+/gu) ?? []).map(({ length }) => length))
  const fence = "`".repeat(longest + 1)
  return `${fence}${language}\n${line}\n${fence}`
}

function toEntity(char: string): string {
  return `&#${char.charCodeAt(0)};`
}
