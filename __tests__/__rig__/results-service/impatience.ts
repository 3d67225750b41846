/**
 * Makes the clients' own back-off instant: their waits are minutes in sum and cannot be set.
 * Only long timers that a client sleeps on are shortened; network time-outs stay as they are.
 */
import { vi } from "vitest"

const SHORTEST_MS = 2_000
const LONGEST_MS = 20_000

/** Replaces long sleeps by short ones; returns what was waited for. Undo with `vi.restoreAllMocks`. */
export function withoutPatience(): { readonly slept: readonly number[] } {
  const slept: number[] = []
  const real = globalThis.setTimeout
  const hurried = (call: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    if (ms === undefined || ms < SHORTEST_MS || ms > LONGEST_MS) return real(call, ms, ...args)
    slept.push(ms)
    return real(call, 0, ...args)
  }
  vi.spyOn(globalThis, "setTimeout").mockImplementation(hurried as typeof setTimeout)
  return { slept }
}
