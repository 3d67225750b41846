/**
 * What instances of fixtures come to, in numbers: starts, leases, ends.
 */
import type { EventOf } from "./event.ts"
import { type FixtureState, type ShardState, upOf } from "./state.ts"

type Fixtures = Map<string, FixtureState>

const NO_FIXTURE: FixtureState = {
  ...{ created: 0, startMs: 0, failures: 0, stopped: 0, evictions: 0, leases: 0, reused: 0 },
  ...{ leaseWaitMs: 0, cold: {}, most: 0, held: new Map(), mostHeld: 0, broken: [], unstopped: [] },
  ...{ earlier: { created: 0, startMs: 0 }, adopted: new Set(), lastFailure: null },
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
      return [name, { ...now, ...none, earlier, stopped: created }]
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
  // One whose start failed was never there.
  if (event.because === "start-failed") return
  countIn(fixtures, event.fixture, (now) => ({
    stopped: now.stopped + 1,
    evictions: now.evictions + (event.because === "no-more-users" ? 0 : 1),
  }))
}
