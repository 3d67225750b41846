/**
 * The one exception from "whatever fits may start": the scenario that has been held back for longest
 * is, after a while, kept room for.
 */
import type { Groups } from "./groups.ts"
import type { Resources } from "./resources.ts"

/** Nobody is kept room for before having been held back for so long. */
const PATIENCE_MS = 30_000

/** A scenario that was first in line and did not fit. */
export interface Held {
  readonly index: number
  readonly since: number
  /** When it is expected to start, once room is kept for it; never put off. */
  startsAt: number
}

/** Scenarios that were first in line and did not fit, the longest held back first. */
export class HeldBack {
  readonly #held: Held[] = []
  readonly #known = new Set<number>()

  /** The scenario is first in line and does not fit. */
  note(index: number, at: number): void {
    if (this.#known.has(index)) return
    this.#known.add(index)
    this.#held.push({ index, since: at, startsAt: Number.POSITIVE_INFINITY })
  }

  /** It starts, or has no place in the line any more. */
  drop(index: number): void {
    if (!this.#known.delete(index)) return
    this.#held.splice(
      this.#held.findIndex((one) => one.index === index),
      1,
    )
  }

  /** Whom room is kept for now; null while nobody has waited long enough. */
  due(at: number, estimateOf: (index: number) => number): Held | null {
    const [oldest] = this.#held
    if (oldest === undefined) return null
    const patience = Math.max(PATIENCE_MS, estimateOf(oldest.index))
    return at - oldest.since >= patience ? oldest : null
  }
}

/** What is left at the expected start of a scenario that is kept room for. */
export interface Shadow {
  readonly at: number
  /** Room beside it at that time. */
  readonly room: Float64Array
  /** Workers beside it at that time. */
  readonly workers: number
}

/** Looks ahead to the time when enough of what runs has ended for one scenario to start. */
export function shadowOf(ahead: {
  readonly index: number
  readonly at: number
  readonly running: readonly {
    readonly index: number
    readonly endsAt: number
    readonly groups: readonly string[]
  }[]
  readonly resources: Resources
  readonly groups: Groups
  readonly names: readonly string[]
  readonly freeWorkers: number
}): Shadow {
  const { index, resources, groups, names } = ahead
  const room = resources.free.slice()
  const outlook = groups.outlook(names)
  let workers = ahead.freeWorkers
  let at = ahead.at
  const fits = () => workers > 0 && outlook.admits && resources.lacking(index, room) === null
  for (const one of [...ahead.running].sort((a, b) => a.endsAt - b.endsAt)) {
    if (fits()) break
    resources.add(room, one.index, 1)
    outlook.release(one.groups)
    workers += 1
    at = Math.max(at, one.endsAt)
  }
  resources.add(room, index, -1)
  return { at: outlook.afterPauses(at), room, workers: workers - 1 }
}
