/**
 * Looks for an order of a shard's scenarios that ends sooner than longest remaining path first,
 * where resources, groups and needs leave room for that. Deterministic: work is counted in
 * schedules, never in time.
 */
import { seededRandom } from "../../core/quantities/random.ts"
import { simulate } from "../../schedule/simulate.ts"
import { decode, justify, sortedBy, type Timetable } from "./order-decode.ts"
import { type OrderProblem, type OrderRequest, orderProblem } from "./order-problem.ts"
import { orderRules } from "./order-rules.ts"

/** An order that has been tried, best known decoding included. */
interface Tried {
  readonly order: readonly number[]
  readonly makespanMs: number
}

/** Schedules that one try of an order makes. */
const SCHEDULES_A_TRY = 4
const POPULATION = 30
/** Part of the later lists that does not descend from others. */
const IMMIGRANTS = 0.1
/** Beyond so many items closing gaps would take longer than it saves. */
const JUSTIFIED_ITEMS = 1_500

/**
 * The ids in the best order found; the given order when nothing better is. What is returned has been
 * confirmed by the scheduler itself.
 */
export function improveOrder(request: OrderRequest): readonly string[] {
  const { items, seed, budget } = request
  const ids = items.map(({ id }) => id)
  if (items.length < 2) return ids
  const problem = orderProblem(request)
  const given = simulated(request, ids)
  if (given <= problem.enoughMs) return ids
  const best = searchOrder(problem, { seed, budget })
  const found = best.order.map((i) => ids[i] ?? "")
  return simulated(request, found) < given ? found : ids
}

/**
 * The best of all rules and so many samples around them, each scheduled once and nothing closed: what
 * the search is compared with.
 */
export function rulesAndSamples(request: OrderRequest, samples: number): readonly string[] {
  const problem = orderProblem(request)
  const random = seededRandom(request.seed)
  const rules = orderRules(problem)
  const lists = rules.map((rule) => sortedBy(rule, problem))
  for (let n = 0; n < samples; n++) {
    const rule = rules[n % 4]
    if (rule !== undefined) lists.push(sampled(problem, { rule, random }))
  }
  const tried = lists.map((order) => ({ order, ...decode(problem, ranksOf(order)) }))
  const [best] = tried.sort((a, b) => a.makespanMs - b.makespanMs)
  return (best?.order ?? []).map((i) => request.items[i]?.id ?? "")
}

/** Rules first, then samples around them, then recombination of the best, until the work is done. */
function searchOrder(
  problem: OrderProblem,
  bounds: { readonly seed: number; readonly budget: number },
): { readonly order: readonly number[]; readonly makespanMs: number } {
  const random = seededRandom(bounds.seed)
  const size = Math.max(1, problem.size / JUSTIFIED_ITEMS)
  const tries = Math.max(1, Math.floor(bounds.budget / SCHEDULES_A_TRY / size))
  const rules = orderRules(problem)
  let population: Tried[] = []
  let best: Tried | undefined
  let made = 0
  const attempt = (order: readonly number[]): Tried => {
    made += 1
    const tried = tryOrder(problem, order)
    if (best === undefined || tried.makespanMs < best.makespanMs) best = tried
    return tried
  }
  const isOver = () =>
    made >= tries || (best !== undefined && best.makespanMs <= problem.enoughMs + 1e-6)
  const fresh = () => {
    const rule = rules[Math.floor(random() * 4)] ?? new Float64Array(problem.size)
    return sampled(problem, { rule, random })
  }
  for (const rule of rules) {
    if (isOver()) break
    population.push(attempt(sortedBy(rule, problem)))
  }
  while (population.length < 2 * POPULATION && !isOver()) {
    population.push(attempt(fresh()))
  }
  population = fittest(population)
  while (!isOver()) {
    const children: Tried[] = []
    while (children.length < POPULATION && !isOver()) {
      const mother = population[Math.floor(random() * population.length)]
      const father = population[Math.floor(random() * population.length)]
      // A few that come from nowhere: small problems soon know only one list.
      const bred = mother !== undefined && father !== undefined && random() >= IMMIGRANTS
      const order = bred ? mutated(crossed(mother.order, father.order, random), random) : fresh()
      children.push(attempt(order))
    }
    population = fittest([...population, ...children])
  }
  return best ?? { order: problem.topological, makespanMs: Number.POSITIVE_INFINITY }
}

/** Decodes an order, closes the gaps of the schedule, and decodes the order that this gives. */
function tryOrder(problem: OrderProblem, order: readonly number[]): Tried {
  const first = decode(problem, ranksOf(order))
  const plain = { order: startOrder(problem, first), makespanMs: first.makespanMs }
  if (problem.size > JUSTIFIED_ITEMS) return plain
  const closed = startOrder(problem, justify(problem, first))
  const { makespanMs } = decode(problem, ranksOf(closed))
  return makespanMs <= plain.makespanMs ? { order: closed, makespanMs } : plain
}

/** Different orders of the same makespan are kept, but not for ever: the later ones go first. */
function fittest(tried: readonly Tried[]): Tried[] {
  const seen = new Set<string>()
  const distinct = tried.filter(({ order }) => {
    const key = order.join(" ")
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return distinct.sort((a, b) => a.makespanMs - b.makespanMs).slice(0, POPULATION)
}

/** A list near the rule's: places are drawn with a bias to what the rule puts first. */
function sampled(
  problem: OrderProblem,
  { rule, random }: { readonly rule: Float64Array; readonly random: () => number },
): number[] {
  const least = rule.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const most = rule.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const spread = (most - least) * (0.2 + 0.8 * random() ** 2)
  return sortedBy(
    rule.map((value) => value + (random() - random()) * spread),
    problem,
  )
}

/** Beginning and end of one list, with the middle in the order of the other. */
function crossed(
  mother: readonly number[],
  father: readonly number[],
  random: () => number,
): number[] {
  const one = Math.floor(random() * (mother.length + 1))
  const two = Math.floor(random() * (mother.length + 1))
  const from = Math.min(one, two)
  const to = Math.max(one, two)
  const taken = new Set(mother.slice(0, from))
  const child = mother.slice(0, from)
  for (const i of father) {
    if (child.length >= to) break
    if (taken.has(i)) continue
    taken.add(i)
    child.push(i)
  }
  for (const i of mother) if (!taken.has(i)) child.push(i)
  return child
}

function mutated(order: number[], random: () => number): number[] {
  for (let k = 1; k < order.length; k++) {
    if (random() >= 0.05) continue
    const a = order[k - 1] as number
    order[k - 1] = order[k] as number
    order[k] = a
  }
  return order
}

function ranksOf(order: readonly number[]): Float64Array {
  const ranks = new Float64Array(order.length)
  for (const [rank, i] of order.entries()) ranks[i] = rank
  return ranks
}

function startOrder({ places }: OrderProblem, { starts }: Timetable): number[] {
  return sortedBy(starts, { places })
}

/** How long the scheduler takes with this order. */
function simulated(request: OrderRequest, ids: readonly string[]): number {
  const { items, workers, resources, groups, durationsMs, seed } = request
  const byId = new Map(items.map((item) => [item.id, item]))
  return simulate(
    {
      items: ids.flatMap((id) => byId.get(id) ?? []),
      workers,
      resources,
      groups,
      seed,
      failFast: null,
    },
    (id) => ({ durationMs: durationsMs.get(id) ?? 0, end: { outcome: "passed" } }),
  ).makespanMs
}
