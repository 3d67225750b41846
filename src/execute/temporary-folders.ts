/**
 * Folders for attempts: each has an empty one alone. One that comes back holding plain files only is
 * emptied and used again, because making and removing folders may take milliseconds each on a busy
 * file system.
 */
import type { Files } from "../ports/files.ts"

/** The folders of one run. */
export class TemporaryFolders {
  readonly #root: string
  readonly #files: Files
  readonly #free: string[] = []
  #made = 0

  constructor(root: string, files: Files) {
    this.#root = root
    this.#files = files
  }

  /** Path of a folder that nobody has; it may have to be made. */
  take(): string {
    const free = this.#free.pop()
    if (free !== undefined) return free
    this.#made += 1
    return `${this.#root}/tmp.${this.#made}`
  }

  /** Takes a folder back; nothing of what was in it is seen again. */
  giveBack(path: string): void {
    if (this.#files.empty(path)) this.#free.push(path)
    else this.#files.remove(path)
  }
}
