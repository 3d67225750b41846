/**
 * Where the jobs of a history file have gone after implausible and old ones were left out.
 */

/** Stands for what is left out by its age, which is nothing to tell. */
export const FORGOTTEN = "forgotten"

/** The new index of a job of the file; null if it is implausible. */
export type Place = number | typeof FORGOTTEN | null
