import fc from "fast-check"
import type { PlannedGroup, ShareName } from "../../src/formats/plan.ts"
import type { Scheduler } from "../../src/schedule/scheduler.ts"
import type {
  AttemptEnd,
  Command,
  Input,
  Item,
  MemoryRoom,
  ScheduleOptions,
} from "../../src/schedule/types.ts"
import { item } from "./schedule-rig.ts"

/** Groups of every sort; `key` has one entry a value. */
const GROUPS: Readonly<Record<string, PlannedGroup>> = {
  slow: { maxParallel: 2 },
  line: { maxParallel: null, sequential: true },
  "key[1]": { maxParallel: null, sequential: true, name: "key", key: "1" },
  "key[2]": { maxParallel: null, sequential: true, name: "key", key: "2", pauseMs: 3 },
  red: { maxParallel: null, conflicts: ["blue", "key"] },
  blue: { maxParallel: 3 },
  batch: { maxParallel: null, batch: 2, pauseMs: 5 },
  breath: { maxParallel: 2, pauseMs: 7 },
}

/** What is done to a run from outside, after so many inputs. */
export type Disturbance =
  | { readonly type: "limit-workers"; readonly workers: number }
  | { readonly type: "resize"; readonly resource: string; readonly quantity: number }
  | { readonly type: "limit-memory"; readonly room: MemoryRoom }
  | { readonly type: "evict" }
  | { readonly type: "cancel"; readonly reason: "interrupted" | "budget" }

export interface RichRun {
  readonly options: ScheduleOptions
  readonly fate: (id: string, number: number) => { durationMs: number; end: AttemptEnd }
  readonly disturbances: readonly { readonly after: number; readonly what: Disturbance }[]
}

const end: fc.Arbitrary<AttemptEnd> = fc.oneof(
  { weight: 7, arbitrary: fc.constant<AttemptEnd>({ outcome: "passed" }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<AttemptEnd>(
      { outcome: "failed", cause: "exit-code", exitCode: 1 },
      { outcome: "failed", cause: "exit-code", exitCode: 75 },
      { outcome: "failed", cause: "timeout" },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<AttemptEnd>({ outcome: "skipped", reason: "self", message: "no" }),
  },
)

const spec = fc.record({
  needs: fc.array(fc.nat(), { maxLength: 2 }),
  groups: fc.oneof(
    { weight: 2, arbitrary: fc.constant<string[]>([]) },
    { weight: 3, arbitrary: fc.subarray(Object.keys(GROUPS), { maxLength: 3 }) },
  ),
  attempts: fc.integer({ min: 1, max: 3 }),
  delayMs: fc.nat(20),
  on: fc.option(
    fc.constantFrom<("timeout" | { exitCode: number })[]>(["timeout"], [{ exitCode: 75 }]),
  ),
  runsAfterFailure: fc.boolean(),
  exclusive: fc.nat(9).map((n) => n === 0),
  cpu: fc.constantFrom(0, 0, 0.1, 0.3, 1, 2, 3),
  memory: fc.constantFrom(0, 0, 2 ** 20, 2 ** 30, 3 * 2 ** 30),
  peak: fc.constantFrom(undefined, undefined, 1, 2 ** 20, 2 ** 31, 2 ** 33),
  estimate: fc.constantFrom(undefined, 0, 10, 40_000),
  fates: fc.array(fc.record({ durationMs: fc.nat(60), end }), { minLength: 9, maxLength: 9 }),
})

const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
  fc.record({
    type: fc.constant("limit-workers" as const),
    workers: fc.integer({ min: -1, max: 6 }),
  }),
  fc.constantFrom<Disturbance>(
    { type: "resize", resource: "cpu", quantity: 1 },
    { type: "resize", resource: "cpu", quantity: 4 },
    { type: "resize", resource: "memory", quantity: 2 ** 30 },
    { type: "resize", resource: "memory", quantity: 2 ** 33 },
    { type: "resize", resource: "nothing", quantity: 0 },
  ),
  fc.record({
    type: fc.constant("limit-memory" as const),
    room: fc.record({
      mostBytes: fc.constantFrom(0, 2 ** 20, 2 ** 31, 2 ** 32),
      freeBytes: fc.constantFrom(0, 2 ** 20, 2 ** 31, 2 ** 32),
    }),
  }),
  fc.constant<Disturbance>({ type: "evict" }),
  fc.constant<Disturbance>({ type: "evict" }),
)

/** Runs with resources, groups of every sort, retries, and things done to them from outside. */
export function richRun(options: {
  readonly disturbed: boolean
  /** Milliseconds by which durations are multiplied. */
  readonly slowness?: number
  readonly share?: ShareName
}): fc.Arbitrary<RichRun> {
  const { disturbed, slowness = 1, share } = options
  return fc
    .record({
      specs: fc.array(spec, { minLength: 1, maxLength: 24 }),
      workers: fc.integer({ min: 1, max: 6 }),
      seed: fc.nat(),
      failFast: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 5 }),
      retryBudget: fc.option(fc.nat(4)),
      rampMs: fc.constantFrom(0, 0, 30),
      turn: fc.nat(),
      disturbances: fc.array(
        fc.record({ after: fc.integer({ min: 1, max: 60 }), what: disturbance }),
        {
          maxLength: disturbed ? 5 : 0,
        },
      ),
      cancelAfter: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 2 }),
    })
    .map((made) => {
      const items = made.specs.map((one, index) => toItem(one, index))
      const turn = made.turn % items.length
      const cancel: RichRun["disturbances"] =
        disturbed && made.cancelAfter !== null
          ? [{ after: made.cancelAfter, what: { type: "cancel", reason: "interrupted" } }]
          : []
      return {
        options: {
          items: [...items.slice(turn), ...items.slice(0, turn)],
          workers: made.workers,
          groups: GROUPS,
          resources: { cpu: 3, memory: 4 * 2 ** 30 },
          seed: made.seed,
          failFast: disturbed ? made.failFast : null,
          retryBudget: made.retryBudget,
          rampMs: made.rampMs,
          ...(share === undefined ? {} : { share }),
        },
        fate: (id, number) => {
          const fate = made.specs[Number(id.slice(1))]?.fates[(number - 1) % 9]
          if (fate === undefined) throw new Error(`no fate of ${id}`)
          return { durationMs: fate.durationMs * slowness, end: fate.end }
        },
        disturbances: [...made.disturbances, ...cancel],
      }
    })
}

function toItem(one: typeof spec extends fc.Arbitrary<infer T> ? T : never, index: number): Item {
  const { cpu, memory, estimate, exclusive, runsAfterFailure, groups, on } = one
  return item(`s${index}`, {
    needs: [...new Set(index === 0 ? [] : one.needs.map((need) => `s${need % index}`))],
    groups,
    retry: {
      maxAttempts: one.attempts,
      delayMs: one.delayMs,
      factor: 2,
      maxDelayMs: 30,
      jitter: false,
      ...(on === null ? {} : { on }),
    },
    runsAfterFailure,
    ...(exclusive ? { exclusive } : {}),
    ...(cpu + memory > 0 ? { demand: { cpu, memory } } : {}),
    ...(estimate === undefined ? {} : { estimateMs: estimate }),
    ...(one.peak === undefined ? {} : { peakMemoryBytes: one.peak }),
  })
}

/** A step of a run: what went in, what came out, and the state that was told to the outside. */
export interface Step {
  readonly at: number
  readonly input: Input
  readonly commands: readonly Command[]
}

/** Drives a scheduler to its end; `look` sees each step. Attempts that are stopped end at once. */
export function drive(
  run: RichRun,
  scheduler: Scheduler,
  look: (step: Step) => void = () => {},
): readonly Step[] {
  const steps: Step[] = []
  const pending: { at: number; order: number; input: Input }[] = []
  const running = new Map<string, { at: number; order: number; input: Input }>()
  let order = 0
  let now = 0
  let done = false
  const put = (input: Input) => {
    const one = { at: input.at, order: order++, input }
    pending.push(one)
    return one
  }
  const keyOf = (id: string, number: number) => `${id} ${number}`
  const stop = (key: string, outcome: "cancelled" | "evicted") => {
    const one = running.get(key)
    if (one?.input.type !== "attempt-ended") throw new Error(`${key} does not run`)
    pending.splice(pending.indexOf(one), 1)
    put({ ...one.input, at: now + 1, end: { outcome } })
    running.delete(key)
  }
  const feed = (input: Input) => {
    if (steps.length > 5_000) throw new Error("the run does not end")
    if (input.type === "attempt-ended") running.delete(keyOf(input.id, input.number ?? 0))
    const commands = scheduler.step(input)
    for (const command of commands) {
      if (done) throw new Error("something after done")
      if (command.type === "start") {
        const { id, number } = command
        const { durationMs, end: ended } = run.fate(id, number)
        running.set(
          keyOf(id, number),
          put({ type: "attempt-ended", at: now + durationMs, id, number, end: ended }),
        )
      } else if (command.type === "wake") put({ type: "tick", at: command.at })
      else if (command.type === "stop-attempt") {
        stop(keyOf(command.id, command.number), "evicted")
      } else if (command.type === "stop-attempts") {
        for (const key of [...running.keys()]) stop(key, "cancelled")
      } else if (command.type === "done") done = true
    }
    const step = { at: now, input, commands }
    steps.push(step)
    look(step)
  }
  feed({ type: "begin", at: 0 })
  while (!done) {
    for (const { after, what } of run.disturbances) {
      if (after === steps.length && !done) feed({ ...what, at: now } as Input)
    }
    if (done) break
    pending.sort((a, b) => a.at - b.at || a.order - b.order)
    const next = pending.shift()
    if (next === undefined) throw new Error("nothing will happen any more")
    now = next.at
    feed(next.input)
  }
  return steps
}
