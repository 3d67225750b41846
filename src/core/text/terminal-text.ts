/**
 * What a terminal shows for text with control sequences: colours are removed, a carriage return
 * overwrites the line, erase sequences erase. The time is linear in the text.
 */
import { withoutEscapes } from "./escape-sequences.ts"

/** Overwritten lines are kept up to this column; the rest is never shown. */
const MAX_COLUMNS = 1_024

// What moves the cursor or erases: a carriage return, a backspace, or CSI with at most one number.
const MOVE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds.
  /[\r\u0008]|(?:\u001b\[|\u009b)(\d{0,4})([ACDEFGJK])/u
const MOVES = new RegExp(MOVE.source, "gu")

/** The visible lines at the end, without colours. */
export function shownLines(text: string): string[] {
  const screen = new Screen()
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) screen.writeLine(line)
  return screen.rows
}

/** Unlimited rows: nothing scrolls away or is cleared by a new screen. */
class Screen {
  readonly rows: string[] = []
  #row = 0
  #column = 0

  writeLine(line: string): void {
    if (this.#row === this.rows.length && !MOVE.test(line)) {
      this.rows.push(line.includes("\u001b") || line.includes("\u009b") ? plain(line) : line)
    } else {
      this.#write(line)
    }
    this.#row += 1
    this.#column = 0
  }

  #write(line: string): void {
    let from = 0
    this.#put("")
    for (const move of line.matchAll(MOVES)) {
      this.#put(line.slice(from, move.index))
      from = move.index + move[0].length
      this.#move(move[2] ?? move[0], move[1] ?? "")
    }
    this.#put(line.slice(from))
    this.rows[this.#row] = this.rows[this.#row]?.trimEnd() ?? ""
  }

  #put(written: string): void {
    const text = plain(written)
    const before = this.rows[this.#row] ?? ""
    const end = this.#column + text.length
    const row = before.slice(0, this.#column).padEnd(this.#column) + text + before.slice(end)
    this.rows[this.#row] = row.slice(0, MAX_COLUMNS)
    this.#column = Math.min(end, MAX_COLUMNS)
  }

  #move(key: string, digits: string): void {
    const count = Math.max(1, Number(digits))
    switch (key) {
      case "\r":
        this.#column = 0
        break
      case "\b":
      case "D":
        this.#column = Math.max(0, this.#column - (key === "D" ? count : 1))
        break
      case "C":
        this.#column = Math.min(MAX_COLUMNS, this.#column + count)
        break
      case "G":
        this.#column = Math.min(MAX_COLUMNS, count - 1)
        break
      case "A":
      case "F":
        this.#row = Math.max(0, this.#row - count)
        if (key === "F") this.#column = 0
        break
      case "E":
        this.#down(count)
        this.#column = 0
        break
      case "J":
      case "K":
        this.#erase(key, digits)
    }
  }

  /** Movement down is limited to existing rows, because the number can be large. */
  #down(count: number): void {
    this.#row = Math.min(this.#row + count, this.rows.length)
    this.#put("")
  }

  /**
   * From the cursor on, or the whole line. Clearing the screen hides nothing, because this is a
   * log.
   */
  #erase(key: string, digits: string): void {
    const row = this.rows[this.#row] ?? ""
    if (digits === "" || digits === "0") {
      this.rows[this.#row] = row.slice(0, this.#column)
      if (key === "J") this.rows.length = this.#row + 1
    } else if (key === "K" && digits === "2") {
      this.rows[this.#row] = ""
    }
  }
}

function plain(text: string): string {
  return withoutEscapes(text)
}
