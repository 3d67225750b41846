/**
 * `manifest.json`: what a shard's folder is, so that nothing has to be read from names.
 */
import * as s from "../core/schema/make.ts"

/** Version of `manifest.json`. */
export const MANIFEST_SCHEMA_VERSION = 1

/** The whole of `manifest.json`. */
export const ManifestSchema = s.object({
  schemaVersion: s.literal(MANIFEST_SCHEMA_VERSION),
  /** The `id` of the plan; absent in folders of the first versions. */
  id: s.text().optional(),
  suite: s.text(),
  planDigest: s.text(),
  runId: s.text(),
  shard: s.whole().min(1),
  shards: s.whole().min(0),
  /** The attempt of the run, from 1; higher after a re-run. */
  attempt: s.whole().min(1),
  runner: s.text(),
  /** True once the journal has its last line; false while running or after a crash. */
  complete: s.flag(),
  /** The shared queue that the shard is a worker of; absent where all of its list is its own. */
  queue: s.text().optional(),
  /** Who wrote it, so that a later engine can end what this one left running. */
  engine: s
    .object({
      /** Host, process id and start of the process. */
      process: s.text(),
      /** The folder that marks every process which the run started. */
      temporary: s.text(),
    })
    .optional(),
  /** What the user asked for, so that a resumed run plans the same; absent in jobs. */
  request: s.object({ suite: s.text().nullable(), flags: s.record(s.json()) }).optional(),
})

/** The whole of `manifest.json` beside a plan that is handed over to other jobs. */
export const PlanManifestSchema = s.object({
  schemaVersion: s.literal(MANIFEST_SCHEMA_VERSION),
  id: s.text(),
  suite: s.text(),
  planDigest: s.text(),
  runId: s.text(),
  /** The attempt of the run, from 1. */
  attempt: s.whole().min(1),
  /** The job as its workflow names it; the jobs of a reusable workflow that is used twice share it. */
  job: s.text(),
  /** Random: tells plans apart that are otherwise the same. */
  token: s.text(),
})

/** A manifest as read. */
export type Manifest = s.Infer<typeof ManifestSchema>
export type PlanManifest = s.Infer<typeof PlanManifestSchema>
