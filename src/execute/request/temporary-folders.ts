/**
 * Folders for attempts: each has an empty one alone. One that comes back holding plain files only is
 * emptied and used again, because making and removing folders may take milliseconds each on a busy
 * file system. What has taken the place of one, a link to another disk perhaps, is not touched.
 */
import type { Files } from "../../ports/files.ts"

/** The folders of one run. */
export class TemporaryFolders {
  readonly #root: string
  readonly #files: Files
  readonly #free: string[] = []
  /** Which folder it was when it was made, by its path. */
  readonly #ids = new Map<string, string>()
  #made = 0

  constructor(root: string, files: Files) {
    this.#root = root
    this.#files = files
  }

  /** Path of a folder that nobody has; where it could not be made, nothing is there. */
  take(): string {
    let free = this.#free.pop()
    while (free !== undefined && !this.#isOurs(free)) free = this.#free.pop()
    if (free !== undefined) return free
    this.#made += 1
    const path = `${this.#root}/tmp.${this.#made}`
    if (this.#files.isLink(this.#root)) return path
    const made = this.#files.makeDirectory(path)
    const id = made.ok ? this.#files.folderId(path) : null
    if (id !== null) this.#ids.set(path, id)
    return path
  }

  /** Takes a folder back; nothing of what was in it is seen again. */
  giveBack(path: string): void {
    if (this.#isOurs(path) && this.#files.empty(path)) {
      this.#free.push(path)
      return
    }
    this.#ids.delete(path)
    if (!this.#files.isLink(this.#root)) this.#files.remove(path)
  }

  #isOurs(path: string): boolean {
    const id = this.#ids.get(path)
    return id !== undefined && id === this.#files.folderId(path)
  }
}
