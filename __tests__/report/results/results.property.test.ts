import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { foldEvents } from "../../../src/events/fold.ts"
import { ResultsSchema } from "../../../src/formats/results.ts"
import { toResults } from "../../../src/report/results/results.ts"
import { buildPlan, buildShard, buildSkip } from "../../__rig__/builders.ts"
import { first, good, PLAN, resultsOf } from "../../__rig__/small-run.ts"
import { valid } from "../../__rig__/valid.ts"

const kinds = fc.constantFrom("passed", "failed", "flaky", "skipped", "cancelled", "silent")

describe("properties of results", () => {
  it("gives each planned scenario one verdict whatever is cut off, and is never falsely green", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(kinds, { maxLength: 6 }), { maxLength: 4 }),
        fc.nat(3),
        fc.array(fc.nat(40), { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        (sketch, skips, cuts, ifEmpty) => {
          const plan = buildPlan({
            shards: sketch.map((shard, s) => shard.map((_, i) => `s${s}:${i}`)),
            skipped: Array.from({ length: skips }, (_, i) => buildSkip(`skip${i}`, "why")),
          })
          const events = sketch.flatMap((shard, s) => {
            const script = buildShard(plan, s + 1).start()
            shard.forEach((kind, i) => {
              const id = `s${s}:${i}`
              if (kind === "skipped") script.skipped(id, "why")
              else if (kind === "cancelled") script.cancelled(id)
              else if (kind !== "silent") script[kind](id)
            })
            script.finish()
            return script.events.slice(0, cuts[s] ?? 0)
          })
          const state = foldEvents(events)
          const results = toResults({
            plan,
            state,
            problems: [],
            policy: { ifEmpty: ifEmpty ? "fail" : "pass", failOn: [] },
          })
          expect(valid(ResultsSchema, results)).toEqual(results)
          const planned = [...Object.keys(plan.scenarios), ...plan.skipped.map(({ id }) => id)]
          expect(results.scenarios.map(({ id }) => id)).toEqual(planned)
          const { summary } = results
          const sum =
            summary.passed +
            summary.failed +
            summary.flaky +
            summary.skipped +
            summary.cancelled +
            summary.lost
          expect(sum).toBe(summary.total)
          expect(summary.total).toBe(planned.length)
          const ended = sketch.flatMap((shard, s) => shard.map((_, i) => `s${s}:${i}`))
          const known = ended.filter((id) => state.scenarios.get(id)?.ending)
          expect(summary.lost).toBe(ended.length - known.length)
          const whole = plan.shards.every(({ shard }) => state.shards.get(shard)?.finished)
          if (summary.lost + summary.failed + summary.cancelled > 0 || !whole) {
            expect(summary.exitCode).not.toBe(0)
            expect(summary.conclusion).not.toBe("success")
          }
          expect(summary.exitCode === 0).toBe(summary.conclusion === "success")
          if (summary.exitCode === 0 && ifEmpty) {
            expect(summary.passed + summary.flaky).toBeGreaterThan(0)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it("is the same whichever shard came first", () => {
    const shards = [first().failed("a").passed("b").finish(), good()]
    expect(resultsOf({ plan: PLAN, shards: shards.toReversed() })).toEqual(
      resultsOf({ plan: PLAN, shards }),
    )
  })
})
