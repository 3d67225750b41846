/**
 * From a history to what planning knows: durations as they would have been alone on an ordinary
 * machine, at the usual crowding of this suite. Written in loops and
 * without taking tuples apart by pattern, which costs here: there may be millions of runs.
 */
import type { History, HistoryRun } from "../formats/history.ts"
import type { KnownTime, KnownTimes } from "../plan/estimate/estimate.ts"
import { type Conditions, conditionsOf, slowdownOf } from "./conditions.ts"
import { deviationOf, meanOf, medianOf, quantileOf } from "./statistics.ts"

/** The part of runs that the expected duration covers. */
const COVERED = 0.9
/** Runs from which a quantile of a scenario's own is better than what all scenarios tell. */
const ENOUGH_RUNS = 10
/** How many runs the spread of all scenarios counts for beside those of one. */
const SPREAD_PRIOR = 4
/** 90 % of a normal distribution lie below the mean and so many deviations. */
const NORMAL_90 = 1.2816

/** Runs of one scenario. */
type Runs = readonly HistoryRun[]

/** Known times of every scenario of a history. */
export function knownTimesOf(history: History): KnownTimes {
  const ids: string[] = []
  const all: Runs[] = []
  for (const id of Object.keys(history.scenarios)) {
    const runs = history.scenarios[id]
    if (runs === undefined || runs.length === 0) continue
    ids.push(id)
    all.push(runs)
  }
  const conditions = conditionsOf(history, all)
  const usual = usualSlowdown(all, (run) => slowdownOf(run, conditions.slowdown))
  const times = all.map((runs) => correctedMs(runs, { usual, conditions }))
  const spread = commonSpread(times)
  const known = new Map<string, KnownTime>()
  for (const [i, id] of ids.entries()) {
    known.set(id, knownTime(all[i] ?? [], { ms: times[i] ?? [], spread }))
  }
  return known
}

function knownTime(
  runs: Runs,
  { ms, spread }: { readonly ms: readonly number[]; readonly spread: number },
): KnownTime {
  return {
    ms: expectedMs(ms, spread),
    meanMs: meanOf(ms),
    spreadMs: deviationOf(ms),
    runs: runs.length,
    lastVerdict: runs[runs.length - 1]?.[1] ?? null,
    firstFailures: firstFailures(runs),
    peakMemoryBytes: usualPeak(runs),
  }
}

/** Durations of one attempt as they would have been under usual conditions. */
function correctedMs(
  runs: Runs,
  { usual, conditions }: { readonly usual: number; readonly conditions: Conditions },
): readonly number[] {
  const ms: number[] = []
  const verdict = timedVerdict(runs)
  for (const run of runs) {
    if (verdict !== null && run[1] !== verdict) continue
    // A flaky run holds two attempts at least; how many there were nobody has written down.
    const seconds = run[1] === "flaky" ? run[2] / 2 : run[2]
    ms.push((seconds * 1_000 * usual) / conditions.factorOf(run))
  }
  return ms
}

/**
 * Of what runs durations count: of those that passed at once; of a scenario that never did, of those
 * that passed at last; else (null) of all: a failure may end early or in a timeout.
 */
function timedVerdict(runs: Runs): HistoryRun[1] | null {
  let flaky = false
  for (const run of runs) {
    if (run[1] === "passed") return "passed"
    if (run[1] === "flaky") flaky = true
  }
  return flaky ? "flaky" : null
}

/**
 * How likely the first attempt fails, as if one more run had passed at once. Nothing is told of what
 * never passed: its durations hold all attempts already.
 */
function firstFailures(runs: Runs): number {
  let failed = 0
  let failures = 0
  for (const run of runs) {
    if (run[1] === "failed") failed += 1
    if (run[1] !== "passed") failures += 1
  }
  return failed === runs.length ? 0 : failures / (runs.length + 1)
}

/** One factor for all: it makes predictions right and moves no balance. */
function usualSlowdown(all: readonly Runs[], slowdown: (run: HistoryRun) => number): number {
  const seen = new Float64Array(all.length)
  for (const [i, runs] of all.entries()) {
    const last = runs[runs.length - 1]
    if (last !== undefined) seen[i] = slowdown(last)
  }
  return seen.length === 0 ? 1 : medianOf(seen)
}

/** The quantile where there are enough runs, else the median and the spread that is likely. */
function expectedMs(ms: readonly number[], common: number): number {
  if (ms.length >= ENOUGH_RUNS) return quantileOf(ms, COVERED)
  const logs = logsOf(ms)
  const own = deviationOf(logs)
  const weight = Math.max(0, logs.length - 1)
  const variance = (weight * own ** 2 + SPREAD_PRIOR * common ** 2) / (weight + SPREAD_PRIOR)
  return medianOf(ms) * Math.exp(NORMAL_90 * Math.sqrt(variance))
}

/** The usual deviation of a scenario's logarithms. */
function commonSpread(all: readonly (readonly number[])[]): number {
  const own: number[] = []
  for (const ms of all) {
    if (ms.length < 3) continue
    const logs = logsOf(ms)
    if (logs.length >= 3) own.push(deviationOf(logs))
  }
  return medianOf(own)
}

function logsOf(ms: readonly number[]): readonly number[] {
  const logs: number[] = []
  for (const one of ms) if (one > 0) logs.push(Math.log(one))
  return logs
}

/** With few runs that is the highest of them, or near it. */
function usualPeak(runs: Runs): number | null {
  const bytes: number[] = []
  for (const run of runs) if (run[5] !== null) bytes.push(run[5])
  return bytes.length === 0 ? null : Math.ceil(quantileOf(bytes, COVERED))
}
