/**
 * Port ranges of scenarios: adjacent, below the ephemeral ports of Linux.
 */

/** Ports that each worker may use: a range of its own. */
export const PORTS_PER_WORKER = 20

/** The first port of the first range. */
export const FIRST_PORT = 20_000

/** Number of ranges. Each also needs one port below 32,000 that marks it as claimed. */
export const PORT_RANGES = 570

/** First port of a worker's range without claims. */
export function portBase(worker: number): number {
  return FIRST_PORT + ((worker - 1) % PORT_RANGES) * PORTS_PER_WORKER
}
