/**
 * What a shard already knows of itself on a later attempt of the run.
 */
import { isSettled } from "../../core/verdict.ts"
import { RunFold } from "../../events/fold.ts"
import type { Plan } from "../../formats/plan.ts"
import { foldJournal } from "../../journal/read-journal.ts"
import { idsToRunAgain } from "../../plan/rerun.ts"
import type { Files } from "../../ports/files.ts"
import type { ShardFolder } from "../collect/collect-shards.ts"

/** What earlier attempts of a shard leave to do. */
export interface Remainder {
  /** A fold of the earlier journals, to which the new events are added. */
  readonly fold: RunFold
  /** Ids to run, in order of priority. */
  readonly ids: readonly string[]
}

/** Folds the journals of the shard's earlier attempts, oldest first, and tells what is left. */
export function remainderOf(options: {
  readonly plan: Plan
  readonly shard: number
  readonly earlier: readonly ShardFolder[]
  readonly files: Files
}): Remainder {
  const { plan, shard, earlier, files } = options
  const fold = new RunFold()
  const folders = [...earlier].sort((a, b) => a.manifest.attempt - b.manifest.attempt)
  for (const { folder, manifest } of folders) {
    foldJournal(folder, { files, shard, owner: manifest }, fold)
  }
  const ids = plan.shards.find((planned) => planned.shard === shard)?.scenarios ?? []
  const settled = (id: string) => {
    const ending = fold.state.scenarios.get(id)?.ending ?? null
    return ending !== null && isSettled({ reason: null, ...ending })
  }
  return { fold, ids: idsToRunAgain({ plan, ids, settled }) }
}
