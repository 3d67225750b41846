/**
 * Attempts that start the moment the one before them on their worker has ended: the time that an
 * engine needs to write down the one and to make the other ready is then nobody's wait. It pays
 * where attempts are short; where they are not, nothing is chosen ahead.
 */
import type { Definition, Plan } from "../formats/plan.ts"
import type { Clock } from "../ports/clock.ts"
import type { Processes, Turn } from "../ports/processes.ts"
import type { Command } from "../schedule/types.ts"

/** Attempts that take less than this on average are followed at once. */
const SHORT_MS = 50

/** Nobody waits longer than this behind one that was expected to be short. */
const WAIT_MS = 200

/** Part of the latest attempt in the average of all. */
const WEIGHT = 0.2

/** How an attempt starts that may be followed, or that follows. */
export interface StartTurn {
  readonly turn: Turn
  /** What it follows; absent where it starts at once. */
  readonly behind?: {
    readonly after: Turn
    /** Settled once the end of that one is written down. */
    readonly written: Promise<void>
  }
}

interface Waiting {
  readonly id: string
  readonly turn: Turn
  readonly write: () => void
  readonly takeBack: () => void
}

/** Who follows whom in one shard. */
export class FollowUps {
  readonly #plan: Pick<Plan, "scenarios">
  readonly #ports: { readonly clock: Clock; readonly processes: Processes }
  readonly #turns = new Map<string, Turn>()
  /** By the id of what they follow. */
  readonly #waiting = new Map<string, Waiting>()
  #meanMs = Number.POSITIVE_INFINITY

  constructor(
    plan: Pick<Plan, "scenarios">,
    ports: { readonly clock: Clock; readonly processes: Processes },
  ) {
    this.#plan = plan
    this.#ports = ports
  }

  /** An attempt took so long. */
  learn(durationMs: number): void {
    const mean = this.#meanMs === Number.POSITIVE_INFINITY ? durationMs : this.#meanMs
    this.#meanMs = mean + WEIGHT * (durationMs - mean)
  }

  /** The turn of an attempt that starts. */
  start(id: string): StartTurn {
    const turn = { started: false, withdrawn: false }
    this.#turns.set(id, turn)
    return { turn }
  }

  /** True when it pays to choose now who comes after this one. */
  mayLead(id: string): boolean {
    if (this.#meanMs >= SHORT_MS || this.#ports.processes.canFollow?.() !== true) return false
    return isPlain(this.#plan.scenarios[id]?.definition)
  }

  /** Makes ready what is to follow; null when it must be started the usual way. */
  follow({ id, after }: Extract<Command, { type: "follow" }>): StartTurn | null {
    const leader = this.#turns.get(after)
    const definition = this.#plan.scenarios[id]?.definition
    if (leader === undefined || !isPlain(definition) || definition?.if !== null) return null
    const { turn } = this.start(id)
    let write = () => {}
    const written = new Promise<void>((resolve) => {
      write = resolve
    })
    const takeBack = this.#ports.clock.after(WAIT_MS, () => {
      this.#ports.processes.withdraw?.(turn)
    })
    this.#waiting.set(after, { id, turn, write, takeBack })
    return { turn, behind: { after: leader, written } }
  }

  /** Takes back what has not started. */
  withdraw(id: string): void {
    const turn = this.#turns.get(id)
    if (turn !== undefined) this.#ports.processes.withdraw?.(turn)
  }

  /** An attempt has ended: whether it is followed, and what to call once that is written down. */
  end(
    id: string,
  ): { readonly followed: boolean; readonly follower: string; written(): void } | null {
    this.#turns.delete(id)
    const waiting = this.#forget(id)
    if (waiting === null) return null
    const followed = waiting.turn.started
    if (!followed) this.#forgetBehind(waiting.id)
    return { followed, follower: waiting.id, written: waiting.write }
  }

  /** What was to follow has not started: true when nobody has been told yet. */
  drop({ turn }: StartTurn): boolean {
    for (const [after, waiting] of this.#waiting) {
      if (waiting.turn !== turn) continue
      this.#forget(after)
      this.#forgetBehind(waiting.id)
      return true
    }
    return false
  }

  #forget(after: string): Waiting | null {
    const waiting = this.#waiting.get(after)
    if (waiting === undefined) return null
    this.#waiting.delete(after)
    waiting.takeBack()
    return waiting
  }

  /** Who waits behind one that does not start is told of with it. */
  #forgetBehind(id: string): void {
    const waiting = this.#forget(id)
    if (waiting !== null) this.#forgetBehind(waiting.id)
  }

  /** Lets go of everything that waits. */
  giveUp(): void {
    for (const { turn, write, takeBack } of this.#waiting.values()) {
      takeBack()
      this.#ports.processes.withdraw?.(turn)
      write()
    }
  }
}

/** One program from its start to its end, and nothing around it that belongs to the attempt too. */
function isPlain(definition: Definition | undefined): boolean {
  if (definition === undefined) return false
  const { command, before, after, artifacts, expect } = definition
  const around = before ?? after ?? artifacts ?? expect
  return around === undefined && (command.kind === "run" || command.kind === "script")
}
