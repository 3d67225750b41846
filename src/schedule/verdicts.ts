/**
 * The verdicts of items, and what follows from them: who may go on, who is skipped, when nothing more
 * starts. Where items repeat, the verdict is that of all iterations together.
 */
import type { CancelReason } from "../core/verdict.ts"
import type { Entries } from "./entries.ts"
import type { Conclusion, Iterations } from "./iterations.ts"
import type { Precedence } from "./precedence.ts"
import type { Room } from "./room.ts"
import type { Command, ScheduleOptions } from "./types.ts"

/** Why an item is skipped. */
export type Skip = Pick<Extract<Command, { type: "skip" }>, "reason" | "message">

/** How an item, or an iteration of it, ends by its last attempt. */
type AttemptConclusion = Conclusion & { readonly verdict: "passed" | "failed" }

/** Gives the items of one shard their verdicts; items are known by their places in the list. */
export class Verdicts {
  readonly #options: Pick<ScheduleOptions, "failFast" | "iterations">
  readonly #entries: Entries
  readonly #precedence: Precedence
  readonly #room: Room
  readonly #iterations: Iterations | null
  readonly #issue: (command: Command) => void
  readonly #onFree: (index: number) => void
  /** Why items whose iterations have all come to nothing are skipped. */
  readonly #skips = new Map<number, Skip>()
  #open: number
  #failed = 0
  #stopping: CancelReason | null = null
  /** Which time was over, where one ended what ran. */
  #over: "timeout" | "soak" | null = null
  #now = 0

  constructor(
    options: Pick<ScheduleOptions, "failFast" | "iterations"> & { readonly count: number },
    of: {
      readonly entries: Entries
      readonly precedence: Precedence
      readonly room: Room
      readonly iterations: Iterations | null
      readonly issue: (command: Command) => void
      /** Nothing that an item waits for is left. */
      readonly onFree: (index: number) => void
    },
  ) {
    this.#options = options
    this.#open = options.count
    this.#entries = of.entries
    this.#precedence = of.precedence
    this.#room = of.room
    this.#iterations = of.iterations
    this.#issue = of.issue
    this.#onFree = of.onFree
  }

  /** Number of items without a verdict. */
  get open(): number {
    return this.#open
  }

  /** Why nothing more starts; null while things do. */
  get stopping(): CancelReason | null {
    return this.#stopping
  }

  /** Something has happened, or time has passed. */
  beginStep(at: number): void {
    this.#now = at
  }

  /** What needs an item of which an earlier engine has run iterations need not wait for more. */
  begin(): void {
    for (const [index, { item }] of this.#entries.all()) {
      const { iterationsBefore: before, standsFor } = item
      if (standsFor !== undefined || before === undefined || before.whole === 0) continue
      this.#letGo(index, before.firstPassed)
    }
  }

  /** An item has passed, or failed for good; `message` where no attempt of it says why. */
  conclude(index: number, end: AttemptConclusion, message?: string): void {
    const { tolerated = false } = this.#entries.at(index).item
    const isFailure = end.verdict === "failed"
    if (this.#iterations === null) {
      if (isFailure && !tolerated) this.#failed += 1
      this.#finish(index, end, message)
      this.#letGo(index, !isFailure)
    } else {
      const { isFirst, fails } = this.#endIteration(index, end)
      if (fails && !tolerated) this.#failed += 1
      const [own = index] = this.#iterations.entriesOf(index)
      if (isFirst) this.#letGo(own, !isFailure)
      // It would fail again and again without being tried.
      if (message !== undefined) this.#iterations.close(index)
      this.#settle(index, message)
      this.#iterations.offer(index)
    }
    const { failFast, iterations = {} } = this.#options
    if (!isFailure || this.#stopping !== null) return
    const isEnough = failFast !== null && this.#failed >= failFast
    if (isEnough || iterations.untilFailure === true) this.stop("fail-fast")
  }

  /** An item is not run, or not again. */
  skip(index: number, why: Skip): void {
    if (this.#iterations === null) this.#skip(index, why)
    else {
      const [own = index] = this.#iterations.entriesOf(index)
      this.#skips.set(own, why)
      this.#cut(index)
    }
  }

  /** An item can run no more: one that has failed before stays failed, any other is skipped. */
  giveUp(index: number, why: Skip): void {
    const entry = this.#entries.at(index)
    const { failures, cause } = entry
    if (failures > 0) this.conclude(index, { verdict: "failed", cause })
    if (entry.status !== "done") this.skip(index, why)
  }

  /** An item does not run to its end, because nothing more starts. */
  cancelled(index: number): void {
    if (this.#iterations === null) this.#cancelled(index, this.#entries.at(index).attempts > 0)
    else this.#cut(index)
  }

  /** Nothing more starts; what has not begun is cancelled. */
  stop(reason: CancelReason, over: "timeout" | "soak" | null = null): void {
    if (this.#stopping === null || reason === "interrupted") this.#stopping = reason
    if (reason === "budget") this.#over ??= over
    for (const [index, entry] of this.#entries.all()) {
      if (entry.status === "held") this.drop(index)
      else if (entry.status !== "running" && entry.status !== "done") this.cancelled(index)
    }
  }

  /** An item has its verdict elsewhere, or will. */
  drop(index: number): void {
    this.#close(index)
  }

  #endIteration(index: number, how: Parameters<Iterations["end"]>[1]) {
    const iterations = this.#iterations as Iterations
    const ended = iterations.end(index, how, this.#now)
    if (ended.command !== undefined) this.#issue(ended.command)
    return ended
  }

  /** No more iterations of the item begin, and those that do not run at the moment count as cut. */
  #cut(index: number): void {
    for (const one of this.#iterations?.entriesOf(index) ?? []) {
      if (this.#entries.at(one).status === "running") continue
      this.#room.leave(one)
      this.#endIteration(one, { verdict: "cancelled", cause: null })
    }
    this.#iterations?.close(index)
    this.#settle(index)
  }

  /** Gives an item its verdict when its last iteration has ended. */
  #settle(index: number, message?: string): void {
    const iterations = this.#iterations as Iterations
    if (!iterations.isOver(index, this.#stopping !== null)) return
    const entries = iterations.entriesOf(index)
    const [own = index] = entries
    const conclusion = iterations.conclusion(own)
    const skip = this.#skips.get(own)
    if (conclusion !== null) this.#finish(own, conclusion, message)
    else if (skip !== undefined) this.#skip(own, skip)
    else
      this.#cancelled(
        own,
        entries.some((one) => this.#entries.at(one).attempts > 0),
      )
  }

  #finish(index: number, conclusion: Conclusion, message?: string): void {
    const { id } = this.#entries.at(index)
    const why = message === undefined ? {} : { message }
    this.#issue({ type: "finish", id, ...conclusion, ...why })
    this.#close(index)
  }

  #skip(index: number, why: Skip): void {
    this.#issue({ type: "skip", id: this.#entries.at(index).id, ...why })
    this.#close(index)
    this.#letGo(index, false)
  }

  #cancelled(index: number, hasBegun: boolean): void {
    const reason = this.#stopping ?? "interrupted"
    const why = reason === "budget" ? (this.#over ?? reason) : reason
    const message = CANCEL_MESSAGES[why][hasBegun ? "begun" : "open"]
    this.#issue({ type: "cancelled", id: this.#entries.at(index).id, reason, message })
    this.#close(index)
  }

  /** The item has its verdict, with all that stand for it. */
  #close(index: number): void {
    for (const one of this.#iterations?.entriesOf(index) ?? [index]) {
      this.#entries.end(one)
      this.#room.end(one)
    }
    this.#open -= 1
  }

  /** Lets what waits for the item go on, or skips it, and what waits for that. */
  #letGo(index: number, passed: boolean): void {
    const ended = [{ index, passed }]
    for (let one = ended.pop(); one !== undefined; one = ended.pop()) {
      const { id } = this.#entries.at(one.index)
      for (const dependent of this.#precedence.dependents[one.index] ?? []) {
        const other = this.#entries.at(dependent)
        if (other.status === "waiting" && !one.passed && !other.item.runsAfterFailure) {
          if (this.#stopping !== null) continue
          const message = `needs ${id}, which did not pass`
          this.#issue({ type: "skip", id: other.id, reason: "dependency-failed", message })
          this.#close(dependent)
          ended.push({ index: dependent, passed: false })
        } else {
          this.#oneLess(dependent)
        }
      }
      const hasEnded = (other: number) => this.#entries.at(other).status === "done"
      for (const next of this.#precedence.nextTurns(one.index, hasEnded)) this.#oneLess(next)
    }
  }

  #oneLess(index: number): void {
    const entry = this.#entries.at(index)
    entry.open -= 1
    if (entry.open === 0 && entry.status === "waiting") this.#onFree(index)
  }
}

/**
 * A `soak` that is over ends what runs as well. The time of a whole run that is over ends what runs as well, and has a message of its own: `timeout`.
 * `open`: it never started. `begun`: an attempt of it had.
 */
const CANCEL_MESSAGES: Readonly<
  Record<CancelReason | "timeout" | "soak", { readonly open: string; readonly begun: string }>
> = {
  interrupted: {
    open: "the run was interrupted before it started",
    begun: "the run was interrupted while it ran",
  },
  "fail-fast": {
    open: "not started: enough scenarios had failed (fail-fast)",
    begun: "not retried: enough scenarios had failed (fail-fast)",
  },
  budget: {
    open: "not started: the time budget had ended",
    begun: "stopped: the time budget had ended",
  },
  timeout: {
    open: "not started: the time of the whole run was over (global timeout)",
    begun: "stopped: the time of the whole run was over (global timeout)",
  },
  soak: {
    open: "not started: the soak ended before",
    begun: "stopped: the soak ended before an iteration of it had",
  },
  unwritable: {
    open: "not started: events could no longer be recorded",
    begun: "stopped: events could no longer be recorded",
  },
  queue: {
    open: "not started: the shared queue was gone",
    begun: "stopped: the shared queue was gone",
  },
}
