/**
 * Rules by which lists of scenarios are ordered, the least value first.
 */
import { type OrderProblem, remainingMs } from "./order-problem.ts"

/** Values of each item under several rules, the one by the longest remaining path first. */
export function orderRules(problem: OrderProblem): readonly Float64Array[] {
  const { size, width, durations, before, after, topological, demands, capacities } = problem
  const tails = remainingMs(problem)
  const heads = new Float64Array(size)
  const followers = new Float64Array(size)
  const work = new Float64Array(size)
  const usage = new Float64Array(size)
  for (const i of topological) {
    for (const one of before[i] ?? []) {
      heads[i] = Math.max(heads[i] ?? 0, (heads[one] ?? 0) + (durations[one] ?? 0))
    }
    for (let r = 0; r < width; r++) {
      const capacity = capacities[r] ?? 0
      const part = capacity > 0 ? (demands[i * width + r] ?? 0) / capacity : 0
      usage[i] = (usage[i] ?? 0) + part
    }
  }
  for (const i of topological.toReversed()) {
    work[i] = durations[i] ?? 0
    for (const next of after[i] ?? []) {
      followers[i] = (followers[i] ?? 0) + 1 + (followers[next] ?? 0)
      work[i] = (work[i] ?? 0) + (durations[next] ?? 0)
    }
  }
  const longest = tails.reduce((a, b) => Math.max(a, b), 0)
  const by = (value: (i: number) => number) => Float64Array.from(durations, (_, i) => value(i))
  const tail = (i: number) => tails[i] ?? 0
  const last = (i: number) => longest - tail(i)
  return [
    by((i) => -tail(i)),
    // Latest finish, slack, number of followers, rank positional weight, demand, and mixtures.
    by((i) => last(i) + (durations[i] ?? 0)),
    by((i) => last(i) - (heads[i] ?? 0)),
    by((i) => -(followers[i] ?? 0)),
    by((i) => -(work[i] ?? 0)),
    by((i) => -(usage[i] ?? 0) * (durations[i] ?? 0)),
    by((i) => -tail(i) * (1 + (usage[i] ?? 0) / width)),
    by((i) => heads[i] ?? 0),
  ]
}
