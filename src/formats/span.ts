/**
 * A span of a trace, as OpenTelemetry has it: what happened, from when to when, and below what.
 */

/** What a span says about itself, by name; names are those of the semantic conventions where they have one. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** One span. Instants are milliseconds since 1970. */
export interface Span {
  /** 16 hex digits. */
  readonly id: string
  /** Of the same trace; null for its first span. */
  readonly parent: string | null
  readonly name: string
  /** `server` for a run, as the conventions for CI/CD ask; all others are `internal`. */
  readonly kind: "server" | "internal"
  readonly startAt: number
  readonly endAt: number
  readonly attributes: SpanAttributes
  /** Why it failed, maybe empty; null where it did not. */
  readonly error: string | null
}

/** Spans of one trace, and what holds for all of them. */
export interface SpanBatch {
  /** 32 hex digits. */
  readonly traceId: string
  readonly spans: readonly Span[]
  /** What was observed, beside what the environment says of it. */
  readonly resource: SpanAttributes
}
