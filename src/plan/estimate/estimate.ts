/**
 * How long a scenario is expected to take, and how sure that is: what earlier runs say, else its
 * author, else its neighbours, else the median of all that is known.
 */
import type { PlannedScenario } from "../../formats/plan.ts"
import { learnNeighbours, type Neighbour, type Timed } from "./neighbours.ts"

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

/** Estimates of all scenarios by id, those first that somebody knows. */
export function estimateAll(
  scenarios: readonly Estimated[],
  known: KnownTimes = new Map(),
): ReadonlyMap<string, Estimate> {
  const estimates = estimateEach(scenarios, known)
  const sure = new Map<string, Estimate>()
  const guessed = new Map<string, Estimate>()
  for (const [i, { id, estimateMs }] of scenarios.entries()) {
    const estimate = estimates[i]
    if (estimate === undefined) continue
    const told = estimateMs !== null || known.has(id)
    ;(told ? sure : guessed).set(id, estimate)
  }
  for (const [id, estimate] of guessed) sure.set(id, estimate)
  return sure
}

/**
 * Estimates of all scenarios, in their order. Times of ids that are gone still tell of their
 * neighbours.
 */
export function estimateEach(
  scenarios: readonly Estimated[],
  known: KnownTimes = new Map(),
): readonly Estimate[] {
  const told = scenarios.map(({ id, estimateMs }) => toldOf(known.get(id), estimateMs))
  if (!told.includes(null)) return told as readonly Estimate[]
  const nothing = known.size === 0 && told.every((estimate) => estimate === null)
  const timed = nothing ? [] : timedOnes(scenarios, { told, known })
  const guess = learnNeighbours(timed)
  return told.map((estimate, i): Estimate => {
    if (estimate !== null) return estimate
    const scenario = scenarios[i]
    const near = scenario === undefined ? null : guess(scenario)
    if (near === null) return NOTHING_KNOWN
    const { ms, spreadMs, alone } = near
    return { ms, spreadMs, from: alone ? "median" : "neighbours" }
  })
}

const NOTHING_KNOWN: Estimate = {
  ms: DEFAULT_ESTIMATE_MS,
  from: "default",
  spreadMs: DEFAULT_ESTIMATE_MS,
}

/** True of durations that somebody measured. */
export function isMeasured(from: Estimate["from"]): boolean {
  return from === "history" || from === "timings"
}

/** What runs or the author say; null where nobody does. */
function toldOf(time: KnownTime | undefined, estimateMs: number | null): Estimate | null {
  if (time !== undefined) {
    const { ms, timings, spreadMs } = time
    const from = timings === undefined ? "history" : "timings"
    return (timings ?? time.runs) > 1
      ? { ms, from, spreadMs, once: false }
      : { ms, from, spreadMs: ms * ONE_RUN, once: true }
  }
  if (estimateMs === null) return null
  return { ms: estimateMs, from: "estimate", spreadMs: estimateMs * AUTHOR }
}

/** Sorted by id: sums of fractions depend on their order, plans must not. */
function timedOnes(
  scenarios: readonly Estimated[],
  from: { readonly told: readonly (Estimate | null)[]; readonly known: KnownTimes },
): readonly Timed[] {
  const here = new Set<string>()
  const timed: Timed[] = []
  for (const [i, scenario] of scenarios.entries()) {
    here.add(scenario.id)
    const estimate = from.told[i] ?? null
    if (estimate !== null) timed.push({ ...scenario, ms: estimate.ms })
  }
  for (const [id, { ms }] of from.known) if (!here.has(id)) timed.push({ id, ms })
  return timed.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/**
 * What earlier runs tell of one scenario, as planning uses it: wherever it comes from (history,
 * imported timings), it is advice and decides no more than order and balance.
 */
export interface KnownTime {
  /** Expected duration of an attempt alone on a machine of normal speed: the 90th percentile of recent runs. */
  readonly ms: number
  /** Mean of the same runs. */
  readonly meanMs: number
  /** Standard deviation of the same runs; 0 where there was only one. */
  readonly spreadMs: number
  /** Runs that it stands on; 1 for a single imported figure. */
  readonly runs: number
  /** Runs that the durations alone stand on, where they were imported as timings. */
  readonly timings?: number
  /** How the latest of them ended; null where nobody wrote it down. */
  readonly lastVerdict: "passed" | "failed" | "flaky" | null
  /** How likely the first attempt fails, from 0 to below 1; absent where nobody can tell. */
  readonly firstFailures?: number
  /** Memory in bytes that nine of ten recent runs stayed below; null where it was not measured. */
  readonly peakMemoryBytes: number | null
}

/** Known times by id of the scenario. */
export type KnownTimes = ReadonlyMap<string, KnownTime>
