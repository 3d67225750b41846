/**
 * What is said of processes that were found at the end of a run, by what their environment tells.
 */
import type { EventBody } from "../../events/event.ts"

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

function sentence(count: number, ids: readonly string[]): string {
  const left = ids.length - MAX_NAMES
  const names = ids.slice(0, MAX_NAMES).join(", ") + (left > 0 ? ` and ${left} more` : "")
  const of = ids.length === 0 ? "" : ` of ${names}`
  return count === 1
    ? `1 process${of} had left its group and was ended`
    : `${count} processes${of} had left their groups and were ended`
}
