/**
 * What neighbours tell of a scenario that nobody has timed: others below the same part of its id or
 * folder, with the same tags or the same values of a matrix. Each such group shifts the estimate as
 * far as its members carry it (an additive model of logarithms, fitted by back-fitting with
 * shrinkage: Breiman and Friedman 1985; Robinson 1991).
 */
import type { Json } from "../core/json.ts"

/** What is looked at of a scenario. */
export interface Neighbour {
  readonly id: string
  readonly definition?: {
    readonly file: string
    readonly tags: readonly string[]
    readonly matrix: Readonly<Record<string, Json>> | null
  }
}

/** A duration that is known, and whose it is. */
export interface Timed extends Neighbour {
  readonly ms: number
}

/** An estimate with its standard deviation. */
export interface Guess {
  readonly ms: number
  readonly spreadMs: number
}

/** Members that a group must bring before half of what they say is believed. */
const SHRINKAGE = 0.5

/** Residuals beyond so many robust deviations count as if they were no further away. */
const CLIP = 3

/** Passes over all groups: later ones settle what belongs to which. */
const PASSES = 3

/** Smallest duration that the logarithm is taken of. */
const LEAST_MS = 1

/** Longest chain of groups of one scenario that is followed. */
const MAX_LEVELS = 12

interface Group {
  /** Indices of timed members. */
  readonly members: number[]
  effect: number
}

/**
 * Learns from timed scenarios and returns what an untimed one is expected to take; null for one
 * without any neighbour.
 */
export function learnNeighbours(timed: readonly Timed[]): (of: Neighbour) => Guess | null {
  if (timed.length === 0) return () => null
  const logs = Float64Array.from(timed, ({ ms }) => Math.log(Math.max(LEAST_MS, ms)))
  const groups = new Map<string, Group>()
  for (const [index, one] of timed.entries()) {
    for (const name of groupNames(one)) {
      const group = groups.get(name)
      if (group === undefined) groups.set(name, { members: [index], effect: 0 })
      else group.members.push(index)
    }
  }
  // A group that holds everything says nothing.
  for (const [name, { members }] of groups) if (members.length === timed.length) groups.delete(name)
  const base = medianOf(logs)
  const predicted = new Float64Array(timed.length).fill(base)
  fitGroups([...groups.values()], { logs, predicted })
  const residuals = logs.map((value, i) => value - (predicted[i] ?? 0))
  const deviation = robustDeviation(residuals)
  const factor = smearing(residuals, { deviation, predicted })
  return (of) => {
    let log = base
    let most = 0
    for (const name of groupNames(of)) {
      const group = groups.get(name)
      if (group === undefined) continue
      log += group.effect
      most = Math.max(most, group.members.length)
    }
    if (most === 0) return null
    const ms = Math.exp(log) * factor
    // What the effects themselves are unsure of, besides the scatter around them.
    const variance = deviation ** 2 * (1 + 1 / most)
    return { ms, spreadMs: ms * Math.sqrt(Math.min(Math.exp(variance) - 1, 9)) }
  }
}

/** Every group of a scenario, the widest first. */
function groupNames({ id, definition }: Neighbour): string[] {
  const names = prefixes(id, "id")
  if (definition === undefined) return names
  names.push(...prefixes(definition.file, "file"), `file ${definition.file}`)
  for (const tag of definition.tags) names.push(`tag ${tag}`)
  const [key = ""] = id.split(":", 1)
  for (const [dimension, value] of Object.entries(definition.matrix ?? {})) {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value)
    names.push(`matrix ${key} ${dimension} ${text}`)
  }
  return names
}

/** The parts of a text up to each `:` and `/`, without the whole. */
function prefixes(text: string, kind: string): string[] {
  const found: string[] = []
  for (let at = 0; at < text.length && found.length < MAX_LEVELS; at++) {
    const code = text.charCodeAt(at)
    if (at > 0 && (code === COLON || code === SLASH)) found.push(`${kind} ${text.slice(0, at)}`)
  }
  return found
}

const COLON = 58
const SLASH = 47

/** Lets each group in turn explain what the others leave. */
function fitGroups(
  groups: readonly Group[],
  { logs, predicted }: { readonly logs: Float64Array; readonly predicted: Float64Array },
): void {
  const residual = (i: number): number => (logs[i] ?? 0) - (predicted[i] ?? 0)
  for (let pass = 0; pass < PASSES; pass++) {
    const scatter = robustDeviation(Float64Array.from(logs, (_, i) => residual(i)))
    // Where most agree exactly the scatter is none, and the rest must still be heard.
    const limit = Math.max(1, CLIP * scatter)
    for (const group of groups) {
      const left = Float64Array.from(group.members, (i) => residual(i) + group.effect)
      const middle = medianOf(left)
      let sum = 0
      for (const each of left) sum += middle + Math.max(-limit, Math.min(limit, each - middle))
      const effect = sum / (left.length + SHRINKAGE)
      const change = effect - group.effect
      group.effect = effect
      for (const i of group.members) predicted[i] = (predicted[i] ?? 0) + change
    }
  }
}

/**
 * What turns the exponential of a mean logarithm into a mean duration (Duan 1983), with outliers
 * clipped and within bounds that no sane set of timings leaves.
 */
function smearing(
  residuals: Float64Array,
  { deviation, predicted }: { readonly deviation: number; readonly predicted: Float64Array },
): number {
  let real = 0
  let guessed = 0
  for (const [i, residual] of residuals.entries()) {
    const guess = Math.exp(predicted[i] ?? 0)
    guessed += guess
    real += guess * Math.exp(Math.max(-CLIP * deviation, Math.min(CLIP * deviation, residual)))
  }
  return guessed > 0 ? Math.max(0.5, Math.min(4, real / guessed)) : 1
}

/** Median of the absolute values, scaled to the standard deviation of a normal distribution. */
export function robustDeviation(residuals: Float64Array): number {
  return 1.4826 * medianOf(residuals.map(Math.abs))
}

/** The middle value, or the mean of the two. */
export function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
