import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import type { AttemptEnd, Command, ScheduleOptions } from "../../src/schedule/types.ts"
import { runsToPass } from "../../src/statistics/rate-test.ts"
import { drive, type RichRun, richRun, type Step } from "./generated-run.ts"
import { item, PASSED, schedule } from "./schedule-rig.ts"

type Fate = RichRun["fate"]

/** Drives a soak; what is stopped ends a millisecond later. */
function soak(options: ScheduleOptions, fate: Fate): readonly Step[] {
  return drive({ options, fate, disturbances: [] }, new Scheduler(options))
}

const always =
  (
    durationOf: (id: string) => number,
    endOf: (id: string, number: number) => AttemptEnd = () => PASSED,
  ): Fate =>
  (id, number) => ({ durationMs: durationOf(id), end: endOf(id, number) })

function commandsOf(steps: readonly Step[]): readonly { at: number; command: Command }[] {
  return steps.flatMap(({ at, commands }) => commands.map((command) => ({ at, command })))
}

const counts = (steps: readonly Step[]) =>
  Object.fromEntries(
    Object.entries(
      Object.groupBy(
        commandsOf(steps).flatMap(({ command }) => (command.type === "start" ? [command.id] : [])),
        (id) => id,
      ),
    ).map(([id, starts]) => [id, starts?.length ?? 0]),
  )

describe("a soak, for any suite and any fate", () => {
  it("starts nothing after its end, ends what runs then, and gives everything one verdict", () => {
    fc.assert(
      fc.property(
        richRun({ disturbed: false }),
        fc.integer({ min: 1, max: 400 }),
        ({ options, fate }, soakMs) => {
          // What takes no time at all would repeat for ever.
          const lasting: Fate = (id, number) => {
            const { durationMs, end } = fate(id, number)
            return { durationMs: 1 + durationMs, end }
          }
          const steps = soak({ ...options, iterations: { soakMs } }, lasting)
          const commands = commandsOf(steps)
          for (const { at, command } of commands) {
            if (command.type === "start") expect(at).toBeLessThan(soakMs)
            if (command.type === "done") expect(at).toBeLessThanOrEqual(soakMs + 1)
          }
          const verdicts = commands.flatMap(({ command }) =>
            command.type === "finish" || command.type === "skip" || command.type === "cancelled"
              ? [command.id]
              : [],
          )
          expect(verdicts.toSorted()).toEqual(options.items.map(({ id }) => id).toSorted())
        },
      ),
      { numRuns: 300 },
    )
  })

  it("runs everything once before anything twice, unless nothing else can run", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        (durations, workers) => {
          const items = durations.map((estimateMs, i) => item(`s${i}`, { estimateMs }))
          const most = Math.min(workers, items.length)
          // Time enough for one pass and more.
          const soakMs = 200 + Math.ceil((2 * durations.reduce((sum, ms) => sum + ms, 0)) / most)
          const options = schedule(items, { workers: most, iterations: { soakMs } })
          const starts = commandsOf(
            soak(
              options,
              always((id) => durations[Number(id.slice(1))] ?? 1),
            ),
          )
            .flatMap(({ command }) => (command.type === "start" ? [command] : []))
            .map(({ id, iteration }) => `${id} ${iteration}`)
          expect(starts.slice(0, items.length)).toEqual(items.map(({ id }) => `${id} 1`))
        },
      ),
      { numRuns: 100 },
    )
  })

  it("keeps every worker at work until the end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        (durations, workers) => {
          const items = durations.map((estimateMs, i) => item(`s${i}`, { estimateMs }))
          const options = schedule(items, { workers, iterations: { soakMs: 2_000 } })
          const steps = soak(
            options,
            always((id) => durations[Number(id.slice(1))] ?? 1),
          )
          for (const { command } of commandsOf(steps)) {
            if (command.type === "worker-ended")
              expect(command.busyMs).toBeGreaterThanOrEqual(2_000)
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe("a soak", () => {
  it("starts what is expected to fit, and the shortest where nothing is", () => {
    const items = [item("long", { estimateMs: 400 }), item("short", { estimateMs: 30 })]
    const options = schedule(items, { workers: 1, iterations: { soakMs: 1_000 } })
    const steps = soak(
      options,
      always((id) => (id === "long" ? 400 : 30)),
    )
    const starts = commandsOf(steps).filter(({ command }) => command.type === "start")
    const late = starts.filter(({ at }) => at > 600)
    expect(late.length).toBeGreaterThan(0)
    for (const { command } of late) expect(command).toMatchObject({ id: "short" })
    expect(starts.at(-1)?.at).toBeGreaterThan(970)
    const cut = commandsOf(steps).filter(
      ({ command }) => command.type === "iteration-ended" && command.verdict === "cancelled",
    )
    expect(cut.map(({ at }) => at)).toEqual([1_001])
  })

  it("runs more often what has failed, now or last time", () => {
    const items = Array.from({ length: 40 }, (_, i) => item(`s${i}`, { estimateMs: 10 }))
    const iterations = { soakMs: 6_000, suspects: ["s7"] }
    const steps = soak(
      schedule(items, { workers: 4, iterations }),
      always(
        () => 10,
        (id, number) =>
          id === "s3" && number === 1 ? { outcome: "failed", cause: "exit-code" } : PASSED,
      ),
    )
    const { s3 = 0, s7 = 0, ...others } = counts(steps)
    const usual = Object.values(others).reduce((sum, each) => sum + each, 0) / 38
    expect(s3 / usual).toBeGreaterThan(3)
    expect(s3 / usual).toBeLessThan(5)
    expect(s7 / usual).toBeGreaterThan(3)
    expect(s7 / usual).toBeLessThan(5)
  })

  it("stops a scenario whose failure rate is known, and leaves its time to the others", () => {
    const items = ["never", "often", "seldom", "fine"].map((id) => item(id, { estimateMs: 10 }))
    const rule = { rate: 0.1, scenarios: 4, undecided: "mark" as const }
    const FAILED: AttemptEnd = { outcome: "failed", cause: "exit-code" }
    const steps = soak(
      schedule(items, { workers: 2, failFast: 2, iterations: { soakMs: 2_000, rule } }),
      always(
        () => 10,
        (id, number) => {
          if (id === "never" || (id === "often" && number % 2 === 0)) return FAILED
          return id === "seldom" && number === 2 ? FAILED : PASSED
        },
      ),
    )
    const finished = commandsOf(steps).flatMap(({ at, command }) =>
      command.type === "finish" ? [{ at, ...command }] : [],
    )
    // The second scenario that fails for sure ends the run, not the first failure.
    const ends = finished.map(({ id, verdict, rate }) => [id, verdict, rate].join(" "))
    expect(ends.slice(0, 2)).toEqual(["never failed decided", "often failed decided"])
    expect(ends.slice(2).toSorted()).toEqual(["fine passed undecided", "seldom flaky incomplete"])
    const { never = 0, often = 0 } = counts(steps)
    expect(never).toBeGreaterThan(1)
    expect(never).toBeLessThan(10)
    expect(often).toBeLessThan(40)
  })

  it("ends before its time where every rate is known", () => {
    const rule = { rate: 0.1, scenarios: 2, undecided: "mark" as const }
    const items = ["a", "b"].map((id) => item(id, { estimateMs: 10 }))
    const options = schedule(items, { workers: 2, iterations: { soakMs: 1_000_000, rule } })
    const steps = soak(
      options,
      always(() => 10),
    )
    expect(counts(steps)).toEqual({ a: runsToPass(0.1), b: runsToPass(0.1) })
    expect(steps.at(-1)?.at).toBe(10 * runsToPass(0.1))
  })

  it("fails what is undecided where that is asked for", () => {
    const rule = { rate: 0.01, scenarios: 1, undecided: "fail" as const }
    const options = schedule([item("a")], { workers: 1, iterations: { repeat: 5, rule } })
    const finish = commandsOf(
      soak(
        options,
        always(() => 10),
      ),
    ).find(({ command }) => command.type === "finish")
    expect(finish?.command).toEqual({
      ...{ type: "finish", id: "a", verdict: "failed", rate: "undecided", cause: null },
    })
  })

  it("cancels what had no whole iteration, and is done with the rest", () => {
    const items = [item("never"), item("often")]
    const options = schedule(items, { workers: 2, iterations: { soakMs: 100 } })
    const ends = commandsOf(
      soak(
        options,
        always((id) => (id === "never" ? 500 : 10)),
      ),
    )
    expect(ends.map(({ command }) => command)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: "cancelled", id: "never", reason: "budget" }),
        { type: "finish", id: "often", verdict: "passed", cause: null },
      ]),
    )
  })

  it("takes what hangs at its end for a failure", () => {
    const items = [item("stuck"), item("fine")]
    const options = schedule(items, { workers: 2, iterations: { soakMs: 60_000 } })
    const fate: Fate = (id, number) => ({
      durationMs: id === "stuck" && number === 3 ? 1_000_000 : 1_000,
      end: PASSED,
    })
    const commands = commandsOf(soak(options, fate)).map(({ command }) => command)
    expect(commands).toContainEqual({
      type: "finish",
      id: "stuck",
      verdict: "failed",
      cause: "timeout",
    })
    expect(commands).toContainEqual(
      expect.objectContaining({
        type: "iteration-ended",
        id: "stuck",
        verdict: "failed",
        iteration: 3,
      }),
    )
  })

  it("takes nothing for a failure that an interruption cuts long before its end", () => {
    const options = schedule([item("a")], { workers: 1, iterations: { soakMs: 3_600_000 } })
    const scheduler = new Scheduler(options)
    scheduler.step({ type: "begin", at: 0 })
    scheduler.step({ type: "attempt-ended", at: 100, id: "a", number: 1, end: PASSED })
    scheduler.step({ type: "cancel", at: 5_000, reason: "interrupted" })
    const end = { outcome: "cancelled" } as const
    const commands = scheduler.step({ type: "attempt-ended", at: 5_100, id: "a", number: 2, end })
    expect(commands).toContainEqual({ type: "finish", id: "a", verdict: "passed", cause: null })
  })

  it("lets what nothing runs beside have its turns", () => {
    const items = [
      item("alone", { exclusive: true, estimateMs: 10 }),
      ...Array.from({ length: 5 }, (_, i) => item(`s${i}`, { estimateMs: 10 })),
    ]
    const options = schedule(items, { workers: 4, iterations: { soakMs: 200_000 } })
    const { alone = 0, s0 = 0 } = counts(
      soak(
        options,
        always(() => 500),
      ),
    )
    expect(alone).toBeGreaterThan(1)
    expect(s0).toBeGreaterThan(alone)
  })
})
