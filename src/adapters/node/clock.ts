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

/** Makes the parts of a clock that know what was lost. */
export function createRunningClock(
  source: ClockSource,
): Pick<Clock, "running" | "afterRunning" | "lateMs"> {
  const { monotonic, cpuMs, after, afterEvents, every } = source
  let waiting = 0
  let stopPulse = () => {}
  let seen = { at: 0, cpuMs: 0 }
  let lostMs = 0
  let beatAt = 0
  let latestMs = 0
  const running = () => {
    const at = monotonic()
    if (waiting > 0) {
      const seenNow = { at, cpuMs: cpuMs() }
      const gapMs = at - seen.at - (seenNow.cpuMs - seen.cpuMs)
      if (gapMs > PULSE_MS + LATE_MS) lostMs += gapMs
      seen = seenNow
    }
    return at - lostMs
  }
  const lateMs = () => {
    if (waiting === 0) return 0
    return Math.max(latestMs, monotonic() - beatAt - PULSE_MS)
  }
  const beat = () => {
    latestMs = Math.max(0, monotonic() - beatAt - PULSE_MS)
    beatAt = monotonic()
    running()
  }
  const begin = () => {
    waiting += 1
    if (waiting > 1) return
    latestMs = 0
    beatAt = monotonic()
    seen = { at: monotonic(), cpuMs: cpuMs() }
    stopPulse = every(PULSE_MS, beat)
  }
  const end = () => {
    waiting -= 1
    if (waiting === 0) stopPulse()
  }
  const afterRunning: Clock["afterRunning"] = (delayMs, call) => {
    begin()
    const dueAt = running() + Math.max(0, delayMs)
    let over = false
    let takeBack = () => {}
    const finish = () => {
      if (over) return false
      over = true
      takeBack()
      end()
      return true
    }
    const wait = (leftMs: number) => {
      takeBack = after(leftMs, () => {
        const lackMs = dueAt - running()
        // Timers are not exact to the millisecond.
        if (lackMs >= 1) wait(lackMs)
        else
          afterEvents(() => {
            if (finish()) call()
          })
      })
    }
    wait(delayMs)
    return finish
  }
  return { running, afterRunning, lateMs }
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
  ...createRunningClock({
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
