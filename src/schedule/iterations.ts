/**
 * Iterations: in a run that repeats, how often each item has begun and ended, which idle one begins
 * again, and what its iterations come to. Knows nothing of room, workers or retries.
 */
import { randomOf } from "../core/quantities/random.ts"
import { quantileOf } from "../core/quantities/statistics.ts"
import type { Cause, RateState } from "../core/verdict.ts"
import type { PlannedGroup } from "../formats/plan.ts"
import { judgeOf, type SoakJudge, type SoakTally } from "../statistics/soak-verdict.ts"
import type { Entries } from "./entries.ts"
import { Heap } from "./heap.ts"
import type { Command, Item, IterationOptions, ScheduleOptions } from "./types.ts"

/** Idle items that one search for a start looks at: more would cost a large run its speed. */
const MOST_LOOKED_AT = 1_000

/** So much more often a soak runs what has failed, now or last time. */
const SUSPECT_WEIGHT = 4

/** Times of iterations that expectations are made of. */
const MOST_TIMES = 100

/** An iteration that takes so many times as long as the longest is taken to hang, after so long at least. */
const HANG_FACTOR = 5
const LEAST_HANG_MS = 30_000

/** What the iterations of one item have come to, for all entries that stand for it. */
interface Tally {
  /** Places in the list of all that stand for it, its own first. */
  readonly entries: number[]
  /** Numbers that an earlier engine began and did not end. */
  readonly gaps: number[]
  /** The lowest number that has not begun, and the highest that may. */
  next: number
  readonly most: number
  /** The highest number of an attempt. */
  attempts: number
  /** Iterations that came to a verdict of their own. */
  whole: number
  failures: number
  /** Passed only after a failed attempt. */
  flaky: number
  /** Surely failed, whatever follows. */
  failed: boolean
  cause: Cause | null
  /** What earlier runs have counted. */
  readonly earlier: SoakTally | undefined
  /** No more of it begins. */
  closed: boolean
  /** How far a soak has gone with it: grows with each iteration that begins, less if it is a suspect. */
  stride: number
  /** The latest times of whole iterations, the nine-tenths of them (an estimate before), and the highest. */
  readonly latestMs: number[]
  expectedMs: number
  highMs: number | null
}

/** An entry between two iterations; the lowest key is next. */
interface Idle {
  readonly key: number
  readonly index: number
}

/** What the end of an iteration changes. */
export interface IterationEnd {
  /** Absent where no attempt of it had started. */
  readonly command?: Command
  /** What needs the item may go on from now on. */
  readonly isFirst: boolean
  /** The item has surely failed now, and had not before. */
  readonly fails: boolean
}

/** Verdict and cause of an item. */
export interface Conclusion {
  readonly verdict: "passed" | "failed" | "flaky"
  readonly cause: Cause | null
  /** There where a failure rate is allowed. */
  readonly rate?: RateState
}

/** The items of a run that repeats, by their places in the list that `repeated` has made. */
export class Iterations {
  readonly #entries: Entries
  readonly #soak: Pick<ScheduleOptions, "seed"> | null
  readonly #suspects: ReadonlySet<string>
  /** Null where any failure fails. */
  readonly #judge: SoakJudge | null
  readonly #tallies: readonly Tally[]
  readonly #idle = new Heap<Idle>((a, b) => a.key < b.key || (a.key === b.key && a.index < b.index))
  /** The entry that waits for room since it was next, however many others could start. */
  #held: number | null = null

  constructor(
    items: readonly Item[],
    of: IterationOptions & Pick<ScheduleOptions, "seed"> & { readonly entries: Entries },
  ) {
    const { entries, repeat = Number.POSITIVE_INFINITY, soakMs, suspects = [], seed } = of
    this.#entries = entries
    this.#soak = soakMs === undefined ? null : { seed }
    this.#suspects = new Set(suspects)
    this.#judge = judgeOf(of)
    const byId = new Map<string, Tally>()
    this.#tallies = items.map((item, index) => {
      const { id, standsFor = id, iterationsBefore: before, isGuess = false } = item
      const estimateMs = isGuess ? 0 : (item.estimateMs ?? 0)
      const tally = byId.get(standsFor) ?? {
        ...{ entries: [], gaps: [...(before?.gaps ?? [])], next: (before?.highest ?? 0) + 1 },
        most: repeat + (before?.used ?? 0),
        ...{ attempts: before?.attempts ?? 0, whole: before?.whole ?? 0 },
        ...{ failures: before?.failures ?? 0, flaky: before?.flaky ?? 0, failed: false },
        ...{ cause: before?.cause ?? null, closed: false, earlier: item.campaignBefore },
        ...{ stride: 0, latestMs: [], expectedMs: estimateMs, highMs: null },
      }
      if (tally.whole > 0 && !byId.has(standsFor)) this.#decide(tally)
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
    if (this.#soak !== null) {
      const isSuspect = tally.failures > 0 || this.#suspects.has(entry.id)
      const step = 0.5 + randomOf(this.#soak.seed, "soak", entry.id, number)
      tally.stride += step / (isSuspect ? SUSPECT_WEIGHT : 1)
    }
    entry.iteration = {
      number,
      attempts: 0,
      startedAt: null,
      retry: null,
      hasFailed: false,
      hangs: false,
    }
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
      return { isFirst: false, fails: false }
    }
    const tally = this.#of(index)
    const isFirst = isWhole && tally.whole === 0
    const durationMs = at - (iteration.startedAt ?? at)
    if (isWhole) {
      tally.whole += 1
      this.#learn(tally, durationMs)
    }
    const { number, hasFailed } = iteration
    const verdict = how.verdict === "passed" && hasFailed ? "flaky" : how.verdict
    if (verdict === "flaky") tally.flaky += 1
    if (verdict === "failed") {
      tally.failures += 1
      tally.cause ??= how.cause
    }
    const fails = isWhole && this.#decide(tally)
    const command: Command = {
      type: "iteration-ended",
      id,
      iteration: number,
      verdict,
      cause: how.cause,
      durationMs,
    }
    return { command, isFirst, fails }
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
    const tally = this.#of(index)
    return tally.whole === 0 ? null : this.#judged(tally)
  }

  /** Marks an iteration that takes so much longer than any before that it may never end, and says so. */
  findHung(index: number, at: number): { readonly hangs?: true } {
    const { iteration } = this.#entries.at(index)
    const { highMs } = this.#of(index)
    if (this.#soak === null || highMs === null || iteration?.startedAt == null) return {}
    iteration.hangs = at - iteration.startedAt > Math.max(LEAST_HANG_MS, HANG_FACTOR * highMs)
    return iteration.hangs ? { hangs: true } : {}
  }

  /** The entry can begin another iteration; `next` may choose it. */
  offer(index: number): void {
    const tally = this.#of(index)
    if (!this.#mayBegin(tally)) return
    const { iteration } = this.#entries.at(index)
    if (iteration === null) this.#idle.push({ key: this.#keyOf(tally), index })
  }

  /** The idle entry that would be chosen if it could start; undefined where none may begin. */
  get first(): number | undefined {
    return this.#idle.peek()?.index
  }

  /**
   * Takes the next idle entry that can start, and of which an iteration is expected to end in the time that
   * is left; where there is none, the shortest that can start. In a soak the very first waits for room even
   * if others could start, so that none is passed over for ever. Null where none may begin.
   */
  next(canStart: (index: number) => boolean, leftMs: number): number | null {
    const passedOver: Idle[] = []
    let chosen: Idle | null = null
    let shortest: Idle | null = null
    if (this.#held !== null && this.#entries.at(this.#held).status !== "ready") this.#held = null
    while (chosen === null && passedOver.length < MOST_LOOKED_AT) {
      const idle = this.#idle.pop()
      if (idle === undefined) break
      const { expectedMs } = this.#of(idle.index)
      if (!this.#mayBegin(this.#of(idle.index))) continue
      const starts = canStart(idle.index)
      const mayWait = this.#soak !== null && this.#held === null && passedOver.length === 0
      if (expectedMs <= leftMs && (starts || mayWait)) {
        chosen = idle
        if (!starts) this.#held = idle.index
        continue
      }
      passedOver.push(idle)
      if (!starts) continue
      const isShorter = shortest === null || expectedMs < this.#of(shortest.index).expectedMs
      if (isShorter) shortest = idle
    }
    chosen ??= shortest
    for (const idle of passedOver) if (idle !== chosen) this.#idle.push(idle)
    return chosen?.index ?? null
  }

  /** What has not begun comes first; a soak goes on at random, by weight, else it evens out. */
  #keyOf({ next, stride }: Tally): number {
    if (this.#soak === null) return next
    return next === 1 ? -1 : stride
  }

  #judged({ whole: runs, failures, flaky, cause, earlier }: Tally): Conclusion {
    if (this.#judge === null) {
      return failures > 0 ? { verdict: "failed", cause } : { verdict: "passed", cause: null }
    }
    const { verdict, rate } = this.#judge.verdict({ runs, failures, flaky }, earlier)
    const judged = { verdict, cause: verdict === "failed" ? cause : null }
    return rate === undefined ? judged : { ...judged, rate }
  }

  /** Closes the item where its failure rate is known; true if it has failed by that, or by a failure. */
  #decide(tally: Tally): boolean {
    const { verdict, rate = "decided" } = this.#judged(tally)
    const counts = { runs: tally.whole, failures: tally.failures }
    if (this.#judge?.isDecided(counts, tally.earlier) === true) tally.closed = true
    if (tally.failed || verdict !== "failed" || rate !== "decided") return false
    tally.failed = true
    return true
  }

  /** The time of an iteration that has ended by itself. */
  #learn(tally: Tally, durationMs: number): void {
    const { latestMs } = tally
    latestMs.push(durationMs)
    if (latestMs.length > MOST_TIMES) latestMs.shift()
    tally.expectedMs = quantileOf(latestMs, 0.9)
    tally.highMs = quantileOf(latestMs, 0.99)
  }

  #mayBegin({ closed, gaps, next, most }: Tally): boolean {
    return !closed && (gaps.length > 0 || next <= most)
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
  return repeat + (before?.used ?? 0) - (before?.highest ?? 0) + (before?.gaps.length ?? 0)
}

function apart({ sequential, turns: _, ...group }: PlannedGroup): PlannedGroup {
  return sequential === true ? { ...group, maxParallel: 1 } : group
}
