/**
 * Brings what was appended to the disk, some time after it was: once for everything that was appended
 * meanwhile, and beside the run, which never waits for it.
 */
import type { Clock } from "../ports/clock.ts"
import type { Appender, FileProblem } from "../ports/files.ts"

/** What was appended longer ago than this is on the disk, or on its way. */
export const COMMIT_MS = 1_000

/** The disk has lost or refused something; all else means that there is nothing to bring to a disk. */
const LOST: readonly string[] = ["EIO", "ENOSPC", "EDQUOT"]

/** Commits one open file; one instance a file. */
export class GroupCommit {
  readonly #appender: Appender
  readonly #clock: Pick<Clock, "after">
  #takeBack: (() => void) | null = null
  #busy = false
  /** Something was appended that no commit has begun with. */
  #open = false
  /** The file is closed, so that its number may be another's. */
  #finished = false
  #problem: FileProblem | null = null

  constructor(appender: Appender, clock: Pick<Clock, "after">) {
    this.#appender = appender
    this.#clock = clock
  }

  /** Why something that was appended may be lost; null while nothing is. */
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

  /** Brings all to the disk before it returns; nothing follows. */
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
