/**
 * Which ports scenarios are given: ranges side by side, below the ephemeral ports of Linux.
 */

/** Ports that each worker may use: a range of its own. */
export const PORTS_PER_WORKER = 20

/** The first port of the first range. */
export const FIRST_PORT = 20_000

/** As many ranges as leave a port below 32,000 for each, by which it is claimed. */
export const PORT_RANGES = 570

/** First port of a worker's range where nothing is claimed. */
export function portBase(worker: number): number {
  return FIRST_PORT + ((worker - 1) % PORT_RANGES) * PORTS_PER_WORKER
}
