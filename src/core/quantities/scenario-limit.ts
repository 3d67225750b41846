/**
 * How many scenarios a suite may expand to. Only whoever calls the program may raise it: a suite may
 * come with a pull request.
 */

/** Where the user does not say otherwise. */
export const DEFAULT_MAX_SCENARIOS = 300_000

/** As many as a user may allow: planning them takes 1.4 GiB. */
export const HIGHEST_MAX_SCENARIOS = 1_000_000
