/**
 * The files of shell texts: attempts of the same text share one, because to make and remove a file
 * for each may take longer than what it says. One that somebody has touched is made anew.
 */
import { ok, type Result } from "../../core/problems/result.ts"
import type { FileProblem, Files } from "../../ports/files.ts"

/** A text and where it is to stand. */
export interface ScriptFile {
  readonly path: string
  readonly text: string
}

/** More texts than that are not alike enough to be kept in mind. */
const MOST = 1_000

/** The scripts of one run, in a folder of theirs. */
export class ScriptFiles {
  readonly #folder: string
  readonly #files: Files
  readonly #paths = new Map<string, string>()
  /** How a file stood when it was written, by its path. */
  readonly #stamps = new Map<string, string>()

  constructor(folder: string, files: Files) {
    this.#folder = folder
    this.#files = files
  }

  /** Where a text for a shell of this extension stands; null where it is to have a file of its own. */
  pathOf(text: string, extension: string): string | null {
    // Other languages look for more beside their script, so that each attempt has its own folder.
    if (extension !== ".sh") return null
    const known = this.#paths.get(text)
    if (known !== undefined) return known
    if (this.#paths.size === MOST) return null
    const path = `${this.#folder}/${this.#paths.size + 1}${extension}`
    this.#paths.set(text, path)
    return path
  }

  /** Writes a script, unless it stands there as it was written. */
  write({ path, text }: ScriptFile): Result<void, FileProblem> {
    if (!path.startsWith(`${this.#folder}/`)) return this.#files.writeNoLink(path, text)
    const stamp = this.#stamps.get(path)
    if (stamp !== undefined && stamp === this.#files.stamp(path)) return ok(undefined)
    // What a link leads to is not ours to remove from.
    if (this.#files.isLink(this.#folder)) this.#files.remove(this.#folder)
    // Another file, not other bytes: somebody may be running what is there.
    this.#files.remove(path)
    const made = this.#files.makeDirectory(this.#folder)
    const written = made.ok ? this.#files.writeNoLink(path, text) : made
    const now = written.ok ? this.#files.stamp(path) : null
    if (now !== null) this.#stamps.set(path, now)
    return written
  }
}
