/**
 * How long a scenario is expected to take, and how sure that is: what earlier runs say, else its
 * author, else its neighbours, else the median of all that is known.
 */
import type { PlannedScenario } from "../formats/plan.ts"
import type { KnownTimes } from "./known-time.ts"
import {
  learnNeighbours,
  medianOf,
  type Neighbour,
  robustDeviation,
  type Timed,
} from "./neighbours.ts"

/** Assumed when nothing at all is known. */
export const DEFAULT_ESTIMATE_MS = 10_000

/** Relative deviation of what stands on a single run, and of what an author guessed. */
const ONE_RUN = 0.2
const AUTHOR = 0.5

/** An expected duration, where it comes from and its standard deviation. */
export interface Estimate {
  readonly ms: number
  readonly from: PlannedScenario["estimateFrom"]
  readonly spreadMs: number
  /** True where a single run is all that is known. */
  readonly once?: boolean
}

/** What estimating must know of a scenario. */
export interface Estimated extends Neighbour {
  readonly estimateMs: number | null
}

/** Estimates of all scenarios. Times of ids that are gone still tell of their neighbours. */
export function estimateAll(
  scenarios: readonly Estimated[],
  known: KnownTimes = new Map(),
): ReadonlyMap<string, Estimate> {
  const estimates = new Map<string, Estimate>()
  const open: Estimated[] = []
  for (const scenario of scenarios) {
    const { id, estimateMs } = scenario
    const time = known.get(id)
    if (time !== undefined) {
      const { ms, runs } = time
      const from = "history"
      estimates.set(
        id,
        runs > 1
          ? { ms, from, spreadMs: time.spreadMs, once: false }
          : { ms, from, spreadMs: ms * ONE_RUN, once: true },
      )
    } else if (estimateMs !== null) {
      estimates.set(id, { ms: estimateMs, from: "estimate", spreadMs: estimateMs * AUTHOR })
    } else open.push(scenario)
  }
  if (open.length === 0) return estimates
  const nothing = estimates.size === 0 && known.size === 0
  const timed = nothing ? [] : timedOnes(scenarios, { estimates, known })
  const guess = learnNeighbours(timed)
  const fallback = fallbackFor(timed)
  for (const scenario of open) {
    const near = guess(scenario)
    estimates.set(scenario.id, near === null ? fallback : { ...near, from: "neighbours" })
  }
  return estimates
}

/** Sorted by id: sums of fractions depend on their order, plans must not. */
function timedOnes(
  scenarios: readonly Estimated[],
  from: { readonly estimates: ReadonlyMap<string, Estimate>; readonly known: KnownTimes },
): readonly Timed[] {
  const here = new Set<string>()
  const timed: Timed[] = []
  for (const scenario of scenarios) {
    here.add(scenario.id)
    const estimate = from.estimates.get(scenario.id)
    if (estimate !== undefined) timed.push({ ...scenario, ms: estimate.ms })
  }
  for (const [id, { ms }] of from.known) if (!here.has(id)) timed.push({ id, ms })
  return timed.sort((a, b) => (a.id < b.id ? -1 : 1))
}

function fallbackFor(timed: readonly Timed[]): Estimate {
  if (timed.length === 0) {
    return { ms: DEFAULT_ESTIMATE_MS, from: "default", spreadMs: DEFAULT_ESTIMATE_MS }
  }
  const times = Float64Array.from(timed, (one) => one.ms)
  const ms = medianOf(times)
  const spreadMs = robustDeviation(times.map((time) => time - ms))
  return { ms, from: "median", spreadMs: Math.max(spreadMs, ms * AUTHOR) }
}
