/**
 * A log as lines of styled pieces: colours of terminals are kept, everything else of theirs is inert.
 */
import Anser from "anser"
import { withoutEscapes } from "../../src/core/text/escape-sequences.ts"
import { lastOverwrite, showHidden } from "../../src/report/lines/neutralise.ts"
import type { PageLog } from "../../src/report/page/page-data.ts"

/** A line of a log, or the place of what was left out. */
export type LogLine =
  | { readonly number: number; readonly text: string; readonly style: string }
  | { readonly number: null; readonly leftBytes: number }

/** Part of a line with one look. */
export interface Piece {
  readonly text: string
  readonly classes: string
  /** As CSS; absent for the colours that have a class. */
  readonly color?: string
}

/** Longer lines are divided, so that a browser can draw them. */
const LINE_CHARS = 2_000

/** The lines. Behind a gap they are counted on, for want of anything better. */
export function linesOf({ parts, bytes }: PageLog): readonly LogLine[] {
  const lines: LogLine[] = []
  let number = 0
  let style = ""
  for (const [index, part] of parts.entries()) {
    if (index > 0) {
      const shown = parts.reduce((sum, { length }) => sum + length, 0)
      lines.push({ number: null, leftBytes: Math.max(0, (bytes ?? shown) - shown) })
    }
    for (const line of part.replace(/\r?\n$/u, "").split(/\r?\n/u)) {
      const text = lastOverwrite(line)
      for (let at = 0; at === 0 || at < text.length; at += LINE_CHARS) {
        number += 1
        const piece = text.slice(at, at + LINE_CHARS)
        lines.push({ number, text: piece, style })
        style = styleAfter(piece, style)
      }
    }
  }
  return lines
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it finds sequences that set a style.
const STYLE = /\u001b\[([\d;]*)m/gu

/** The sequences that still hold behind a line: programs may color several lines at once. */
function styleAfter(text: string, before: string): string {
  let style = before
  for (const [sequence, codes = ""] of text.matchAll(STYLE)) {
    style = /^0*(;|$)/u.test(codes) ? sequence : style + sequence
  }
  return style.slice(-200)
}

/** A line as it is searched and copied. */
export function plainText(line: LogLine): string {
  return line.number === null ? "" : showHidden(withoutEscapes(line.text))
}

/** The pieces of a line. */
export function piecesOf(line: {
  readonly text: string
  readonly style: string
}): readonly Piece[] {
  const text = line.style + line.text
  if (!text.includes("\u001b")) return [{ text: showHidden(text), classes: "" }]
  const entries = Anser.ansiToJson(text, { json: true, use_classes: true, remove_empty: true })
  return entries.map(({ content, decorations, ...entry }) => {
    // Null where there is none, whatever the declarations of the package say.
    const fg: string = entry.fg ?? ""
    const classes = [
      ...(/^ansi-(bright-)?[a-z]+$/u.test(fg) && fg !== "ansi-truecolor" ? [fg] : []),
      ...decorations.map((name) => `ansi-${name}`),
    ].join(" ")
    const color = colorOf(fg, entry.fg_truecolor ?? "")
    const plain = showHidden(withoutEscapes(content))
    return color === null ? { text: plain, classes } : { text: plain, classes, color }
  })
}

/** A colour of the large palettes, light enough to be read on the dark ground of logs. */
function colorOf(name: string, truecolor: string): string | null {
  const index = /^ansi-palette-(\d+)$/u.exec(name)?.[1]
  if (index === undefined && truecolor === "") return null
  const parts = index === undefined ? truecolor.split(",").map(Number) : paletteColor(Number(index))
  const [r, g, b] = parts
  if (r === undefined || g === undefined || b === undefined) return null
  let mix = 0
  const lighter = (channel: number) => Math.round(channel + (255 - channel) * mix)
  while (luminance([r, g, b].map(lighter)) < 0.25 && mix < 1) mix += 0.1
  return `rgb(${[r, g, b].map(lighter).join(" ")})`
}

function paletteColor(index: number): readonly number[] {
  if (index >= 232) return Array<number>(3).fill(8 + (index - 232) * 10)
  const cube = index - 16
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40)
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]
}

/** Relative luminance by WCAG 2. */
function luminance(channels: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = channels.map((channel) => {
    const c = channel / 255
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
