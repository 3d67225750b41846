/**
 * Where attempts run: folders and ports that are one attempt's or one worker's alone.
 */
import { portBase } from "../../core/quantities/port-range.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Files } from "../../ports/files.ts"
import type { Command, ScheduleOptions } from "../../schedule/types.ts"
import type { AttemptPorts } from "./attempt-request.ts"
import type { ShardContexts } from "./contexts.ts"
import type { AttemptPlace } from "./environment.ts"

/** What all attempts of a run have in common. */
export interface PlacesOptions {
  readonly plan: Pick<Plan, "scenarios">
  readonly shard: number
  readonly shards: number
  readonly schedule: Pick<ScheduleOptions, "seed">
  readonly contexts: Pick<ShardContexts, "run">
  readonly root: string
  readonly temporary: string
}

/** The places of one run. */
export class AttemptPlaces {
  readonly #options: PlacesOptions
  readonly #ports: Pick<AttemptPorts, "files" | "portRanges">
  readonly #folders: TemporaryFolders
  /** The first port of each worker that has one. */
  readonly #portBases = new Map<number, number>()

  constructor(options: PlacesOptions, ports: Pick<AttemptPorts, "files" | "portRanges">) {
    this.#options = options
    this.#ports = ports
    this.#folders = new TemporaryFolders(options.temporary, ports.files)
  }

  /** A place for an attempt that begins, one of so many workers. */
  async take(start: Extract<Command, { type: "start" }>, workers: number): Promise<AttemptPlace> {
    const { plan, shard, shards, schedule, root, temporary, contexts } = this.#options
    const { id, number, worker, groupSlots } = start
    const slug = plan.scenarios[id]?.definition.slug ?? ""
    return {
      runId: contexts.run.id,
      id,
      number,
      shard,
      shards,
      worker,
      workers,
      groupSlots,
      seed: schedule.seed,
      portBase: await this.#portBase(worker),
      root,
      mark: `${temporary.slice(temporary.lastIndexOf("/") + 1)}.${slug}.${number}`,
      temporary: this.#folders.take(),
      cache: `${temporary}/cache.${worker}`,
    }
  }

  /** Why nothing can begin in the run's folder for attempts; null while all is well. */
  get problem(): string | null {
    const { temporary } = this.#options
    return this.#ports.files.isLink(temporary) ? replacedBy(temporary) : null
  }

  /** Takes the place of an attempt back that has ended with everything it had started. */
  giveBack(place: AttemptPlace): void {
    this.#folders.giveBack(place.temporary)
  }

  /** Claimed once for each worker. */
  async #portBase(worker: number): Promise<number> {
    const known = this.#portBases.get(worker)
    if (known !== undefined) return known
    const base = (await this.#ports.portRanges?.claim()) ?? portBase(worker)
    this.#portBases.set(worker, base)
    return base
  }
}

/** What is made there would be made elsewhere, and what is removed there too. */
export function replacedBy(folder: string): string {
  return `a link has the place of ${folder}, the run's folder for attempts`
}

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
