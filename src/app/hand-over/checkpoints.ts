/**
 * What a shard has observed leaves the machine while it runs: when its runner is lost, minutes are lost
 * and not the shard. Each checkpoint replaces the one before it (upload, then delete).
 */
import { checkpointArtifactName } from "../../plan/artifact-names.ts"
import type { ArtifactStore } from "../../ports/artifacts.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"
import { HANDED_OVER } from "./stage-upload.ts"
import { uploadFolder } from "./upload-folder.ts"
import { withholdSecrets } from "./withhold-secrets.ts"

/** A list of artifacts ends at 1,000 (platform limit); half of them are for everything else of the run. */
const MOST_ARTIFACTS = 500

/** A checkpoint may take so much of the time between two. */
const SHARE_OF_TIME = 0.05

/** After a refusal the time between two doubles, up to this. */
const LONGEST_MS = 60 * 60_000

/** What is kept of which shard, and how often. */
export interface CheckpointOptions {
  readonly everyMs: number
  /** The folder that the shard writes into. */
  readonly folder: string
  readonly prefix: string
  readonly shard: number
  readonly shards: number
  readonly attempt: number
  readonly retentionDays: number
  readonly secrets: readonly string[]
  readonly say: (line: string) => void
}

/** Checkpoints of a shard that runs. */
export interface Checkpoints {
  /** No more are begun; resolves when the one under way is over. */
  stop(): Promise<void>
  /** Deletes the last one: the shard has handed over all. */
  discard(): Promise<void>
}

interface Ports {
  readonly store: ArtifactStore
  readonly files: Files
  readonly clock: Clock
}

/** Keeps checkpoints until it is stopped. */
export function keepCheckpoints(options: CheckpointOptions, ports: Ports): Checkpoints {
  return new Keeper(options, ports)
}

class Keeper implements Checkpoints {
  readonly #options: CheckpointOptions
  readonly #ports: Ports
  /** Artifacts that are there, the newest last. */
  #names: string[] = []
  #count = 0
  #stopped = false
  #underWay: Promise<void> = Promise.resolve()
  #takeBack: () => void
  /** Shards begin together and take turns: at most a few replace theirs at the same time. */
  readonly #turn: number

  constructor(options: CheckpointOptions, ports: Ports) {
    this.#options = options
    this.#ports = ports
    const { everyMs, shard, shards } = options
    this.#turn = 1 + (shard - 1) / shards
    this.#takeBack = this.#wait(everyMs * this.#turn, everyMs)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#takeBack()
    await this.#underWay
  }

  async discard(): Promise<void> {
    await this.stop()
    await this.#delete(this.#names)
  }

  #wait(delayMs: number, everyMs: number): () => void {
    return this.#ports.clock.after(delayMs, () => {
      this.#underWay = this.#keep(everyMs).then((nextMs) => {
        if (!this.#stopped && nextMs !== null) this.#takeBack = this.#wait(nextMs, nextMs)
      })
    })
  }

  /** One checkpoint; resolves to the time until the next, null where there is none. */
  async #keep(everyMs: number): Promise<number | null> {
    const { clock } = this.#ports
    const startedAt = clock.monotonic()
    const name = await this.#upload()
    const older = this.#names
    if (name !== null) this.#names = [...older, name]
    const isReplaced = name !== null && (await this.#delete(older))
    const tookMs = clock.monotonic() - startedAt
    if (isReplaced) return Math.max(everyMs, (tookMs / SHARE_OF_TIME) * this.#turn)
    const mayHold = Math.floor(MOST_ARTIFACTS / this.#options.shards) - 1
    if (this.#names.length >= Math.max(1, mayHold)) {
      this.#options.say("no more checkpoints: earlier ones cannot be deleted")
      return null
    }
    return Math.min(LONGEST_MS, everyMs * 2)
  }

  async #upload(): Promise<string | null> {
    const { folder, prefix, shard, attempt, retentionDays, secrets, say } = this.#options
    const { files } = this.#ports
    const copy = `${folder}.checkpoint`
    files.remove(copy)
    copyFolder(folder, copy, files)
    withholdSecrets(copy, { files, secrets })
    const checkpoint = this.#count + 1
    const uploaded = await uploadFolder({
      ...{ ...this.#ports, folder: copy, retentionDays },
      nameOf: (upload) =>
        checkpointArtifactName({ prefix, shard, attempt, number: checkpoint + upload - 1 }),
    })
    files.remove(copy)
    this.#count += uploaded.ok ? uploaded.value.tries.length + 1 : uploaded.error.tries.length
    if (uploaded.ok) return uploaded.value.name
    const problem = uploaded.error.tries.at(-1)?.problem.message ?? "no try was made"
    say(`a checkpoint could not be uploaded: ${problem}`)
    return null
  }

  async #delete(names: readonly string[]): Promise<boolean> {
    for (const name of names) {
      const deleted = await this.#ports.store.remove(name)
      if (!deleted.ok && deleted.error.reason !== "not-found") {
        this.#options.say(`checkpoint ${name} could not be deleted: ${deleted.error.message}`)
        return false
      }
      this.#names = this.#names.filter((one) => one !== name)
    }
    return true
  }
}

/** What is there by now; a log that is written to meanwhile ends where it is. */
function copyFolder(from: string, to: string, files: Files): void {
  for (const path of files.glob(from, HANDED_OVER)) {
    const limits = { within: from, maxBytes: Number.MAX_SAFE_INTEGER }
    files.copyPlain(`${from}/${path}`, `${to}/${path}`, limits)
  }
}
