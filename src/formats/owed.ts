/**
 * What an engine notes down for the one that tears down after it: where an attempt ran whose hooks
 * `after` are still to come. Never uploaded; values may be secret.
 */
import * as s from "../core/schema/make.ts"
import { FixtureKeySchema, FixtureSchema } from "./fixture.ts"

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
  repeated: s.object({ iteration: s.whole().min(1), attempt: s.whole().min(1) }).optional(),
  /** The log of the attempt, relative to the run's folder. */
  log: s.text(),
})

export type OwedAttempt = s.Infer<typeof OwedAttemptSchema>

/** A container, and the program of its engine. */
export const OwedContainerSchema = s.object({ program: s.text(), name: s.text() })

export type OwedContainer = s.Infer<typeof OwedContainerSchema>

/** An instance of a fixture, from before its start until it is gone. */
export const OwedInstanceSchema = s.object({
  name: s.text(),
  key: s.text().nullable(),
  instance: s.whole().min(1),
  temporary: s.text(),
  /** Relative to the run's folder. */
  log: s.text(),
  ports: s.record(s.number()),
  /** What it leases: the instances, which stop after it, and what it gets of them. */
  inner: s.object({
    instances: s.list(s.object({ name: s.text(), instance: s.whole().min(1) })),
    env: s.record(s.text()),
    context: s.record(s.json()),
  }),
  /** Those that are known. */
  outputs: s.record(s.text()),
  /** What it is called by the run that set it up, and the file that says that it is kept. */
  kept: s.object({ env: s.record(s.text()), file: s.text() }).optional(),
  /** Absent where it is none, or is not there yet. */
  container: OwedContainerSchema.optional(),
})

export type OwedInstance = s.Infer<typeof OwedInstanceSchema>

/** What a later engine needs to know of a shard. */
export const OwedShardSchema = s.object({
  shards: s.whole().min(1),
  workers: s.whole().min(1),
  seed: s.whole().min(0),
  /** What its hooks before wrote to `$GITHUB_ENV`. */
  told: s.record(s.text()),
  /** What the run was asked for; absent in jobs, where a later step has the same inputs. */
  asked: s
    .object({
      /** Folder that paths of the plan are relative to; absolute. */
      root: s.text(),
      inheritEnv: s.union(s.words(["all", "minimal"]), s.list(s.text())).optional(),
      cleanup: s.text().optional(),
    })
    .optional(),
})

/** An instance that outlives its run; its file is there until it is stopped. */
export const KeptInstanceSchema = s.object({
  /** Of its definition, its key and the files that it is made from. */
  hash: s.text(),
  /** The engine that uses it; null where none does. */
  takenBy: s.text().nullable(),
  /** Milliseconds since 1970. */
  keptAt: s.number(),
  untilAt: s.number(),
  suite: s.text(),
  /** Folder that its commands are relative to; absolute. */
  root: s.text(),
  spec: FixtureSchema,
  fixtureKey: FixtureKeySchema,
  instance: OwedInstanceSchema,
})

export type KeptInstance = s.Infer<typeof KeptInstanceSchema>
export type OwedShard = s.Infer<typeof OwedShardSchema>
