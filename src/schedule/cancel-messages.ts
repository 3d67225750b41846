/** What is said of a scenario that was cancelled, by why and by whether it had begun. */
import type { CancelReason } from "../core/verdict.ts"

/**
 * A `soak` that is over ends what runs as well. The time of a whole run that is over ends what runs as well, and has a message of its own: `timeout`.
 * `open`: it never started. `begun`: an attempt of it had.
 */
export const CANCEL_MESSAGES: Readonly<
  Record<CancelReason | "timeout" | "soak", { readonly open: string; readonly begun: string }>
> = {
  interrupted: {
    open: "the run was interrupted before it started",
    begun: "the run was interrupted while it ran",
  },
  "fail-fast": {
    open: "not started: enough scenarios had failed (fail-fast)",
    begun: "not retried: enough scenarios had failed (fail-fast)",
  },
  budget: {
    open: "not started: the time budget had ended",
    begun: "stopped: the time budget had ended",
  },
  timeout: {
    open: "not started: the time of the whole run was over (global timeout)",
    begun: "stopped: the time of the whole run was over (global timeout)",
  },
  soak: {
    open: "not started: the soak ended before",
    begun: "stopped: the soak ended before an iteration of it had",
  },
  unwritable: {
    open: "not started: events could no longer be recorded",
    begun: "stopped: events could no longer be recorded",
  },
}
