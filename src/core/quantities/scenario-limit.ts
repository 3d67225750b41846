/**
 * How many scenarios a suite may expand to. Only the caller of the program can raise the limit,
 * because a suite can come from a pull request.
 */

/** The default. */
export const DEFAULT_MAX_SCENARIOS = 300_000

/** The highest limit that a user can set: planning them takes 1.4 GiB. */
export const HIGHEST_MAX_SCENARIOS = 1_000_000
