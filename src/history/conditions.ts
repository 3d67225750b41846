/**
 * The conditions under which durations were measured: how much a crowd slows scenarios down, and
 * how fast each machine was, estimated from all scenarios together.
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
import { groupsOf, type Measurements, type Polish, polish } from "./polish.ts"

/** What crowds consist of, and their weight. */
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
/** Durations below it are mostly the start of a process. */
const LEAST_SECONDS = 0.02

/** Weights that are tried first, and steps around the best of them that are tried next. */
const COARSE: readonly number[] = [0, 0.25, 0.5, 0.75, 1, 1.25]
const FINE: readonly number[] = [-0.2, -0.15, -0.1, -0.05, 0.05, 0.1, 0.15, 0.2]

/** The observations about conditions, in columns. */
interface Observations extends Measurements {
  readonly logs: Float64Array
  readonly runs: readonly HistoryRun[]
}

/** Runs of scenarios on so many machines. */
interface Measured {
  readonly jobs: number
  /** The runs of each scenario. */
  readonly scenarios: readonly (readonly HistoryRun[])[]
}

/** Estimates the conditions of a history; of scenarios whoever has a list of their runs can give it. */
export function conditionsOf(
  history: History,
  scenarios: Measured["scenarios"] = Object.values(history.scenarios),
): Conditions {
  const measured = { jobs: history.jobs.length, scenarios }
  const slowdown = bestSlowdown(observationsOf(measured, SLOWDOWN_SAMPLE))
  const observations = observationsOf(measured, MACHINE_SAMPLE)
  const machines = polishFor(observations, slowdown).machines.map(Math.exp)
  return {
    slowdown,
    machines,
    factorOf: (run) => (machines[run[0]] ?? 1) * slowdownOf(run, slowdown),
  }
}

/** The slowdown that leaves least unexplained; the lighter one where two are as good. */
function bestSlowdown(observations: Observations): Slowdown {
  let best = { slowdown: { by: "cores", weight: 0 } as Slowdown, misfit: Number.POSITIVE_INFINITY }
  const consider = (slowdown: Slowdown): void => {
    const { misfit } = polishFor(observations, slowdown)
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
  return 1 + weight * (by === "cores" ? 1 / run[4] - 1 : run[3] - 1)
}

/**
 * Passed runs of scenarios that ran more than once: the others tell nothing of conditions. Of too
 * many, scenarios at even distances.
 */
function observationsOf({ scenarios, jobs }: Measured, most: number): Observations {
  let all = 0
  for (const { length } of scenarios) all += length
  const stride = Math.max(1, Math.ceil(all / most))
  const runs: HistoryRun[] = []
  const of: number[] = []
  let scenario = 0
  for (let i = 0; i < scenarios.length; i += stride) {
    const telling = (scenarios[i] ?? []).filter(isTelling)
    if (telling.length < 2) continue
    for (const run of telling) {
      runs.push(run)
      of.push(scenario)
    }
    scenario += 1
  }
  return {
    runs,
    logs: Float64Array.from(runs, (run) => Math.log(run[2])),
    byScenario: groupsOf(Int32Array.from(of), scenario),
    byJob: groupsOf(
      Int32Array.from(runs, (run) => run[0]),
      jobs,
    ),
  }
}

function isTelling(run: HistoryRun): boolean {
  return run[1] === "passed" && run[2] >= LEAST_SECONDS
}

function polishFor(observations: Observations, slowdown: Slowdown): Polish {
  const { logs, runs } = observations
  const corrected = logs.map((log, i) => {
    const run = runs[i]
    return run === undefined ? log : log - Math.log(slowdownOf(run, slowdown))
  })
  return polish(corrected, observations)
}
