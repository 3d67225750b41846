import fc from "fast-check"
import type { RetrySpec } from "../../src/formats/plan.ts"
import { simulate } from "../../src/schedule/simulate.ts"
import type { AttemptEnd, Item, ScheduleOptions } from "../../src/schedule/types.ts"

export const NO_RETRY: RetrySpec = {
  maxAttempts: 1,
  delayMs: 1_000,
  factor: 2,
  maxDelayMs: 60_000,
  jitter: false,
}

export function item(id: string, more: Partial<Item> = {}): Item {
  return { id, needs: [], groups: [], retry: NO_RETRY, runsAfterFailure: false, ...more }
}

export function schedule(items: readonly Item[], more: Partial<ScheduleOptions> = {}) {
  return {
    items,
    workers: 2,
    groups: {},
    seed: 1,
    failFast: null,
    ...more,
  } satisfies ScheduleOptions
}

export const PASSED: AttemptEnd = { outcome: "passed" }

/** When each item starts, all attempts passing after so many milliseconds. */
export function starts(options: ScheduleOptions, durationOf: (id: string) => number = () => 10) {
  const { commands } = simulate(options, (id) => ({ durationMs: durationOf(id), end: PASSED }))
  return commands.flatMap(({ at, command }) =>
    command.type === "start" ? [`${at} ${command.id}`] : [],
  )
}

/** Items that differ in their ids alone. */
export function named(ids: readonly string[], more: Partial<Item>): Item[] {
  return ids.map((id) => item(id, more))
}

/** Why each worker was idle, by the end. */
export function lastIdle(options: ScheduleOptions, durationOf: (id: string) => number = () => 10) {
  const { commands } = simulate(options, (id) => ({ durationMs: durationOf(id), end: PASSED }))
  return commands.flatMap(({ command }) => (command.type === "worker-ended" ? [command.idle] : []))
}

/** What happens to one attempt in a generated run. */
export interface Fate {
  readonly durationMs: number
  readonly end: AttemptEnd
}

export interface GeneratedRun {
  readonly options: ScheduleOptions
  readonly fate: (id: string, number: number) => Fate
}

const fate: fc.Arbitrary<Fate> = fc.record({
  durationMs: fc.nat(50),
  end: fc.oneof(
    { weight: 6, arbitrary: fc.constant<AttemptEnd>({ outcome: "passed" }) },
    { weight: 3, arbitrary: fc.constant<AttemptEnd>({ outcome: "failed", cause: "exit-code" }) },
    {
      weight: 1,
      arbitrary: fc.constant<AttemptEnd>({ outcome: "skipped", reason: "self", message: "no" }),
    },
  ),
})

/** Random suites with needs (never in a circle), groups, retries and fates. */
export const generatedRun: fc.Arbitrary<GeneratedRun> = fc
  .record({
    specs: fc.array(
      fc.record({
        needs: fc.array(fc.nat(), { maxLength: 3 }),
        groups: fc.subarray(["a", "b", "free"]),
        attempts: fc.integer({ min: 1, max: 3 }),
        delayMs: fc.nat(20),
        jitter: fc.boolean(),
        runsAfterFailure: fc.boolean(),
        fates: fc.array(fate, { minLength: 3, maxLength: 3 }),
      }),
      { maxLength: 25 },
    ),
    shuffle: fc.nat(),
    workers: fc.integer({ min: 1, max: 5 }),
    limits: fc.record({ a: fc.integer({ min: 1, max: 3 }), b: fc.integer({ min: 1, max: 2 }) }),
    seed: fc.nat(),
    failFast: fc.option(fc.integer({ min: 1, max: 3 })),
  })
  .map(({ specs, shuffle, workers, limits, seed, failFast }) => {
    const items = specs.map((spec, index) =>
      item(`s${index}`, {
        needs: [...new Set(index === 0 ? [] : spec.needs.map((need) => `s${need % index}`))],
        groups: spec.groups,
        retry: {
          maxAttempts: spec.attempts,
          delayMs: spec.delayMs,
          factor: 2,
          maxDelayMs: 30,
          jitter: spec.jitter,
        },
        runsAfterFailure: spec.runsAfterFailure,
      }),
    )
    const turn = items.length === 0 ? 0 : shuffle % items.length
    return {
      options: {
        items: [...items.slice(turn), ...items.slice(0, turn)],
        workers,
        groups: {
          a: { maxParallel: limits.a },
          b: { maxParallel: limits.b },
          free: { maxParallel: null },
        },
        seed,
        failFast,
      },
      fate: (id, number) =>
        specs[Number(id.slice(1))]?.fates[number - 1] ?? {
          durationMs: 1,
          end: { outcome: "passed" },
        },
    }
  })
