/**
 * What is known of an attempt once it has ended.
 */
import type { Cause, Outcome } from "../../core/verdict.ts"
import type { Problem } from "../../formats/run-specs.ts"
import type { ForeignProcess } from "../../ports/processes.ts"

/** How an attempt ended. */
export interface AttemptFacts {
  readonly outcome: Outcome
  readonly cause: Cause | null
  readonly exitCode: number | null
  readonly signal: string | null
  readonly durationMs: number
  readonly cpuMs: number | null
  readonly peakMemoryBytes: number | null
  readonly outputBytes: number
  readonly message: string | null
  readonly tail: string | null
  /** It left processes behind that had to be ended. */
  readonly leaked: boolean
  /** What it left behind and may not be ended; absent where there is nothing. */
  readonly foreign?: readonly ForeignProcess[]
  readonly outputs: ReadonlyMap<string, string>
  /** What it asks to be kept secret. */
  readonly masks: readonly string[]
  /** What it wrote to its step summary; null where it wrote none. */
  readonly summary: string | null
  /** Files that were kept, relative to the run's folder. */
  readonly artifacts: readonly string[]
  /** What problem matchers found in the output. */
  readonly problems: readonly Problem[]
}

/** The facts of an attempt that was stopped before anything ran; those of others begin with them. */
export const NOTHING_RAN: AttemptFacts = {
  outcome: "cancelled",
  cause: null,
  exitCode: null,
  signal: null,
  message: null,
  tail: null,
  summary: null,
  durationMs: 0,
  cpuMs: null,
  peakMemoryBytes: null,
  outputBytes: 0,
  leaked: false,
  outputs: new Map(),
  masks: [],
  artifacts: [],
  problems: [],
}

/** The facts of an attempt for which no process could be started. */
export function notStarted(message: string): AttemptFacts {
  return { ...NOTHING_RAN, outcome: "failed", cause: "spawn", message }
}
