/**
 * Schemas of values that hold others: lists, mappings, and values of several kinds.
 */
import type { JsonObject } from "../json/json.ts"
import {
  type AnySchema,
  type Infer,
  type Issue,
  type KnownKeys,
  type Optional,
  Schema,
  type ToJson,
  UNUSABLE,
  type Words,
} from "./schema.ts"

/** The members of a mapping by key. */
export type Shape = Readonly<Record<string, AnySchema>>

type OptionalKeys<S extends Shape> = {
  [K in keyof S]: S[K] extends { readonly isOptional: true } ? K : never
}[keyof S]
type Flat<T> = { [K in keyof T]: T[K] }
type Members<S extends Shape> = Flat<
  { -readonly [K in Exclude<keyof S, OptionalKeys<S>>]: Infer<S[K]> } & {
    -readonly [K in OptionalKeys<S>]?: Infer<S[K]> | undefined
  }
>
type AllOptional<S extends Shape> = {
  [K in keyof S]: S[K] extends { readonly isOptional: true } ? S[K] : Optional<Infer<S[K]>>
}

/** Reads a member; its problems get the step to it in front of their paths. */
function readMember(
  schema: AnySchema,
  value: unknown,
  at: { readonly step: string | number; readonly issues: Issue[] },
): unknown {
  const { issues } = at
  const before = issues.length
  const read = schema.read(value, issues)
  for (let i = before; i < issues.length; i++) issues[i]?.path.unshift(at.step)
  return read
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** A list. One item that cannot be used spoils it: the places of the others would be wrong. */
export class List<T> extends Schema<T[]> {
  override readonly names = ["a list"]
  readonly item: Schema<T>
  readonly least: number = 0

  constructor(item: Schema<T>) {
    super()
    this.item = item
  }

  fits(value: unknown): boolean {
    return Array.isArray(value)
  }

  readFitting(value: unknown[], issues: Issue[]): unknown {
    if (value.length < this.least) {
      issues.push({ path: [], kind: "value", message: "must not be empty" })
      return UNUSABLE
    }
    let items = value
    let usable = true
    for (let step = 0; step < value.length; step++) {
      const read = readMember(this.item, value[step], { step, issues })
      if (read === UNUSABLE) usable = false
      else if (read !== value[step]) {
        if (items === value) items = [...value]
        items[step] = read
      }
    }
    return usable ? items : UNUSABLE
  }

  toJson(to: ToJson): JsonObject {
    const least = this.least > 0 ? { minItems: this.least } : {}
    return { ...least, type: "array", items: to(this.item) }
  }

  filled(): this {
    return this.with({ least: 1 })
  }
}

/** A list of a fixed length whose places have meanings; the last may be absent. */
export class Tuple<T> extends Schema<T> {
  override readonly names = ["a list"]
  readonly items: readonly AnySchema[]

  constructor(items: readonly AnySchema[]) {
    super()
    this.items = items
  }

  get least(): number {
    return this.items.filter((item) => !item.isOptional).length
  }

  fits(value: unknown): boolean {
    return Array.isArray(value) && value.length >= this.least && value.length <= this.items.length
  }

  readFitting(value: unknown[], issues: Issue[]): unknown {
    const read = value.map((one, step) => {
      const item = this.items[step]
      return item === undefined ? UNUSABLE : readMember(item, one, { step, issues })
    })
    return read.includes(UNUSABLE) ? UNUSABLE : read
  }

  toJson(to: ToJson): JsonObject {
    const [minItems, maxItems] = [this.least, this.items.length]
    return { type: "array", prefixItems: this.items.map(to), items: false, minItems, maxItems }
  }
}

/** What is said of a mapping whose other keys are refused. */
export interface MappingOptions extends Partial<Pick<KnownKeys, "called" | "words">> {
  readonly strict?: boolean
}

/** A mapping with known keys. Others are refused by a strict one, else left out. */
export class Mapping<S extends Shape> extends Schema<Members<S>> {
  override readonly names = ["a mapping"]
  readonly shape: S
  readonly strict: boolean
  readonly called: string
  readonly words: Words
  /** The shape, so that a check need not ask for it. */
  readonly keys: readonly string[]
  readonly members: readonly AnySchema[]

  constructor(shape: S, { strict = false, called = "a mapping", words = {} }: MappingOptions = {}) {
    super()
    this.shape = shape
    this.strict = strict
    this.called = called
    this.words = words
    this.keys = Object.keys(shape)
    this.members = Object.values(shape)
  }

  fits(value: unknown): boolean {
    return isMapping(value)
  }

  readFitting(value: Record<string, unknown>, issues: Issue[]): unknown {
    let read = value
    let seen = 0
    let usable = true
    for (let i = 0; i < this.keys.length; i++) {
      const step = this.keys[i] as string
      const schema = this.members[i] as AnySchema
      const member = value[step]
      if (member === undefined) {
        if (schema.isOptional) continue
        issues.push({ path: [step], kind: "missing", message: "is missing" })
        usable = false
        continue
      }
      seen++
      const found = readMember(schema, member, { step, issues })
      if (found === member) continue
      if (read === value) read = { ...value }
      if (found !== UNUSABLE) read[step] = found
      else if (schema.isOptional) delete read[step]
      else usable = false
    }
    for (const _ in value) seen--
    if (seen !== 0) read = this.withoutUnknown(read, { value, issues })
    return usable ? read : UNUSABLE
  }

  withoutUnknown(
    read: Record<string, unknown>,
    { value, issues }: { readonly value: object; readonly issues: Issue[] },
  ): Record<string, unknown> {
    const keys = Object.keys(value).filter((key) => !Object.hasOwn(this.shape, key))
    if (this.strict && keys.length > 0) {
      const message = `has keys that are not known: ${keys.slice(0, 5).join(", ")}`
      const mapping = { called: this.called, keys: this.keys, words: this.words }
      issues.push({ path: [], kind: "unknown-keys", message, unknown: { keys, mapping } })
    }
    return Object.fromEntries(this.keys.flatMap((key) => (key in read ? [[key, read[key]]] : [])))
  }

  toJson(to: ToJson): JsonObject {
    const members = Object.entries(this.shape)
    const required = members.flatMap(([key, schema]) => (schema.isOptional ? [] : key))
    return {
      type: "object",
      properties: Object.fromEntries(members.map(([key, schema]) => [key, to(schema)])),
      ...(required.length > 0 ? { required } : {}),
      ...(this.strict ? { additionalProperties: false } : {}),
    }
  }

  /** Every member may be absent. */
  partial(): Mapping<AllOptional<S>> {
    const members = Object.entries(this.shape).map(([key, schema]) => [
      key,
      schema.isOptional ? schema : schema.optional(),
    ])
    return new Mapping(Object.fromEntries(members) as AllOptional<S>, this)
  }

  extend<M extends Shape>(more: M, options: MappingOptions = this): Mapping<Omit<S, keyof M> & M> {
    const shape: unknown = { ...this.shape, ...more }
    return new Mapping(shape as Omit<S, keyof M> & M, { strict: this.strict, ...options })
  }

  omit<K extends keyof S & string>(...keys: readonly K[]): Mapping<Omit<S, K>> {
    const kept = Object.entries(this.shape).filter(([key]) => !keys.includes(key as K))
    return new Mapping(Object.fromEntries(kept) as Omit<S, K>, this)
  }
}

/** A mapping whose keys are names of the author's. A member that cannot be used is left out. */
export class Dictionary<T> extends Schema<Record<string, T>> {
  override readonly names = ["a mapping"]
  readonly member: Schema<T>

  constructor(member: Schema<T>) {
    super()
    this.member = member
  }

  fits(value: unknown): boolean {
    return isMapping(value)
  }

  readFitting(value: Record<string, unknown>, issues: Issue[]): unknown {
    let read = value
    for (const step of Object.keys(value)) {
      const member = value[step]
      // The one name that assigning does not make a member of.
      const found =
        step === "__proto__" ? UNUSABLE : readMember(this.member, member, { step, issues })
      if (found === member) continue
      if (read === value) read = { ...value }
      if (found === UNUSABLE) delete read[step]
      else read[step] = found
    }
    return read
  }

  toJson(to: ToJson): JsonObject {
    return { type: "object", additionalProperties: to(this.member) }
  }
}

/** A value of one of several kinds. The problems are those of the first kind that it fits. */
export class Either<T> extends Schema<T> {
  override readonly names
  readonly options: readonly AnySchema[]

  constructor(options: readonly AnySchema[]) {
    super()
    this.options = options
    this.names = options.flatMap(({ names }) => names)
  }

  fits(value: unknown): boolean {
    return this.options.some((option) => option.fits(value))
  }

  readFitting(value: unknown, issues: Issue[]): unknown {
    const before = issues.length
    let first: { readonly read: unknown; readonly found: readonly Issue[] } | null = null
    for (const option of this.options) {
      if (!option.fits(value)) continue
      const read = option.read(value, issues)
      if (issues.length === before) return read
      first ??= { read, found: issues.slice(before) }
      issues.length = before
    }
    issues.push(...(first?.found ?? []))
    return first?.read
  }

  toJson(to: ToJson): JsonObject {
    return { anyOf: this.options.map(to) }
  }
}

/** A mapping whose kind stands in one of its members. */
export class Variants<T> extends Schema<T> {
  override readonly names = ["a mapping"]
  readonly tag: string
  /** By the value of the tag. */
  readonly options: ReadonlyMap<string, Mapping<Shape>>

  constructor(tag: string, options: readonly Mapping<Shape>[]) {
    super()
    this.tag = tag
    this.options = new Map(
      options.flatMap((option) => {
        const { values } = option.shape[tag] as unknown as { readonly values: readonly string[] }
        return values.map((value) => [value, option] as const)
      }),
    )
  }

  fits(value: unknown): boolean {
    return isMapping(value)
  }

  readFitting(value: Record<string, unknown>, issues: Issue[]): unknown {
    const kind = value[this.tag]
    const option = typeof kind === "string" ? this.options.get(kind) : undefined
    if (option !== undefined) return option.read(value, issues)
    const message = `must be one of ${[...this.options.keys()].join(", ")}`
    issues.push({ path: [this.tag], kind: "value", message })
    return UNUSABLE
  }

  toJson(to: ToJson): JsonObject {
    return { oneOf: [...new Set(this.options.values())].map(to) }
  }
}
