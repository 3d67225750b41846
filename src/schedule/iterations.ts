/**
 * Iterations: in a run that repeats, how often each item has begun and ended, which idle one begins
 * again, and what its iterations come to. Knows nothing of room, workers or retries.
 */
import type { Cause } from "../core/verdict.ts"
import type { PlannedGroup } from "../formats/plan.ts"
import type { Entries } from "./entries.ts"
import { Heap } from "./heap.ts"
import type { Command, Item, ScheduleOptions } from "./types.ts"

/** Idle items that one search for a start looks at: more would cost a large run its speed. */
const MOST_LOOKED_AT = 1_000

/** What the iterations of one item have come to, for all entries that stand for it. */
interface Tally {
  /** Places in the list of all that stand for it, its own first. */
  readonly entries: number[]
  /** Numbers that an earlier engine began and did not end. */
  readonly gaps: number[]
  /** The lowest number that has not begun. */
  next: number
  /** The highest number of an attempt. */
  attempts: number
  /** Iterations that came to a verdict of their own. */
  whole: number
  failed: boolean
  cause: Cause | null
  /** No more of it begins. */
  closed: boolean
}

/** What the end of an iteration changes. */
export interface IterationEnd {
  /** Absent where no attempt of it had started. */
  readonly command?: Command
  /** What needs the item may go on from now on. */
  readonly isFirst: boolean
  readonly isFirstFailure: boolean
}

/** Verdict and cause of an item. */
export interface Conclusion {
  readonly verdict: "passed" | "failed"
  readonly cause: Cause | null
}

/** The items of a run that repeats, by their places in the list that `repeated` has made. */
export class Iterations {
  readonly #entries: Entries
  readonly #most: number
  readonly #tallies: readonly Tally[]
  readonly #idle = new Heap<{ readonly key: number; readonly index: number }>(
    (a, b) => a.key < b.key || (a.key === b.key && a.index < b.index),
  )

  constructor(items: readonly Item[], of: { readonly most: number; readonly entries: Entries }) {
    this.#entries = of.entries
    this.#most = of.most
    const byId = new Map<string, Tally>()
    this.#tallies = items.map(({ id, standsFor = id, iterationsBefore: before }, index) => {
      const tally = byId.get(standsFor) ?? {
        ...{ entries: [], gaps: [...(before?.gaps ?? [])], next: (before?.highest ?? 0) + 1 },
        ...{ attempts: before?.attempts ?? 0, whole: before?.whole ?? 0 },
        ...{ failed: before?.failed ?? false, cause: before?.cause ?? null, closed: false },
      }
      byId.set(standsFor, tally)
      tally.entries.push(index)
      return tally
    })
  }

  /** All that stand for the item of an entry, its own place first. */
  entriesOf(index: number): readonly number[] {
    return this.#of(index).entries
  }

  /** An entry begins an iteration, unless it is in one. */
  begin(index: number): void {
    const entry = this.#entries.at(index)
    if (entry.iteration !== null) return
    const tally = this.#of(index)
    const number = tally.gaps.shift() ?? tally.next
    if (number === tally.next) tally.next += 1
    entry.iteration = { number, attempts: 0, startedAt: null, retry: null, hasFailed: false }
  }

  /** The number of the attempt that will follow a failed one. */
  retry(index: number): number {
    const number = this.#attempt(index)
    const { iteration } = this.#entries.at(index)
    if (iteration !== null) iteration.retry = number
    return number
  }

  /** The number of an attempt that starts, and its place in its iteration. */
  start(
    index: number,
    at: number,
  ): { readonly number: number; readonly iteration: number; readonly inIteration: number } {
    const { iteration } = this.#entries.at(index)
    if (iteration === null) throw new Error(`item ${index} is in no iteration`)
    const number = iteration.retry ?? this.#attempt(index)
    iteration.retry = null
    iteration.attempts += 1
    iteration.startedAt ??= at
    return { number, iteration: iteration.number, inIteration: iteration.attempts }
  }

  /** The iteration of an entry has ended. */
  end(
    index: number,
    how: { readonly verdict: "passed" | "failed" | "cancelled"; readonly cause: Cause | null },
    at: number,
  ): IterationEnd {
    const entry = this.#entries.at(index)
    const { iteration, id } = entry
    entry.iteration = null
    entry.status = "idle"
    entry.failures = 0
    entry.cause = null
    const isWhole = how.verdict !== "cancelled"
    if (iteration === null || (!isWhole && iteration.startedAt === null)) {
      return { isFirst: false, isFirstFailure: false }
    }
    const tally = this.#of(index)
    const isFirst = isWhole && tally.whole === 0
    const isFirstFailure = how.verdict === "failed" && !tally.failed
    if (isWhole) tally.whole += 1
    if (isFirstFailure) {
      tally.failed = true
      tally.cause = how.cause
    }
    const { number, startedAt, hasFailed } = iteration
    const command: Command = {
      type: "iteration-ended",
      id,
      iteration: number,
      verdict: how.verdict === "passed" && hasFailed ? "flaky" : how.verdict,
      cause: how.cause,
      durationMs: at - (startedAt ?? at),
    }
    return { command, isFirst, isFirstFailure }
  }

  /** No more iterations of the item begin. */
  close(index: number): void {
    this.#of(index).closed = true
  }

  /** True once no iteration of the item is under way and, unless all are `stopping`, no more may begin. */
  isOver(index: number, stopping: boolean): boolean {
    const isUnderWay = this.entriesOf(index).some((one) => this.#entries.at(one).iteration !== null)
    return !isUnderWay && (stopping || !this.#mayBegin(this.#of(index)))
  }

  /** What the whole iterations of the item come to; null where there is none. */
  conclusion(index: number): Conclusion | null {
    const { whole, failed, cause } = this.#of(index)
    if (whole === 0) return null
    return failed ? { verdict: "failed", cause } : { verdict: "passed", cause: null }
  }

  /** The entry can begin another iteration; `next` may choose it. */
  offer(index: number): void {
    const tally = this.#of(index)
    if (this.#mayBegin(tally)) this.#idle.push({ key: tally.next, index })
  }

  /** The idle entry that would be chosen if it could start; undefined where none may begin. */
  get first(): number | undefined {
    return this.#idle.peek()?.index
  }

  /** Takes the idle entry that has begun least of those that can start; null where none can. */
  next(canStart: (index: number) => boolean): number | null {
    const passedOver: { readonly key: number; readonly index: number }[] = []
    let chosen: number | null = null
    while (chosen === null && passedOver.length < MOST_LOOKED_AT) {
      const idle = this.#idle.pop()
      if (idle === undefined) break
      if (!this.#mayBegin(this.#of(idle.index))) continue
      if (canStart(idle.index)) chosen = idle.index
      else passedOver.push(idle)
    }
    for (const idle of passedOver) this.#idle.push(idle)
    return chosen
  }

  #mayBegin({ closed, gaps, next }: Tally): boolean {
    return !closed && (gaps.length > 0 || next <= this.#most)
  }

  #attempt(index: number): number {
    const tally = this.#of(index)
    tally.attempts += 1
    return tally.attempts
  }

  #of(index: number): Tally {
    const tally = this.#tallies[index]
    if (tally === undefined) throw new Error(`no item ${index}`)
    return tally
  }
}

/**
 * The schedule of a run that repeats. Where there are fewer items than workers, several entries stand for
 * one item, so that it runs beside itself. Iterations have no order: sequential groups only keep their
 * members apart.
 */
export function repeated(options: ScheduleOptions): ScheduleOptions {
  const { items, workers, iterations, groups } = options
  if (iterations === undefined) return options
  const each = items.length === 0 ? 1 : Math.ceil(workers / items.length)
  const standIns = items.flatMap((item) => {
    const beside = Math.min(each, leftOf(item, iterations.repeat)) - 1
    return Array.from({ length: Math.max(0, beside) }, (_, i) => ({
      ...item,
      id: `${item.id}\u0000${i + 2}`,
      standsFor: item.id,
    }))
  })
  return {
    ...options,
    items: [...items, ...standIns],
    groups: Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, apart(group)])),
  }
}

function leftOf({ iterationsBefore: before }: Item, repeat: number | undefined): number {
  if (repeat === undefined) return Number.POSITIVE_INFINITY
  return repeat - (before?.highest ?? 0) + (before?.gaps.length ?? 0)
}

function apart({ sequential, turns: _, ...group }: PlannedGroup): PlannedGroup {
  return sequential === true ? { ...group, maxParallel: 1 } : group
}
