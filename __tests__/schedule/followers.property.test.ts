import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import type { AttemptEnd, Command, Input } from "../../src/schedule/types.ts"
import { type GeneratedRun, generatedRun, item, schedule } from "./schedule-rig.ts"

const VERDICTS = new Set(["finish", "skip", "cancelled"])

/** What happens around the attempts of a run: from a list of choices, again and again. */
interface Chances {
  readonly looksAhead: readonly boolean[]
  readonly takesBack: readonly number[]
  readonly cancelAfter: number | null
  readonly limits: readonly { readonly after: number; readonly workers: number }[]
}

const chances: fc.Arbitrary<Chances> = fc.record({
  looksAhead: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
  takesBack: fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
  cancelAfter: fc.option(fc.nat(40)),
  limits: fc.array(fc.record({ after: fc.nat(40), workers: fc.integer({ min: 1, max: 5 }) }), {
    maxLength: 2,
  }),
})

interface Run {
  readonly commands: readonly Command[]
  readonly followed: number
  readonly mostAtOnce: number
  readonly twice: readonly string[]
}

/** Drives a scheduler as an engine with a launcher does: whoever follows starts with the end of the other. */
function drive({ options, fate }: GeneratedRun, given: Chances): Run {
  const scheduler = new Scheduler(options)
  const commands: Command[] = []
  const twice: string[] = []
  const running = new Map<string, { at: number; end: AttemptEnd }>()
  const waiting = new Map<string, { id: string; number: number }>()
  const later: { at: number; run: () => void }[] = []
  let now = 0
  let followed = 0
  let mostAtOnce = 0
  let ends = 0
  let looks = 0
  let withdrawals = 0
  let stopped = false
  const begin = (id: string, number: number) => {
    if (running.has(id)) twice.push(id)
    const { durationMs, end } = fate(id, number)
    running.set(
      id,
      stopped ? { at: now, end: { outcome: "cancelled" } } : { at: now + durationMs, end },
    )
    mostAtOnce = Math.max(mostAtOnce, running.size)
    if (given.looksAhead[looks++ % given.looksAhead.length] === true) {
      later.push({ at: now, run: () => feed({ type: "look-ahead", at: now, id }) })
    }
  }
  const isWaiting = (id: string) => [...waiting.values()].some((one) => one.id === id)
  const takeBack = (id: string) => {
    for (const [after, one] of waiting) {
      if (one.id !== id) continue
      waiting.delete(after)
      forgetBehind(id)
      feed({ type: "give-back", at: now, id })
    }
  }
  const forgetBehind = (id: string) => {
    const next = waiting.get(id)
    waiting.delete(id)
    if (next !== undefined) forgetBehind(next.id)
  }
  const carryOut = (command: Command) => {
    if (command.type === "start") begin(command.id, command.number)
    if (command.type === "follow") {
      expect(waiting.has(command.after)).toBe(false)
      const isThere = running.has(command.after) || isWaiting(command.after)
      expect(isThere).toBe(true)
      waiting.set(command.after, { id: command.id, number: command.number })
    }
    if (command.type === "withdraw") {
      const delay = given.takesBack[withdrawals++ % given.takesBack.length] ?? 0
      const { id } = command
      later.push({ at: now + delay, run: () => takeBack(id) })
    }
    if (command.type === "wake") {
      const { at } = command
      later.push({ at, run: () => feed({ type: "tick", at: now }) })
    }
    if (command.type === "stop-attempts") {
      stopped = true
      for (const one of running.values()) {
        one.at = now
        one.end = { outcome: "cancelled" }
      }
    }
  }
  const feed = (input: Input) => {
    const told = scheduler.step(input)
    commands.push(...told)
    for (const command of told) carryOut(command)
  }
  const endNext = (id: string, end: AttemptEnd) => {
    running.delete(id)
    const next = waiting.get(id)
    waiting.delete(id)
    const starts = next !== undefined && end.outcome === "passed"
    if (starts) {
      followed += 1
      begin(next.id, next.number)
    } else if (next !== undefined) forgetBehind(next.id)
    ends += 1
    feed({ type: "attempt-ended", at: now, id, end, followed: starts })
    for (const { after, workers } of given.limits) {
      if (after === ends) feed({ type: "limit-workers", at: now, workers })
    }
    if (given.cancelAfter === ends) feed({ type: "cancel", at: now, reason: "interrupted" })
  }
  feed({ type: "begin", at: 0 })
  for (let steps = 0; steps < 5_000; steps++) {
    later.sort((a, b) => a.at - b.at)
    const soonest = [...running].sort(([, a], [, b]) => a.at - b.at)[0]
    const due = later[0]
    if (due !== undefined && (soonest === undefined || due.at <= soonest[1].at)) {
      later.shift()
      now = Math.max(now, due.at)
      due.run()
    } else if (soonest !== undefined) {
      now = Math.max(now, soonest[1].at)
      endNext(soonest[0], soonest[1].end)
    } else break
  }
  return { commands, followed, mostAtOnce, twice }
}

function started(commands: readonly Command[]): string[] {
  return commands.flatMap((one) => (one.type === "start" ? [one.id] : []))
}

function follower(commands: readonly Command[]): string | undefined {
  return commands.flatMap((one) => (one.type === "follow" ? [one.id] : []))[0]
}

/** Nothing but workers is short, so that there is somebody to follow. */
const plainRun = generatedRun.map(({ options, fate }): GeneratedRun => {
  const items = options.items.map((one) => ({ ...one, groups: [] }))
  return { options: { ...options, items }, fate }
})

describe("Scheduler with followers, for any suite, any fate and any moment", () => {
  it("gives every item exactly one verdict, runs none twice at once and ends once", () => {
    fc.assert(
      fc.property(fc.oneof(plainRun, generatedRun), chances, (run, given) => {
        const { commands, twice } = drive(run, given)
        const ids = commands.flatMap((one) =>
          VERDICTS.has(one.type) && "id" in one ? [one.id] : [],
        )
        expect(ids.toSorted()).toEqual(run.options.items.map(({ id }) => id).toSorted())
        expect(twice).toEqual([])
        expect(commands.filter(({ type }) => type === "done")).toHaveLength(1)
        expect(commands.at(-1)?.type).toBe("done")
      }),
      { numRuns: 1_000 },
    )
  })

  it("never runs more than the workers", () => {
    fc.assert(
      fc.property(plainRun, chances, (run, given) => {
        expect(drive(run, given).mostAtOnce).toBeLessThanOrEqual(run.options.workers)
      }),
      { numRuns: 500 },
    )
  })

  it("does follow where many wait", () => {
    const items = Array.from({ length: 20 }, (_, i) => item(`s${i}`))
    const fate = () => ({ durationMs: 5, end: { outcome: "passed" } as const })
    const given = { looksAhead: [true], takesBack: [0], cancelAfter: null, limits: [] }
    expect(drive({ options: schedule(items), fate }, given).followed).toBe(16)
  })

  it("comes down to fewer workers, also when those that follow have already started", () => {
    const items = Array.from({ length: 20 }, (_, i) => item(`s${i}`))
    const scheduler = new Scheduler(schedule(items))
    const passed = { outcome: "passed" } as const
    const [one = "", two = ""] = started(scheduler.step({ type: "begin", at: 0 }))
    const next = (id: string) => follower(scheduler.step({ type: "look-ahead", at: 1, id })) ?? ""
    const [three, four] = [next(one), next(two)]
    scheduler.step({ type: "limit-workers", at: 2, workers: 1 })
    scheduler.step({ type: "attempt-ended", at: 3, id: one, end: passed, followed: true })
    expect(follower(scheduler.step({ type: "look-ahead", at: 3, id: three }))).toBeUndefined()
    scheduler.step({ type: "attempt-ended", at: 4, id: two, end: passed, followed: true })
    expect(follower(scheduler.step({ type: "look-ahead", at: 4, id: four }))).toBeUndefined()
    scheduler.step({ type: "attempt-ended", at: 5, id: three, end: passed })
    expect(scheduler.running).toBe(1)
    expect(follower(scheduler.step({ type: "look-ahead", at: 5, id: four }))).toBeDefined()
  })

  it("names nobody where groups, resources or exclusive items may hold", () => {
    for (const more of [{ groups: ["a"] }, { demand: { cpu: 1 } }, { exclusive: true }]) {
      const items = Array.from({ length: 20 }, (_, i) => item(`s${i}`, i === 19 ? more : {}))
      const fate = () => ({ durationMs: 5, end: { outcome: "passed" } as const })
      const given = { looksAhead: [true], takesBack: [0], cancelAfter: null, limits: [] }
      const options = schedule(items, { groups: { a: { maxParallel: 1 } } })
      expect(drive({ options, fate }, given).followed).toBe(0)
    }
  })
})
