/**
 * Flushes appended data to the disk after a delay: once for everything appended meanwhile, in
 * parallel with the run, which never waits for it.
 */
import type { Clock } from "../ports/clock.ts"
import type { Appender, FileProblem } from "../ports/files.ts"

/** Data appended longer ago than this is on the disk or being flushed. */
export const COMMIT_MS = 1_000

/** Errors of the disk; other errors mean that there is nothing to flush. */
const LOST: readonly string[] = ["EIO", "ENOSPC", "EDQUOT"]

/** Commits one open file; one instance a file. */
export class GroupCommit {
  readonly #appender: Appender
  readonly #clock: Pick<Clock, "after">
  #takeBack: (() => void) | null = null
  #busy = false
  /** Appended data is not yet part of a flush. */
  #open = false
  /** The file is closed, so its descriptor may be reused. */
  #finished = false
  #problem: FileProblem | null = null

  constructor(appender: Appender, clock: Pick<Clock, "after">) {
    this.#appender = appender
    this.#clock = clock
  }

  /** Why appended data may be lost; null if nothing is. */
  get problem(): FileProblem | null {
    return this.#problem
  }

  /** Something was appended. */
  note(): void {
    this.#open = true
    if (this.#takeBack !== null || this.#busy) return
    this.#takeBack = this.#clock.after(COMMIT_MS, () => {
      this.#takeBack = null
      void this.#commit()
    })
  }

  /** Flushes everything before it returns; the last call. */
  finish(): FileProblem | null {
    this.#takeBack?.()
    this.#finished = true
    this.#keep(this.#appender.sync())
    return this.#problem
  }

  async #commit(): Promise<void> {
    this.#busy = true
    this.#open = false
    this.#keep(await this.#appender.syncBeside())
    this.#busy = false
    if (this.#open && !this.#finished) this.note()
  }

  #keep(synced: ReturnType<Appender["sync"]>): void {
    if (!synced.ok && LOST.includes(synced.error.code)) this.#problem ??= synced.error
  }
}
