/**
 * Taking secrets out of what a run knows: events, its state, and its results. Their schemas say which
 * texts name things and stay; every other text is cleaned.
 */
import { type Cleaner, cleanTexts } from "../../core/schema/clean-texts.ts"
import * as s from "../../core/schema/make.ts"
import { type EventBody, RunEventSchema } from "../../events/event.ts"
import type { RunState } from "../../events/state.ts"
import { AttemptRecordSchema } from "../../formats/attempt.ts"

export type { Cleaner } from "../../core/schema/clean-texts.ts"

const UnderWaySchema = s.object({ log: s.name() })

/** Of a state what names things, and where it holds what has a schema. */
const StateSchema = s.object({
  shards: s.record(
    s.object({
      started: RunEventSchema.nullable(),
      before: s.list(RunEventSchema),
      cancelling: RunEventSchema.nullable(),
      workers: s.list(RunEventSchema),
      notes: s.list(RunEventSchema),
      capabilities: s.list(RunEventSchema),
      hooks: s.list(RunEventSchema),
      fixtures: s.record(s.object({ broken: s.list(RunEventSchema) })),
    }),
  ),
  scenarios: s.record(
    s.object({
      attempts: s.list(AttemptRecordSchema.extend({ log: s.name() })),
      running: UnderWaySchema.nullable(),
      lost: s.list(UnderWaySchema),
      ending: s.object({ verdict: s.name(), cause: s.name(), reason: s.name() }).nullable(),
    }),
  ),
})

/** An event without secrets. */
export function eventWithoutSecrets<E extends EventBody>(event: E, cleaner: Cleaner): E {
  return cleanTexts(RunEventSchema, event, cleaner)
}

/** The state of a run without secrets. */
export function stateWithoutSecrets(state: RunState, cleaner: Cleaner): RunState {
  return cleanTexts(StateSchema, state, cleaner)
}
