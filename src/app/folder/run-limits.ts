/**
 * What ends a run from outside: signals, the time it may take, and what cleans up after it.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { CancelReason } from "../../core/verdict.ts"
import type { EventBody } from "../../events/event.ts"
import type { Dispatcher } from "../../execute/shard/dispatcher.ts"
import type { HookSpec } from "../../formats/run-specs.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Signals, StopSignal } from "../../ports/signals.ts"
import type { Values } from "../../settings/table.ts"

/** What ends the run early. */
interface Limits {
  readonly settings: Pick<Values, "budgetMs" | "timeoutMs">
  readonly abort?: AbortSignal | undefined
  readonly onHurry: (signal: StopSignal) => void
}

/** How long a clean-up may take. */
export const CLEANUP_TIMEOUT_MS = 60_000

/** The command of a clean-up, as a hook that runs whatever happened. */
export function cleanupHook(run: string): HookSpec {
  return {
    ...{ name: "cleanup", run, if: "always()", shell: "bash", env: {} },
    ...{ workingDirectory: ".", timeoutMs: CLEANUP_TIMEOUT_MS },
  }
}

/** Watches the time that the run may take; the returned function stops watching. */
export function limitTime(
  dispatcher: Dispatcher,
  on: {
    readonly request: Limits
    readonly emit: (body: EventBody) => boolean
    readonly clock: Clock
  },
): () => void {
  const { request, emit, clock } = on
  const { abort } = request
  const { budgetMs, timeoutMs } = request.settings
  const timers: (() => void)[] = []
  const stop = () => {
    dispatcher.cancel("interrupted", null)
  }
  if (abort?.aborted === true) timers.push(clock.after(0, stop))
  abort?.addEventListener("abort", stop, { once: true })
  timers.push(() => {
    abort?.removeEventListener("abort", stop)
  })
  if (budgetMs !== undefined) {
    timers.push(
      clock.after(budgetMs, () => {
        dispatcher.drain("budget")
      }),
    )
  }
  if (timeoutMs !== undefined) {
    timers.push(
      clock.after(timeoutMs, () => {
        const message = `the run reached its timeout of ${formatDuration(timeoutMs)}`
        emit({ type: "note", level: "warning", message })
        dispatcher.cancel("budget", null)
      }),
    )
  }
  return () => {
    for (const takeBack of timers) takeBack()
  }
}

/** How long ended processes may take to be seen gone after a second signal. */
export const LEAVE_MS = 1_000

/**
 * Stops the run at the first signal, at once at the second; the returned function stops listening. A
 * closing terminal signals twice, by the system and by the shell, which is no hurry.
 */
export function listen(dispatcher: Dispatcher, request: Limits, signals: Signals): () => void {
  let received = 0
  const reason: CancelReason = "interrupted"
  return signals.listen((signal) => {
    if (signal === "SIGHUP" && received > 0) return
    received += 1
    if (received === 1) dispatcher.cancel(reason, signal)
    else {
      dispatcher.hurry()
      request.onHurry(signal)
    }
  })
}
