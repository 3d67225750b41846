/**
 * What a file declares of one scenario, before it is expanded: its own keys, the defaults behind
 * them, and where each of them stands.
 */
import type { Json, JsonObject } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { parseCommaList } from "../../core/text/comma-list.ts"
import type { Location, Range } from "../../core/text/source.ts"
import type { Condition } from "../expressions/expression.ts"
import type { EachFile } from "../files/for-each.ts"
import {
  APPENDED_KEYS,
  type KeysWhere,
  type ScenarioKey,
  type ScenarioText,
} from "../keys/scenario-keys.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { type Placed, writtenText } from "../text/written.ts"

/** The file a scenario comes from, when it is a script. */
export interface ScriptFile {
  /** Relative to the root. */
  readonly path: string
  readonly shebang: string | null
}

/** One scenario as declared. */
export interface Declaration {
  /** Id without what expansion adds. */
  readonly key: string
  /** What stands before the ids of the suite: empty, or a name and `:`. */
  readonly scope: string
  readonly own: Layer
  readonly defaults: Layer | null
  /** Overrides that hold for it, in their order: over the defaults, under its own keys. */
  readonly overrides: readonly Layer[]
  /** What the profiles in use say, in their order: over everything else. */
  readonly profiles: readonly Layer[]
  /** Path of the defining file relative to the root. */
  readonly file: string
  readonly line: number
  readonly location: Location
  /** Folder of the suite file relative to the root; `.` is the root. */
  readonly folder: string
  readonly script: ScriptFile | null
  /** Files that it is a scenario for, one each; null for a scenario without `for-each`. */
  readonly eachFiles: readonly EachFile[] | null
  /** Overrides of its suite, whether they hold for it or not. */
  readonly candidates: readonly Override[]
  /** What the profiles in use keep of its matrix. */
  readonly narrowing: readonly Narrowing[]
  /** Conditions of the profiles in use. */
  readonly wheres: readonly ProfileWhere[]
  /** Keys of a header that are nobody's but the author's. */
  readonly extra: JsonObject
  /** Full names of the groups by the names they have in the suite. */
  readonly groups: ReadonlyMap<string, string>
  /** Full names of the fixtures by the names they have in the suite. */
  readonly fixtures: ReadonlyMap<string, string>
}

/** The value of a key with its place. */
export interface Field<K extends ScenarioKey> extends Placed<NonNullable<ScenarioText[K]>> {
  /** True when it is not one of the scenario's own keys. */
  readonly inherited: boolean
  /** The lists that were joined, when there are several; the value is then the whole list. */
  readonly parts?: readonly Field<K>[]
}

/** All mappings that say something of a declaration, each over the one before. */
export function layersOf(declaration: Declaration): readonly Layer[] {
  const { defaults, overrides, own, profiles } = declaration
  return [...(defaults === null ? [] : [defaults]), ...overrides, own, ...profiles]
}

/**
 * The value of a key: of the layers that have it, the last; a list is the scenario's own, else that
 * of the defaults, and behind it those of overrides and profiles.
 */
export function fieldOf<K extends ScenarioKey>(
  declaration: Declaration,
  key: K,
): Field<K> | undefined {
  const { defaults, overrides, own, profiles } = declaration
  const base = layerField(own, key)
  const inherited = base === undefined && defaults !== null ? layerField(defaults, key) : base
  const first = inherited === base || inherited === undefined ? base : asInherited(inherited)
  if (overrides.length === 0 && profiles.length === 0) return first
  const added = (layers: readonly Layer[]) =>
    layers.flatMap((layer) => {
      const field = layerField(layer, key)
      return field === undefined ? [] : [asInherited(field)]
    })
  if (!APPENDED_KEYS.has(key)) {
    return added(profiles).at(-1) ?? base ?? added(overrides).at(-1) ?? first
  }
  const parts = [...(first === undefined ? [] : [first]), ...added([...overrides, ...profiles])]
  const [only] = parts
  if (only === undefined || parts.length === 1) return only
  const value = parts.flatMap((part) => part.value as unknown) as unknown as typeof only.value
  return { ...only, value, parts }
}

/** The lists that a field was joined of, or it alone; none where there is no field. */
export function partsOf<K extends ScenarioKey>(field: Field<K> | undefined): readonly Field<K>[] {
  return field === undefined ? [] : (field.parts ?? [field])
}

/** What each layer that has a key says of it: of such a mapping every layer sets members. */
export function membersOf<K extends KeysWhere<"merge", "members">>(
  declaration: Declaration,
  key: K,
): readonly Field<K>[] {
  return layersOf(declaration).flatMap((layer) => layerField(layer, key) ?? [])
}

function asInherited<K extends ScenarioKey>(field: Field<K>): Field<K> {
  return { ...field, inherited: true }
}

/** The value of a key in one layer. */
export function layerField<K extends ScenarioKey>(layer: Layer, key: K): Field<K> | undefined {
  const value = layer.text[key]
  if (value === undefined || value === null) return undefined
  const path = layer.short ? layer.path : [...layer.path, key]
  return { value, document: layer.document, path, inherited: false }
}

/**
 * The value that counts of two keys for one thing: that of the last layer with one of them. A layer
 * of the scenario's own with both is a contradiction, which is reported.
 */
export function eitherOf<A extends ScenarioKey, B extends ScenarioKey>(
  declaration: Declaration,
  {
    keys: [a, b],
    diagnostics,
  }: {
    readonly keys: readonly [A, B]
    readonly diagnostics: Diagnostic[]
  },
):
  | { readonly key: A; readonly field: Field<A> }
  | { readonly key: B; readonly field: Field<B> }
  | null {
  for (const layer of layersOf(declaration).toReversed()) {
    const first = layerField(layer, a)
    const second = layerField(layer, b)
    if (first !== undefined && second !== undefined && layer === declaration.own) {
      const message = `\`${a}\` and \`${b}\` exclude each other`
      const hint = "keep one of them"
      const related = [
        { message: "the other is here", location: first.document.locateKey(first.path) },
      ]
      diagnostics.push(
        errorAt(second.document.locateKey(second.path), {
          code: "suite/value",
          message,
          hint,
          related,
        }),
      )
    }
    if (first !== undefined) return { key: a, field: first }
    if (second !== undefined) return { key: b, field: second }
  }
  return null
}

/** A text of a list, with its place. */
export interface LocatedItem {
  readonly text: string
  readonly document: LocatedDocument
  readonly path: Path
  readonly inherited: boolean
}

/** Keys that take one text or a list of them. */
export type TextListKey = {
  [K in ScenarioKey]: NonNullable<ScenarioText[K]> extends string | readonly Scalar[] ? K : never
}[ScenarioKey]
type Scalar = string | number | boolean

/** One text or a list of them, as a list with places. */
export function textsOf(field: Field<TextListKey> | undefined): readonly LocatedItem[] {
  if (field === undefined) return []
  if (field.parts !== undefined) return field.parts.flatMap(textsOf)
  const { document, inherited } = field
  if (typeof field.value === "string") {
    return [{ text: field.value, document, path: field.path, inherited }]
  }
  return field.value.map((item, i) => {
    const path = [...field.path, i]
    return { text: writtenText(document, path, item), document, path, inherited }
  })
}

/** What a declaration tests; a comma parts names, so that `a, b` is two. */
export function featuresOf(declaration: Declaration): string[] {
  return textsOf(fieldOf(declaration, "features")).flatMap(({ text }) => parseCommaList(text))
}

// One mapping of scenario keys, and what overrides and profiles say besides such keys.

/** One mapping of scenario keys in a file. */
export interface Layer {
  readonly document: LocatedDocument
  readonly path: Path
  readonly text: ScenarioText
  /** Keys that the file has there, also those that were refused. */
  readonly keys: readonly string[]
  /** True where the whole value is the command. */
  readonly short: boolean
}

/** A condition of a file, with the place of its parts. */
export interface LocatedWhere {
  readonly condition: Condition
  readonly locate: (part: Range) => Location
}

/** Keys for the scenarios that a condition holds for. */
export interface Override {
  readonly layer: Layer
  readonly where: LocatedWhere
}

/** The condition of a profile in use. */
interface ProfileWhere extends LocatedWhere {
  readonly profile: string
}

/** Values of a dimension that a profile keeps. */
export interface Narrowing {
  readonly profile: string
  readonly dimension: string
  readonly values: readonly Json[]
}
