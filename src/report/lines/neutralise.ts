/**
 * Makes text that children, suites and journals control harmless to print.
 * A CI log acts on `::command::` at the start of a line (after spaces) and on `##[command]` anywhere
 * in it; a terminal acts on control characters; a reader is deceived by invisible and bidirectional
 * ones. Every view passes foreign text through here.
 */

import { withoutEscapes } from "../../core/text/escape-sequences.ts"

/** Characters of a line that are shown before it is cut. */
export const MAX_LINE_CHARS = 500

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds.
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/gu

// Marks of direction, zero-width characters and the tag block: nobody sees them, some deceive.
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu

/** Nearly all lines: printable ASCII that no log acts on, unless `##[` is in it. */
const HARMLESS = /^(?! *::)[ -~]*$/u

/** One line of foreign text, made inert; longer ones are cut and say by how much. */
export function neutraliseLine(text: string, maxChars: number = MAX_LINE_CHARS): string {
  if (text.length <= maxChars && HARMLESS.test(text) && !text.includes("##[")) return text
  // Cutting first bounds the work; the factor leaves room for what vanishes.
  const bounded = cutChars(text, maxChars * 40)
  const visible = lastOverwrite(withoutEscapes(bounded.toWellFormed()))
    .replace(CONTROL, showControl)
    .replace(INVISIBLE, showCodePoint)
  const cut = cutChars(visible, maxChars)
  const left = visible.length - cut.length + (text.length - bounded.length)
  const inert = breakCommands(cut)
  return left > 0 ? `${inert}… (${left} more characters)` : inert
}

/** The lines of a foreign text, each made inert; blank lines at the end are dropped. */
export function neutraliseLines(text: string, maxChars: number = MAX_LINE_CHARS): string[] {
  const lines = text.split(/\r?\n/u)
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop()
  return lines.map((line) => neutraliseLine(line, maxChars))
}

/** Foreign text of several lines, made inert; tabs stay. */
export function neutraliseText(text: string, maxChars: number = MAX_LINE_CHARS): string {
  return text === "" ? "" : neutraliseLines(text, maxChars).join("\n")
}

/** Foreign text for the middle of a line: white space of any kind becomes one space. */
export function neutraliseInline(text: string, maxChars: number = MAX_LINE_CHARS): string {
  return neutraliseLine(text.replace(/[\s\u0085]+/gu, " ").trim(), maxChars)
}

/** What a terminal would show of a line with carriage returns: the last text that is not blank. */
function lastOverwrite(line: string): string {
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
