/**
 * A shard's scenarios as a scheduling problem of numbers: durations, precedence and demands of
 * renewable resources. Workers, limits of groups and exclusiveness are resources like the others.
 */
import type { PlannedGroup } from "../../formats/plan.ts"
import { listOrder } from "../../schedule/precedence.ts"
import { turnsOf } from "../../schedule/turns.ts"
import type { Item } from "../../schedule/types.ts"

/** What an order is searched for. */
export interface OrderRequest {
  /** In the order that holds without a search; needs point to other items of the list. */
  readonly items: readonly Item[]
  readonly workers: number
  readonly resources: Readonly<Record<string, number>>
  readonly groups: Readonly<Record<string, PlannedGroup>>
  /** Expected durations by id. */
  readonly durationsMs: ReadonlyMap<string, number>
  readonly seed: number
  /** How many schedules may be made, whatever time that takes; a very long list counts as several. */
  readonly budget: number
  /** Part of the bound by which an order may miss it and yet be good enough; absent is none. */
  readonly enough?: number
}

/** The problem by index; arrays of demands hold one row of `width` for each item. */
export interface OrderProblem {
  readonly size: number
  readonly width: number
  readonly durations: Float64Array
  readonly before: readonly (readonly number[])[]
  readonly after: readonly (readonly number[])[]
  readonly demands: Float64Array
  readonly capacities: Float64Array
  /** No schedule is shorter. */
  readonly boundMs: number
  /** A schedule of this length is not worth more work. */
  readonly enoughMs: number
  /** Items in an order in which nothing comes before what it waits for. */
  readonly topological: readonly number[]
  /** The place of each item in that order: it decides between equals. */
  readonly places: Int32Array
}

/**
 * Makes numbers of a request. Conflicts, batches and pauses of groups are left out: they are for the
 * scheduler, which has the last word.
 */
export function orderProblem(request: OrderRequest): OrderProblem {
  const { items, workers, resources, groups, durationsMs } = request
  const names = [
    ...Object.keys(resources).filter((name) => items.some(({ demand }) => demand?.[name])),
    ...Object.keys(groups).filter((name) => groups[name]?.maxParallel != null),
  ]
  const width = names.length + 1
  const demands = new Float64Array(items.length * width)
  const capacities = new Float64Array(width)
  capacities[0] = workers
  for (const [r, name] of names.entries()) {
    capacities[r + 1] = resources[name] ?? groups[name]?.maxParallel ?? 0
  }
  for (const [i, { demand, groups: member, exclusive }] of items.entries()) {
    demands[i * width] = exclusive === true ? workers : 1
    for (const [r, name] of names.entries()) {
      const wanted = name in resources ? (demand?.[name] ?? 0) : member.includes(name) ? 1 : 0
      // What demands more than there is will be skipped; here it must only not block for ever.
      demands[i * width + r + 1] = Math.min(wanted, capacities[r + 1] ?? 0)
    }
  }
  const { before, after } = precedence(items, groups)
  const durations = Float64Array.from(items, ({ id }) => durationsMs.get(id) ?? 0)
  const topological = inOrder(before, after)
  const places = new Int32Array(items.length)
  for (const [place, i] of topological.entries()) places[i] = place
  const shape = { size: items.length, width, durations, before, after, demands, capacities, places }
  const boundMs = boundOf({ ...shape, topological })
  return { ...shape, topological, boundMs, enoughMs: boundMs * (1 + (request.enough ?? 0)) }
}

/** Needs, and members of a sequential group one after another. */
function precedence(items: readonly Item[], groups: Readonly<Record<string, PlannedGroup>>) {
  const index = new Map(items.map(({ id }, i) => [id, i]))
  const before = items.map(({ needs }) => needs.flatMap((need) => index.get(need) ?? []))
  for (const members of turnsOf(items, groups).values()) {
    for (const [at, i] of members.entries()) {
      const previous = members[at - 1]
      if (previous !== undefined) before[i]?.push(previous)
    }
  }
  const after: number[][] = items.map(() => [])
  for (const [i, list] of before.entries()) for (const one of list) after[one]?.push(i)
  return { before, after }
}

/** As the scheduler puts them: the list's order, but nothing before what it waits for. */
function inOrder(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): number[] {
  return listOrder(
    before.map((list) => list.length),
    after,
  )
}

/** The longest path, or all work of one resource over what there is of it. */
function boundOf(problem: Omit<OrderProblem, "boundMs" | "enoughMs">): number {
  const { size, width, durations, demands, capacities } = problem
  const tails = remainingMs(problem)
  let bound = tails.reduce((longest, ms) => Math.max(longest, ms), 0)
  for (let r = 0; r < width; r++) {
    let work = 0
    for (let i = 0; i < size; i++) work += (durations[i] ?? 0) * (demands[i * width + r] ?? 0)
    const capacity = capacities[r] ?? 0
    if (capacity > 0) bound = Math.max(bound, work / capacity)
  }
  return bound
}

/** For each item its duration and the longest path of what waits for it. */
export function remainingMs(
  problem: Pick<OrderProblem, "topological" | "after" | "durations">,
): Float64Array {
  const { topological, after, durations } = problem
  const tails = new Float64Array(durations.length)
  for (let at = topological.length - 1; at >= 0; at--) {
    const i = topological[at] ?? 0
    let longest = 0
    for (const next of after[i] ?? []) longest = Math.max(longest, tails[next] ?? 0)
    tails[i] = (durations[i] ?? 0) + longest
  }
  return tails
}
