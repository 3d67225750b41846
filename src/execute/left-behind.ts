/**
 * What is said where a command or a hook left processes running in its group, which are ended with it.
 */
import type { EventBody } from "../events/event.ts"
import type { AttemptFacts } from "./attempt-facts.ts"

/** A hook that left something. */
export interface LeavingHook {
  readonly stage: "before" | "after"
  readonly name: string
}

/** The note about a command. */
export function leftByCommand(id: string): EventBody {
  return warning(`${id} left processes running behind it; they were ended`)
}

/** The note about a hook, of a scenario or of the shard. Only what prepares may want them to stay. */
export function leftByHook({ stage, name }: LeavingHook, id: string | null): EventBody {
  const whose = id === null ? "" : `${id}: `
  const stay =
    stage === "before" ? "; what is to stay has to leave its group: `setsid COMMAND &`" : ""
  return warning(`${whose}hook \`${name}\` left processes running, which were ended with it${stay}`)
}

/** A failure after such a hook, whose server may be what was not there. */
export function withHint(facts: AttemptFacts, before: LeavingHook | null): AttemptFacts {
  if (before === null || facts.outcome !== "failed" || facts.message === null) return facts
  const hint = `what hook \`${before.name}\` had left running was ended with it`
  return { ...facts, message: `${facts.message} (${hint})` }
}

function warning(message: string): EventBody {
  return { type: "note", level: "warning", message }
}
