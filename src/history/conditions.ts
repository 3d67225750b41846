/**
 * Under what conditions durations were measured: how much a crowd slows scenarios down, and how fast
 * each machine was, estimated from all scenarios together.
 *
 * The model of one measured duration is `own time × machine × slowdown`, where
 * - slowdown = 1 + weight × crowd, the linear contention of Gunther's Universal Scalability Law;
 *   crowd is either what is missing of a core (`1 / share − 1`, processor sharing: Kleinrock 1967) or
 *   the number of others, whichever explains more;
 * - machine is one factor for each shard of a run.
 * Own times and machines are medians of what the others leave over, in turn (Tukey's median polish,
 * 1977, on logarithms), so that one wild duration moves nothing. A machine that few scenarios speak of
 * is drawn towards the ordinary one.
 */
import type { History, HistoryRun } from "../formats/history.ts"
import { medianOf } from "./statistics.ts"

/** What makes a crowd, and how much it weighs. */
export interface Slowdown {
  readonly by: "cores" | "others"
  /** 0: nothing slows down; 1 with `cores`: all scenarios do nothing but compute. */
  readonly weight: number
}

/** The conditions of every measured run. */
export interface Conditions {
  readonly slowdown: Slowdown
  /** By place of the job: durations on it over those of an ordinary machine. */
  readonly machines: readonly number[]
  /** How many times its own time a run took because of machine and crowd. */
  factorOf(run: HistoryRun): number
}

/** Observations that the slowdown is estimated from at most; medians of so many are steady. */
const SLOWDOWN_SAMPLE = 4_000
/** Observations that machines are estimated from at most. */
const MACHINE_SAMPLE = 40_000
/** Scenarios that must agree on a machine before it counts more than half. */
const MACHINE_PRIOR = 3
/** Rounds of the polish; it has settled by then. */
const ROUNDS = 3
/** Durations below it are mostly the start of a process. */
const LEAST_SECONDS = 0.02

/** Weights that are tried first, and steps around the best of them that are tried next. */
const COARSE: readonly number[] = [0, 0.25, 0.5, 0.75, 1, 1.25]
const FINE: readonly number[] = [-0.2, -0.15, -0.1, -0.05, 0.05, 0.1, 0.15, 0.2]

interface Observation {
  readonly scenario: number
  readonly job: number
  readonly log: number
  readonly run: HistoryRun
}

/** Estimates the conditions of a history. */
export function conditionsOf(history: History): Conditions {
  const jobs = history.jobs.length
  const slowdown = bestSlowdown(observationsOf(history, SLOWDOWN_SAMPLE), jobs)
  const observations = observationsOf(history, MACHINE_SAMPLE)
  const machines = polishOf(observations, { jobs, slowdown }).machines.map(Math.exp)
  return {
    slowdown,
    machines,
    factorOf: (run) => (machines[run[0]] ?? 1) * slowdownOf(run, slowdown),
  }
}

/** The slowdown that leaves least unexplained; the lighter one where two are as good. */
function bestSlowdown(observations: readonly Observation[], jobs: number): Slowdown {
  let best = { slowdown: { by: "cores", weight: 0 } as Slowdown, misfit: Number.POSITIVE_INFINITY }
  const consider = (slowdown: Slowdown): void => {
    const { misfit } = polishOf(observations, { jobs, slowdown })
    if (misfit < best.misfit * (1 - 1e-6)) best = { slowdown, misfit }
  }
  for (const by of ["cores", "others"] as const) {
    for (const weight of COARSE) consider({ by, weight })
  }
  const { by, weight } = best.slowdown
  for (const step of FINE) {
    if (weight + step > 0) consider({ by, weight: weight + step })
  }
  return best.slowdown
}

/** How many times longer a run took because of the crowd around it. */
export function slowdownOf(run: HistoryRun, { by, weight }: Slowdown): number {
  const [, , , concurrency, share] = run
  return 1 + weight * (by === "cores" ? 1 / share - 1 : concurrency - 1)
}

/**
 * Passed runs of scenarios that ran more than once: the others tell nothing of conditions. Of too
 * many, scenarios at even distances.
 */
function observationsOf({ scenarios }: History, most: number): readonly Observation[] {
  const all = Object.values(scenarios)
  const runs = all.reduce((sum, of) => sum + of.length, 0)
  const stride = Math.max(1, Math.ceil(runs / most))
  const observations: Observation[] = []
  let scenario = 0
  for (let i = 0; i < all.length; i += stride) {
    const telling = (all[i] ?? []).filter((run) => run[1] === "passed" && run[2] >= LEAST_SECONDS)
    if (telling.length < 2) continue
    for (const run of telling) {
      observations.push({ scenario, job: run[0], log: Math.log(run[2]), run })
    }
    scenario += 1
  }
  return observations
}

interface Polish {
  /** Logarithm of each machine's factor. */
  readonly machines: readonly number[]
  /** Mean absolute residual. */
  readonly misfit: number
}

function polishOf(
  observations: readonly Observation[],
  of: { readonly jobs: number; readonly slowdown: Slowdown },
): Polish {
  const corrected = observations.map(({ log, run }) => log - Math.log(slowdownOf(run, of.slowdown)))
  const machines = new Array<number>(of.jobs).fill(0)
  const byScenario = placesBy(observations, ({ scenario }) => scenario)
  const byJob = placesBy(observations, ({ job }) => job)
  const own = new Array<number>(byScenario.length).fill(0)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [scenario, places = []] of byScenario.entries()) {
      own[scenario] = medianOf(
        places.map((i) => (corrected[i] ?? 0) - (machines[observations[i]?.job ?? 0] ?? 0)),
      )
    }
    for (const [job, places = []] of byJob.entries()) {
      const left = places.map(
        (i) => (corrected[i] ?? 0) - (own[observations[i]?.scenario ?? 0] ?? 0),
      )
      machines[job] = medianOf(left) * (left.length / (left.length + MACHINE_PRIOR))
    }
  }
  const misfit = observations.reduce((sum, { scenario, job }, i) => {
    return sum + Math.abs((corrected[i] ?? 0) - (own[scenario] ?? 0) - (machines[job] ?? 0))
  }, 0)
  const middle = medianOf(machines)
  return {
    machines: machines.map((log) => log - middle),
    misfit: misfit / Math.max(1, observations.length),
  }
}

/** Places of the observations by a small number that each has. */
function placesBy(
  observations: readonly Observation[],
  keyOf: (observation: Observation) => number,
): (number[] | undefined)[] {
  const lists: (number[] | undefined)[] = []
  for (const [place, observation] of observations.entries()) {
    const key = keyOf(observation)
    const list = lists[key]
    if (list === undefined) lists[key] = [place]
    else list.push(place)
  }
  return Array.from(lists)
}
