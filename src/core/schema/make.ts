/**
 * Makes schemas: `import * as s from "…/core/schema/make.ts"`, then `s.object({ id: s.text() })`.
 */
import type { Json } from "../json/json.ts"
import {
  Dictionary,
  Either,
  List,
  Mapping,
  type MappingOptions,
  type Shape,
  Tuple,
  Variants,
} from "./collections.ts"
import { Amount, Anything, Choice, Flag, Text } from "./scalars.ts"
import type { AnySchema, Infer, Schema } from "./schema.ts"

export type { Infer, Schema } from "./schema.ts"

// A schema never changes: `note` and `with` give copies. So the plain ones are made once.
const TEXT = new Text<string>()
const NUMBER = new Amount(false)
const WHOLE = new Amount(true)
const FLAG = new Flag()
const ANYTHING = new Anything<unknown>()

export const text = () => TEXT
/** A text that names something by which files are read: secrets are not looked for in it. */
export const name = () => text().note({ clean: "keep" })
/** Where a kept file lies; it is renamed with the file. */
export const keptPath = () => text().note({ clean: "path" })
/** A text of a form that `regex` says. */
export const formed = <T extends string>() => new Text<T>()
export const number = () => NUMBER
/** A whole number that loses nothing as a number of JavaScript. */
export const whole = () => WHOLE
export const flag = () => FLAG
export const literal = <const T extends string | number | boolean>(value: T) => new Choice([value])
/** One of several words. */
export const words = <const T extends string>(values: readonly T[]) => new Choice(values)
export const anything = () => ANYTHING
/** Any value that a file can hold. */
export const json = () => new Anything<Json>()
export const list = <T>(item: Schema<T>) => new List(item)
export const object = <S extends Shape>(shape: S) => new Mapping(shape)
/** A mapping that refuses other keys. */
export const strictObject = <S extends Shape>(shape: S, options: MappingOptions = {}) =>
  new Mapping(shape, { ...options, strict: true })
export const record = <T>(member: Schema<T>) => new Dictionary(member)

export function tuple<const S extends readonly AnySchema[], L = never>(
  items: S,
  last?: Schema<L>,
): Tuple<
  [L] extends [never]
    ? { -readonly [K in keyof S]: Infer<S[K]> }
    : [...{ -readonly [K in keyof S]: Infer<S[K]> }, (L | undefined)?]
> {
  return new Tuple(last === undefined ? items : [...items, last.optional()])
}

export const union = <const S extends readonly AnySchema[]>(...options: S) =>
  new Either<Infer<S[number]>>(options)

/** Mappings whose kind stands in the member `tag`. */
export const variants = <const S extends readonly AnySchema[]>(tag: string, options: S) =>
  new Variants<Infer<S[number]>>(tag, options as readonly AnySchema[] as readonly Mapping<Shape>[])
