/**
 * `manifest.json`: what a shard's folder is, so that nothing has to be read from names.
 */
import { z } from "zod"

export const MANIFEST_SCHEMA_VERSION = 1

export const ManifestSchema = z.object({
  schemaVersion: z.literal(MANIFEST_SCHEMA_VERSION),
  suite: z.string(),
  planDigest: z.string(),
  runId: z.string(),
  shard: z.int().min(1),
  shards: z.int().min(0),
  /** The attempt of the run, from 1; higher after a re-run. */
  attempt: z.int().min(1),
  runner: z.string(),
  /** True once the journal has its last line; false while running or after a crash. */
  complete: z.boolean(),
})

export type Manifest = z.infer<typeof ManifestSchema>
