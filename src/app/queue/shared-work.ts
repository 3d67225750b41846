/**
 * The work of one worker of a shared queue: claims scenarios for its shard, keeps the leases alive, and settles
 * what has its verdict in the journal. The journal is always first: what the queue counts has been recorded.
 */
import type { Result } from "../../core/problems/result.ts"
import type { Verdict } from "../../core/verdict.ts"
import type { EventBody } from "../../events/event.ts"
import type { RunState } from "../../events/state.ts"
import type { DispatchOptions } from "../../execute/attempt/shard-options.ts"
import { pause } from "../../execute/processes/pause.ts"
import type { EarlierEnd } from "../../execute/request/contexts.ts"
import type { Dispatcher } from "../../execute/shard/dispatcher.ts"
import type { ClaimOrder } from "../../plan/claim-order.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Claim, QueueEnd, SharedQueue } from "../../ports/shared-queue.ts"
import type { ScheduleOptions } from "../../schedule/types.ts"

/** Waits for more to be offered grow up to this. */
const SHORTEST_WAIT_MS = 20
const LONGEST_WAIT_MS = 250

/** Renewals in the time of a lease: two of them may fail. */
const RENEWALS = 3

interface Options {
  readonly queue: SharedQueue
  readonly order: ClaimOrder
  readonly clock: Clock
  /** Writes an event; false once the journal takes no more. */
  readonly emit: (body: EventBody) => boolean
  /** What is folded so far; live. */
  readonly state: RunState
}

/** One worker at work; one instance a run. */
export class SharedWork implements NonNullable<DispatchOptions["claims"]> {
  /** How scenarios ended that ones claimed here need. */
  readonly earlier = new Map<string, EarlierEnd>()
  readonly #options: Options
  #dispatcher: Pick<Dispatcher, "adjust" | "cancel"> | null = null
  readonly #leases = new Map<string, Claim>()
  /** Of attempts that ended here, for what needs them elsewhere. */
  readonly #outputs = new Map<string, Readonly<Record<string, string>>>()
  /** Verdicts of scenarios here, counted or not. */
  readonly #ends = new Map<string, Omit<QueueEnd, "token">>()
  readonly #counted = new Set<string>()
  readonly #underWay = new Set<Promise<void>>()
  readonly #stop = new AbortController()
  #wanted = 0
  #wake = () => {}
  #isOver = false
  #problem: string | null = null
  #takeBack = () => {}

  constructor(options: Options) {
    this.#options = options
  }

  /** Why the worker stopped before the others were done; null where it did not. */
  get problem(): string | null {
    return this.#problem
  }

  /** Scenarios whose results of here count. */
  get counted(): ReadonlySet<string> {
    return this.#counted
  }

  /** Begins; the dispatcher asks when it can run something. */
  begin(dispatcher: Pick<Dispatcher, "adjust" | "cancel">): void {
    this.#dispatcher = dispatcher
    this.#renewLater()
    this.#run(this.#claimAll())
  }

  ask(count: number): void {
    this.#wanted += count
    this.#wake()
  }

  /** An attempt has ended. */
  noteOutputs(id: string, outputs: ReadonlyMap<string, string>): void {
    this.#outputs.set(id, Object.fromEntries(outputs))
  }

  /** An event stands in the journal. */
  onEvent(body: EventBody): void {
    if (body.type === "scenario-cancelled") this.#giveBack(body.id)
    if (body.type !== "scenario-finished" && body.type !== "scenario-skipped") return
    const { id } = body
    const verdict: Verdict = this.#options.state.scenarios.get(id)?.ending?.verdict ?? "lost"
    const end = { verdict, outputs: this.#outputs.get(id) ?? {} }
    this.#ends.set(id, end)
    const claim = this.#leases.get(id)
    if (claim !== undefined) this.#run(this.#settle(claim, end))
  }

  /** After the last scenario: what was not run is given back, and what counts where is recorded. */
  async end(): Promise<void> {
    this.#stop.abort()
    this.#wake()
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
    this.#takeBack()
    const { queue, order, emit } = this.#options
    if (this.#problem === null) {
      for (const claim of this.#leases.values()) await queue.giveBack(claim)
    }
    if (this.#isOver && this.#problem === null) {
      const ends = await this.#ok(queue.ends(order.ids))
      if (ends !== null) {
        const tokens = [...ends.value].map(([id, { token }]) => [id, token ?? 0])
        emit({ type: "queue-ended", tokens: Object.fromEntries(tokens) })
      }
    }
    await queue.close()
  }

  async #claimAll(): Promise<void> {
    const { queue, order, clock } = this.#options
    if ((await this.#ok(queue.offer(order.first()))) === null) return
    let waitMs = SHORTEST_WAIT_MS
    while (this.#goesOn) {
      if (this.#wanted === 0) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        continue
      }
      const claim = await this.#ok(queue.claim())
      if (claim === null) return
      if (claim.value !== null) {
        waitMs = SHORTEST_WAIT_MS
        await this.#take(claim.value)
      } else if (!(await this.#offerMore(order.awaited()))) {
        await this.#lookForEnd()
        if (this.#isOver) return
        await pause(waitMs, { clock, hurry: this.#stop.signal })
        waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)
      }
    }
  }

  get #goesOn(): boolean {
    return !this.#stop.signal.aborted && this.#problem === null
  }

  async #take(claim: Claim): Promise<void> {
    const { id, token } = claim
    const known = this.#ends.get(id)
    const again = known === undefined ? {} : { again: true }
    if (!this.#goesOn || !this.#emit({ type: "scenario-claimed", id, token, ...again })) {
      await this.#options.queue.giveBack(claim)
      return
    }
    this.#leases.set(id, claim)
    // Its lease was over before it could be settled, and no other worker has taken it since.
    if (known !== undefined) {
      await this.#settle(claim, known)
      return
    }
    const needs = this.#options.order.needsOf(id)
    const ends = needs.length === 0 ? null : await this.#ok(this.#options.queue.ends(needs))
    for (const [need, end] of ends?.value ?? new Map()) this.earlier.set(need, end)
    const failedNeed = needs.find((need) => !isPass(this.earlier.get(need)))
    this.#wanted -= 1
    this.#dispatcher?.adjust({ type: "claimed", id, ...(failedNeed && { failedNeed }) })
  }

  async #settle(claim: Claim, end: Omit<QueueEnd, "token">): Promise<void> {
    const { queue, order } = this.#options
    const { id, token } = claim
    const settled = await this.#ok(queue.settle(claim, end))
    if (this.#leases.get(id)?.token === token) this.#leases.delete(id)
    if (settled === null) return
    const counted = settled.value
    if (counted) this.#counted.add(id)
    this.#emit({ type: "claim-ended", id, token, counted })
    if (!counted) return
    const offered = await this.#ok(queue.offer(order.ended([id])))
    if (offered !== null) await this.#offerMore(order.beside(id))
  }

  /** Offers what waits only for scenarios that have ended elsewhere; true where that is anything. */
  async #offerMore(awaited: readonly string[]): Promise<boolean> {
    if (awaited.length === 0) return false
    const { queue, order } = this.#options
    const ends = await this.#ok(queue.ends(awaited))
    const free = ends === null ? [] : order.ended(ends.value.keys())
    if (free.length > 0) await this.#ok(queue.offer(free))
    return free.length > 0
  }

  async #lookForEnd(): Promise<void> {
    const { queue, order } = this.#options
    const ended = await this.#ok(queue.countEnded())
    if (ended === null || ended.value < order.ids.length) return
    this.#isOver = true
    this.#dispatcher?.adjust({ type: "claims-over" })
  }

  #giveBack(id: string): void {
    const claim = this.#leases.get(id)
    this.#leases.delete(id)
    if (claim !== undefined) this.#run(this.#ok(this.#options.queue.giveBack(claim)).then(() => {}))
  }

  #renewLater(): void {
    const { clock, queue } = this.#options
    this.#takeBack = clock.after(queue.leaseMs / RENEWALS, () => {
      this.#run(this.#renew())
    })
  }

  async #renew(): Promise<void> {
    const { queue } = this.#options
    await Promise.all(
      [...this.#leases.values()].map(async (claim) => {
        const renewed = await this.#ok(queue.renew(claim))
        // Settled meanwhile, or lost.
        if (renewed?.value === false && this.#leases.get(claim.id) === claim) this.#lose(claim)
      }),
    )
    if (this.#problem === null) this.#renewLater()
  }

  #lose({ id, token }: Claim): void {
    // What has its verdict is refused when it is settled.
    if (this.#ends.has(id)) return
    this.#leases.delete(id)
    this.#emit({ type: "claim-ended", id, token, counted: false })
    this.#dispatcher?.adjust({ type: "claim-lost", id })
  }

  #emit(body: EventBody): boolean {
    return this.#options.emit(body)
  }

  /** Null where the queue is gone: the worker stops then. */
  async #ok<T>(asked: Promise<Result<T, string>>): Promise<{ readonly value: T } | null> {
    const answer = await asked
    if (answer.ok) return answer
    if (this.#problem === null) {
      this.#problem = answer.error
      this.#emit({ type: "note", level: "warning", message: `the queue is gone: ${answer.error}` })
      this.#wake()
      this.#dispatcher?.cancel("queue", null)
    }
    return null
  }

  #run(work: Promise<void>): void {
    const tracked = work.finally(() => {
      this.#underWay.delete(tracked)
    })
    this.#underWay.add(tracked)
  }
}

/** The schedule of a worker: what is needed has ended elsewhere, and others have their turns elsewhere. */
export function sharedSchedule(schedule: ScheduleOptions): ScheduleOptions {
  const groups = Object.entries(schedule.groups).map(([name, group]) => {
    const { sequential, turns: _, ...rest } = group
    return [name, sequential === true ? { ...rest, maxParallel: 1 } : group]
  })
  return {
    ...schedule,
    ...{ claimed: true, share: "queue", groups: Object.fromEntries(groups) },
    items: schedule.items.map((item) => ({ ...item, needs: [] })),
  }
}

function isPass(end: EarlierEnd | undefined): boolean {
  return end?.verdict === "passed" || end?.verdict === "flaky"
}
