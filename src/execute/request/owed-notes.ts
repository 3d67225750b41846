/**
 * Notes of what is owed while a run goes on, in a folder beside those of the attempts: when the engine
 * is stopped or killed, a later one finds there which hooks after have not run, and where.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import {
  type OwedAttempt,
  OwedAttemptSchema,
  type OwedShard,
  OwedShardSchema,
} from "../../formats/owed.ts"
import type { Files } from "../../ports/files.ts"
import type { AttemptPlace } from "./environment.ts"

const SHARD_FILE = "shard.json"

/** The notes of one run; `temporary` is its folder for attempts. */
export class OwedNotes {
  readonly #folder: string
  readonly #files: Files
  readonly #marks = new Set<string>()

  constructor(temporary: string, files: Files) {
    this.#folder = folderOf(temporary)
    this.#files = files
  }

  /** Notes the shard, or what it knows now. A disk that is full costs the note, not the run. */
  noteShard(shard: OwedShard): void {
    this.#files.makeDirectory(this.#folder)
    this.#files.writeAtomic(`${this.#folder}/${SHARD_FILE}`, JSON.stringify(shard))
  }

  /** Notes an attempt whose hooks are to come. */
  note(place: AttemptPlace, log: string): void {
    const attempt: OwedAttempt = { ...place, groupSlots: { ...place.groupSlots }, log }
    this.#files.writeAtomic(`${this.#folder}/${place.mark}.json`, JSON.stringify(attempt))
    this.#marks.add(place.mark)
  }

  /** Nothing is owed for an attempt any more. */
  settle(place: AttemptPlace): void {
    if (!this.#marks.delete(place.mark)) return
    this.#files.remove(`${this.#folder}/${place.mark}.json`)
  }

  /** Whether the folder of an attempt is still needed. */
  owes(place: AttemptPlace): boolean {
    return this.#marks.has(place.mark)
  }
}

/** What a run that was cut owes; null when it noted nothing, or has settled everything. */
export function readOwed(
  temporary: string,
  files: Files,
): { readonly shard: OwedShard; readonly attempts: readonly OwedAttempt[] } | null {
  const folder = folderOf(temporary)
  const read = (name: string): unknown => {
    const text = files.readText(`${folder}/${name}`)
    try {
      return text.ok ? parseForeignJson(text.value) : null
    } catch {
      return null
    }
  }
  const shard = OwedShardSchema.check(read(SHARD_FILE))
  if (!shard.ok) return null
  const attempts = files.list(folder).flatMap((name) => {
    const attempt = OwedAttemptSchema.check(name.endsWith(".json") ? read(name) : null)
    return attempt.ok ? [attempt.value] : []
  })
  return { shard: shard.value, attempts }
}

function folderOf(temporary: string): string {
  return `${temporary}/owed`
}
