import type { SpanBatch } from "../formats/span.ts"

/** Where spans are sent. */
export interface Traces {
  /** Sends them. Null when all have arrived; else why not, after at most the limit. */
  send(batch: SpanBatch, limitMs: number): Promise<string | null>
}
