/**
 * The least time that starts of fixtures leave a shard: of a key, because a shard has at most as many keys open at
 * once as workers; of a pool, because its instances start a few at a time.
 */
import type { FixturePlan } from "../../schedule/fixtures/types.ts"
import type { Item, ScheduleOptions } from "../../schedule/types.ts"

/** What bounds depend on, and how long each item takes. */
export interface Work extends Pick<ScheduleOptions, "items" | "workers" | "groups" | "fixtures"> {
  readonly durationMs: (id: string) => number
}

/** No order of a shard's items is shorter; 0 where fixtures tell nothing. */
export function fixturesMs(work: Work): number {
  const keys = openKeys(work).map((times) =>
    atOnceMs(
      times.toSorted((a, b) => b - a),
      work.workers,
    ),
  )
  return [...keys, ...poolsMs(work)].reduce((a, b) => Math.max(a, b), 0)
}

/** Times of open keys added up, of the fixture for which they are the most. */
export function openKeysMs(work: Work): number {
  const sums = openKeys(work).map((times) => times.reduce((sum, ms) => sum + ms, 0))
  return sums.reduce((a, b) => Math.max(a, b), 0)
}

/** Longest first, so many at once: some place takes two of the first of them and one more, and so on. */
function atOnceMs(times: readonly number[], places: number): number {
  let most = times.reduce((sum, ms) => sum + ms, 0) / places
  for (let at = 0; at < times.length; at += places) {
    most = Math.max(most, (at / places + 1) * (times[at] ?? 0))
  }
  return most
}

/** All scenarios with the same value of a key. */
interface Key {
  /** The sequential group that all of them are in; null for none. */
  readonly turn: string | null
  /** From its start to the end of the last of them, at least. */
  openMs: number
}

/**
 * For each fixture how long its keys are open, each for its start and the work of its scenarios. Left out where
 * more keys than workers may be open: while all scenarios of one wait for something else, such as needs, another
 * is opened.
 */
function openKeys({ items, workers, groups, fixtures = {}, durationMs }: Work): number[][] {
  const known = new Map<string, Map<string, Key>>()
  const left = new Set<string>()
  for (const item of items) {
    const turn = turnOf(item, groups)
    for (const { name, key } of item.fixtures ?? []) {
      if (key === null) continue
      const { startMs = 0, instances = 1, leases, keys = {} } = fixtures[name] ?? {}
      const all = known.get(name) ?? new Map<string, Key>()
      const one = all.get(key) ?? { turn: turn ?? null, openMs: startMs }
      known.set(name, all.set(key, one))
      one.openMs += durationMs(item.id) / Math.min(workers, instances * (leases ?? workers))
      const isAlone = item.fixtures?.length === 1 && (keys[key]?.fixtures ?? []).length === 0
      if (!isAlone || item.needs.length > 0 || turn !== one.turn) left.add(name)
    }
  }
  return [...known].flatMap(([name, keys]) =>
    left.has(name) ? [] : [[...keys.values()].map(({ openMs }) => openMs)],
  )
}

/** The sequential group of an item; null for none, undefined where keys need not come together in its turns. */
function turnOf(item: Item, groups: Work["groups"]): string | null | undefined {
  const [first = null, ...others] = item.groups.filter((name) => groups[name]?.sequential === true)
  if (first === null) return null
  return others.length === 0 && groups[first]?.turns !== undefined ? first : undefined
}

/** For each fixture without a key the time in which its instances can do all work. */
function poolsMs({ items, workers, fixtures = {}, durationMs }: Work): readonly number[] {
  const sums = new Map<string, number>()
  for (const { id, fixtures: leases = [] } of items) {
    for (const { name, key } of leases) {
      if (key === null) sums.set(name, (sums.get(name) ?? 0) + durationMs(id))
    }
  }
  return [...sums].map(([name, workMs]) => {
    const plan = fixtures[name]
    return plan === undefined ? 0 : poolMs(plan, { workMs, workers })
  })
}

/** Instances start as many at once as may, one such lot after another, and work from then on. */
function poolMs(
  { startMs = 0, startParallel = Number.POSITIVE_INFINITY, instances, leases }: FixturePlan,
  { workMs, workers }: { readonly workMs: number; readonly workers: number },
): number {
  let left = workMs
  let up = 0
  for (let at = startMs; ; at += startMs) {
    up = Math.min(instances, up + startParallel)
    const rate = Math.min(workers, up * (leases ?? workers))
    if (startMs === 0 || up === instances || rate === workers || left <= rate * startMs) {
      return at + left / Math.min(workers, (startMs === 0 ? instances : up) * (leases ?? workers))
    }
    left -= rate * startMs
  }
}
