import type { Clock } from "../../ports/clock.ts"

/** The machine's clocks. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, call) => {
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
  },
}
