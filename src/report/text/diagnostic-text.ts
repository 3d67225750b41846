/**
 * Diagnostics as text: place, message, the line of source with the place underlined, and a
 * suggested fix. Owns all wording around a diagnostic; the diagnostic itself contains message and
 * hint.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { LineIndex, type Location, type SourceFile } from "../../core/text/source.ts"
import {
  charWidth,
  countOf,
  neutraliseInline,
  neutraliseLine,
  textWidth,
} from "../lines/neutralise.ts"

const TAB_WIDTH = 4
const WINDOW = 96
/** Columns shown before the place in a long line. */
const LEAD = 32

/** Line indexes of files, because many diagnostics belong to one file. */
type Indexes = Map<SourceFile, LineIndex>

/** One diagnostic as a block of lines. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  return renderBlock(diagnostic, new Map())
}

/** Number of related places shown for one diagnostic. */
const MAX_RELATED = 50

/** A limit, because a file full of mistakes would fill the log. */
const MAX_SHOWN = 1_000

/** Diagnostics in the given order, then `2 errors, 1 warning`; empty if there are none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return ""
  const indexes: Indexes = new Map()
  const blocks = diagnostics
    .slice(0, MAX_SHOWN)
    .map((diagnostic) => renderBlock(diagnostic, indexes))
  const hidden = diagnostics.length - blocks.length
  const rest = hidden === 0 ? [] : [`… and ${countOf(hidden, "more problem")}`]
  return [...blocks, ...rest, countDiagnostics(diagnostics)].join("\n\n")
}

/** `2 errors, 1 warning`; zero counts are omitted. */
function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length
  const warnings = diagnostics.length - errors
  const parts: string[] = []
  if (errors > 0) parts.push(countOf(errors, "error"))
  if (warnings > 0) parts.push(countOf(warnings, "warning"))
  return parts.join(", ")
}

function renderBlock(diagnostic: Diagnostic, indexes: Indexes): string {
  const { severity, code, message, location } = diagnostic
  const lines = [
    neutraliseLine(
      `${place(location, indexes)} ${severity} ${code}: ${neutraliseInline(message)}`,
      2_000,
    ),
    ...excerpt(location, indexes),
  ]
  const { related: all = [] } = diagnostic
  for (const related of all.slice(0, MAX_RELATED)) {
    lines.push(`  ${place(related.location, indexes)}: ${neutraliseInline(related.message)}`)
    lines.push(...excerpt(related.location, indexes))
  }
  if (all.length > MAX_RELATED) {
    lines.push(`  … and ${countOf(all.length - MAX_RELATED, "more place")}`)
  }
  if (diagnostic.hint !== undefined) {
    diagnostic.hint.split(/\r?\n/u).forEach((line, index) => {
      lines.push(`  ${index === 0 ? "help: " : "      "}${neutraliseLine(line)}`)
    })
  }
  return lines.join("\n")
}

function indexOf(file: SourceFile, indexes: Indexes): LineIndex {
  let index = indexes.get(file)
  if (index === undefined) {
    index = new LineIndex(file.text)
    indexes.set(file, index)
  }
  return index
}

function place(location: Location, indexes: Indexes): string {
  const { line, column } = indexOf(location.file, indexes).position(location.range.start)
  return `${neutraliseInline(location.file.path)}:${line}:${column}`
}

/** The line of source and its underline; nothing for a file without text. */
function excerpt(location: Location, indexes: Indexes): string[] {
  if (location.file.text === "") return []
  const index = indexOf(location.file, indexes)
  const { line, column } = index.position(location.range.start)
  const source = index.line(line)
  const from = Math.min(column - 1, source.length)
  // A range over several lines is underlined to the end of its first.
  const length = Math.max(0, location.range.end - location.range.start)
  const to = Math.min(from + length, source.length)
  const { text, mark } = windowed(source, { from, to, first: line === 1 })
  const number = String(line).padStart(4)
  return [`  ${number} | ${text}`.trimEnd(), `  ${" ".repeat(number.length)} | ${mark}`]
}

interface Part {
  readonly from: number
  readonly to: number
  /** The first line of the file can start with a byte order mark. */
  readonly first: boolean
}

/** Number of characters around a place that can affect the output. */
const NEAR = 1_000

/** The shown part of a line and the carets below it, at most `WINDOW` columns wide. */
function windowed(line: string, whole: Part): { readonly text: string; readonly mark: string } {
  const { source, part } = nearPart(line, whole)
  const cells = toCells(source, part)
  const before = cells.filter((cell) => cell.offset < part.from)
  const marked = cells.filter((cell) => cell.offset >= part.from && cell.offset < part.to)
  const after = cells.filter((cell) => cell.offset >= Math.max(part.from, part.to))
  const fits = widthOf(cells) <= WINDOW
  const lead = fits ? before : keepEnd(before, LEAD)
  const body = fits ? marked : keepStart(marked, WINDOW - widthOf(lead) - 2)
  const rest = fits
    ? after
    : body.length < marked.length
      ? []
      : keepStart(after, WINDOW - widthOf(lead) - widthOf(body) - 2)
  const head = lead.length < before.length ? "…" : ""
  const foot = body.length < marked.length || rest.length < after.length ? "…" : ""
  const text = [...lead, ...body, ...rest].map((cell) => cell.text).join("")
  return {
    text: breakCommand(`${head}${text}${foot}`),
    mark: " ".repeat(textWidth(head) + widthOf(lead)) + "^".repeat(Math.max(1, widthOf(body))),
  }
}

/** Of a very long line, only the part near the place is processed. */
function nearPart(line: string, part: Part): { readonly source: string; readonly part: Part } {
  if (line.length <= 4 * NEAR) return { source: line, part }
  const start = wholeCharacter(line, Math.max(0, part.from - NEAR))
  const end = wholeCharacter(line, Math.min(line.length, part.from + NEAR))
  const from = part.from - start
  const to = Math.min(part.to, end) - start
  return { source: line.slice(start, end), part: { from, to, first: part.first && start === 0 } }
}

/** The offset, or the one before if it is inside a surrogate pair. */
function wholeCharacter(line: string, offset: number): number {
  const low = line.charCodeAt(offset)
  return offset > 0 && low >= 0xdc00 && low <= 0xdfff ? offset - 1 : offset
}

interface Cell {
  readonly offset: number
  readonly text: string
  readonly width: number
}

function toCells(source: string, part: Part): Cell[] {
  const cells: Cell[] = []
  let offset = 0
  let column = 0
  for (const char of source) {
    const text = showChar(char, column, part.first && offset === 0)
    const width = text.length === char.length ? charWidth(char) : textWidth(text)
    cells.push({ offset, text, width })
    column += width
    offset += char.length
  }
  return cells
}

function showChar(char: string, column: number, atStart: boolean): string {
  if (char === "\t") return " ".repeat(TAB_WIDTH - (column % TAB_WIDTH))
  if (char === "\ufeff" && atStart) return ""
  return char >= " " && char <= "~" ? char : neutraliseLine(char)
}

/**
 * Cells were made harmless one by one; a command across several cells is broken here, keeping the
 * width.
 */
function breakCommand(text: string): string {
  return text.replaceAll("##[", "#♯[")
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0)
}

function keepStart(cells: readonly Cell[], width: number): readonly Cell[] {
  let used = 0
  const end = cells.findIndex((cell) => {
    used += cell.width
    return used > width
  })
  return end === -1 ? cells : cells.slice(0, Math.max(0, end))
}

function keepEnd(cells: readonly Cell[], width: number): readonly Cell[] {
  return [...keepStart(cells.toReversed(), width)].toReversed()
}
