/**
 * How a shard is brought to an end from outside: the signals, and the grace that bounds what they end.
 * Why it is stopped, and what is said of it, is the dispatcher's.
 */
import { defined } from "../../core/defined.ts"
import type { Clock } from "../../ports/clock.ts"
import { afterGrace } from "../processes/pause.ts"
import type { StopSignals } from "../request/attempt-request.ts"

/** How long hooks may go on after what ran has been ended, when the run stops. */
const CLEANUP_MS = 2_000

/** The signals of one shard; each is sent once. */
export class Stopping {
  readonly #controllers = {
    stop: new AbortController(),
    hurry: new AbortController(),
    leave: new AbortController(),
    cleanup: new AbortController(),
    owed: new AbortController(),
  }
  readonly #graceMs: number
  readonly #clock: Clock
  #takeBack = () => {}
  readonly signals: StopSignals

  /** `owes` says that a later engine does what is left to do. */
  constructor(options: { readonly graceMs: number; readonly owes: boolean }, clock: Clock) {
    this.#graceMs = options.graceMs
    this.#clock = clock
    const { stop, hurry, leave, cleanup, owed } = this.#controllers
    this.signals = defined({
      stop: stop.signal,
      hurry: hurry.signal,
      leave: leave.signal,
      cleanup: cleanup.signal,
      owed: options.owes ? owed.signal : undefined,
    })
  }

  /** Sends signals that were not sent before. */
  send(...names: readonly (keyof StopSignals)[]): void {
    for (const name of names) this.#controllers[name].abort()
  }

  /** A stopped run has only so long: one grace holds for all that is ended, from now on. */
  limitGrace(): void {
    this.settle()
    const grace = { graceMs: this.#graceMs, lateMs: this.#clock.lateMs() }
    const over = () => {
      this.send("hurry")
      this.#takeBack = this.#clock.after(CLEANUP_MS, () => {
        this.send("cleanup")
      })
    }
    this.#takeBack = afterGrace(grace, over, this.#clock)
  }

  /** Nothing is left that a grace would bound. */
  settle(): void {
    this.#takeBack()
  }
}
