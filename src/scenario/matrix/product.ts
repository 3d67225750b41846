/**
 * The product of a matrix's dimensions without what `exclude` takes out. It is walked dimension by
 * dimension: below values that no exclusion can meet any more everything stays, and is counted
 * without being looked at.
 */
import { isJsonObject, type Json, type JsonObject } from "../../core/json/json.ts"
import { isList, sameValue } from "../expressions/matrix-value.ts"

/** A dimension with its values. */
export interface Dimension {
  readonly name: string
  readonly values: readonly Json[]
}

/** How many comparisons of values may still be made; below zero, what came of them is not all. */
export interface Steps {
  left: number
}

/** Places of the first values of combinations; every value of the dimensions behind goes with them. */
type Prefix = readonly number[]

/** An entry of `exclude`: what each dimension, by its place, must be; undefined is anything. */
interface Exclusion {
  readonly wanted: readonly (Wanted | undefined)[]
  /** The last dimension that it names. */
  readonly last: number
}

/** What a value may be: one of these. Scalars, which most are, are found by their text. */
interface Wanted {
  readonly any: readonly Json[]
  readonly texts: ReadonlySet<string>
}

/** How many combinations are left; fewer where the steps ran out. */
export function countProduct(
  dimensions: readonly Dimension[],
  exclude: readonly JsonObject[],
  steps: Steps,
): number {
  const walked = mostNamedFirst(dimensions, exclude)
  let count = 0
  for (const prefix of prefixes(walked, exclude, steps)) {
    count += walked.slice(prefix.length).reduce((all, { values }) => all * values.length, 1)
  }
  return count
}

/** Whether any combination is left. */
export function hasProduct(
  dimensions: readonly Dimension[],
  exclude: readonly JsonObject[],
  steps: Steps,
): boolean {
  return prefixes(mostNamedFirst(dimensions, exclude), exclude, steps).next().done !== true
}

/** Every combination that is left, the last dimension changing first. */
export function combine(
  dimensions: readonly Dimension[],
  exclude: readonly JsonObject[],
): readonly JsonObject[] {
  const walked = mostNamedFirst(dimensions, exclude)
  const at = dimensions.map((dimension) => walked.indexOf(dimension))
  const found: Prefix[] = []
  for (const prefix of prefixes(walked, exclude, { left: Infinity })) {
    for (const places of below(walked, prefix)) found.push(at.map((i) => places[i] ?? 0))
  }
  if (at.some((place, i) => place !== i)) found.sort(byPlaces)
  return found.map((places) => {
    const values: Record<string, Json> = {}
    for (let i = 0; i < dimensions.length; i++) {
      const { name, values: all } = dimensions[i] as Dimension
      values[name] = all[places[i] as number] ?? null
    }
    return values
  })
}

function byPlaces(a: Prefix, b: Prefix): number {
  const at = a.findIndex((place, i) => place !== b[i])
  return (a[at] ?? 0) - (b[at] ?? 0)
}

/** Dimensions that no exclusion names come last, and are never walked. */
function mostNamedFirst(
  dimensions: readonly Dimension[],
  exclude: readonly JsonObject[],
): readonly Dimension[] {
  const named = new Map(
    dimensions.map((dimension) => [
      dimension,
      exclude.filter((entry) => Object.hasOwn(entry, dimension.name)).length,
    ]),
  )
  return dimensions.toSorted((a, b) => (named.get(b) ?? 0) - (named.get(a) ?? 0))
}

/** Every combination that begins so. */
function* below(dimensions: readonly Dimension[], prefix: Prefix): Generator<Prefix> {
  const places = dimensions.map((_, i) => prefix[i] ?? 0)
  for (;;) {
    yield places
    let at = dimensions.length - 1
    while (at >= prefix.length) {
      const next = (places[at] ?? 0) + 1
      if (next < (dimensions[at]?.values.length ?? 0)) {
        places[at] = next
        break
      }
      places[at] = 0
      at--
    }
    if (at < prefix.length) return
  }
}

function* prefixes(
  dimensions: readonly Dimension[],
  exclude: readonly JsonObject[],
  steps: Steps,
): Generator<Prefix> {
  const all = exclude.flatMap((entry) => toExclusion(entry, dimensions))
  function* walk(prefix: Prefix, exclusions: readonly Exclusion[]): Generator<Prefix> {
    if (exclusions.length === 0) {
      yield prefix
      return
    }
    const at = prefix.length
    for (const [place, value] of (dimensions[at]?.values ?? []).entries()) {
      const met = exclusions.filter(({ wanted }) => isMet(value, wanted[at], steps))
      if (steps.left < 0) return
      if (!met.some(({ last }) => last === at)) yield* walk([...prefix, place], met)
    }
  }
  yield* walk([], all)
}

/** An entry with a key that is no dimension takes nothing out. */
function toExclusion(entry: JsonObject, dimensions: readonly Dimension[]): readonly Exclusion[] {
  const names = dimensions.map(({ name }) => name)
  if (!Object.keys(entry).every((key) => names.includes(key))) return []
  const wanted = names.map((name) => {
    if (!Object.hasOwn(entry, name)) return undefined
    const value = entry[name] ?? null
    // A list means any of its values, and itself.
    const any = isList(value) ? [...value, value] : [value]
    return { any, texts: new Set(any.filter(isScalar).map(String)) }
  })
  return [{ wanted, last: wanted.findLastIndex((one) => one !== undefined) }]
}

function isMet(value: Json, wanted: Wanted | undefined, steps: Steps): boolean {
  const isPlain = wanted === undefined || isScalar(value)
  steps.left -= isPlain ? 1 : wanted.any.length
  if (isPlain) return wanted === undefined || wanted.texts.has(String(value))
  return wanted.any.some((one) => sameValue(value, one))
}

function isScalar(value: Json): boolean {
  return !isList(value) && !isJsonObject(value)
}
