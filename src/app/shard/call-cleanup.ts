/**
 * The clean-up of an embedding program: called when a run was stopped and nothing of it runs any more.
 */
import { messageOf } from "../../core/problems/result.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import { shardHookLog } from "../../core/text/hook-log.ts"
import type { EventBody } from "../../events/event.ts"
import type { Clock } from "../../ports/clock.ts"
import { CLEANUP_TIMEOUT_MS } from "../folder/run-limits.ts"

/** The facts that a clean-up gets. */
export interface CleanupFacts {
  readonly runId: string
  /** `smoke-run-id=ID`: what scenarios can put on what they make elsewhere. */
  readonly labels: string
  /** Absolute; the run's folder. */
  readonly folder: string
  /** Aborted when its time is over: the run ends then without it. */
  readonly signal: AbortSignal
}

/** Cleans up after a run that was stopped. */
export type Cleanup = (facts: CleanupFacts) => Promise<void> | void

/** Calls the clean-up, waits for it at most its time, and notes how it ended like a hook. */
export async function callCleanup(
  cleanup: Cleanup,
  run: {
    readonly facts: Omit<CleanupFacts, "signal">
    readonly attempt: number
    readonly emit: (body: EventBody) => boolean
    readonly clock: Clock
  },
): Promise<void> {
  const { facts, attempt, emit, clock } = run
  const begun = clock.running()
  const over = new AbortController()
  let takeBack = () => {}
  const late = new Promise<string>((resolve) => {
    takeBack = clock.afterRunning(CLEANUP_TIMEOUT_MS, () => {
      over.abort()
      resolve(`timed out after ${formatDuration(CLEANUP_TIMEOUT_MS)}`)
    })
  })
  const message = await Promise.race([told(cleanup, { ...facts, signal: over.signal }), late])
  takeBack()
  emit({
    ...{ type: "hook-finished", id: null, number: null, stage: "after", name: "cleanup", index: 1 },
    ...{ outcome: message === null ? "passed" : "failed", message },
    durationMs: Math.round(clock.running() - begun),
    log: shardHookLog("after", attempt),
  })
}

/** Why it failed; null when it did not. */
async function told(cleanup: Cleanup, facts: CleanupFacts): Promise<string | null> {
  try {
    await cleanup(facts)
    return null
  } catch (error) {
    return messageOf(error)
  }
}
