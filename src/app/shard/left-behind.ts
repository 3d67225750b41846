/**
 * What the engine of a run left running, and the folder that it kept for what it started.
 */
import posix from "node:path/posix"
import { endProcesses } from "../../execute/processes/end-processes.ts"
import { GRACE_MS } from "../../execute/processes/watch-process.ts"
import type { Manifest } from "../../formats/manifest.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"
import type { Processes } from "../../ports/processes.ts"

/** The last part of every folder that an engine makes for its attempts. */
const TEMPORARY_NAME = /^parallel-smoke-[A-Za-z0-9]{4,}$/u

/** Ends what the engine of a run left running, and removes its temporary folder unless it is kept. */
export async function endLeftBehind(
  manifest: Manifest,
  ports: {
    readonly files: Files
    readonly clock: Clock
    readonly processes: Processes
    readonly keep?: boolean
  },
): Promise<number> {
  const { files, clock, processes } = ports
  const temporary = manifest.engine?.temporary ?? ""
  // A manifest may come from anywhere: nothing but a folder of ours is removed or looked for.
  if (!posix.isAbsolute(temporary) || !TEMPORARY_NAME.test(posix.basename(temporary))) return 0
  const marker = `SMOKE_TMP=${temporary}/`
  const left = processes.marked(marker, "anywhere").length
  if (left > 0) {
    const hurry = new AbortController().signal
    const reach = "anywhere"
    await endProcesses(null, { clock, processes, graceMs: GRACE_MS, marker, hurry, reach })
  }
  if (ports.keep !== true) files.remove(temporary)
  return left
}
