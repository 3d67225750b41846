/**
 * The history file: durable, advisory statistics per scenario. Declared now; written by `aggregate`
 * once planning uses it.
 */
import { z } from "zod"

export const HISTORY_SCHEMA_VERSION = 1

export const HistorySchema = z.object({
  schemaVersion: z.literal(HISTORY_SCHEMA_VERSION),
  suite: z.string(),
  scenarios: z.record(
    z.string(),
    z.object({
      /** Newest last, at most 20. */
      runs: z.array(
        z.object({
          at: z.string(),
          verdict: z.enum(["passed", "failed", "flaky"]),
          durationSeconds: z.number().min(0),
          /** Scenarios that ran beside it on average, itself included. */
          concurrency: z.number().min(1),
          runner: z.string(),
          peakMemoryBytes: z.int().min(0).nullable(),
        }),
      ),
    }),
  ),
})

export type History = z.infer<typeof HistorySchema>
