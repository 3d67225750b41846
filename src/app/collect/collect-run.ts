/**
 * Everything that the shards of a plan handed over, with patience for what must exist and is not
 * listed yet: an older result must not stand for a newer one that is late.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import type { ArtifactStore } from "../../ports/artifacts.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"
import { RESULTS_FILE } from "../folder/run-folder.ts"
import type { FoundPlan } from "../plan/plan-artifact.ts"
import { type CollectedShards, collectShards, type ShardFolder } from "./collect-shards.ts"

/** The folders of a run, as the attempt that asks may see them. */
export async function collectRun(
  { plan, prefix, attempt: plannedAt }: FoundPlan,
  options: {
    readonly store: ArtifactStore
    readonly files: Files
    readonly clock: Clock
    readonly say: (line: string) => void
    /** The attempt of the job that asks. */
    readonly attempt: number
    /** Every artifact gets its own new folder below. */
    readonly into: string
  },
): Promise<CollectedShards> {
  const { attempt, files, into, ...ports } = options
  const collect = (since: ReadonlyMap<number, number>, folder: string) =>
    collectShards({
      ...{ ...ports, files, prefix, planDigest: plan.digest, attempt },
      into: folder,
      awaited: { since, ...ports },
    })
  const since = new Map(plan.shards.map(({ shard }) => [shard, plannedAt]))
  const first = withoutReplaced(await collect(since, into), plannedAt)
  // "Re-run failed jobs" has run the red ones again: what they did then decides.
  const red = redShards(first.folders, files).filter(({ manifest }) => manifest.attempt < attempt)
  if (red.length === 0) return first
  const again = new Map(red.map(({ manifest }) => [manifest.shard, attempt]))
  return withoutReplaced(await collect(again, `${into}/again`), plannedAt)
}

/** Who plans anew has every shard run anew, even by the same plan: one that then says nothing is missing. */
function withoutReplaced(collected: CollectedShards, plannedAt: number): CollectedShards {
  const anew = new Set(
    collected.folders.flatMap(({ manifest }) =>
      manifest.attempt >= plannedAt ? [manifest.shard] : [],
    ),
  )
  return {
    ...collected,
    folders: collected.folders.filter(({ manifest }) => anew.has(manifest.shard)),
  }
}

/** The newest folder of each shard whose job was red. */
function redShards(folders: readonly ShardFolder[], files: Files): readonly ShardFolder[] {
  // They come by shard, then attempt.
  const newest = new Map(folders.map((one) => [one.manifest.shard, one]))
  return [...newest.values()].filter(({ folder }) => !isGreen(folder, files))
}

/** As the shard's job ended; only who waits for another result goes by it. */
function isGreen(folder: string, files: Files): boolean {
  const text = files.readText(`${folder}/${RESULTS_FILE}`)
  const json = text.ok ? parseForeignJson(text.value) : null
  if (json?.ok !== true) return false
  const results = json.value as { readonly summary?: { readonly exitCode?: unknown } } | null
  return results?.summary?.exitCode === 0
}
