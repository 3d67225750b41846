/**
 * Looks for an order of a shard's scenarios that ends sooner than longest remaining path first, where
 * resources, groups and needs leave room for that: sixteen rules and a hundred lists near the best of
 * them, each tried by the scheduler itself. Deterministic: work is counted in schedules, never in time.
 */
import { seededRandom } from "../../core/quantities/random.ts"
import type { PlannedGroup } from "../../formats/plan.ts"
import { listOrder } from "../../schedule/precedence.ts"
import { simulate } from "../../schedule/simulate.ts"
import { turnsOf } from "../../schedule/turns.ts"
import type { Item, ScheduleOptions } from "../../schedule/types.ts"
import { followersOf, lengthsOf, longestPaths } from "../units/paths.ts"
import { fixturesMs } from "./fixture-bound.ts"

/** Lists that are drawn near rules. */
const SAMPLES = 100

/** Lists are drawn near so many of the rules that did best. */
const BEST_RULES = 4

/** Part of a rule's range by which a drawn list may differ from it, at least and at most. */
const LEAST_SPREAD = 0.2
const MOST_SPREAD = 1

/** Rules that order lists. */
export const RULES = 16

/** Lists that are tried at most. */
export const MOST_TRIES = RULES + SAMPLES

/** What an order is looked for. */
export interface OrderRequest {
  /** Its items stand in the order that holds without a search; needs point to items of the list. */
  readonly schedule: ScheduleOptions
  readonly durationMs: (id: string) => number
  /** Lists that may be tried, the rules first; absent is all. */
  readonly tries?: number
  /** Part of the bound by which an order may miss it and yet be good enough; absent is none. */
  readonly enough?: number
}

/** The ids in the best order found; the given order when nothing better is. */
export function improveOrder(request: OrderRequest): readonly string[] {
  const { schedule, tries = MOST_TRIES, enough = 0 } = request
  const { items, seed } = schedule
  const work = workOf(request)
  const enoughMs = work.boundMs * (1 + enough) + 1e-6
  let best = { order: items, ms: lengthOf(request, items) }
  const attempt = (values: Float64Array): number => {
    const order = sortedBy(values, work.places).flatMap((i) => items[i] ?? [])
    const ms = lengthOf(request, order)
    if (ms < best.ms) best = { order, ms }
    return ms
  }
  const tried: { readonly values: Float64Array; readonly ms: number }[] = []
  for (const values of rulesOf(work).slice(0, tries)) {
    if (best.ms > enoughMs) tried.push({ values, ms: attempt(values) })
  }
  const rules = tried.sort((a, b) => a.ms - b.ms).slice(0, BEST_RULES)
  const random = seededRandom(seed)
  for (let n = RULES; n < tries && best.ms > enoughMs; n++) {
    const rule = rules[n % rules.length]
    if (rule !== undefined) attempt(near(rule.values, random))
  }
  return best.order.map(({ id }) => id)
}

/** Values near a rule's: what it puts first seldom comes last. Where it says nothing, any order. */
function near(rule: Float64Array, random: () => number): Float64Array {
  const least = rule.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const most = rule.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const spread = (most - least || 1) * (LEAST_SPREAD + (MOST_SPREAD - LEAST_SPREAD) * random() ** 2)
  return rule.map((value) => value + (random() - random()) * spread)
}

/** How long the scheduler takes with this order. */
function lengthOf({ schedule, durationMs }: OrderRequest, items: readonly Item[]): number {
  const end = { outcome: "passed" } as const
  return simulate({ ...schedule, items }, (id) => ({ durationMs: durationMs(id), end })).makespanMs
}

/** Indexes by their values; between equals nothing comes before what it waits for. */
function sortedBy(values: Float64Array, places: Int32Array): number[] {
  const at = (list: Float64Array | Int32Array, i: number) => list[i] ?? 0
  return [...values.keys()].sort(
    (a, b) => at(values, a) - at(values, b) || at(places, a) - at(places, b),
  )
}

/** What rules know of each item, by index. */
interface Work {
  readonly durations: Float64Array
  /** Parts of workers, resources and groups that an item takes, added up. */
  readonly usage: Float64Array
  readonly before: readonly (readonly number[])[]
  readonly after: readonly (readonly number[])[]
  /** The list's order, but nothing before what it waits for. */
  readonly order: readonly number[]
  /** The place of each item in that order. */
  readonly places: Int32Array
  /** No schedule is shorter. */
  readonly boundMs: number
}

function workOf({ schedule, durationMs }: OrderRequest): Work {
  const { items, groups, fixtures = {} } = schedule
  const durations = Float64Array.from(items, ({ id }) => durationMs(id))
  const before = predecessors(items, groups)
  const after = followersOf(before)
  const order = listOrder(lengthsOf(before), after)
  const places = new Int32Array(items.length)
  for (const [place, i] of order.entries()) places[i] = place
  const usage = new Float64Array(items.length)
  const paths = longestPaths({ after, order }, (i) => durations[i] ?? 0)
  // Nothing runs before the instances that it leases are there.
  const starts = items.map(({ fixtures: leases = [] }) =>
    leases.reduce((ms, { name }) => Math.max(ms, fixtures[name]?.startMs ?? 0), 0),
  )
  const earliest = starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const leastMs = fixturesMs({ ...schedule, durationMs })
  let boundMs = paths.reduce((ms, path, i) => Math.max(ms, (starts[i] ?? 0) + path), leastMs)
  for (const parts of partsOf(schedule)) {
    let all = 0
    for (const [i, part] of parts.entries()) {
      usage[i] = (usage[i] ?? 0) + part
      all += part * (durations[i] ?? 0)
    }
    boundMs = Math.max(boundMs, earliest + all)
  }
  return { durations, usage, before, after, order, places, boundMs }
}

/** Needs, and members of a sequential group one after another. */
function predecessors(items: readonly Item[], groups: Readonly<Record<string, PlannedGroup>>) {
  const index = new Map(items.map(({ id }, i) => [id, i]))
  const before = items.map(({ needs }) => needs.flatMap((need) => index.get(need) ?? []))
  for (const members of turnsOf(items, groups).values()) {
    for (const [at, i] of members.entries()) {
      const previous = members[at - 1]
      if (previous !== undefined) before[i]?.push(previous)
    }
  }
  return before
}

/** For workers and for each resource and limited group: the part of it that each item takes. */
function partsOf({ items, workers, resources = {}, groups }: ScheduleOptions): number[][] {
  const limits = Object.entries(groups).flatMap(([name, { maxParallel }]) =>
    maxParallel == null ? [] : [{ name, maxParallel }],
  )
  // What demands more than there is will be skipped.
  const part = (wanted: number, all: number) => (all > 0 ? Math.min(1, wanted / all) : 0)
  return [
    items.map(({ exclusive }) => (exclusive === true ? 1 : 1 / workers)),
    ...Object.entries(resources).map(([name, all]) =>
      items.map(({ demand }) => part(demand?.[name] ?? 0, all)),
    ),
    ...limits.map(({ name, maxParallel }) =>
      items.map((item) => (item.groups.includes(name) ? 1 / maxParallel : 0)),
    ),
  ]
}

/** Values of each item under sixteen rules, the least first; the longest remaining path leads. */
function rulesOf(work: Work): readonly Float64Array[] {
  const { durations, usage, before, after, order } = work
  const heads = new Float64Array(durations.length)
  for (const i of order) {
    for (const one of before[i] ?? []) {
      heads[i] = Math.max(heads[i] ?? 0, (heads[one] ?? 0) + (durations[one] ?? 0))
    }
  }
  /** Sum over what waits for an item, by every path to it. */
  const following = (value: (i: number) => number): Float64Array => {
    const sums = new Float64Array(durations.length)
    for (const i of order.toReversed()) {
      for (const next of after[i] ?? []) sums[i] = (sums[i] ?? 0) + value(next) + (sums[next] ?? 0)
    }
    return sums
  }
  const ms = (i: number) => durations[i] ?? 0
  const use = (i: number) => usage[i] ?? 0
  const head = (i: number) => heads[i] ?? 0
  const at = (list: Float64Array) => (i: number) => list[i] ?? 0
  const tail = at(longestPaths(work, ms))
  const energy = at(longestPaths(work, (i) => ms(i) * use(i)))
  const followers = at(following(() => 1))
  const followingMs = at(following(ms))
  const followingEnergy = at(following((i) => ms(i) * use(i)))
  const direct = (i: number) => (after[i] ?? []).reduce((sum, next) => sum + ms(next), ms(i))
  const rules: readonly ((i: number) => number)[] = [
    (i) => -tail(i),
    // Latest finish, slack, number of followers, rank positional weights.
    (i) => ms(i) - tail(i),
    (i) => -tail(i) - head(i),
    (i) => -followers(i),
    (i) => -direct(i),
    (i) => -ms(i) - followingMs(i),
    // By what is taken, alone and on the way to the end.
    (i) => -use(i),
    (i) => -use(i) * ms(i),
    (i) => -energy(i),
    (i) => -use(i) * ms(i) - followingEnergy(i),
    // Mixtures, and rules that help where the others agree on something bad.
    (i) => -tail(i) * (1 + use(i)),
    (i) => -tail(i) * (4 + use(i)),
    (i) => -tail(i) - use(i) * ms(i),
    (i) => head(i),
    (i) => -ms(i),
    (i) => ms(i),
  ]
  return rules.map((rule) => Float64Array.from(durations, (_, i) => rule(i)))
}
