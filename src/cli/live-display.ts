/**
 * The lower end of a terminal: a frame that is drawn over itself, and above it the log that scrolls.
 * Draws ten times a second at most, and only what a terminal shows; whatever is printed in between
 * waits for the next drawing.
 */
import { notShown } from "../core/text/not-shown.ts"
import type { Clock } from "../ports/clock.ts"
import type { Screen } from "../ports/console.ts"
import { rowsOf } from "../report/view/live.ts"

/** Between two drawings. */
export const REDRAW_MS = 100

/** Elapsed times go on when nothing else happens. */
const TICK_MS = 500

/** Lines that wait for a terminal that shows nothing; beyond them the oldest are left out. */
const MOST_WAITING = 10_000

const CLEAR_LINE = "\u001b[K"
const CLEAR_BELOW = "\u001b[J"

/**
 * Takes away so many rows above the cursor, line by line: a terminal that is cleared from its upper left
 * corner on may keep what was there in its history, each time.
 */
function erase(rows: number): string {
  if (rows === 0) return "\r"
  const up = `\u001b[${rows}A`
  return `${up}\r${`${CLEAR_LINE}\n`.repeat(rows)}${CLEAR_BELOW}${up}`
}

interface LiveOptions {
  readonly screen: Screen
  readonly clock: Clock
  readonly frame: (size: ReturnType<Screen["size"]>) => readonly string[]
}

/** Owns the lower lines of the terminal until it is closed. */
export class LiveDisplay {
  readonly #options: LiveOptions
  readonly #stopListening: () => void
  #lines: string[] = []
  #unshown = 0
  #drawn: readonly string[] = []
  #drawnAt = Number.NEGATIVE_INFINITY
  #takeBack: (() => void) | null = null
  #due = Number.POSITIVE_INFINITY
  #closed = false

  constructor(options: LiveOptions) {
    this.#options = options
    this.#stopListening = options.screen.onResize(() => {
      this.#ask(0)
    })
    this.#ask(0)
  }

  /** A line for the log; it appears with the next drawing. */
  print(line: string): void {
    if (this.#closed) {
      this.#options.screen.write(`${line}\n`)
      return
    }
    this.#lines.push(line)
    if (this.#lines.length > MOST_WAITING) {
      this.#lines.shift()
      this.#unshown += 1
    }
    this.#ask(0)
  }

  /** Something has changed. */
  refresh(): void {
    this.#ask(0)
  }

  /** Takes the frame away; what was printed stays. */
  close(): void {
    if (this.#closed) return
    this.#draw([])
    this.#closed = true
    this.#takeBack?.()
    this.#stopListening()
  }

  #ask(delayMs: number): void {
    if (this.#closed) return
    const { clock } = this.#options
    const now = clock.monotonic()
    const at = Math.max(now + delayMs, this.#drawnAt + REDRAW_MS)
    if (at >= this.#due) return
    this.#takeBack?.()
    this.#due = at
    this.#takeBack = clock.after(at - now, () => {
      this.#due = Number.POSITIVE_INFINITY
      this.#takeBack = null
      const { screen, frame } = this.#options
      if (screen.ready()) this.#draw(frame(screen.size()))
      else this.#drawnAt = clock.monotonic()
      this.#ask(TICK_MS)
    })
  }

  #draw(frame: readonly string[]): void {
    const { screen, clock } = this.#options
    const size = screen.size()
    // A terminal that became narrower has broken the old lines anew; what has left it is out of reach.
    const rows = Math.min(rowsOf(this.#drawn, size.columns), Math.max(0, size.rows - 1))
    const gap = this.#unshown === 0 ? [] : [notShown(this.#unshown)]
    const text = [...gap, ...this.#lines, ...frame].map((line) => `${line}\n`).join("")
    if (this.#drawn.length > 0 || text !== "") screen.write(`${erase(rows)}${text}`)
    this.#lines = []
    this.#unshown = 0
    this.#drawn = frame
    this.#drawnAt = clock.monotonic()
  }
}
