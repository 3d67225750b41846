import type { Clock } from "../../../src/ports/clock.ts"

interface Timer {
  readonly at: number
  readonly order: number
  readonly call: () => void
}

/** A clock that moves only when told; promises settle between any two timers. */
export class FakeClock implements Clock {
  #now = 1_000_000
  #order = 0
  #lostMs = 0
  readonly #timers = new Set<Timer>()

  now(): number {
    return 1_700_000_000_000 + this.#now
  }

  monotonic(): number {
    return this.#now
  }

  after(delayMs: number, call: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), order: this.#order++, call }
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  running(): number {
    return this.#now - this.#lostMs
  }

  afterRunning(delayMs: number, call: () => void): () => void {
    const dueAt = this.running() + Math.max(0, delayMs)
    let takeBack = () => {}
    const wait = () => {
      takeBack = this.after(dueAt - this.running(), () => {
        if (this.running() < dueAt) wait()
        else call()
      })
    }
    wait()
    return () => {
      takeBack()
    }
  }

  /** What the next signal is said to have waited. */
  late = 0

  lateMs(): number {
    return this.late
  }

  /** Time passes in which nothing here can run. */
  suspend(ms: number): void {
    this.#now += ms
    this.#lostMs += ms
  }

  /** Number of timers that wait. */
  get waiting(): number {
    return this.#timers.size
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at)
      this.#timers.delete(next)
      next.call()
      await settle()
    }
    this.#now = end
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers]
      .filter(({ at }) => at <= end)
      .sort((a, b) => a.at - b.at || a.order - b.order)[0]
  }
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}
