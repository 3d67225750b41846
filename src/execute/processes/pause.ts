/**
 * Waiting by the clock of the run: a pause that a signal ends early, and the grace of a run that is
 * stopped from outside.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Clock } from "../../ports/clock.ts"

/** Why an attempt is stopped that hangs at the end of a soak: as if its own time were over. */
export const HANGS = "hangs"

/** What is told of an attempt whose time is over. */
export function timedOutText(of: {
  readonly timeoutMs: number
  readonly stop: AbortSignal
}): string {
  if (of.stop.reason !== HANGS) return `timed out after ${formatDuration(of.timeoutMs)}`
  return "it hung: at the end of the soak it had run far longer than any iteration before"
}

/** Resolves after a time, or at once when the signal says so. */
export function pause(
  delayMs: number,
  options: { readonly clock: Clock; readonly hurry: AbortSignal | null },
): Promise<void> {
  const { clock, hurry } = options
  return new Promise((resolve) => {
    const takeBack = clock.after(delayMs, () => {
      hurry?.removeEventListener("abort", early)
      resolve()
    })
    const early = () => {
      takeBack()
      resolve()
    }
    hurry?.addEventListener("abort", early, { once: true })
  })
}

/** Calls when a time is over or the run stops, whatever comes first; the result takes both back. */
export function onCut(
  at: { readonly timeoutMs: number; readonly stop: AbortSignal; readonly clock: Clock },
  call: (why: "timeout" | "stop") => void,
): () => void {
  const { timeoutMs, stop, clock } = at
  const takeBack = clock.afterRunning(timeoutMs, () => call("timeout"))
  const onStop = () => call(stop.reason === HANGS ? "timeout" : "stop")
  if (stop.aborted) onStop()
  else stop.addEventListener("abort", onStop, { once: true })
  return () => {
    takeBack()
    stop.removeEventListener("abort", onStop)
  }
}

/** What a promise gives, or something else once so much time has passed. */
export async function atMost<T>(
  promise: Promise<T>,
  wait: { readonly delayMs: number; readonly clock: Clock },
  late: () => T,
): Promise<T> {
  const over = Promise.withResolvers<T>()
  const takeBack = wait.clock.afterRunning(wait.delayMs, () => over.resolve(late()))
  const value = await Promise.race([promise, over.promise])
  takeBack()
  return value
}

/** Delays are looked for this often. */
const LOOK_MS = 100

/**
 * Calls once the grace is over; `lateMs` of it may be gone before. The result takes the call back. The
 * one who stops a run waits only so long, by the wall, and a process that gets no processor in time will not end
 * in time either. So each delay shortens the grace: once for having passed, once for what is left to do,
 * which it will delay likewise.
 */
export function afterGrace(
  grace: { readonly graceMs: number; readonly lateMs: number },
  call: () => void,
  clock: Clock,
): () => void {
  let takeBack = () => {}
  const wait = (leftMs: number) => {
    const begunAt = clock.monotonic()
    const stepMs = Math.min(LOOK_MS, leftMs)
    takeBack = clock.after(stepMs, () => {
      const tookMs = clock.monotonic() - begunAt
      const left = leftMs - tookMs - Math.max(0, tookMs - stepMs)
      // Timers are not exact to the millisecond.
      if (left < 1) call()
      else wait(left)
    })
  }
  wait(Math.max(0, grace.graceMs - grace.lateMs))
  return () => {
    takeBack()
  }
}
