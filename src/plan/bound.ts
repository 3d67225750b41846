/**
 * The least time in which any plan could be done, and what makes it so.
 */
import { type Component, componentsOf, type Unit } from "./components.ts"
import { remainingPaths } from "./paths.ts"

/** A lower bound of the makespan and its cause. */
export interface LowerBound {
  readonly ms: number
  readonly binding: "work" | "path" | "component"
  /** First id of the path or component that binds. */
  readonly id: string | null
}

/**
 * The largest of: all work over all workers; the longest chain of needs; the work of one component
 * over the workers of one shard.
 */
export function lowerBound(options: {
  readonly units: readonly Unit[]
  readonly shards: number
  readonly workers: number
  readonly components?: readonly Component[]
}): LowerBound {
  const { units, shards, workers } = options
  const work = units.reduce((sum, unit) => sum + unit.estimateMs, 0)
  let bound: LowerBound = { ms: work / Math.max(1, shards * workers), binding: "work", id: null }
  for (const component of options.components ?? componentsOf(units)) {
    const ms = component.workMs / workers
    if (ms > bound.ms) bound = { ms, binding: "component", id: component.units[0]?.id ?? null }
  }
  for (const [id, ms] of remainingPaths(units)) {
    if (ms > bound.ms) bound = { ms, binding: "path", id }
  }
  return bound
}
