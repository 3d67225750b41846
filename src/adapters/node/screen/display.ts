/**
 * What people see, on stderr. Nothing waits for its reader: a pipe that nobody empties or a terminal
 * that was stopped costs lines, which are counted, and never time. Must not be used for data.
 */
import { constants, fstatSync, openSync, writeSync } from "node:fs"
import { notShown } from "../../../core/text/not-shown.ts"

/** Characters that wait for a slow reader; beyond them the oldest lines are left out. */
const MOST_WAITING = 16 << 20

/** Characters that are written together. */
const PIECE = 65_536

/** Between two looks whether the reader goes on. */
const LOOK_MS = 20

/** At the end of the process a reader that takes nothing for so long is waited for no longer. */
const LAST_WAIT_MS = 1_000

interface DisplayOptions {
  /** Writes what there is room for and returns its bytes; throws as `writeSync` does. */
  readonly write: (bytes: Uint8Array) => number
  readonly mostWaiting?: number
}

/** Text on its way to a reader. */
export class Display {
  readonly #options: Required<DisplayOptions>
  /** Lines, or whole pictures; those before `#next` are gone. */
  #texts: string[] = []
  #next = 0
  #waiting = 0
  #unshown = 0
  #piece: Uint8Array = new Uint8Array()
  #look: NodeJS.Timeout | null = null
  #watchesEnd = false

  constructor(options: DisplayOptions) {
    this.#options = { mostWaiting: MOST_WAITING, ...options }
  }

  /** Whether the reader has taken everything. */
  idle(): boolean {
    return this.#piece.length === 0 && this.#next === this.#texts.length && this.#unshown === 0
  }

  /** Lines, each with its end. */
  print(lines: string): void {
    for (const line of lines.split(/(?<=\n)/u)) this.#add(line)
    this.#flush()
  }

  /** A text that is shown as a whole or not at all. */
  draw(text: string): void {
    this.#add(text)
    this.#flush()
  }

  /** Waits for the reader as long as it goes on reading. */
  finish(): void {
    const still = new Int32Array(new SharedArrayBuffer(4))
    for (let waitedMs = 0; waitedMs < LAST_WAIT_MS && !this.idle(); waitedMs += LOOK_MS) {
      if (this.#flush()) waitedMs = 0
      if (!this.idle()) Atomics.wait(still, 0, 0, LOOK_MS)
    }
  }

  #add(text: string): void {
    this.#texts.push(text)
    this.#waiting += text.length
    while (this.#waiting > this.#options.mostWaiting && this.#next < this.#texts.length - 1) {
      this.#take()
      this.#unshown += 1
    }
  }

  #take(): string {
    const text = this.#texts[this.#next] ?? ""
    this.#next += 1
    this.#waiting -= text.length
    if (this.#next * 2 > this.#texts.length) {
      this.#texts = this.#texts.slice(this.#next)
      this.#next = 0
    }
    return text
  }

  /** Writes what is taken; true when something was. */
  #flush(): boolean {
    let moved = false
    while (!this.idle()) {
      if (this.#piece.length === 0) this.#piece = Buffer.from(this.#nextPiece())
      try {
        this.#piece = this.#piece.subarray(this.#options.write(this.#piece))
        moved = true
      } catch (error) {
        if (!(error instanceof Error) || !("code" in error)) throw error
        if (error.code === "EAGAIN") {
          this.#lookAgain()
          return moved
        }
        // A reader that is gone, or a full disk: nobody sees it.
        this.#piece = new Uint8Array()
      }
    }
    return moved
  }

  #nextPiece(): string {
    let piece = this.#unshown === 0 ? "" : `${notShown(this.#unshown)}\n`
    this.#unshown = 0
    while (this.#next < this.#texts.length && piece.length < PIECE) piece += this.#take()
    return piece
  }

  #lookAgain(): void {
    this.#look ??= setTimeout(() => {
      this.#look = null
      this.#flush()
    }, LOOK_MS).unref()
    if (this.#watchesEnd) return
    this.#watchesEnd = true
    process.once("exit", () => {
      this.finish()
    })
  }
}

let stderr: Display | null = null

/** The display behind stderr; one for all that write there. */
export function stderrDisplay(): Display {
  if (stderr === null) {
    const fd = openUnblocked(process.stderr.fd)
    stderr = new Display({ write: (bytes) => writeSync(fd, bytes) })
  }
  return stderr
}

/**
 * A number by which a write returns where it would have to wait. Pipes and sockets are so since Node has
 * made a stream of them; a terminal is opened once more, so that nothing changes for others that have
 * it. Files have no readers to wait for, and would be written from their start.
 */
function openUnblocked(fd: number): number {
  try {
    if (!fstatSync(fd).isCharacterDevice()) return fd
    const path = process.platform === "linux" ? `/proc/self/fd/${fd}` : "/dev/tty"
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return fd
  }
}
