/**
 * Schemas of the values in files: what a value may be, the message if it is not, and the same as JSON
 * Schema. Plain objects that cost nothing to make. A check looks at everything once:
 * it reports all problems, and gives what is usable beside them.
 */
import type { JsonObject } from "../json/json.ts"
import { err, ok, type Result } from "../problems/result.ts"

/** One problem of a value. */
export interface Issue {
  /** Steps from the checked value to the one that is wrong. */
  readonly path: (string | number)[]
  readonly kind: "type" | "missing" | "unknown-keys" | "value"
  /** What follows the name of the value: `must be a text`. */
  readonly message: string
  /** The keys meant by `unknown-keys`, and what is known of the mapping they stand in. */
  readonly unknown?: { readonly keys: readonly string[]; readonly mapping: KnownKeys }
  /** What to write instead. */
  readonly hint?: string | undefined
  /** What a check of the author's adds. */
  readonly extra?: unknown
}

/** What the message about an unknown key of a mapping needs. */
export interface KnownKeys {
  /** What the mapping is called, such as `a scenario`. */
  readonly called: string
  readonly keys: readonly string[]
  /** What to write instead of words of other languages. */
  readonly words: Words
}

/** Advice by word; some of it looks at the value. */
export type Words = Readonly<Record<string, string | ((value: unknown) => string)>>

/** What editors show of a value, and where JSON Schema differs from the check. */
export interface Notes {
  readonly description?: string
  readonly examples?: readonly unknown[]
  /**
   * What becomes of its texts before they leave the machine. Absent: secrets are taken out. `keep`: it
   * names something, and stays. `path`: it is where a kept file lies. `whole`: with a secret there is none.
   */
  readonly clean?: "keep" | "path" | "whole"
  /** Its name in `$defs`: it is written there once, and referred to. */
  readonly id?: string
  /** Stands in place of what the check itself would give. */
  readonly json?: JsonObject
  /** What to write instead of a value of another kind, where it is known what people mean by it. */
  readonly mistaken?: (found: unknown) => string | undefined
}

/** Writes the JSON Schema of a part. */
export type ToJson = (part: AnySchema) => JsonObject

/** Stands for a value of which nothing can be used. */
export const UNUSABLE: unique symbol = Symbol("unusable")

/** The type of the values that a schema accepts. */
export type Infer<S extends AnySchema> = S["accepts"]

// biome-ignore lint/suspicious/noExplicitAny: a schema of whatever type
export type AnySchema = Schema<any>

const NO_NOTES: Notes = {}

/** What a value may be. */
export abstract class Schema<T> {
  /** Only for types: the values it accepts. */
  declare readonly accepts: T
  readonly notes: Notes = NO_NOTES
  /** Whether a mapping may lack it. */
  readonly isOptional: boolean = false
  /** The schema with an id that this one only describes in other words. */
  readonly refersTo: AnySchema | null = null

  /** What a value of this kind is called, such as `a text`. */
  abstract readonly names: readonly string[]
  /** Whether the value is meant to be of this kind, whatever else is wrong with it. */
  abstract fits(value: unknown): boolean
  /** What is usable of a value that fits; what is wrong is added to the issues. */
  abstract readFitting(value: unknown, issues: Issue[]): unknown
  /** This kind as JSON Schema, without notes. */
  abstract toJson(to: ToJson): JsonObject

  /** What is usable of a value, or `UNUSABLE`; everything wrong is added to the issues. */
  read(value: unknown, issues: Issue[]): unknown {
    if (this.fits(value)) return this.readFitting(value, issues)
    const hint = this.notes.mistaken?.(value)
    issues.push({ path: [], kind: "type", message: this.expectation(), hint })
    return UNUSABLE
  }

  /** The value, or everything that is wrong with it. */
  check(value: unknown): Result<T, readonly Issue[]> {
    const issues: Issue[] = []
    const read = this.read(value, issues)
    return issues.length === 0 ? ok(read as T) : err(issues)
  }

  expectation(): string {
    return `must be ${[...new Set(this.names)].join(" or ")}`
  }

  optional(): Optional<T> {
    return new Optional(this)
  }

  nullable(): Nullable<T> {
    return new Nullable(this)
  }

  /** With a check of the author's for values of this kind; it gives what is wrong, or nothing. */
  refine(refuse: (value: T) => Refusal | readonly Refusal[] | undefined): Refined<T> {
    return new Refined(this, refuse)
  }

  describe(description: string, ...examples: readonly unknown[]): this {
    return this.note({ description, ...(examples.length > 0 ? { examples } : {}) })
  }

  /** A copy with more notes. One that has an id stays what it is, and the copy refers to it. */
  note(notes: Notes): this {
    const copy = Object.assign(Object.create(Object.getPrototypeOf(this)), this)
    const { id, mistaken } = this.notes
    if (id === undefined) return Object.assign(copy, { notes: { ...this.notes, ...notes } })
    const kept = mistaken === undefined ? notes : { mistaken, ...notes }
    return Object.assign(copy, { notes: kept, refersTo: this })
  }

  with(members: object): this {
    return Object.assign(this.note({}), members)
  }
}

/** What a check of the author's finds wrong. */
export interface Refusal {
  readonly message: string
  /** Steps from the checked value to what is wrong. */
  readonly path?: readonly (string | number)[]
  readonly extra?: unknown
}

export class Refined<T> extends Schema<T> {
  readonly inner: Schema<T>
  readonly refuse: (value: T) => Refusal | readonly Refusal[] | undefined
  override readonly names

  constructor(inner: Schema<T>, refuse: Refined<T>["refuse"]) {
    super()
    this.inner = inner
    this.refuse = refuse
    this.names = inner.names
  }

  fits(value: unknown): boolean {
    return this.inner.fits(value)
  }

  readFitting(value: unknown, issues: Issue[]): unknown {
    const read = this.inner.read(value, issues)
    if (read === UNUSABLE) return UNUSABLE
    const refused = [this.refuse(read as T) ?? []].flat() as readonly Refusal[]
    for (const { path = [], ...rest } of refused) {
      issues.push({ kind: "value", path: [...path], ...rest })
    }
    return refused.length === 0 ? read : UNUSABLE
  }

  toJson(to: ToJson): JsonObject {
    return to(this.inner)
  }
}

/** A member that may be absent. */
export class Optional<T> extends Schema<T | undefined> {
  override readonly isOptional = true
  readonly inner: Schema<T>
  override readonly names

  constructor(inner: Schema<T>) {
    super()
    this.inner = inner
    this.names = inner.names
  }

  fits(value: unknown): boolean {
    return value === undefined || this.inner.fits(value)
  }

  override read(value: unknown, issues: Issue[]): unknown {
    return value === undefined ? value : this.inner.read(value, issues)
  }

  readFitting(value: unknown, issues: Issue[]): unknown {
    return this.read(value, issues)
  }

  toJson(to: ToJson): JsonObject {
    return to(this.inner)
  }
}

export class Nullable<T> extends Schema<T | null> {
  readonly inner: Schema<T>
  override readonly names

  constructor(inner: Schema<T>) {
    super()
    this.inner = inner
    this.names = [...inner.names, "empty"]
  }

  fits(value: unknown): boolean {
    return value === null || this.inner.fits(value)
  }

  readFitting(value: unknown, issues: Issue[]): unknown {
    return value === null ? null : this.inner.read(value, issues)
  }

  toJson(to: ToJson): JsonObject {
    const { anyOf, ...rest } = to(this.inner)
    const options =
      Array.isArray(anyOf) && Object.keys(rest).length === 0 ? anyOf : [to(this.inner)]
    return { anyOf: [...options, { type: "null" }] }
  }
}

/** The first problem as a part of a sentence: the place of the value, and what is wrong with it. */
export function firstProblem([issue]: readonly Issue[], whole = ""): string {
  const place = issue?.path.join(".") || whole
  const message = issue?.message ?? "is not valid"
  return place === "" ? message : `${place}: ${message}`
}
