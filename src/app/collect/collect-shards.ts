/**
 * Fetches what the shards of a run handed over. What an artifact is, its manifest says; its id, its
 * date and its place in the list say nothing, since later attempts may well have lower ids.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Manifest } from "../../formats/manifest.ts"
import {
  isShardArtifactName,
  readCheckpointArtifactName,
  readShardArtifactName,
} from "../../plan/artifact-names.ts"
import type { ArtifactEntry, ArtifactProblem, ArtifactStore } from "../../ports/artifacts.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"
import { countOf } from "../../report/lines/neutralise.ts"
import { readManifest } from "../folder/run-folder.ts"
import { downloadArtifact, LATE_MS, listArtifacts, untilListed } from "../hand-over/until-listed.ts"

/** A folder of this plan; several may be of one shard. */
export interface ShardFolder {
  readonly artifact: string
  readonly folder: string
  readonly manifest: Manifest
}

/** Why the list or one artifact gave nothing to aggregate. */
export type CollectProblem =
  /** Nothing is known of any shard. */
  | { readonly reason: "not-listed"; readonly problem: ArtifactProblem }
  | {
      readonly reason: "not-downloaded"
      readonly artifact: string
      readonly problem: ArtifactProblem
    }
  /** No manifest, or none that this version reads. */
  | { readonly reason: "no-manifest"; readonly artifact: string; readonly message: string }
  /** Of this attempt but of another plan: two runs share a prefix, or something is wrong. */
  | { readonly reason: "foreign-plan"; readonly artifact: string; readonly planDigest: string }
  /** Of an earlier attempt and its plan, which was made anew since: harmless. */
  | { readonly reason: "superseded-plan"; readonly artifact: string; readonly planDigest: string }
  /** Of an attempt after the one that asks. */
  | { readonly reason: "later-attempt"; readonly artifact: string; readonly attempt: number }

/** Everything that was found. */
export interface CollectedShards {
  /** By shard, then attempt, then name. */
  readonly folders: readonly ShardFolder[]
  /** Folders of earlier attempts and a plan that was made anew since; absent where there are none. */
  readonly replaced?: readonly string[] | undefined
  readonly problems: readonly CollectProblem[]
}

interface CollectOptions {
  readonly store: ArtifactStore
  readonly files: Files
  readonly prefix: string
  readonly planDigest: string
  /** The attempt of the job that asks. */
  readonly attempt: number
  /** Only this shard's artifacts; all where nothing is said. */
  readonly shard?: number
  /** Every artifact gets its own new folder below. */
  readonly into: string
  /** Shards that must have handed over something since an attempt: they are waited for. */
  readonly awaited?: AwaitedShards
}

/** Who is waited for, and how. */
export interface AwaitedShards {
  /** The attempt from which on there must be something, by shard. */
  readonly since: ReadonlyMap<number, number>
  readonly clock: Clock
  readonly say: (line: string) => void
}

const DOWNLOADS_AT_ONCE = 8

/** Downloads every shard artifact of the prefix and keeps those of the plan. */
export async function collectShards(options: CollectOptions): Promise<CollectedShards> {
  const listed = await listAwaited(options)
  if (!listed.ok) {
    return { folders: [], problems: [{ reason: "not-listed", problem: listed.error }] }
  }
  // Sorted, so that folders and problems do not depend on the service's order.
  const handedOver = listed.value.filter((entry) => isShardArtifactName(options, entry.name))
  const candidates = [...handedOver, ...lastCheckpoints(listed.value, options)].sort(
    (a, b) => compare(a.name, b.name) || a.id - b.id,
  )
  const replaced: string[] = []
  const found = await mapLimited(candidates, (entry, index) =>
    collectOne({ ...options, entry, index, replaced }),
  )
  const folders: ShardFolder[] = []
  const problems: CollectProblem[] = []
  for (const one of found) {
    if ("reason" in one) problems.push(one)
    else folders.push(one)
  }
  folders.sort(
    (a, b) =>
      a.manifest.shard - b.manifest.shard ||
      a.manifest.attempt - b.manifest.attempt ||
      compare(a.artifact, b.artifact),
  )
  return { folders, problems, replaced: replaced.length === 0 ? undefined : replaced.sort() }
}

/** The newest checkpoint of each attempt of a shard that handed nothing over. */
function lastCheckpoints(
  entries: readonly ArtifactEntry[],
  { prefix, shard: asked }: Pick<CollectOptions, "prefix" | "shard">,
): readonly ArtifactEntry[] {
  const whole = new Set(
    entries.flatMap(({ name }) => {
      const read = readShardArtifactName(prefix, name)
      return read === null ? [] : `${read.shard}-${read.attempt}`
    }),
  )
  const newest = new Map<string, { readonly number: number; readonly entry: ArtifactEntry }>()
  for (const entry of entries) {
    const read = readCheckpointArtifactName(prefix, entry.name)
    if (read === null || (asked !== undefined && read.shard !== asked)) continue
    const { shard, attempt, number } = read
    const key = `${shard}-${attempt}`
    if (whole.has(key) || (newest.get(key)?.number ?? 0) > number) continue
    newest.set(key, { number, entry })
  }
  return [...newest.values()].map(({ entry }) => entry)
}

/** The list, asked for again while it lacks what must be there. */
function listAwaited({
  store,
  prefix,
  awaited,
}: CollectOptions): ReturnType<ArtifactStore["list"]> {
  if (awaited === undefined) return listArtifacts(store)
  const { since, clock, say } = awaited
  const missingIn = (entries: readonly ArtifactEntry[]): readonly number[] => {
    const newest = new Map<number, number>()
    for (const { name } of entries) {
      const read = readShardArtifactName(prefix, name)
      if (read === null) continue
      newest.set(read.shard, Math.max(read.attempt, newest.get(read.shard) ?? 0))
    }
    return [...since].flatMap(([shard, attempt]) =>
      (newest.get(shard) ?? 0) < attempt ? [shard] : [],
    )
  }
  return untilListed(() => listArtifacts(store), {
    clock,
    // A list that cannot be had was asked for often enough.
    isWhole: (listed) => !listed.ok || missingIn(listed.value).length === 0,
    onWait: (listed) => {
      const missing = listed.ok ? missingIn(listed.value) : []
      say(
        `no results of ${countOf(missing.length, "shard")} (${missing.slice(0, 20).join(", ")}) are listed yet: ` +
          `asking again for up to ${formatDuration(LATE_MS)}`,
      )
    },
  })
}

async function collectOne(
  options: CollectOptions & {
    readonly entry: ArtifactEntry
    readonly index: number
    readonly replaced: string[]
  },
): Promise<ShardFolder | CollectProblem> {
  const { store, files, entry, index, planDigest, attempt } = options
  const artifact = entry.name
  const folder = `${options.into}/${index + 1}`
  const downloaded = await downloadArtifact(entry, { store, files, folder })
  if (!downloaded.ok) {
    files.remove(folder)
    return { reason: "not-downloaded", artifact, problem: downloaded.error }
  }
  const read = readManifest(files, folder)
  if (!read.ok) return { reason: "no-manifest", artifact, message: read.error }
  const manifest = read.value
  if (manifest.attempt > attempt) {
    return { reason: "later-attempt", artifact, attempt: manifest.attempt }
  }
  if (manifest.planDigest !== planDigest) {
    const reason = manifest.attempt < attempt ? "superseded-plan" : "foreign-plan"
    if (reason === "superseded-plan") options.replaced.push(folder)
    return { reason, artifact, planDigest: manifest.planDigest }
  }
  return { artifact, folder, manifest }
}

async function mapLimited<T, U>(
  items: readonly T[],
  action: (item: T, index: number) => Promise<U>,
): Promise<U[]> {
  const results: U[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index]
      if (item !== undefined) results[index] = await action(item, index)
    }
  }
  await Promise.all(Array.from({ length: DOWNLOADS_AT_ONCE }, worker))
  return results
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
