/** A true run, of which mutated files are made; without the means to make one, as workers read it. */
import { copyFileSync, mkdirSync } from "node:fs"
import { join } from "node:path"

/** One run in two shards, in a folder of its own. */
export interface BaseRun {
  readonly root: string
  /** Folders below `root`, each with the manifest and the journal of one attempt of a shard. */
  readonly shards: readonly { readonly folder: string; readonly newest: boolean }[]
  readonly exitCode: number
  readonly ids: readonly string[]
}

/** Copies what `aggregate` reads of a run, or also what `run --resume` does. */
export function copyRun(run: BaseRun, to: string): void {
  copyFileSync(join(run.root, "plan.json"), join(to, "plan.json"))
  copyFileSync(join(run.root, "smoke.yml"), join(to, "smoke.yml"))
  for (const { folder } of run.shards) {
    mkdirSync(join(to, folder, "logs"), { recursive: true })
    for (const name of ["manifest.json", "journal.ndjson", "plan.json"]) {
      copyFileSync(join(run.root, folder, name), join(to, folder, name))
    }
  }
}
