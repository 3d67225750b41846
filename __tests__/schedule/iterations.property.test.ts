import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import { simulate } from "../../src/schedule/simulate.ts"
import type { AttemptEnd, Command, ScheduleOptions } from "../../src/schedule/types.ts"
import { drive, type RichRun, richRun } from "./generated-run.ts"
import { Oracle } from "./oracle.ts"
import { item, PASSED, schedule } from "./schedule-rig.ts"

type EndOfIteration = Extract<Command, { type: "iteration-ended" }>

function iterationsOf(commands: readonly Command[]): Map<string, EndOfIteration[]> {
  return Map.groupBy(
    commands.filter((one) => one.type === "iteration-ended"),
    ({ id }) => id,
  )
}

/** As many iterations, and groups that do not order their members. */
function repeating(run: RichRun, repeat: number, workers = run.options.workers): RichRun {
  const groups = Object.entries(run.options.groups).map(([name, { sequential, ...group }]) => {
    return [name, sequential === true ? { ...group, maxParallel: 1 } : group] as const
  })
  const options = { ...run.options, workers, groups: Object.fromEntries(groups) }
  return { ...run, options: { ...options, iterations: { repeat } } }
}

const richer = (disturbed: boolean) =>
  fc
    .tuple(richRun({ disturbed }), fc.integer({ min: 1, max: 5 }))
    .map(([run, repeat]) => ({ run, repeat }))

function withoutSkips({ fate, ...run }: RichRun): RichRun {
  return {
    ...run,
    fate: (id, number) => {
      const { durationMs, end } = fate(id, number)
      return { durationMs, end: end.outcome === "skipped" ? PASSED : end }
    },
  }
}

describe("iterations, for any suite and any fate", () => {
  it("are exactly as many as asked for, numbered without gaps, one verdict each", () => {
    fc.assert(
      fc.property(richer(false), ({ run, repeat }) => {
        const { options, ...rest } = withoutSkips(repeating(run, repeat))
        // As many stand-ins as fit beside each other.
        const few = { ...options, items: options.items.filter(({ needs }) => needs.length === 0) }
        const commands = drive({ options: few, ...rest }, new Scheduler(few)).flatMap(
          (step) => step.commands,
        )
        const skipped = new Set(commands.flatMap((one) => (one.type === "skip" ? [one.id] : [])))
        const ended = iterationsOf(commands)
        const numbers = Array.from({ length: repeat }, (_, i) => i + 1)
        for (const { id } of few.items.filter((one) => !skipped.has(one.id))) {
          const own = ended.get(id) ?? []
          expect(own.map(({ iteration }) => iteration).toSorted((a, b) => a - b)).toEqual(numbers)
          const finish = commands.find((one) => one.type === "finish" && one.id === id)
          const first = own.find(({ verdict }) => verdict === "failed")
          expect(finish).toMatchObject({
            verdict: first === undefined ? "passed" : "failed",
            cause: first?.cause ?? null,
          })
        }
        const attempts = commands.flatMap((one) =>
          one.type === "start" ? [`${one.id} ${one.number}`] : [],
        )
        expect(new Set(attempts).size).toBe(attempts.length)
      }),
      { numRuns: 400 },
    )
  })

  it("keep every limit, and leave no worker idle while one more could run", () => {
    fc.assert(
      fc.property(richer(false), ({ run, repeat }) => {
        // Without stand-ins: the oracle knows one run of an item at a time.
        const few = repeating(run, repeat, Math.min(run.options.workers, run.options.items.length))
        const oracle = new Oracle(few.options)
        const scheduler = new Scheduler(few.options)
        drive(few, scheduler, (step) => {
          oracle.take(step)
          expect(oracle.problems).toEqual([])
          if (few.options.rampMs === 0) expect(oracle.startable(), `at ${step.at}`).toEqual([])
        })
        expect(scheduler.open).toBe(0)
      }),
      { numRuns: 400 },
    )
  })

  it("have a verdict each and one of their scenario, whatever happens to the run", () => {
    fc.assert(
      fc.property(richer(true), ({ run, repeat }) => {
        const repeated = repeating(run, repeat)
        const commands = drive(repeated, new Scheduler(repeated.options)).flatMap(
          (step) => step.commands,
        )
        const verdicts = commands.flatMap((one) =>
          ["finish", "skip", "cancelled"].includes(one.type) && "id" in one ? [one.id] : [],
        )
        expect(verdicts.toSorted()).toEqual(run.options.items.map(({ id }) => id).toSorted())
        const begun = new Set(
          commands.flatMap((one) =>
            one.type === "start" ? [`${one.id} ${one.iteration ?? "none"}`] : [],
          ),
        )
        const ended = commands.flatMap((one) =>
          one.type === "iteration-ended" ? [`${one.id} ${one.iteration}`] : [],
        )
        expect(new Set(ended).size).toBe(ended.length)
        for (const one of begun) expect(ended).toContain(one)
        for (const [id, own] of iterationsOf(commands)) {
          const whole = own.filter(({ verdict }) => verdict !== "cancelled")
          if (whole.length === 0) continue
          const failed = whole.some(({ verdict }) => verdict === "failed")
          const end = commands.find((one) => one.type === "finish" && one.id === id)
          expect(end).toMatchObject({ verdict: failed ? "failed" : "passed" })
        }
      }),
      { numRuns: 400 },
    )
  })
})

describe("makespan of 20 iterations of 200 scenarios on 8 workers", () => {
  it("is at most 3 % above the bound, for any durations", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 500 }), { minLength: 200, maxLength: 200 }),
        (durations) => {
          const items = durations.map((estimateMs, i) => item(`s${i}`, { estimateMs }))
          const { makespanMs, commands } = simulate(
            schedule(items, { workers: 8, iterations: { repeat: 20 } }),
            (id) => ({ durationMs: durations[Number(id.slice(1))] ?? 0, end: PASSED }),
          )
          const work = 20 * durations.reduce((sum, ms) => sum + ms, 0)
          const bound = Math.max(work / 8, 20 * Math.max(...durations))
          expect(makespanMs).toBeLessThanOrEqual(1.03 * bound)
          expect(commands.filter(({ command }) => command.type === "start")).toHaveLength(4_000)
        },
      ),
      { numRuns: 10 },
    )
  })
})

describe("--until-failure", () => {
  it("starts nothing after the first iteration that fails; what runs may end", () => {
    const options: ScheduleOptions = schedule([item("a"), item("b")], {
      workers: 2,
      iterations: { untilFailure: true },
    })
    const { commands } = simulate(options, (id, number) => ({
      durationMs: id === "a" ? 10 : 14,
      end: id === "a" && number === 5 ? { outcome: "failed", cause: "exit-code" } : PASSED,
    }))
    const ends = commands.filter(({ command }) => command.type === "finish")
    expect(ends.map(({ at, command }) => ({ at, ...command }))).toEqual([
      { at: 50, type: "finish", id: "a", verdict: "failed", cause: "exit-code" },
      { at: 56, type: "finish", id: "b", verdict: "passed", cause: null },
    ])
    const last = commands.filter(({ command }) => command.type === "start").at(-1)
    expect(last?.at).toBeLessThan(50)
  })
})

describe("a scenario of a run with more workers than scenarios", () => {
  it("runs beside itself, and never more often than asked", () => {
    const options = schedule([item("a")], { workers: 4, iterations: { repeat: 10 } })
    const { commands, makespanMs } = simulate(options, () => ({ durationMs: 10, end: PASSED }))
    expect(makespanMs).toBe(30)
    const started = commands.flatMap(({ command }) =>
      command.type === "start" ? [`${command.iteration}.${command.inIteration}`] : [],
    )
    expect(started).toEqual(Array.from({ length: 10 }, (_, i) => `${i + 1}.1`))
  })

  it("unless a group forbids it", () => {
    const options = schedule([item("a", { groups: ["one"] })], {
      workers: 4,
      groups: { one: { maxParallel: 1 } },
      iterations: { repeat: 3 },
    })
    expect(simulate(options, () => ({ durationMs: 10, end: PASSED })).makespanMs).toBe(30)
  })

  it("lets what needs it go on after its first iteration", () => {
    const options = schedule([item("a"), item("b", { needs: ["a"] })], {
      workers: 2,
      iterations: { repeat: 3 },
    })
    const { commands } = simulate(options, () => ({ durationMs: 10, end: PASSED }))
    const starts = commands.flatMap(({ at, command }) =>
      command.type === "start" ? [`${at} ${command.id} ${command.iteration}`] : [],
    )
    expect(starts).toEqual(["0 a 1", "10 b 1", "10 a 2", "20 b 2", "20 a 3", "30 b 3"])
  })
})

describe("a scenario that earlier runs of a campaign know", () => {
  const FAILED: AttemptEnd = { outcome: "failed", cause: "exit-code" }
  const RULE = { rate: 0.01, scenarios: 1, undecided: "mark" } as const
  const fate = (endOf: (number: number) => AttemptEnd) => {
    const options = schedule(
      [item("a", { campaignBefore: { runs: 900, failures: 0, flaky: 0 } })],
      {
        workers: 1,
        iterations: { repeat: 9, rule: RULE, campaign: { runs: 9 } },
      },
    )
    const { commands } = simulate(options, (_, number) => ({ durationMs: 10, end: endOf(number) }))
    const starts = commands.filter(({ command }) => command.type === "start").length
    return { starts, finish: commands.find(({ command }) => command.type === "finish")?.command }
  }

  it("runs until it has passed once", () => {
    const verdict = { verdict: "passed", rate: "decided" }
    expect(fate(() => PASSED)).toMatchObject({ starts: 1, finish: verdict })
    expect(fate((number) => (number < 2 ? FAILED : PASSED))).toMatchObject({
      starts: 2,
      finish: verdict,
    })
  })

  it("fails where it never passes", () => {
    expect(fate(() => FAILED).finish).toMatchObject({ verdict: "failed", cause: "exit-code" })
  })
})
