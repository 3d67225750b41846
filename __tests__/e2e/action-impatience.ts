/**
 * Loaded into the action's process before it (`--import`): the clients' own waits between tries,
 * which are minutes in sum and cannot be set, take no time. Shorter and longer timers stay as they are.
 */

const SHORTEST_MS = 2_000
const LONGEST_MS = 20_000

const real = globalThis.setTimeout

const hurried = (call: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
  real(call, ms === undefined || ms < SHORTEST_MS || ms > LONGEST_MS ? ms : 0, ...args)

globalThis.setTimeout = Object.assign(hurried, real)
