/**
 * What is said of processes that were found at the end of a run, by what their environment tells.
 */
import type { EventBody } from "../events/event.ts"
import type { ForeignProcess } from "../ports/processes.ts"

type Environment = Readonly<Record<string, string>>

/** Scenarios that are named before the rest is counted. */
const MAX_NAMES = 5

/** The note about strays, which says whose they were. */
export function strayNote(environments: readonly Environment[]): EventBody {
  const attempts = new Map<string, { readonly id: string; readonly number: number }>()
  for (const env of environments) {
    const id = env["SMOKE_SCENARIO"]
    const number = Number(env["SMOKE_ATTEMPT"])
    // What a child makes of its environment is its own affair.
    if (id === undefined || !Number.isSafeInteger(number) || number < 1) continue
    attempts.set(`${number}:${id}`, { id, number })
  }
  const leaked = [...attempts.values()]
  const message = sentence(environments.length, [...new Set(leaked.map(({ id }) => id))])
  return {
    type: "note",
    level: "warning",
    message,
    ...(leaked.length === 0 ? {} : { leaked }),
  }
}

/** The note about what `whose` left behind itself: what was ended, or what nobody may end. */
export function leakNote(whose: string, foreign: readonly ForeignProcess[]): EventBody {
  const message =
    foreign.length === 0
      ? `${whose} left processes running behind it; they were ended`
      : `${whose} left processes of other users running, which may not be ended: ${list(foreign)}`
  return { type: "note", level: "warning", message }
}

/** `pid 4711 (root), pid 4712 (root)`. */
function list(foreign: readonly ForeignProcess[]): string {
  const names = foreign.slice(0, MAX_NAMES).map(({ pid, user }) => `pid ${pid} (${user})`)
  const left = foreign.length - names.length
  return names.join(", ") + (left > 0 ? ` and ${left} more` : "")
}

function sentence(count: number, ids: readonly string[]): string {
  const left = ids.length - MAX_NAMES
  const names = ids.slice(0, MAX_NAMES).join(", ") + (left > 0 ? ` and ${left} more` : "")
  const of = ids.length === 0 ? "" : ` of ${names}`
  return count === 1
    ? `1 process${of} had left its group and was ended`
    : `${count} processes${of} had left their groups and were ended`
}
