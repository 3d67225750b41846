/** What a clock says of time that its process has lost, on a source that a test moves. */
import { describe, expect, it } from "vitest"
import { RunningClock } from "../../../src/adapters/node/clock.ts"

interface Timer {
  at: number
  readonly call: () => void
}

/** Time moves on; timers and what has happened are run as a loop of events does it. */
class Source {
  now = 5_000
  cpu = 0
  readonly #timers = new Set<Timer>()
  /** What came in while nothing ran. */
  readonly events: (() => void)[] = []
  readonly clock = new RunningClock({
    monotonic: () => this.now,
    cpuMs: () => this.cpu,
    after: (delayMs, call) => this.#add({ at: this.now + delayMs, call }),
    afterEvents: (call) => {
      this.events.push(call)
    },
    every: (periodMs, call) => {
      const timer: Timer = {
        at: this.now + periodMs,
        call: () => {
          timer.at = this.now + periodMs
          this.#timers.add(timer)
          call()
        },
      }
      return this.#add(timer)
    },
  })

  #add(timer: Timer): () => void {
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  get timers(): number {
    return this.#timers.size
  }

  run(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const due = [...this.#timers].sort((a, b) => a.at - b.at).find(({ at }) => at <= end)
      if (due === undefined) break
      this.now = Math.max(this.now, due.at)
      this.#timers.delete(due)
      due.call()
      for (const event of this.events.splice(0)) event()
    }
    this.now = Math.max(this.now, end)
  }

  /** Of the time the process itself may have used some. */
  stop(ms: number, busyMs = 0): void {
    this.now += ms
    this.cpu += busyMs
  }
}

describe("a time limit of 4 s", () => {
  it.each([
    { what: "alone", runMs: 0, stopMs: 0, busyMs: 0, overAt: 4_000 },
    { what: "a pause longer than itself", runMs: 950, stopMs: 6_000, busyMs: 0, overAt: 10_000 },
    { what: "a pause in the middle", runMs: 1_000, stopMs: 2_000, busyMs: 0, overAt: 6_000 },
    { what: "a pause at its end", runMs: 3_990, stopMs: 900, busyMs: 0, overAt: 4_900 },
    { what: "a machine a little late", runMs: 1_000, stopMs: 400, busyMs: 0, overAt: 4_000 },
    { what: "its own process busy", runMs: 1_000, stopMs: 2_000, busyMs: 1_900, overAt: 4_000 },
  ])("with $what", ({ runMs, stopMs, busyMs, overAt }) => {
    const source = new Source()
    const begunAt = source.now
    let firedAt = -1
    source.clock.afterRunning(4_000, () => {
      firedAt = source.now - begunAt
    })
    source.run(runMs)
    source.stop(stopMs, busyMs)
    source.run(60_000)
    expect(firedAt).toBeGreaterThanOrEqual(overAt)
    // A pause is known as exactly as the pulse goes.
    expect(firedAt).toBeLessThanOrEqual(overAt + 100)
  })

  it("that is late hears first of what has happened meanwhile", () => {
    const source = new Source()
    const heard: string[] = []
    const takeBack = source.clock.afterRunning(1_000, () => heard.push("over"))
    source.run(990)
    source.stop(300)
    source.events.push(() => {
      heard.push("ended")
      takeBack()
    })
    source.run(5_000)
    expect(heard).toEqual(["ended"])
    expect(source.timers).toBe(0)
  })
})

describe("running time", () => {
  it("is without what was lost while a limit ran, and leaves no pulse behind", () => {
    const source = new Source()
    const takeBack = source.clock.afterRunning(60_000, () => {})
    const begunAt = source.clock.running()
    source.run(1_000)
    source.stop(86_400_000)
    source.run(1_000)
    expect(source.clock.running() - begunAt).toBeGreaterThanOrEqual(1_900)
    expect(source.clock.running() - begunAt).toBeLessThanOrEqual(2_000)
    takeBack()
    expect(source.timers).toBe(0)
  })

  it("tells how late the process was a moment ago", () => {
    const source = new Source()
    const takeBack = source.clock.afterRunning(60_000, () => {})
    source.run(1_000)
    expect(source.clock.lateMs()).toBe(0)
    source.stop(1_500)
    expect(source.clock.lateMs()).toBe(1_400)
    source.run(20)
    expect(source.clock.lateMs()).toBe(1_400)
    source.run(500)
    expect(source.clock.lateMs()).toBe(0)
    takeBack()
    expect(source.clock.lateMs()).toBe(0)
  })
})
