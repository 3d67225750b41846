/**
 * What the end of an item means for those that need it, or take their turn after it.
 */
import type { Entries } from "./entries.ts"
import type { Precedence } from "./precedence.ts"

/** An item that has ended. */
interface Ended {
  readonly index: number
  readonly passed: boolean
  /** What it needed and did not pass; absent for the one that ended by itself. */
  readonly need?: string
}

/** Marks an item as ended, and with it those that are skipped because it did not pass. */
export function endWithFollowers(
  first: Ended,
  at: {
    readonly entries: Entries
    readonly precedence: Precedence
    /** False where what cannot run any more gets another end. */
    readonly skips: boolean
  },
): {
  readonly ended: readonly Ended[]
  /** Those that wait for one thing less, once for each. */
  readonly freed: readonly number[]
} {
  const { entries, precedence, skips } = at
  const hasEnded = (other: number) => entries.at(other).status === "done"
  if (precedence.dependents[first.index]?.length === 0) {
    entries.end(first.index)
    return { ended: [first], freed: precedence.nextTurns(first.index, hasEnded) }
  }
  const ended: Ended[] = []
  const freed: number[] = []
  const open: Ended[] = []
  const end = (one: Ended) => {
    entries.end(one.index)
    ended.push(one)
    open.push(one)
  }
  end(first)
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { item } = entries.at(one.index)
    for (const dependent of precedence.dependents[one.index] ?? []) {
      const other = entries.at(dependent)
      if (other.status !== "waiting" || one.passed || other.item.runsAfterFailure) {
        freed.push(dependent)
      } else if (skips) end({ index: dependent, passed: false, need: item.id })
    }
    freed.push(...precedence.nextTurns(one.index, hasEnded))
  }
  return { ended, freed }
}
