/**
 * The place of the logs of fixtures' instances in the folder of a shard.
 */

/** Folder of the logs, relative to the run's folder. */
export const FIXTURE_LOGS = "logs/fixtures"
