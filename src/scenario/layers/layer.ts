/**
 * One mapping of scenario keys, and what overrides and profiles say besides such keys.
 */
import type { Json } from "../../core/json/json.ts"
import type { Location, Range } from "../../core/text/source.ts"
import type { Condition } from "../expressions/expression.ts"
import type { ScenarioText } from "../keys/scenario-keys.ts"
import type { LocatedDocument, Path } from "../text/document.ts"

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
export interface ProfileWhere extends LocatedWhere {
  readonly profile: string
}

/** Values of a dimension that a profile keeps. */
export interface Narrowing {
  readonly profile: string
  readonly dimension: string
  readonly values: readonly Json[]
}
