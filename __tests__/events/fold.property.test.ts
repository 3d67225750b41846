import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { RunEvent } from "../../src/events/event.ts"
import { foldEvents, RunFold } from "../../src/events/fold.ts"
import type { RunState } from "../../src/events/state.ts"
import { buildPlan, buildShard } from "../__rig__/builders.ts"

const PLAN = buildPlan({ shards: [["a", "b"], ["c"]] })

/** A state as plain data in an order that does not depend on the order of events. */
function plain(state: RunState): unknown {
  const sorted = <K extends string | number, V>(map: ReadonlyMap<K, V>): unknown =>
    structuredClone([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { shards: sorted(state.shards), scenarios: sorted(state.scenarios), ended: state.ended }
}

const WHATS = [
  "passed",
  "failed",
  "flaky",
  "skipped",
  "cancelled",
  "running",
  "attempt",
  "cancelling",
  "restart",
  "finish",
] as const

interface Step {
  readonly what: (typeof WHATS)[number]
  readonly id: string
  readonly ms: number
}

const ids = ["a", "b", "c", "d", "e"] as const
const steps = fc.array(
  fc.record({
    what: fc.constantFrom(...WHATS),
    id: fc.constantFrom(...ids),
    ms: fc.nat(5_000),
  }),
  { maxLength: 15 },
)

/** Any stream of one shard; ids carry the shard, for no scenario is in two. */
function streamOf(shard: number, list: readonly Step[]): readonly RunEvent[] {
  const script = buildShard(PLAN, shard).start()
  for (const { what, id, ms } of list) {
    const name = `${shard}:${id}`
    if (what === "skipped") script.skipped(name, "why")
    else if (what === "cancelling") script.cancelling()
    else if (what === "restart") script.start({ attempt: 2 })
    else if (what === "finish") script.finish()
    else if (what === "passed" || what === "attempt") script[what](name, { ms })
    else if (what === "failed" || what === "flaky") script[what](name, { ms })
    else script[what](name)
  }
  return script.events
}

/** Mixes streams, each in its own order, by a list of choices. */
function interleave(
  streams: readonly (readonly RunEvent[])[],
  choices: readonly number[],
): RunEvent[] {
  const left = streams.map((stream) => [...stream])
  const mixed: RunEvent[] = []
  for (let turn = 0; left.some((stream) => stream.length > 0); turn++) {
    const open = left.filter((stream) => stream.length > 0)
    const event = open[(choices[turn % choices.length] ?? 0) % open.length]?.shift()
    if (event !== undefined) mixed.push(event)
  }
  return mixed
}

describe("properties of the fold", () => {
  it("does not depend on how shards interleave", () => {
    fc.assert(
      fc.property(
        steps,
        steps,
        steps,
        fc.array(fc.nat(2), { minLength: 1 }),
        (one, two, three, choices) => {
          const streams = [streamOf(1, one), streamOf(2, two), streamOf(3, three)]
          expect(plain(foldEvents(interleave(streams, choices)))).toEqual(
            plain(foldEvents(streams.flat())),
          )
        },
      ),
    )
  })

  it("is the same event by event as all at once, at every prefix", () => {
    fc.assert(
      fc.property(steps, (list) => {
        const events = streamOf(1, list)
        const live = new RunFold()
        events.forEach((event, index) => {
          live.apply(event)
          expect(plain(live.state)).toEqual(plain(foldEvents(events.slice(0, index + 1))))
        })
      }),
      { numRuns: 50 },
    )
  })

  it("never takes an attempt back, and counts endings right", () => {
    fc.assert(
      fc.property(steps, (list) => {
        const live = new RunFold()
        let before = 0
        for (const event of streamOf(1, list)) {
          live.apply(event)
          const all = [...live.state.scenarios.values()]
          const attempts = all.reduce((sum, scenario) => sum + scenario.attempts.length, 0)
          expect(attempts).toBe(before + (event.type === "attempt-finished" ? 1 : 0))
          before = attempts
          expect(live.state.ended).toBe(all.filter(({ ending }) => ending !== null).length)
        }
      }),
    )
  })
})
