import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import { drive, type RichRun, richRun } from "./generated-run.ts"
import { Oracle } from "./oracle.ts"

const PATIENCE_MS = 30_000

function watched(run: RichRun) {
  const scheduler = new Scheduler(run.options)
  const oracle = new Oracle(run.options)
  const idle: string[] = []
  const steps = drive(run, scheduler, (step) => {
    oracle.take(step)
    const [left] = oracle.startable()
    if (left !== undefined && scheduler.idle !== "reserved") {
      idle.push(`${step.at}: ${left} could start, but ${scheduler.idle}`)
    }
  })
  return { steps, oracle, idle }
}

describe("Scheduler with resources, groups of every sort and disturbances", () => {
  it("exceeds nothing, overlaps nothing that may not, loses nothing and ends nothing twice", () => {
    fc.assert(
      fc.property(richRun({ disturbed: true }), (run) => {
        const { oracle, steps } = watched(run)
        expect(oracle.problems).toEqual([])
        expect([...oracle.verdicts.keys()].toSorted()).toEqual(
          run.options.items.map(({ id }) => id).toSorted(),
        )
        expect(steps.at(-1)?.commands.at(-1)?.type).toBe("done")
      }),
      { numRuns: 1_500 },
    )
  })

  it("leaves no worker idle while something fits, but for the one reservation", () => {
    fc.assert(
      fc.property(richRun({ disturbed: true }), (run) => {
        expect(watched(run).idle).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  it.each(["static", "hybrid"] as const)("keeps to the parts of workers: %s", (share) => {
    fc.assert(
      fc.property(richRun({ disturbed: true, share }), (run) => {
        const { oracle, steps, idle } = watched(run)
        expect(oracle.problems).toEqual([])
        expect(idle).toEqual([])
        expect(oracle.verdicts.size).toBe(run.options.items.length)
        expect(steps.at(-1)?.commands.at(-1)?.type).toBe("done")
      }),
      { numRuns: 700 },
    )
  })

  it.each(["static", "hybrid"] as const)("ends slow runs with reservations: %s", (share) => {
    fc.assert(
      fc.property(richRun({ disturbed: true, slowness: 2_000, share }), (run) => {
        const scheduler = new Scheduler(run.options)
        const oracle = new Oracle(run.options)
        drive(run, scheduler, (step) => oracle.take(step))
        // Who has been held back for long is helped by anybody.
        const problems = oracle.problems.filter((one) => share === "static" || !/own/u.test(one))
        expect(problems).toEqual([])
        expect(oracle.verdicts.size).toBe(run.options.items.length)
      }),
      { numRuns: 300 },
    )
  })

  it("reserves nothing in runs that are shorter than its patience", () => {
    fc.assert(
      fc.property(richRun({ disturbed: false }), (run) => {
        const scheduler = new Scheduler(run.options)
        drive(run, scheduler, ({ at }) => {
          if (at < PATIENCE_MS) expect(scheduler.idle).not.toBe("reserved")
        })
      }),
    )
  })

  it("starves nobody: the first in line waits for what ran or was let past, not for ever", () => {
    fc.assert(
      fc.property(richRun({ disturbed: false, slowness: 2_000 }), (made) => {
        const run = exact(made)
        const scheduler = new Scheduler(run.options)
        const oracle = new Oracle(run.options)
        const longest = 120_000
        let since: { readonly id: string; readonly at: number } | null = null
        drive(run, scheduler, (step) => {
          oracle.take(step)
          const head = run.options.items.find(({ id }) => oracle.ready.has(id))?.id
          if (head === undefined) since = null
          else if (since?.id !== head) since = { id: head, at: step.at }
          else {
            const { estimateMs = 0 } = oracle.item(head)
            // Others may be the oldest before it: each for its own patience and the rest of a run.
            const before = run.options.items.length
            const bound = (Math.max(PATIENCE_MS, estimateMs) + 3 * longest) * before
            expect(step.at - since.at).toBeLessThan(bound)
          }
        })
      }),
    )
  })

  it("is the same for the same inputs", () => {
    fc.assert(
      fc.property(richRun({ disturbed: true }), (run) => {
        expect(watched(run).steps).toEqual(watched(run).steps)
      }),
      { numRuns: 200 },
    )
  })

  it("names a reason for every idle moment", () => {
    fc.assert(
      fc.property(richRun({ disturbed: true }), (run) => {
        for (const { commands } of watched(run).steps) {
          for (const command of commands) {
            if (command.type !== "worker-ended") continue
            const named = Object.values(command.idle).reduce((sum, ms) => sum + ms, 0)
            expect(named).toBeCloseTo(command.idleMs, 6)
            expect(command.starvedMs).toBeLessThanOrEqual(command.idleMs + 1e-6)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** The same run with estimates that hold. */
function exact(run: RichRun): RichRun {
  return {
    ...run,
    options: {
      ...run.options,
      items: run.options.items.map((item) => ({
        ...item,
        estimateMs: run.fate(item.id, 1).durationMs,
      })),
    },
  }
}
