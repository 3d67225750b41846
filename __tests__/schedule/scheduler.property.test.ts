import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import { simulate } from "../../src/schedule/simulate.ts"
import type { Command, Input } from "../../src/schedule/types.ts"
import { type GeneratedRun, generatedRun } from "./schedule-rig.ts"

const VERDICTS = new Set(["finish", "skip", "cancelled"])

function commandsOf(run: GeneratedRun) {
  return simulate(run.options, run.fate).commands
}

describe("Scheduler, for any suite and any fate", () => {
  it("gives every item exactly one verdict and ends once", () => {
    fc.assert(
      fc.property(generatedRun, (run) => {
        const commands = commandsOf(run).map(({ command }) => command)
        const ids = commands.flatMap((one) =>
          VERDICTS.has(one.type) && "id" in one ? [one.id] : [],
        )
        expect(ids.toSorted()).toEqual(run.options.items.map(({ id }) => id).toSorted())
        expect(commands.filter(({ type }) => type === "done")).toHaveLength(1)
        expect(commands.at(-1)?.type).toBe("done")
      }),
      { numRuns: 500 },
    )
  })

  it("never runs more than the workers, never more of a group than it may hold", () => {
    fc.assert(
      fc.property(generatedRun, (run) => {
        const intervals = runningIntervals(run)
        for (const { from } of intervals) {
          const beside = intervals.filter((one) => one.from <= from && from < one.to)
          expect(beside.length).toBeLessThanOrEqual(run.options.workers)
          expect(new Set(beside.map(({ worker }) => worker)).size).toBe(beside.length)
          for (const [group, { maxParallel }] of Object.entries(run.options.groups)) {
            const members = beside.filter(({ slots }) => group in slots)
            expect(members.length).toBeLessThanOrEqual(maxParallel ?? Number.POSITIVE_INFINITY)
            expect(new Set(members.map(({ slots }) => slots[group])).size).toBe(members.length)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it("starts an item only after what it needs, and only if that passed or it asked to", () => {
    fc.assert(
      fc.property(generatedRun, (run) => {
        const ended = new Map<string, string>()
        for (const { command } of commandsOf(run)) {
          if (command.type === "finish") ended.set(command.id, command.verdict)
          if (command.type === "skip") ended.set(command.id, "skipped")
          if (command.type !== "start") continue
          const item = run.options.items.find(({ id }) => id === command.id)
          for (const need of item?.needs ?? []) {
            expect(ended.has(need)).toBe(true)
            if (item?.runsAfterFailure !== true) {
              expect(["passed", "flaky"]).toContain(ended.get(need))
            }
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it("is the same for the same seed", () => {
    fc.assert(
      fc.property(generatedRun, (run) => {
        expect(commandsOf(run)).toEqual(commandsOf(run))
      }),
    )
  })

  it("leaves no worker idle while something could start on it", () => {
    fc.assert(
      fc.property(generatedRun, (run) => {
        fc.pre(run.options.failFast === null)
        const options = { ...run.options, groups: unlimited(run) }
        const commands = simulate(options, run.fate).commands
        for (const { command } of commands) {
          if (command.type === "worker-ended") expect(command.starvedMs).toBe(0)
        }
      }),
    )
  })

  it("tries no item more often than it may", () => {
    fc.assert(
      fc.property(generatedRun, (run) => {
        const starts = new Map<string, number>()
        for (const { command } of commandsOf(run)) {
          if (command.type !== "start") continue
          expect(command.number).toBe((starts.get(command.id) ?? 0) + 1)
          starts.set(command.id, command.number)
        }
        for (const { id, retry } of run.options.items) {
          expect(starts.get(id) ?? 0).toBeLessThanOrEqual(retry.maxAttempts)
        }
      }),
    )
  })

  it("loses nothing when it is cancelled at any moment", () => {
    fc.assert(
      fc.property(generatedRun, fc.nat(40), (run, moment) => {
        const commands = cancelAfter(run, moment)
        const ids = commands.flatMap((one) =>
          VERDICTS.has(one.type) && "id" in one ? [one.id] : [],
        )
        expect(ids.toSorted()).toEqual(run.options.items.map(({ id }) => id).toSorted())
        expect(commands.at(-1)?.type).toBe("done")
        const stop = commands.findIndex(({ type }) => type === "stop-attempts")
        if (stop >= 0) {
          expect(commands.slice(stop).some(({ type }) => type === "start")).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
  })
})

function unlimited(run: GeneratedRun) {
  return Object.fromEntries(
    Object.keys(run.options.groups).map((name) => [name, { maxParallel: null }]),
  )
}

function runningIntervals(run: GeneratedRun) {
  return commandsOf(run).flatMap(({ at, command }) =>
    command.type === "start"
      ? [
          {
            from: at,
            to: at + run.fate(command.id, command.number).durationMs,
            worker: command.worker,
            slots: command.groupSlots,
          },
        ]
      : [],
  )
}

/** Feeds inputs by hand and cancels after so many of them; running attempts end as cancelled. */
function cancelAfter(run: GeneratedRun, moment: number): Command[] {
  const scheduler = new Scheduler(run.options)
  const all: Command[] = []
  const running: { id: string; number: number }[] = []
  let at = 0
  let inputs = 0
  const feed = (input: Input) => {
    inputs += 1
    for (const command of scheduler.step(input)) {
      all.push(command)
      if (command.type === "start") running.push({ id: command.id, number: command.number })
    }
  }
  feed({ type: "begin", at })
  let cancelled = false
  while (all.at(-1)?.type !== "done") {
    at += 10
    const next = running.shift()
    if (!cancelled && inputs > moment) {
      cancelled = true
      if (next !== undefined) running.unshift(next)
      feed({ type: "cancel", at, reason: "interrupted" })
    } else if (next === undefined) {
      feed({ type: "tick", at: at + 1_000 })
      at += 1_000
    } else {
      const end = cancelled
        ? ({ outcome: "cancelled" } as const)
        : run.fate(next.id, next.number).end
      feed({ type: "attempt-ended", at, id: next.id, end })
    }
    if (inputs > 1_000) throw new Error("the run does not end")
  }
  return all
}
