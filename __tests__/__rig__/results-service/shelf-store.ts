/**
 * The shelf of the emulated service as a store, without the network between: time passes by a clock that a
 * test moves, so that hours take seconds.
 */
import { err, ok, type Result } from "../../../src/core/problems/result.ts"
import type { ArtifactProblem, ArtifactStore } from "../../../src/ports/artifacts.ts"
import type { Clock } from "../../../src/ports/clock.ts"
import type { ArtifactShelf, Refusal, ShelvedArtifact } from "./artifact-shelf.ts"
import { runBackendId } from "./identity.ts"

const NOTHING = Buffer.from("")

/** What artifacts of one attempt of a run take, in milliseconds, from now on. */
export interface Pace {
  readonly uploadMs: number
  readonly removeMs: number
}

/** The store as a job sees it; artifacts are empty. `onChange` is told of each that is added or removed. */
export function shelfStore(
  shelf: ArtifactShelf,
  options: {
    readonly run: number
    readonly clock: Clock
    readonly pace: () => Pace
    readonly onChange: (by: 1 | -1) => void
  },
): Pick<ArtifactStore, "upload" | "remove"> {
  const { run, clock, pace, onChange } = options
  const owner = { workflow_run_backend_id: runBackendId(run, 1) }
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      clock.after(ms, resolve)
    })
  const refused = (found: Refusal): Result<never, ArtifactProblem> =>
    err({ reason: found.status === 409 ? "conflict" : "not-found", message: found.msg })
  const isRefusal = (found: ShelvedArtifact | Refusal): found is Refusal => "status" in found
  return {
    upload: async ({ name }) => {
      const made = shelf.create({ ...owner, name, version: 7 })
      if (isRefusal(made)) return refused(made)
      onChange(1)
      await wait(pace().uploadMs)
      made.blob.content = NOTHING
      const finished = shelf.finalize({ ...owner, name, size: "0" })
      if (isRefusal(finished)) return refused(finished)
      return ok({ id: finished.id, sizeBytes: 0, digest: finished.digest })
    },
    remove: async (name) => {
      await wait(pace().removeMs)
      const found = shelf.find({ ...owner, name })
      if (isRefusal(found)) return refused(found)
      found.deleted = true
      onChange(-1)
      return ok(undefined)
    },
  }
}
