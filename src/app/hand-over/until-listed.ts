/**
 * Asking again for what the artifact service shows late: its list may lag behind finished uploads.
 */
import { pause } from "../../execute/processes/pause.ts"
import type { Clock } from "../../ports/clock.ts"

/** How long a list is late at most; whatever it lacks then is not there. */
export const LATE_MS = 30_000
const PAUSE_MS = 2_000

/** The first answer that is whole, or the last one within the time. */
export async function untilListed<T>(
  ask: () => Promise<T>,
  options: {
    readonly clock: Clock
    readonly isWhole: (answer: T) => boolean
    /** Told once, before the first wait. */
    readonly onWait: (answer: T) => void
  },
): Promise<T> {
  const { clock, isWhole, onWait } = options
  let answer = await ask()
  for (let waitedMs = 0; waitedMs < LATE_MS && !isWhole(answer); waitedMs += PAUSE_MS) {
    if (waitedMs === 0) onWait(answer)
    await pause(PAUSE_MS, { clock, hurry: null })
    answer = await ask()
  }
  return answer
}
