/**
 * The ids of a run's spans. They follow from what every job of the run knows, so that a child is told its parent
 * before the span exists, and shards agree about the span of the run without a word between them.
 */

/** What ids follow from. */
export interface SpanSource {
  readonly runId: string
  readonly planDigest: string
  /** The attempt of the run, from 1: each has spans of its own in the same trace. */
  readonly attempt: number
  /** Shards that the plan has. */
  readonly shards: number
  /** `TRACEPARENT` of the surroundings, if any. */
  readonly traceparent: string | undefined
  /** In 64 hex digits. */
  readonly sha256: (text: string) => string
}

/** Ids of the spans of one run. */
export interface SpanIds {
  readonly traceId: string
  /** The span that the run is a part of; null where it is the first. */
  readonly parent: string | null
  /** False where the surroundings have decided that this trace is not kept. */
  readonly sampled: boolean
  readonly run: string
  readonly shard: (shard: number) => string
  readonly scenario: (id: string) => string
  readonly attempt: (id: string, number: number) => string
  readonly instance: (shard: number, instance: string) => string
  /** What a child is told, whose parent is this span. */
  readonly traceparent: (span: string) => string
}

/**
 * Ids for a run. Jobs that have a trace in common have their shards in it, whatever each calls its run; a run in
 * one piece is told apart from others of its trace by its own id.
 */
export function toSpanIds(source: SpanSource): SpanIds {
  const { runId, planDigest, attempt, shards, sha256 } = source
  const around = parseTraceparent(source.traceparent)
  const seed = `${(shards > 1 && around?.traceId) || runId}\n${planDigest}`
  const spanOf = (...what: readonly (string | number)[]) =>
    sha256(JSON.stringify([seed, attempt, ...what])).slice(0, 16)
  const traceId = around?.traceId ?? sha256(seed).slice(0, 32)
  const sampled = around?.sampled ?? true
  return {
    ...{ traceId, parent: around?.spanId ?? null, sampled, run: spanOf("run") },
    shard: (shard) => spanOf("shard", shard),
    scenario: (id) => spanOf("scenario", id),
    attempt: (id, number) => spanOf("attempt", id, number),
    instance: (shard, instance) => spanOf("instance", shard, instance),
    traceparent: (span) => `00-${traceId}-${span}-${sampled ? "01" : "00"}`,
  }
}

/** What a `TRACEPARENT` says, as https://www.w3.org/TR/trace-context/ has it; null where it says nothing valid. */
export function parseTraceparent(text: string | undefined): {
  readonly traceId: string
  readonly spanId: string
  readonly sampled: boolean
} | null {
  const found = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/u.exec(text ?? "")
  const [, version = "ff", traceId = "", spanId = "", flags = "0", more] = found ?? []
  if (version === "ff" || (version === "00" && more !== undefined)) return null
  if (/^0+$/u.test(traceId) || /^0+$/u.test(spanId)) return null
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}
