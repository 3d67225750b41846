/**
 * Notes of what is owed while a run goes on, in a folder beside those of the attempts: when the engine
 * is stopped or killed, a later one finds there which hooks after have not run and which instances of
 * fixtures were not stopped, and where.
 */
import { defined } from "../../core/defined.ts"
import { parseForeignJson } from "../../core/json/json.ts"
import {
  type OwedAttempt,
  OwedAttemptSchema,
  type OwedInstance,
  OwedInstanceSchema,
  type OwedShard,
  OwedShardSchema,
} from "../../formats/owed.ts"
import type { Files } from "../../ports/files.ts"
import type { AttemptPlace } from "./environment.ts"

const SHARD_FILE = "shard.json"
const INSTANCES = "instances"

/** The notes of one run; `temporary` is its folder for attempts. */
export class OwedNotes {
  readonly #folder: string
  readonly #files: Files
  readonly #asked: OwedShard["asked"]
  readonly #marks = new Set<string>()
  readonly #instances = new Set<string>()

  constructor(temporary: string, { files, asked }: { files: Files; asked?: OwedShard["asked"] }) {
    this.#folder = folderOf(temporary)
    this.#files = files
    this.#asked = asked
  }

  /** Notes the shard, or what it knows now. A disk that is full costs the note, not the run. */
  noteShard(shard: Omit<OwedShard, "asked">): void {
    const noted: OwedShard = defined({ ...shard, asked: this.#asked })
    this.#files.makeDirectory(`${this.#folder}/${INSTANCES}`)
    this.#files.writeAtomic(`${this.#folder}/${SHARD_FILE}`, JSON.stringify(noted))
  }

  /** Notes an instance that is about to start, or what is known of it now. */
  noteInstance(instance: OwedInstance): void {
    const path = this.#pathOf(instance)
    this.#files.writeAtomic(path, JSON.stringify(instance))
    this.#instances.add(path)
  }

  /** Takes over what an earlier engine has noted. */
  static of(temporary: string, { instances }: Owed, files: Files): OwedNotes {
    const notes = new OwedNotes(temporary, { files })
    for (const one of instances) notes.#instances.add(notes.#pathOf(one))
    return notes
  }

  /** The instance is gone. */
  settleInstance(instance: Pick<OwedInstance, "name" | "instance">): void {
    const path = this.#pathOf(instance)
    if (this.#instances.delete(path)) this.#files.remove(path)
  }

  /** Whether instances are left that were not stopped. */
  get owesInstances(): boolean {
    return this.#instances.size > 0
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

  #pathOf({ name, instance }: Pick<OwedInstance, "name" | "instance">): string {
    return `${this.#folder}/${INSTANCES}/${encodeURIComponent(name)}.${instance}.json`
  }
}

/** What a run that was cut owes. */
export interface Owed {
  readonly shard: OwedShard
  readonly attempts: readonly OwedAttempt[]
  readonly instances: readonly OwedInstance[]
}

/** What a run that was cut owes; null when it noted nothing, or has settled everything. */
export function readOwed(temporary: string, files: Files): Owed | null {
  const folder = folderOf(temporary)
  const read = (name: string): unknown => {
    const text = files.readText(`${folder}/${name}`)
    const value = text.ok ? parseForeignJson(text.value) : text
    return value.ok ? value.value : null
  }
  const shard = OwedShardSchema.check(read(SHARD_FILE))
  if (!shard.ok) return null
  const attempts = files.list(folder).flatMap((name) => {
    const attempt = OwedAttemptSchema.check(name.endsWith(".json") ? read(name) : null)
    return attempt.ok ? [attempt.value] : []
  })
  const instances = files.list(`${folder}/${INSTANCES}`).flatMap((name) => {
    const instance = OwedInstanceSchema.check(read(`${INSTANCES}/${name}`))
    return instance.ok ? [instance.value] : []
  })
  return { shard: shard.value, attempts, instances }
}

function folderOf(temporary: string): string {
  return `${temporary}/owed`
}
