/**
 * What neighbours tell of a scenario that nobody has timed: others below the same part of its id or
 * folder, with the same tags or the same values of a matrix. Each such group shifts the estimate as
 * far as its members carry it (an additive model of logarithms, fitted by back-fitting with
 * shrinkage: Breiman and Friedman 1985; Robinson 1991).
 */
import type { Json } from "../../core/json/json.ts"
import { medianOf } from "../../core/quantities/statistics.ts"

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

/** An estimate of the mean, with its standard deviation. */
export interface Guess {
  readonly ms: number
  readonly spreadMs: number
  /** True where no neighbour is known, so that it is what any scenario is expected to take. */
  readonly alone: boolean
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
  readonly kind: string
  /** Indices of timed members. */
  readonly members: number[]
  effect: number
}

/** A group that a scenario belongs to; those of one kind tell about equally much. */
interface GroupName {
  readonly name: string
  readonly kind: string
}

/** Timed scenarios with what was learned of them. */
interface Learned {
  readonly timed: readonly Timed[]
  readonly logs: Float64Array
  readonly base: number
  /** The groups of each timed scenario. */
  readonly of: readonly (readonly Group[])[]
}

/** How far guesses by groups of some kinds were off, had they been made of the timed ones. */
interface Calibration {
  /** What a guess is multiplied with, and what is added, so that all come to as much as they took. */
  readonly factor: number
  readonly extraMs: number
  /** Standard deviation, as a part of the guess, and of what is out of all proportion. */
  readonly relative: number
  readonly outlierMs: number
}

/** Learns from timed scenarios and returns what an untimed one is expected to take; null without any. */
export function learnNeighbours(timed: readonly Timed[]): (of: Neighbour) => Guess | null {
  if (timed.length === 0) return () => null
  const logs = Float64Array.from(timed, ({ ms }) => Math.log(Math.max(LEAST_MS, ms)))
  const groups = new Map<string, Group>()
  const of = timed.map((): Group[] => [])
  for (const [index, one] of timed.entries()) {
    for (const { name, kind } of groupNames(one)) {
      const group = groups.get(name) ?? { kind, members: [], effect: 0 }
      group.members.push(index)
      groups.set(name, group)
    }
  }
  // A group that holds everything says nothing.
  for (const [name, { members }] of groups) if (members.length === timed.length) groups.delete(name)
  for (const group of groups.values()) for (const i of group.members) of[i]?.push(group)
  const base = medianOf(logs)
  fitGroups([...groups.values()], { logs, predicted: new Float64Array(timed.length).fill(base) })
  const learned = { timed, logs, base, of }
  const calibrations = new Map<string, Calibration>()
  return (one) => {
    const own = groupNames(one).flatMap(({ name }) => groups.get(name) ?? [])
    const kinds = new Set(own.map(({ kind }) => kind))
    const key = [...kinds].join(" ")
    const by = calibrations.get(key) ?? calibrate(learned, kinds)
    calibrations.set(key, by)
    const ms = Math.exp(own.reduce((sum, { effect }) => sum + effect, base)) * by.factor
    return {
      ms: ms + by.extraMs,
      spreadMs: Math.hypot(ms * by.relative, by.outlierMs),
      alone: own.length === 0,
    }
  }
}

/**
 * Holds guesses by groups of these kinds against what the timed ones took, each guessed as if it had
 * not been timed itself. What a new folder leaves open is so much wider than a new scenario in a known one.
 */
function calibrate(learned: Learned, kinds: ReadonlySet<string>): Calibration {
  const { timed, logs, base, of } = learned
  const guesses = new Float64Array(timed.length)
  const residuals = Float64Array.from(timed, (_, i) => {
    const own = (of[i] ?? []).filter(({ kind }) => kinds.has(kind))
    const log = own.reduce((sum, { effect }) => sum + effect, base)
    const residual = (logs[i] ?? 0) - log
    // What a group would say without this member, its effect being a sum over n + SHRINKAGE.
    const itself = own.reduce((sum, { members }) => sum + 1 / (members.length - 1 + SHRINKAGE), 0)
    const alone = residual * (1 + Math.min(itself, MOST_LEVERAGE))
    guesses[i] = Math.exp((logs[i] ?? 0) - alone)
    return alone
  })
  const deviation = robustDeviation(residuals)
  const limit = CLIP * deviation
  const clipped = residuals.map(
    (each, i) => (guesses[i] ?? 0) * Math.exp(Math.max(-limit, Math.min(limit, each))),
  )
  const sum = (list: Float64Array) => list.reduce((all, each) => all + each, 0)
  const factor = Math.max(0.5, Math.min(4, partOf(sum(clipped), sum(guesses))))
  const beyond = clipped.map((each, i) => (timed[i]?.ms ?? 0) - each)
  // A single one is an accident, several are what this suite does.
  const furthest = beyond.reduce((most, each, i) => (each > (beyond[most] ?? 0) ? i : most), 0)
  beyond[furthest] = 0
  const scaled = guesses.map((each) => each * factor)
  const scatter = clipped.map((each, i) => (each - (scaled[i] ?? 0)) ** 2)
  const squares = scaled.map((each) => each ** 2)
  return {
    factor,
    extraMs: Math.max(0, sum(beyond) / timed.length),
    relative: Math.sqrt(Math.min(partOf(sum(scatter), sum(squares)), MOST_VARIANCE)),
    outlierMs: Math.sqrt(sum(beyond.map((each) => each ** 2)) / timed.length),
  }
}

/** A part of a whole that no sane set of timings makes nothing, or infinite. */
function partOf(part: number, whole: number): number {
  const found = part / whole
  return Number.isFinite(found) ? found : 1
}

/** What a scenario's own time may have made of its groups, at most: twice what is left of it. */
const MOST_LEVERAGE = 2

/** Of a guess: more doubt than this says nothing more. */
const MOST_VARIANCE = 9

/** Every group of a scenario, the widest first. */
function groupNames({ id, definition }: Neighbour): GroupName[] {
  const names = prefixes(id, "id")
  if (definition === undefined) return names
  names.push(...prefixes(definition.file, "file"))
  names.push({ name: `file ${definition.file}`, kind: "file" })
  for (const tag of definition.tags) names.push({ name: `tag ${tag}`, kind: "tag" })
  const [key = ""] = id.split(":", 1)
  for (const [dimension, value] of Object.entries(definition.matrix ?? {})) {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value)
    names.push({ name: `matrix ${key} ${dimension} ${text}`, kind: "matrix" })
  }
  return names
}

/** The parts of a text up to each `:` and `/`, without the whole. */
function prefixes(text: string, kind: string): GroupName[] {
  const found: GroupName[] = []
  for (let at = 0; at < text.length && found.length < MAX_LEVELS; at++) {
    if (at > 0 && (text[at] === ":" || text[at] === "/")) {
      found.push({ name: `${kind} ${text.slice(0, at)}`, kind: `${kind}${found.length}` })
    }
  }
  return found
}

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

/** Median of the absolute values, scaled to the standard deviation of a normal distribution. */
function robustDeviation(residuals: Float64Array): number {
  return 1.4826 * medianOf(residuals.map(Math.abs))
}
