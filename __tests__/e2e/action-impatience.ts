/**
 * Loaded into the action's process before it (`--import`): the clients' own waits between tries,
 * which are minutes in sum and cannot be set, take no time. Shorter and longer timers stay as they are.
 */

const SHORTEST_MS = 2_000
// The cache is given 20 s to answer, which must stay.
const LONGEST_MS = 19_999

const real = globalThis.setTimeout

const hurried = (call: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
  real(call, ms === undefined || ms < SHORTEST_MS || ms > LONGEST_MS ? ms : 0, ...args)

globalThis.setTimeout = Object.assign(hurried, real)
