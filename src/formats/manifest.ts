/**
 * `manifest.json`: what a shard's folder is, so that nothing has to be read from names.
 */
import { z } from "zod"
import { once } from "../core/once.ts"
import { JsonSchema } from "./json.ts"

/** Version of `manifest.json`. */
export const MANIFEST_SCHEMA_VERSION = 1

/** The whole of `manifest.json`. */
export const ManifestSchema = once(() =>
  z.object({
    schemaVersion: z.literal(MANIFEST_SCHEMA_VERSION),
    /** The `id` of the plan; absent in folders of the first versions. */
    id: z.string().optional(),
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
    /** Who wrote it, so that a later engine can end what this one left running. */
    engine: z
      .object({
        /** Host, process id and start of the process. */
        process: z.string(),
        /** The folder that marks every process which the run started. */
        temporary: z.string(),
      })
      .optional(),
    /** What the user asked for, so that a resumed run plans the same; absent in jobs. */
    request: z
      .object({ suite: z.string().nullable(), flags: z.record(z.string(), JsonSchema()) })
      .optional(),
  }),
)

/** The whole of `manifest.json` beside a plan that is handed over to other jobs. */
export const PlanManifestSchema = once(() =>
  z.object({
    schemaVersion: z.literal(MANIFEST_SCHEMA_VERSION),
    id: z.string(),
    suite: z.string(),
    planDigest: z.string(),
    runId: z.string(),
    /** The attempt of the run, from 1. */
    attempt: z.int().min(1),
    /** The job as its workflow names it; the jobs of a reusable workflow that is used twice share it. */
    job: z.string(),
    /** Random: tells plans apart that are otherwise the same. */
    token: z.string(),
  }),
)

/** A manifest as read. */
export type Manifest = z.infer<ReturnType<typeof ManifestSchema>>
export type PlanManifest = z.infer<ReturnType<typeof PlanManifestSchema>>
