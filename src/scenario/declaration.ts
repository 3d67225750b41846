/**
 * What a file declares of one scenario, before it is expanded: its own keys, the defaults behind
 * them, and where each of them stands.
 */
import type { JsonObject } from "../core/json.ts"
import type { Location } from "../core/source.ts"
import type { LocatedDocument, Path } from "./document.ts"
import type { ScenarioKey, ScenarioText } from "./schema.ts"

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
  /** Path of the defining file relative to the root. */
  readonly file: string
  readonly line: number
  readonly location: Location
  /** Folder of the suite file relative to the root; `.` is the root. */
  readonly folder: string
  readonly script: ScriptFile | null
  /** Keys of a header that are nobody's but the author's. */
  readonly extra: JsonObject
  /** Full names of the groups by the names they have in the suite. */
  readonly groups: ReadonlyMap<string, string>
}

/** The value of a key with its place. */
export interface Field<K extends ScenarioKey> {
  readonly value: NonNullable<ScenarioText[K]>
  readonly document: LocatedDocument
  readonly path: Path
  /** True when it comes from the defaults. */
  readonly inherited: boolean
}

/** A scenario's own value of a key, else that of the defaults. */
export function fieldOf<K extends ScenarioKey>(
  declaration: Declaration,
  key: K,
): Field<K> | undefined {
  const own = layerField(declaration.own, key)
  if (own !== undefined) return own
  const { defaults } = declaration
  const inherited = defaults === null ? undefined : layerField(defaults, key)
  return inherited === undefined ? undefined : { ...inherited, inherited: true }
}

/** The value of a key in one layer. */
export function layerField<K extends ScenarioKey>(layer: Layer, key: K): Field<K> | undefined {
  const value = layer.text[key]
  if (value === undefined || value === null) return undefined
  const path = layer.short ? layer.path : [...layer.path, key]
  return { value, document: layer.document, path, inherited: false }
}

/** One text or a list of them, as a list with places. */
export function textsOf(
  field: Field<"tags" | "features" | "needs" | "group" | "args"> | undefined,
): readonly { readonly text: string; readonly path: Path }[] {
  if (field === undefined) return []
  if (typeof field.value === "string") return [{ text: field.value, path: field.path }]
  return field.value.map((item, i) => {
    const path = [...field.path, i]
    return { text: writtenText(field.document, path, item), path }
  })
}

/** A scalar as text: a number stays as it was written, `1.10` and not `1.1`. */
export function writtenText(
  document: LocatedDocument,
  path: Path,
  value: string | number | boolean | null,
): string {
  if (value === null) return ""
  return typeof value === "number" ? (document.written(path) ?? String(value)) : String(value)
}
