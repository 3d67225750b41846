import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type RunEvent, RunEventSchema } from "../../src/events/event.ts"
import { isFrequentEvent } from "../../src/events/known-event.ts"

const STAMP = { v: 1, seq: 3, at: 1_700_000_000_000.5, shard: 2 } as const

const FREQUENT: readonly RunEvent[] = [
  { ...STAMP, type: "attempt-started", id: "a", number: 1, worker: 1, log: "logs/a.1.log" },
  {
    ...{ ...STAMP, type: "attempt-finished", id: "a", number: 1, worker: 1 },
    ...{ outcome: "failed", cause: "exit-code", exitCode: -1, signal: null, durationMs: 0.5 },
    ...{ cpuMs: null, peakMemoryBytes: 12, outputBytes: 0, message: "m", tail: null },
  },
  { ...STAMP, type: "scenario-finished", id: "a", verdict: "flaky", cause: null },
]

/** What may stand in place of a member; `undefined` takes it away. */
const ODD: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    "",
    "passed",
    "timeout",
    "lost",
    0,
    -1,
    1.5,
    2 ** 60,
    Number.POSITIVE_INFINITY,
    {},
    [],
  ],
]

describe("events that a journal has many of", () => {
  it.each(FREQUENT)("$type is known at a glance", (event) => {
    expect(isFrequentEvent({ ...event })).toBe(true)
    expect(RunEventSchema().safeParse(event).success).toBe(true)
  })

  it("nothing is taken that the schema refuses, whatever member is odd", () => {
    const names = [...new Set(FREQUENT.flatMap((event) => Object.keys(event)))]
    const rare = ["summary", "outputs", "artifacts", "problems", "leaked", "more"]
    let taken = 0
    for (const event of FREQUENT) {
      for (const name of [...names, ...rare]) {
        for (const odd of ODD) {
          const changed: Record<string, unknown> = { ...event, [name]: odd }
          if (odd === undefined) delete changed[name]
          if (!isFrequentEvent(changed)) continue
          taken += 1
          expect(RunEventSchema().safeParse(changed), JSON.stringify(changed)).toMatchObject({
            success: true,
          })
        }
      }
    }
    expect(taken).toBeGreaterThan(0)
  })

  it("nothing is taken that the schema refuses, whatever it is", () => {
    const member = fc.oneof(fc.constantFrom(...ODD), fc.jsonValue())
    const changes = fc.dictionary(
      fc.constantFrom(...FREQUENT.flatMap((event) => Object.keys(event))),
      member,
    )
    fc.assert(
      fc.property(fc.constantFrom(...FREQUENT), changes, (event, changed) => {
        const value = { ...event, ...changed }
        return !isFrequentEvent(value) || RunEventSchema().safeParse(value).success
      }),
    )
  })
})
