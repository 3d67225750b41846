/**
 * The machine's clocks, and what this process has lost of them: a pulse that comes late tells that it
 * could not run (SIGSTOP, a container or a machine that was paused, no processor).
 */
import type { Clock } from "../../ports/clock.ts"

/** Between two looks at the clock while time limits run. */
const PULSE_MS = 100

/** A pulse later than that has lost time; less is how busy machines are. */
const LATE_MS = 500

/** What a clock is made of. */
export interface ClockSource {
  readonly monotonic: () => number
  /** Milliseconds that this process has used of processors: while it was busy it was not stopped. */
  readonly cpuMs: () => number
  readonly after: Clock["after"]
  /** Calls once everything that has happened by now was heard of. */
  readonly afterEvents: (call: () => void) => void
  /** Calls again and again, which alone is no reason to go on. */
  readonly every: (periodMs: number, call: () => void) => () => void
}

/** The parts of a clock that know what was lost. */
export class RunningClock {
  readonly #source: ClockSource
  /** Time limits that run; without any nobody looks at what is lost. */
  #waiting = 0
  #stopPulse = () => {}
  #seen = { at: 0, cpuMs: 0 }
  #lostMs = 0
  #beatAt = 0
  #latestMs = 0

  constructor(source: ClockSource) {
    this.#source = source
  }

  readonly running: Clock["running"] = () => {
    const at = this.#source.monotonic()
    if (this.#waiting > 0) {
      const seen = { at, cpuMs: this.#source.cpuMs() }
      const gapMs = at - this.#seen.at - (seen.cpuMs - this.#seen.cpuMs)
      if (gapMs > PULSE_MS + LATE_MS) this.#lostMs += gapMs
      this.#seen = seen
    }
    return at - this.#lostMs
  }

  readonly lateMs: Clock["lateMs"] = () => {
    if (this.#waiting === 0) return 0
    return Math.max(this.#latestMs, this.#source.monotonic() - this.#beatAt - PULSE_MS)
  }

  readonly afterRunning: Clock["afterRunning"] = (delayMs, call) => {
    this.#begin()
    const dueAt = this.running() + Math.max(0, delayMs)
    let over = false
    let takeBack = () => {}
    const finish = () => {
      if (over) return false
      over = true
      takeBack()
      this.#waiting -= 1
      if (this.#waiting === 0) this.#stopPulse()
      return true
    }
    const wait = (leftMs: number) => {
      takeBack = this.#source.after(leftMs, () => {
        const lackMs = dueAt - this.running()
        // Timers are not exact to the millisecond.
        if (lackMs >= 1) return wait(lackMs)
        this.#source.afterEvents(() => {
          if (finish()) call()
        })
      })
    }
    wait(delayMs)
    return finish
  }

  #begin(): void {
    this.#waiting += 1
    if (this.#waiting > 1) return
    const { monotonic, cpuMs, every } = this.#source
    this.#latestMs = 0
    this.#beatAt = monotonic()
    this.#seen = { at: this.#beatAt, cpuMs: cpuMs() }
    this.#stopPulse = every(PULSE_MS, () => {
      this.#latestMs = Math.max(0, monotonic() - this.#beatAt - PULSE_MS)
      this.#beatAt = monotonic()
      this.running()
    })
  }
}

const after: Clock["after"] = (delayMs, call) => {
  // A timer of Node holds 31 bits; a longer wait is made of several.
  const LONGEST_MS = 2_147_483_647
  let timer: NodeJS.Timeout
  const wait = (left: number) => {
    timer = setTimeout(
      () => {
        if (left > LONGEST_MS) wait(left - LONGEST_MS)
        else call()
      },
      Math.min(left, LONGEST_MS),
    )
  }
  wait(Math.max(0, delayMs))
  return () => {
    clearTimeout(timer)
  }
}

const monotonic = () => performance.now()

/** The machine's clocks. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic,
  after,
  ...new RunningClock({
    ...{ monotonic, after },
    cpuMs: () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1_000
    },
    // Node's loop runs due timers before it reads what has come in.
    afterEvents: setImmediate,
    every: (periodMs, call) => {
      const timer = setInterval(call, periodMs).unref()
      return () => {
        clearInterval(timer)
      }
    },
  }),
}
