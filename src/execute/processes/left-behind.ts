/**
 * What is said where a command or a hook left processes running in its group, which are ended with it,
 * and of processes that had left their groups and were found at the end of the run.
 */
import { defined } from "../../core/defined.ts"
import { firstOf } from "../../core/text/not-shown.ts"
import type { EventBody } from "../../events/event.ts"
import type { ForeignProcess } from "../../ports/processes.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"

/** Processes that are named before the rest is counted. */
const MAX_NAMED = 5

/** A hook that left something. */
export interface LeavingHook {
  readonly stage: "before" | "after"
  readonly name: string
  /** What of it may not be ended. */
  readonly foreign: readonly ForeignProcess[]
}

/** The note about a command: what it left was ended, but for what belongs to other users. */
export function leftByCommand(id: string, foreign: readonly ForeignProcess[] = []): EventBody {
  if (foreign.length > 0) return stillRunning(id, foreign)
  return warning(`${id} left processes running; they were ended`)
}

/** The note about what is still running when the run ends. */
export function leftByRun(foreign: readonly ForeignProcess[]): EventBody {
  return stillRunning("the run", foreign)
}

/** With `pid 4711 (root), pid 4712 (root)`, so that somebody who may can end them. */
function stillRunning(whose: string, foreign: readonly ForeignProcess[]): EventBody {
  return warning(`${whose} ${leftRunning(foreign)}`)
}

/** The end of a sentence about what left them. */
export function leftRunning(foreign: readonly ForeignProcess[]): string {
  const names = foreign.map(({ pid, user }) => `pid ${pid} (${user})`)
  return `left processes of other users running, which may not be ended from here: ${firstOf(names, MAX_NAMED)}`
}

/** The note about a hook, of a scenario or of the shard. Only what prepares may want them to stay. */
export function leftByHook({ stage, name, foreign }: LeavingHook, id: string | null): EventBody {
  const whose = id === null ? "" : `${id}: `
  if (foreign.length > 0) return stillRunning(`${whose}hook \`${name}\``, foreign)
  const stay =
    stage === "before"
      ? "; to keep a process running, let it leave the group: `setsid COMMAND &`"
      : ""
  return warning(`${whose}hook \`${name}\` left processes running; they were ended with it${stay}`)
}

/** A failure after such a hook, whose server may be what was not there. */
export function withHint(facts: AttemptFacts, before: LeavingHook | null): AttemptFacts {
  if (before === null || facts.outcome !== "failed" || facts.message === null) return facts
  const hint = `processes that hook \`${before.name}\` had left running were ended with it`
  return { ...facts, message: `${facts.message} (${hint})` }
}

function warning(message: string) {
  return { type: "note", level: "warning", message } as const
}

type Environment = Readonly<Record<string, string>>

/** Scenarios that are named before the rest is counted. */
const MAX_NAMES = 5

/** The note about strays, which says whose they were. */
export function strayNote(environments: readonly Environment[]): EventBody {
  const attempts = new Map<string, { readonly id: string; readonly number: number }>()
  for (const env of environments) {
    const id = env["SMOKE_SCENARIO"]
    // Its number among all of the scenario is the end of its mark.
    const number = Number(
      /\.(\d+)$/u.exec(env["SMOKE_ATTEMPT_ID"] ?? "")?.[1] ?? env["SMOKE_ATTEMPT"],
    )
    // What a child makes of its environment is its own affair.
    if (id === undefined || !Number.isSafeInteger(number) || number < 1) continue
    attempts.set(`${number}:${id}`, { id, number })
  }
  const leaked = [...attempts.values()]
  const message = sentence(environments.length, [...new Set(leaked.map(({ id }) => id))])
  return { ...warning(message), ...defined({ leaked: leaked.length === 0 ? undefined : leaked }) }
}

function sentence(count: number, ids: readonly string[]): string {
  const of = ids.length === 0 ? "" : ` of ${firstOf(ids, MAX_NAMES)}`
  return count === 1
    ? `1 process${of} had left its group and was ended`
    : `${count} processes${of} had left their groups and were ended`
}
