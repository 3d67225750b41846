/**
 * From a history to what planning knows: durations as they would have been alone on an ordinary
 * machine, at the usual crowding of this suite.
 */
import type { History, HistoryRun } from "../formats/history.ts"
import type { KnownTime, KnownTimes } from "../plan/known-time.ts"
import { conditionsOf, slowdownOf } from "./conditions.ts"
import { deviationOf, meanOf, medianOf, quantileOf } from "./statistics.ts"

/** The part of runs that the expected duration covers. */
const COVERED = 0.9
/** Runs from which a quantile of a scenario's own is better than what all scenarios tell. */
const ENOUGH_RUNS = 10
/** How many runs the spread of all scenarios counts for beside those of one. */
const SPREAD_PRIOR = 4
/** 90 % of a normal distribution lie below the mean and so many deviations. */
const NORMAL_90 = 1.2816

/** Known times of every scenario of a history. */
export function knownTimesOf(history: History): KnownTimes {
  const conditions = conditionsOf(history)
  const usual = usualSlowdown(history, (run) => slowdownOf(run, conditions.slowdown))
  const corrected = Object.entries(history.scenarios).flatMap(([id, runs]) => {
    const [last] = runs.slice(-1)
    if (last === undefined) return []
    const ms = timedRuns(runs).map((run) => (run[2] * 1_000 * usual) / conditions.factorOf(run))
    return [{ id, runs, last, ms }]
  })
  const spread = commonSpread(corrected.map(({ ms }) => ms))
  return new Map(
    corrected.map(({ id, runs, last, ms }): [string, KnownTime] => [
      id,
      {
        ms: expectedMs(ms, spread),
        meanMs: meanOf(ms),
        spreadMs: deviationOf(ms),
        runs: runs.length,
        lastVerdict: last[1],
        peakMemoryBytes: highest(runs.map(([, , , , , bytes]) => bytes)),
      },
    ]),
  )
}

/** Runs that passed; of a scenario that never did, all: a failure may end early or in a timeout. */
function timedRuns(runs: readonly HistoryRun[]): readonly HistoryRun[] {
  const passed = runs.filter(([, verdict]) => verdict !== "failed")
  return passed.length > 0 ? passed : runs
}

/** One factor for all: it makes predictions right and moves no balance. */
function usualSlowdown(history: History, slowdown: (run: HistoryRun) => number): number {
  const seen: number[] = []
  for (const runs of Object.values(history.scenarios)) {
    const last = runs.at(-1)
    if (last !== undefined) seen.push(slowdown(last))
  }
  return seen.length === 0 ? 1 : medianOf(seen)
}

/** The quantile where there are enough runs, else the median and the spread that is likely. */
function expectedMs(ms: readonly number[], common: number): number {
  if (ms.length >= ENOUGH_RUNS) return quantileOf(ms, COVERED)
  const logs = ms.filter((one) => one > 0).map(Math.log)
  const own = deviationOf(logs)
  const weight = Math.max(0, logs.length - 1)
  const variance = (weight * own ** 2 + SPREAD_PRIOR * common ** 2) / (weight + SPREAD_PRIOR)
  return medianOf(ms) * Math.exp(NORMAL_90 * Math.sqrt(variance))
}

/** The usual deviation of a scenario's logarithms. */
function commonSpread(all: readonly (readonly number[])[]): number {
  const own = all
    .map((ms) => ms.filter((one) => one > 0).map(Math.log))
    .filter((logs) => logs.length >= 3)
    .map(deviationOf)
  return medianOf(own)
}

function highest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}
