/**
 * Shards that keep checkpoints for six hours on the shelf of the emulated service, by a clock that is moved.
 */
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { keepCheckpoints } from "../../src/app/hand-over/checkpoints.ts"
import type { ArtifactStore } from "../../src/ports/artifacts.ts"
import { FakeClock } from "./fakes/clock.ts"
import { memoryArtifacts } from "./fakes/memory-artifacts.ts"
import { ArtifactShelf } from "./results-service/artifact-shelf.ts"
import { BlobStore } from "./results-service/blobs.ts"
import { type Pace, shelfStore } from "./results-service/shelf-store.ts"

const HOUR = 3_600_000

/** How fast the service is in an hour of the run, from 0. */
export type PaceOf = (hour: number) => Pace

/** What the service held and took. */
export interface SixHours {
  /** Most artifacts at a time; one whose upload has begun counts, as its name is taken. */
  readonly most: number
  /** Uploads of one shard on average. */
  readonly each: number
  /** What is left when all shards have handed over. */
  readonly left: number
  readonly said: readonly string[]
}

/** 256 shards with `checkpoint: 5m`. */
export async function sixHours(root: string, paceOf: PaceOf): Promise<SixHours> {
  const shards = 256
  const clock = new FakeClock()
  const begunAt = clock.monotonic()
  const shelf = new ArtifactShelf(new BlobStore())
  const said: string[] = []
  const held = { now: 0, most: 0 }
  const emulated = shelfStore(shelf, {
    ...{ run: 1, clock },
    pace: () => paceOf(Math.floor((clock.monotonic() - begunAt) / HOUR)),
    onChange: (by) => {
      held.now += by
      held.most = Math.max(held.most, held.now)
    },
  })
  const store: ArtifactStore = { ...memoryArtifacts().storeOf(1), ...emulated }
  // Folders without files: what is counted is artifacts.
  const files = { ...nodeFiles, glob: () => [], remove: () => undefined }
  const kept = Array.from({ length: shards }, (_, i) =>
    keepCheckpoints(
      {
        ...{ everyMs: 5 * 60_000, folder: `${root}/shard-${i + 1}`, shard: i + 1, shards },
        ...{ prefix: "smoke-shop", attempt: 1, retentionDays: 1, secrets: [] },
        say: (line) => said.push(line),
      },
      { store, files, clock },
    ),
  )
  await clock.advance(6 * HOUR)
  const each = shelf.all().length / shards
  const ended = Promise.all(kept.map((one) => one.discard()))
  await clock.advance(2 * HOUR)
  await ended
  return { most: held.most, each, left: held.now, said }
}
