/**
 * How many scenarios at once a shared resource bears: what there is over what one takes on average,
 * by the scarcest resource, and never more than can run beside each other at all.
 */

/** How many workers one limit allows. */
export interface WorkerLimit {
  /** Name of the resource; null for scenarios that must not run beside each other. */
  readonly name: string | null
  readonly workers: number
  /** Mean of what the scenarios that take some of it take; 0 without a resource. */
  readonly mean: number
  readonly available: number
}

/** Workers that a cluster bears. */
export interface ClusterWorkers {
  readonly workers: number
  /** All limits, the tightest first. */
  readonly limits: readonly WorkerLimit[]
}

/** The number of workers; null where no scenario takes anything of the resources. */
export function clusterWorkers(options: {
  /** What there is, by name of the resource. */
  readonly available: Readonly<Record<string, number>>
  /** What each scenario takes. */
  readonly demands: readonly Readonly<Record<string, number>>[]
  /** How many scenarios their groups let run beside each other. */
  readonly lanes: number
}): ClusterWorkers | null {
  const { available, demands, lanes } = options
  const limits = Object.entries(available).flatMap(([name, there]): WorkerLimit[] => {
    const taken = demands.map((demand) => demand[name] ?? 0).filter((amount) => amount > 0)
    if (taken.length === 0) return []
    const mean = taken.reduce((sum, amount) => sum + amount, 0) / taken.length
    return [{ name, workers: wholeTimes(there, mean), mean, available: there }]
  })
  if (limits.length === 0) return null
  const all = [...limits, { name: null, workers: lanes, mean: 0, available: lanes }].sort(
    (a, b) => a.workers - b.workers,
  )
  // Where there is too little for even one, the scheduler says so of the scenario itself.
  return { workers: Math.max(1, all[0]?.workers ?? 1), limits: all }
}

function wholeTimes(there: number, mean: number): number {
  // A quotient that is whole but for rounding is whole.
  return Math.floor((there / mean) * (1 + Number.EPSILON * 4))
}

/** How groups let scenarios run beside each other, as a sum of what each bears. */
export function lanesOf(
  scenarios: readonly { readonly groups: readonly string[] }[],
  groups: Readonly<
    Record<
      string,
      { readonly maxParallel: number | null; readonly sequential?: boolean | undefined }
    >
  >,
): number {
  const members = new Map<string, number>()
  let free = 0
  for (const scenario of scenarios) {
    const limited = scenario.groups
      .map((name) => ({ name, limit: limitOf(groups[name]) }))
      .filter(({ limit }) => limit !== null)
      .sort((a, b) => (a.limit ?? 0) - (b.limit ?? 0))[0]
    if (limited === undefined) free += 1
    else members.set(limited.name, (members.get(limited.name) ?? 0) + 1)
  }
  let lanes = free
  for (const [name, count] of members) lanes += Math.min(count, limitOf(groups[name]) ?? count)
  return lanes
}

function limitOf(
  group:
    | { readonly maxParallel: number | null; readonly sequential?: boolean | undefined }
    | undefined,
): number | null {
  if (group === undefined) return null
  return group.sequential === true ? 1 : group.maxParallel
}
