/**
 * How an attempt ended, in the words of the journal and of the scheduler.
 */

import { defined } from "../../core/defined.ts"
import { unreachable } from "../../core/problems/unreachable.ts"
import { rounded } from "../../core/quantities/rounded.ts"
import { messagePattern } from "../../core/text/message-pattern.ts"
import type { EventBody } from "../../events/event.ts"
import type { OutageFacts } from "../../schedule/outage.ts"
import type { AttemptEnd, Command } from "../../schedule/types.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"

/** The event of an attempt's end; what there is nothing of is left out. */
export function toAttemptEvent(
  attempt: {
    readonly id: string
    readonly number: number
    readonly worker: number
    readonly iteration?: number
  },
  facts: AttemptFacts,
): Extract<EventBody, { type: "attempt-finished" }> {
  const { id, number, worker, iteration } = attempt
  const { leaked, outputs, masks: _, durationMs, summary, artifacts, problems, ...rest } = facts
  const kept = defined({
    iteration,
    summary: summary ?? undefined,
    problems: problems.length === 0 ? undefined : [...problems],
    artifacts: artifacts.length === 0 ? undefined : [...artifacts],
    leaked: leaked || undefined,
    outputs: outputs.size === 0 ? undefined : keptOutputs(outputs),
  })
  const whole = { ...rest, durationMs: rounded(durationMs), ...kept }
  return { type: "attempt-finished", id, number, worker, ...whole }
}

/** Longer outputs are not kept: a resumed run makes them again where somebody reads them. */
const MAX_OUTPUTS_CHARACTERS = 16 * 1_024

function keptOutputs(outputs: ReadonlyMap<string, string>): Record<string, string> | null {
  let characters = 0
  for (const [name, value] of outputs) characters += name.length + value.length
  return characters > MAX_OUTPUTS_CHARACTERS ? null : Object.fromEntries(outputs)
}

/** `12 of 15 scenarios failed alike (exit code 7: no route to host): no more retries`. */
export function outageText({ failed, tried, alike }: OutageFacts): string {
  return `${failed} of ${tried} scenarios failed alike (${alike}): no more retries`
}

/** What the scheduler has to know of an attempt's end. */
export function toAttemptEnd(facts: AttemptFacts): AttemptEnd {
  switch (facts.outcome) {
    case "passed":
    case "cancelled":
      return { outcome: facts.outcome }
    case "failed":
      return defined({
        outcome: "failed" as const,
        cause: facts.cause ?? "spawn",
        exitCode: facts.exitCode ?? undefined,
        again: facts.again,
        alike: messagePattern(facts.message ?? `${facts.cause} ${facts.exitCode}`),
      })
    case "skipped":
      return { outcome: "skipped", reason: "self", message: facts.message ?? "" }
    default:
      return unreachable(facts.outcome)
  }
}

/** What a worker did with its time. */
export function toWorkerEvent(ended: Extract<Command, { type: "worker-ended" }>): EventBody {
  const { worker, scenarios, because } = ended
  return {
    type: "worker-finished",
    worker,
    scenarios,
    busyMs: rounded(ended.busyMs),
    idleMs: rounded(ended.idleMs),
    starvedMs: rounded(ended.starvedMs),
    idle: Object.fromEntries(Object.entries(ended.idle).map(([cause, ms]) => [cause, rounded(ms)])),
    endedBecause: because,
  }
}
