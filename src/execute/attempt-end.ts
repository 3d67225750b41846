/**
 * How an attempt ended, in the words of the journal and of the scheduler.
 */
import { unreachable } from "../core/unreachable.ts"
import type { EventBody } from "../events/event.ts"
import type { AttemptEnd } from "../schedule/types.ts"
import type { AttemptFacts } from "./attempt.ts"

/** The event of an attempt's end; what there is nothing of is left out. */
export function toAttemptEvent(
  attempt: { readonly id: string; readonly number: number; readonly worker: number },
  facts: AttemptFacts,
): EventBody {
  const { id, number, worker } = attempt
  const { leaked: _, outputs: __, durationMs, summary, artifacts, problems, ...rest } = facts
  return {
    type: "attempt-finished",
    id,
    number,
    worker,
    ...rest,
    durationMs: toMicroseconds(durationMs),
    ...(summary === null ? {} : { summary }),
    ...(problems.length === 0 ? {} : { problems: [...problems] }),
    ...(artifacts.length === 0 ? {} : { artifacts: [...artifacts] }),
  }
}

/** What the scheduler has to know of an attempt's end. */
export function toAttemptEnd(facts: AttemptFacts): AttemptEnd {
  switch (facts.outcome) {
    case "passed":
    case "cancelled":
      return { outcome: facts.outcome }
    case "failed":
      return { outcome: "failed", cause: facts.cause ?? "spawn" }
    case "skipped":
      return { outcome: "skipped", reason: "self", message: facts.message ?? "" }
    default:
      return unreachable(facts.outcome)
  }
}

/** Milliseconds with at most three decimals. */
export function toMicroseconds(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}
