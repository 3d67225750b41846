/** How many scenarios run at once in a shard, as flags and plans express it. */

/** A number, all cores of the machine, or a part of it. */
export type WorkerCount = number | "auto" | `${string}%`

/** Workers on a machine with so many cores: at least one. */
export function workersOn(cores: number, count: WorkerCount): number {
  return typeof count === "number" ? count : Math.max(1, Math.floor(cores * machineShare(count)))
}

/** The part of the machine that may be used, from 0 to 1; null for a plain number. */
export function machineShare(count: Exclude<WorkerCount, number>): number {
  return count === "auto" ? 1 : Number(count.slice(0, -1)) / 100
}
