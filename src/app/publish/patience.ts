/**
 * Asking the service again as it wants it: not before the time that it names, and not for long.
 */
import type { Result } from "../../core/problems/result.ts"
import { pause } from "../../execute/processes/pause.ts"
import type { Clock } from "../../ports/clock.ts"
import type { ReviewProblem } from "../../ports/repository.ts"

/** Waits of one request together. */
const MOST_WAIT_MS = 180_000

/** Where the service limits requests without a time, it wants a minute (REST, rate limits). */
const UNTOLD_MS = 60_000

/** Waits after troubles of the connection or the service. */
const PAUSES_MS = [1_000, 3_000, 9_000] as const

/** The first answer, or the last problem. `once`: what may have been done is not asked again. */
export async function patiently<T>(
  ask: () => Promise<Result<T, ReviewProblem>>,
  options: { readonly clock: Clock; readonly once?: boolean },
): Promise<Result<T, ReviewProblem>> {
  const { clock, once = false } = options
  let leftMs = MOST_WAIT_MS
  for (let tries = 0; ; tries++) {
    const answer = await ask()
    if (answer.ok) return answer
    const waitMs = waitFor(answer.error, once ? undefined : PAUSES_MS[tries])
    if (waitMs === null || waitMs > leftMs) return answer
    leftMs -= Math.max(1, waitMs)
    await pause(waitMs, { clock, hurry: null })
  }
}

/** Null where waiting does not help. */
function waitFor(problem: ReviewProblem, pauseMs: number | undefined): number | null {
  const { status, retryAfterMs } = problem
  if (status === 429) return Math.max(1_000, retryAfterMs ?? UNTOLD_MS)
  // A limit that the service answers with 403 names a time; a missing permission does not.
  if (status === 403) return retryAfterMs === null ? null : Math.max(1_000, retryAfterMs)
  if (status !== null && status < 500) return null
  return pauseMs === undefined ? null : Math.max(pauseMs, retryAfterMs ?? 0)
}
