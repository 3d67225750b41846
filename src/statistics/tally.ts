/**
 * What is counted of a scenario's iterations. All judgements of this folder take counts alone, so
 * the order of iterations, and which shard or night they come from, cannot matter.
 */

/** Iterations that ended by themselves; those cut at the end of the soak are in neither number. */
export interface Tally {
  readonly runs: number
  readonly failures: number
}
