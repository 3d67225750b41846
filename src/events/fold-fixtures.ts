/**
 * What instances of fixtures come to, in numbers: starts, leases, ends.
 */

import { EMPTY_SERIES, withReading } from "../statistics/series.ts"
import type { EventOf } from "./event.ts"
import { type FixtureState, type InstanceMemory, type ShardState, upOf } from "./state.ts"

/** Series of memory that are kept of one fixture. */
const MOST_SERIES = 64

type Fixtures = Map<string, FixtureState>

const NO_FIXTURE: FixtureState = {
  ...{ created: 0, startMs: 0, failures: 0, stopped: 0, evictions: 0, leases: 0, reused: 0 },
  ...{ leaseWaitMs: 0, cold: {}, most: 0, held: new Map(), mostHeld: 0, broken: [], unstopped: [] },
  ...{ earlier: { created: 0, startMs: 0 }, adopted: new Set(), lastFailure: null, memory: [] },
}

/** Changes the figures of one fixture. */
export function countIn(
  fixtures: Fixtures,
  name: string,
  change: (now: FixtureState) => Partial<FixtureState>,
): void {
  const now = fixtures.get(name) ?? NO_FIXTURE
  fixtures.set(name, { ...now, ...change(now) })
}

/** A later engine goes on: no instance is there any more, and starts are tried again; counts go on. */
export function withoutInstances(fixtures: ShardState["fixtures"]): Fixtures {
  return new Map(
    [...fixtures].map(([name, now]) => {
      const { created, startMs } = now
      const earlier = { created, startMs }
      const none = { adopted: new Set<number>(), held: new Map(), broken: [] }
      const memory = now.memory.map((one) => ({ ...one, lives: false }))
      return [name, { ...now, ...none, memory, earlier, stopped: created }]
    }),
  )
}

/** One lease more or fewer of an instance. */
export function changed(
  { held, mostHeld }: FixtureState,
  { instance, by }: { readonly instance: number; readonly by: 1 | -1 },
): Pick<FixtureState, "held" | "mostHeld"> {
  const now = new Map(held)
  const count = (now.get(instance) ?? 0) + by
  if (count > 0) now.set(instance, count)
  else now.delete(instance)
  return { held: now, mostHeld: Math.max(mostHeld, now.size) }
}

export function takeLeases(event: EventOf<"attempt-started">, fixtures: Fixtures): void {
  for (const { fixture, instance, use, cold } of event.leases ?? []) {
    countIn(fixtures, fixture, (now) => ({
      ...changed(now, { instance, by: 1 }),
      leases: now.leases + 1,
      reused: now.reused + (use > 1 || now.adopted.has(instance) ? 1 : 0),
      leaseWaitMs: now.leaseWaitMs + (event.leaseWaitMs ?? 0),
      ...(cold === undefined ? {} : { cold: { ...now.cold, [cold]: (now.cold[cold] ?? 0) + 1 } }),
    }))
  }
}

export function startInstance(event: EventOf<"instance-started">, fixtures: Fixtures): void {
  countIn(fixtures, event.fixture, (now) => {
    if (event.outcome === "skipped") return {}
    const { outcome, instance, durationMs, kept, message = null } = event
    if (outcome !== "ok") return { failures: now.failures + 1, lastFailure: message }
    const there =
      kept === true
        ? { adopted: new Set([...now.adopted, instance]) }
        : { created: now.created + 1, startMs: now.startMs + durationMs }
    return { ...there, most: Math.max(now.most, upOf({ ...now, ...there })) }
  })
}

export function stopInstance(event: EventOf<"instance-stopped">, fixtures: Fixtures): void {
  if (event.problem !== undefined) {
    countIn(fixtures, event.fixture, ({ unstopped }) => ({ unstopped: [...unstopped, event] }))
  }
  countIn(fixtures, event.fixture, ({ memory }) => ({
    memory: memory.map((one) => (isOf(one, event) ? { ...one, lives: false } : one)),
  }))
  // One whose start failed was never there.
  if (event.because === "start-failed") return
  countIn(fixtures, event.fixture, (now) => ({
    stopped: now.stopped + 1,
    evictions: now.evictions + (event.because === "no-more-users" ? 0 : 1),
  }))
}

/** What an instance uses after a lease. */
export function measureInstance(event: EventOf<"instance-measured">, fixtures: Fixtures): void {
  const { fixture, key = null, instance, at, memoryBytes } = event
  countIn(fixtures, fixture, ({ memory }) => {
    const known = memory.find((one) => isOf(one, event))
    const bytes = withReading(known?.bytes ?? EMPTY_SERIES, { atMs: at, value: memoryBytes })
    const now = { key, instance, lives: true, bytes }
    return { memory: bounded([...memory.filter((one) => one !== known), now]) }
  })
}

function isOf(
  { lives, key, instance }: InstanceMemory,
  of: { readonly key?: string | undefined; readonly instance: number },
): boolean {
  return lives && instance === of.instance && key === (of.key ?? null)
}

/** The longest ones, and those of instances that live: many are replaced in a night. */
function bounded(memory: readonly InstanceMemory[]): readonly InstanceMemory[] {
  if (memory.length <= MOST_SERIES) return memory
  const gone = memory.filter(({ lives }) => !lives)
  const shortest = gone.toSorted((a, b) => a.bytes.seen - b.bytes.seen)[0]
  return memory.filter((one) => one !== shortest)
}
