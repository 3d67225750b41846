/**
 * The place of the logs of a shard's hooks in its folder.
 */

const BEFORE = "logs/shard-before."

/** The log of a shard's hooks, relative to the run's folder. */
export function shardHookLog(stage: "before" | "after", attempt: number): string {
  return stage === "before" ? `${BEFORE}${attempt}.log` : `logs/shard-after.${attempt}.log`
}

/**
 * True for the log of hooks before a shard's scenarios. It is also the log of scenarios that failed
 * because of them.
 */
export function isBeforeHookLog(log: string): boolean {
  return log.startsWith(BEFORE)
}
