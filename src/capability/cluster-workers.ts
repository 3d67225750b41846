/**
 * How many scenarios can run at once with a shared resource: the available amount divided by the
 * mean demand, for the scarcest resource, and never more than groups allow at once.
 */

/** How many workers one limit allows. */
export interface WorkerLimit {
  /** Name of the resource; null for the limit of groups. */
  readonly name: string | null
  readonly workers: number
  /** Mean demand of the scenarios that take some of it; 0 without a resource. */
  readonly mean: number
  readonly available: number
}

/** Workers for which a cluster has room. */
export interface ClusterWorkers {
  readonly workers: number
  /** All limits, the tightest first. */
  readonly limits: readonly WorkerLimit[]
}

/** The number of workers; null if no scenario takes any of the resources. */
export function clusterWorkers(options: {
  /** Available amounts, by name of the resource. */
  readonly available: Readonly<Record<string, number>>
  /** What each scenario takes. */
  readonly demands: readonly Readonly<Record<string, number>>[]
  /** How many scenarios the groups allow at once. */
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
  // If there is too little for even one, the scheduler reports that for the scenario itself.
  return { workers: Math.max(1, all[0]?.workers ?? 1), limits: all }
}

function wholeTimes(there: number, mean: number): number {
  // Corrects quotients that are whole except for rounding.
  return Math.floor((there / mean) * (1 + Number.EPSILON * 4))
}

/** How many scenarios groups allow at once: the sum over the groups. */
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
