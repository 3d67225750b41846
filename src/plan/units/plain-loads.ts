/**
 * What LPT goes by where all that is known comes from a single run: an unknown scenario counts as the
 * mean of the known, and every known one may be off.
 */
import { hash32 } from "../../core/quantities/random.ts"
import { type Estimate, isMeasured } from "../estimate/estimate.ts"
import type { Component, Unit } from "./components.ts"

/** Loads of the workers as LPT sees them, by component in the order of `Loads`. */
export interface PlainLoads {
  readonly weights: Float64Array
  /** Longest first; the seed decides between equals. */
  readonly order: () => Int32Array
  /** Variances of what was seen once. */
  readonly variances: Float64Array
}

/** Mean of what is known, where that is a single run and some were not in it; null elsewhere. */
export function meanOfSingleRun(estimates: readonly Estimate[]): number | null {
  let sum = 0
  let count = 0
  let unknown = false
  for (const { from, ms, once = false } of estimates) {
    if (isMeasured(from)) {
      if (!once) return null
      sum += ms
      count += 1
    } else if (from !== "estimate") unknown = true
  }
  return unknown && count > 0 ? sum / count : null
}

/** What LPT knows of components; null where units come from more than a single run. */
export function plainLoadsOf(
  components: readonly Component[],
  { workers, seed }: { readonly workers: number; readonly seed: number },
): PlainLoads | null {
  if (!components.some(({ units }) => units.some(({ plainMs }) => plainMs !== undefined))) {
    return null
  }
  const sums = (of: (unit: Unit) => number): Float64Array =>
    Float64Array.from(components, ({ units }) => units.reduce((sum, unit) => sum + of(unit), 0))
  const part = ({ slots = 1 }: Unit): number => slots / workers
  const weights = sums((unit) => (unit.plainMs ?? unit.estimateMs) * part(unit))
  const variances = sums((unit) => ((unit.onceMs ?? 0) * part(unit)) ** 2)
  const order = (): Int32Array => {
    const draws = components.map(({ units }) => hash32(`${seed} ${units[0]?.id ?? ""}`))
    return Int32Array.from(components, (_, index) => index).sort(
      (a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || (draws[a] ?? 0) - (draws[b] ?? 0) || a - b,
    )
  }
  return { weights, order, variances }
}
