/**
 * Where the logs of a shard's hooks lie in its folder.
 */

const BEFORE = "logs/shard-before."

/** The log of a shard's hooks, relative to the run's folder. */
export function shardHookLog(stage: "before" | "after", attempt: number): string {
  return stage === "before" ? `${BEFORE}${attempt}.log` : `logs/shard-after.${attempt}.log`
}

/** True for the log of hooks before a shard's scenarios, which is also that of scenarios they cost. */
export function isBeforeHookLog(log: string): boolean {
  return log.startsWith(BEFORE)
}
