/**
 * How many workers a shard has where their number is left open: the machine decides, and the pools that
 * its scenarios lease from.
 */
import { type WorkerCount, workersOn } from "../../core/quantities/workers.ts"
import type { LeaseSpec } from "../../formats/fixture.ts"
import type { Plan } from "../../formats/plan.ts"

/** Workers of a shard. */
export interface PoolWorkers {
  readonly workers: number
  /** Those of them that are used at once; the others as far as the machine bears them. */
  readonly first: number
}

/**
 * A pool of several instances asks for as many workers as its scenarios can lease at once, those for warm
 * instances from the beginning on. More than can run at once by leases are of no use.
 */
export function poolWorkers(of: {
  readonly cores: number
  readonly count: WorkerCount
  /** What each scenario leases. */
  readonly leases: readonly (readonly LeaseSpec[])[]
  readonly fixtures: Plan["fixtures"]
}): PoolWorkers {
  const { cores, count, leases, fixtures = {} } = of
  const base = workersOn(cores, count)
  if (typeof count === "number" || Object.keys(fixtures).length === 0) {
    return { workers: base, first: base }
  }
  const pools = new Map<string, Pool>()
  let atOnce = 0
  for (const list of leases) {
    const pool = scarcest(list, fixtures)
    if (pool === null) atOnce += 1
    else pools.set(pool.id, { ...pool, users: (pools.get(pool.id)?.users ?? 0) + 1 })
  }
  let asked = 0
  let warm = 0
  for (const { slots, warmSlots, isPool, users } of pools.values()) {
    atOnce += Math.min(slots, users)
    if (isPool) asked += Math.min(slots, users)
    if (isPool) warm += Math.min(warmSlots, users)
  }
  const workers = Math.max(1, Math.min(atOnce, Math.max(base, asked)))
  return { workers, first: Math.min(workers, Math.max(base, warm)) }
}

interface Pool {
  readonly id: string
  readonly slots: number
  readonly warmSlots: number
  /** False for a key: how many of those are open is decided by the workers. */
  readonly isPool: boolean
  readonly users: number
}

/** What a scenario leases that the fewest can lease at once; null where nothing is limited. */
function scarcest(
  leases: readonly LeaseSpec[],
  fixtures: NonNullable<Plan["fixtures"]>,
): Pool | null {
  let found: Pool | null = null
  for (const { name, key } of leases) {
    const { instances = 1, warm = 0, leases: each = null } = fixtures[name] ?? {}
    if (each === null || instances * each >= (found?.slots ?? Number.POSITIVE_INFINITY)) continue
    const isPool = key === null && instances > 1
    const id = JSON.stringify([name, key])
    found = { id, slots: instances * each, warmSlots: warm * each, isPool, users: 0 }
  }
  return found
}
