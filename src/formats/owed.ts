/**
 * What an engine notes down for the one that tears down after it: where an attempt ran whose hooks
 * `after` are still to come. Never uploaded; values may be secret.
 */
import { z } from "zod"
import { once } from "../core/once.ts"

/** An attempt that owes its hooks after, from its start until they have run. */
export const OwedAttemptSchema = once(() =>
  z.object({
    id: z.string(),
    number: z.int().min(1),
    shard: z.int().min(1),
    shards: z.int().min(1),
    worker: z.int().min(1),
    workers: z.int().min(1),
    groupSlots: z.record(z.string(), z.number()),
    seed: z.int().min(0),
    runId: z.string(),
    root: z.string(),
    portBase: z.int().min(0),
    mark: z.string(),
    temporary: z.string(),
    cache: z.string(),
    /** The log of the attempt, relative to the run's folder. */
    log: z.string(),
  }),
)

export type OwedAttempt = z.infer<ReturnType<typeof OwedAttemptSchema>>

/** What the hooks after of a shard need. */
export const OwedShardSchema = once(() =>
  z.object({
    shards: z.int().min(1),
    workers: z.int().min(1),
    seed: z.int().min(0),
    /** What its hooks before wrote to `$GITHUB_ENV`. */
    told: z.record(z.string(), z.string()),
  }),
)

export type OwedShard = z.infer<ReturnType<typeof OwedShardSchema>>
