/**
 * What an engine notes down for the one that tears down after it: where an attempt ran whose hooks
 * `after` are still to come. Never uploaded; values may be secret.
 */
import * as s from "../core/schema/make.ts"

/** An attempt that owes its hooks after, from its start until they have run. */
export const OwedAttemptSchema = s.object({
  id: s.text(),
  number: s.whole().min(1),
  shard: s.whole().min(1),
  shards: s.whole().min(1),
  worker: s.whole().min(1),
  workers: s.whole().min(1),
  groupSlots: s.record(s.number()),
  seed: s.whole().min(0),
  runId: s.text(),
  root: s.text(),
  portBase: s.whole().min(0),
  mark: s.text(),
  temporary: s.text(),
  cache: s.text(),
  /** The log of the attempt, relative to the run's folder. */
  log: s.text(),
})

export type OwedAttempt = s.Infer<typeof OwedAttemptSchema>

/** What the hooks after of a shard need. */
export const OwedShardSchema = s.object({
  shards: s.whole().min(1),
  workers: s.whole().min(1),
  seed: s.whole().min(0),
  /** What its hooks before wrote to `$GITHUB_ENV`. */
  told: s.record(s.text()),
})

export type OwedShard = s.Infer<typeof OwedShardSchema>
