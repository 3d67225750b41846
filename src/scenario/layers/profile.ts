/**
 * Profiles and overrides of suite files: what each says besides keys of a scenario.
 */
import { isJsonObject, type Json, type JsonObject } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import type { Range } from "../../core/text/source.ts"
import { isList, sameValue, valueText } from "../expressions/matrix-value.ts"
import { readWhere } from "../expressions/where.ts"
import type { ParsedSuite } from "../files/parsed-suite.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { writtenValue } from "../text/written.ts"
import type { Layer, LocatedWhere, Narrowing, Override } from "./declaration.ts"

/** A profile of a file. */
export interface Profile {
  readonly name: string
  readonly layer: Layer
  readonly where: LocatedWhere | null
  readonly narrowing: readonly Narrowing[]
  readonly workers: number | null
}

/** What was read of a file, and what is wrong with it. */
export interface ReadExtras {
  readonly overrides: readonly Override[]
  readonly profiles: readonly Profile[]
  /** Every mapping of scenario keys in them, for checks of its texts. */
  readonly layers: readonly Layer[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads overrides and profiles of a suite file. */
export function readExtras({ document, text }: ParsedSuite): ReadExtras {
  const diagnostics: Diagnostic[] = []
  const read = (where: string, path: Path) => readLocated(where, { document, path, diagnostics })
  const layers: Layer[] = []
  const overrides = (text.overrides ?? []).flatMap(({ where, ...keys }, i): Override[] => {
    const layer = layerAt(keys, { document, path: ["overrides", i] })
    layers.push(layer)
    const condition = read(where, ["overrides", i, "where"])
    return condition === null ? [] : [{ layer, where: condition }]
  })
  const profiles = Object.entries(text.profiles ?? {}).map(([name, profile]): Profile => {
    const { where, matrix, workers, ...keys } = profile ?? {}
    const path = ["profiles", name]
    const layer = layerAt(keys, { document, path })
    layers.push(layer)
    return {
      name,
      layer,
      where: where === undefined ? null : read(where, [...path, "where"]),
      narrowing: narrowingsOf(writtenValue(document, [...path, "matrix"], matrix), name),
      workers: workers ?? null,
    }
  })
  return { overrides, profiles, layers, diagnostics }
}

function layerAt(
  text: Layer["text"],
  at: { readonly document: LocatedDocument; readonly path: Path },
): Layer {
  return { ...at, text, keys: Object.keys(text), short: false }
}

function readLocated(
  text: string,
  at: {
    readonly document: LocatedDocument
    readonly path: Path
    readonly diagnostics: Diagnostic[]
  },
): LocatedWhere | null {
  const locate = (part: Range) => at.document.locateInText(at.path, part)
  const where = readWhere(text, locate)
  if (where.ok) return { condition: where.value, locate }
  at.diagnostics.push(...where.error)
  return null
}

function narrowingsOf(matrix: Json, profile: string): readonly Narrowing[] {
  return Object.entries(isJsonObject(matrix) ? matrix : {}).map(([dimension, value]) => {
    return { profile, dimension, values: isList(value) ? value : [value] }
  })
}

/** Why profiles leave a combination out; null when they keep it. A matrix without the dimension stays. */
export function narrowedOut(
  narrowings: readonly Narrowing[],
  matrix: JsonObject | null,
): string | null {
  if (matrix === null) return null
  const out = narrowings.find(({ dimension, values }) => {
    const value = matrix[dimension]
    return value !== undefined && !values.some((wanted) => sameValue(value, wanted))
  })
  if (out === undefined) return null
  const value = valueText(matrix[out.dimension] ?? null)
  return `profile ${out.profile}: ${out.dimension} is ${value}`
}

/** Says which dimensions of a profile no matrix has: a profile that narrows nothing runs too much. */
export function checkNarrowings(
  profiles: readonly Profile[],
  dimensions: ReadonlySet<string>,
): Diagnostic[] {
  return profiles.flatMap(({ narrowing, layer: { document, path } }) =>
    narrowing.flatMap(({ dimension }): Diagnostic[] => {
      if (dimensions.has(dimension)) return []
      const message = `no matrix has a dimension \`${dimension}\`, so the profile would not narrow it`
      const location = document.locateKey([...path, "matrix", dimension])
      const hint = didYouMean(dimension, dimensions)
      return [errorAt(location, { code: "suite/value", message, hint })]
    }),
  )
}
