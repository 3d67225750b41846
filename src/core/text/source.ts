/**
 * Places in text: offsets, ranges, lines and columns.
 * Offsets and ranges are 0-based UTF-16 units as JavaScript strings have them; lines and columns are
 * 1-based, as people and GitHub annotations count.
 */

/** A text with its name for people (a path relative to the working directory). */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Half-open range of offsets `[start, end)`. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A place in a file that a message can point at. */
export interface Location {
  readonly file: SourceFile
  readonly range: Range
}

/** 1-based line and column. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Finds line and column of an offset; `\r\n`, `\n` and a lone `\r` all end a line. */
export class LineIndex {
  readonly #starts: number[] = [0]
  readonly #text: string

  constructor(text: string) {
    this.#text = text
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) this.#starts.push(i + 1)
    }
  }

  /** Position of an offset; an offset past the end is the end. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#text.length))
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= at) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 }
  }

  /** Text of a 1-based line without its line end; empty if the line does not exist. */
  line(number: number): string {
    const start = this.#starts[number - 1]
    if (start === undefined) return ""
    const end = this.#starts[number] ?? this.#text.length
    return this.#text.slice(start, end).replace(/[\r\n]+$/u, "")
  }
}

/** Position of the start of a location. */
export function positionOf(location: Location): Position {
  return new LineIndex(location.file.text).position(location.range.start)
}
