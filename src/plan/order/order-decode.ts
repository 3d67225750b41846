/**
 * From an order to a schedule. `decode` does what the scheduler does with a list: whatever is ready
 * and fits starts, the first of the list first. `justify` pushes a schedule to the right and back to
 * the left, which closes gaps (Valls, Ballestín, Quintanilla 2005).
 */
import type { OrderProblem } from "./order-problem.ts"

/** Start of each item, and the end of all. */
export interface Timetable {
  readonly starts: Float64Array
  readonly makespanMs: number
}

/** The list as the scheduler would run it; `ranks` gives each item's place, the least first. */
export function decode(problem: OrderProblem, ranks: ArrayLike<number>): Timetable {
  const { size, width, durations, before, after, demands } = problem
  const free = problem.capacities.slice()
  const starts = new Float64Array(size)
  const open = Int32Array.from(before, (list) => list.length)
  const eligible: number[] = []
  const running: number[] = []
  const enter = (i: number) => {
    const rank = ranks[i] as number
    let low = 0
    let high = eligible.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ranks[eligible[middle] as number] as number) < rank) low = middle + 1
      else high = middle
    }
    eligible.splice(low, 0, i)
  }
  const change = (i: number, sign: 1 | -1) => {
    for (let r = 0; r < width; r++) {
      free[r] = (free[r] as number) + sign * (demands[i * width + r] as number)
    }
  }
  const fits = (i: number) => {
    for (let r = 0; r < width; r++) {
      if ((demands[i * width + r] as number) > (free[r] as number) + 1e-9) return false
    }
    return true
  }
  for (let i = 0; i < size; i++) if (open[i] === 0) enter(i)
  let now = 0
  const endOf = (i: number) => (starts[i] as number) + (durations[i] as number)
  for (;;) {
    let kept = 0
    for (let e = 0; e < eligible.length; e++) {
      const i = eligible[e] as number
      if ((free[0] as number) >= 1 && fits(i)) {
        starts[i] = now
        change(i, -1)
        running.push(i)
      } else eligible[kept++] = i
    }
    eligible.length = kept
    if (running.length === 0) return { starts, makespanMs: now }
    now = running.reduce((least, i) => Math.min(least, endOf(i)), Number.POSITIVE_INFINITY)
    let left = 0
    for (let k = 0; k < running.length; k++) {
      const i = running[k] as number
      if (endOf(i) > now) {
        running[left++] = i
        continue
      }
      change(i, 1)
      for (const next of after[i] as readonly number[]) {
        open[next] = (open[next] as number) - 1
        if (open[next] === 0) enter(next)
      }
    }
    running.length = left
  }
}

/** The schedule pushed to its end and back to its beginning: never longer. */
export function justify(problem: OrderProblem, { starts }: Timetable): Timetable {
  const { durations, before, after, places } = problem
  const ends = starts.map((start, i) => start + (durations[i] as number))
  const right = place(problem, {
    order: sortedBy(ends, { places, direction: -1 }),
    waitsFor: after,
  })
  const mirrored = right.starts.map((start, i) => -(start + (durations[i] as number)))
  return place(problem, { order: sortedBy(mirrored, { places }), waitsFor: before })
}

/**
 * Indexes by their values, ascending or descending. Between equals `places` decides: what takes no
 * time at all must still come after what it waits for.
 */
export function sortedBy(
  values: Float64Array,
  by: { readonly places: Int32Array; readonly direction?: 1 | -1 },
): number[] {
  const { places, direction = 1 } = by
  const order = Array.from(values, (_, i) => i)
  return order.sort(
    (a, b) =>
      direction *
      ((values[a] as number) - (values[b] as number) ||
        (places[a] as number) - (places[b] as number)),
  )
}

/** Places items one after another, each as early as it fits beside those placed before it. */
function place(
  problem: OrderProblem,
  by: { readonly order: readonly number[]; readonly waitsFor: readonly (readonly number[])[] },
): Timetable {
  const { size, width, durations, demands, capacities } = problem
  const starts = new Float64Array(size)
  // The profile: from times[k] until times[k + 1] the row k of `free` is free.
  const times: number[] = [0]
  const free: Float64Array[] = [capacities.slice()]
  const split = (at: number, from: number): number => {
    let k = from
    while (k + 1 < times.length && (times[k + 1] as number) <= at) k++
    if (times[k] === at) return k
    times.splice(k + 1, 0, at)
    free.splice(k + 1, 0, (free[k] as Float64Array).slice())
    return k + 1
  }
  let makespanMs = 0
  for (const i of by.order) {
    const duration = durations[i] as number
    let start = 0
    for (const other of by.waitsFor[i] as readonly number[]) {
      start = Math.max(start, (starts[other] as number) + (durations[other] as number))
    }
    let first = 0
    while (first + 1 < times.length && (times[first + 1] as number) <= start) first++
    for (let k = first; k < times.length && (times[k] as number) < start + duration; k++) {
      const row = free[k] as Float64Array
      for (let r = 0; r < width; r++) {
        if ((demands[i * width + r] as number) <= (row[r] as number) + 1e-9) continue
        first = k + 1
        start = times[k + 1] as number
        break
      }
    }
    starts[i] = start
    makespanMs = Math.max(makespanMs, start + duration)
    if (duration === 0) continue
    const from = split(start, first)
    const to = split(start + duration, from)
    for (let k = from; k < to; k++) {
      const row = free[k] as Float64Array
      for (let r = 0; r < width; r++)
        row[r] = (row[r] as number) - (demands[i * width + r] as number)
    }
  }
  return { starts, makespanMs }
}
