/**
 * Median polish (Tukey, 1977) of a table with many gaps: what is common to the measurements of a
 * scenario and what to those of a machine, each the median of what the other leaves over, in turn.
 */
import { medianOfFirst } from "../core/quantities/statistics.ts"

/** Measurements by two small numbers that each has. */
export interface Measurements {
  readonly byScenario: Groups
  readonly byJob: Groups
}

/** What belongs together. */
export interface Groups {
  /** Group of each measurement. */
  readonly of: Int32Array
  /** Measurements, those of one group after those of another, in their order. */
  readonly members: Int32Array
  /** Where the members of each group begin; one more for the end of the last. */
  readonly starts: Int32Array
}

export interface Polish {
  /** What is common to each job; 0 where nothing was measured, and the median over all. */
  readonly machines: readonly number[]
  /** Mean absolute residual. */
  readonly misfit: number
}

/** Rounds of the polish; it has settled by then. */
const ROUNDS = 3
/** Number of scenarios at which the factor of a machine counts half. */
const MACHINE_PRIOR = 3

/** Groups of measurements. */
export function groupsOf(of: Int32Array, groups: number): Groups {
  const starts = new Int32Array(groups + 1)
  for (const group of of) starts[group + 1] = (starts[group + 1] ?? 0) + 1
  for (let i = 0; i < groups; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0)
  const next = starts.slice()
  const members = new Int32Array(of.length)
  for (const [i, group] of of.entries()) {
    const place = next[group] ?? 0
    members[place] = i
    next[group] = place + 1
  }
  return { of, members, starts }
}

/** Tells machines from scenarios. */
export function polish(values: Float64Array, { byScenario, byJob }: Measurements): Polish {
  const own = new Float64Array(byScenario.starts.length - 1)
  const machines = new Float64Array(byJob.starts.length - 1)
  const scratch = new Float64Array(values.length)
  for (let round = 0; round < ROUNDS; round++) {
    for (let scenario = 0; scenario < own.length; scenario++) {
      const count = leftOver(scenario, {
        values,
        of: byScenario,
        others: byJob,
        less: machines,
        scratch,
      })
      own[scenario] = medianOfFirst(scratch, count)
    }
    for (let job = 0; job < machines.length; job++) {
      const count = leftOver(job, { values, of: byJob, others: byScenario, less: own, scratch })
      if (count === 0) continue
      machines[job] = medianOfFirst(scratch, count) * (count / (count + MACHINE_PRIOR))
    }
  }
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const common = own[byScenario.of[i] ?? 0] ?? 0
    sum += Math.abs((values[i] ?? 0) - common - (machines[byJob.of[i] ?? 0] ?? 0))
  }
  const middle = medianOfFirst(machines.slice(), machines.length)
  return {
    machines: Array.from(machines, (log) => log - middle),
    misfit: sum / Math.max(1, values.length),
  }
}

/** Puts what the other side leaves over of one group into the scratch; returns how many that are. */
function leftOver(
  group: number,
  from: {
    readonly values: Float64Array
    readonly of: Groups
    readonly others: Groups
    readonly less: Float64Array
    readonly scratch: Float64Array
  },
): number {
  const { values, of, others, less, scratch } = from
  const start = of.starts[group] ?? 0
  const count = (of.starts[group + 1] ?? 0) - start
  for (let i = 0; i < count; i++) {
    const place = of.members[start + i] ?? 0
    scratch[i] = (values[place] ?? 0) - (less[others.of[place] ?? 0] ?? 0)
  }
  return count
}
