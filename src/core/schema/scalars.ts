/**
 * Schemas of single values: texts, numbers, truth values, and one of several words.
 */
import type { JsonObject } from "../json/json.ts"
import { type Issue, Schema, UNUSABLE } from "./schema.ts"

export class Anything<T> extends Schema<T> {
  override readonly names = ["a value"]

  fits(value: unknown): boolean {
    return value !== undefined
  }

  protected readFitting(value: unknown): unknown {
    return value
  }

  toJson(): JsonObject {
    return {}
  }
}

export class Text<T extends string> extends Schema<T> {
  override readonly names = ["a text"]
  readonly least: number = 0
  readonly most: number = Number.POSITIVE_INFINITY
  readonly pattern: { readonly form: RegExp; readonly message: string } | null = null

  fits(value: unknown): boolean {
    return typeof value === "string"
  }

  protected readFitting(value: string, issues: Issue[]): unknown {
    const { least, most, pattern } = this
    if (value.length < least) return refuse(issues, "must not be empty")
    if (value.length > most) return refuse(issues, `must have at most ${most} characters`)
    if (pattern === null || pattern.form.test(value)) return value
    return refuse(issues, `is not allowed: ${pattern.message}`)
  }

  toJson(): JsonObject {
    return {
      type: "string",
      ...(this.least > 0 ? { minLength: this.least } : {}),
      ...(Number.isFinite(this.most) ? { maxLength: this.most } : {}),
      ...(this.pattern === null ? {} : { pattern: this.pattern.form.source }),
    }
  }

  filled(): this {
    return this.with({ least: 1 })
  }

  max(most: number): this {
    return this.with({ most })
  }

  regex(form: RegExp, message = `it must match ${form.source}`): this {
    return this.with({ pattern: { form, message } })
  }
}

export class Amount extends Schema<number> {
  override readonly names
  readonly whole: boolean
  readonly least: number = Number.NEGATIVE_INFINITY
  readonly most: number = Number.POSITIVE_INFINITY
  /** It must be more than this. */
  readonly above: number = Number.NEGATIVE_INFINITY

  constructor(whole: boolean) {
    super()
    this.whole = whole
    this.names = [whole ? "a whole number" : "a number"]
  }

  fits(value: unknown): boolean {
    return this.whole ? Number.isSafeInteger(value) : Number.isFinite(value)
  }

  protected readFitting(value: number, issues: Issue[]): unknown {
    if (value < this.least) return refuse(issues, `must be at least ${this.least}`)
    if (value <= this.above) return refuse(issues, `must be more than ${this.above}`)
    return value > this.most ? refuse(issues, `must be at most ${this.most}`) : value
  }

  toJson(): JsonObject {
    const safe = this.whole ? Number.MAX_SAFE_INTEGER : Number.POSITIVE_INFINITY
    const minimum = Math.max(this.least, -safe)
    const maximum = Math.min(this.most, safe)
    return {
      type: this.whole ? "integer" : "number",
      ...(Number.isFinite(this.above) ? { exclusiveMinimum: this.above } : {}),
      ...(Number.isFinite(minimum) ? { minimum } : {}),
      ...(Number.isFinite(maximum) ? { maximum } : {}),
    }
  }

  min(least: number): this {
    return this.with({ least })
  }

  max(most: number): this {
    return this.with({ most })
  }

  moreThan(above: number): this {
    return this.with({ above })
  }
}

export class Flag extends Schema<boolean> {
  override readonly names = ["true or false"]

  fits(value: unknown): boolean {
    return typeof value === "boolean"
  }

  protected readFitting(value: unknown): unknown {
    return value
  }

  toJson(): JsonObject {
    return { type: "boolean" }
  }
}

export class Choice<T extends string | number | boolean> extends Schema<T> {
  override readonly names
  readonly values: readonly T[]

  constructor(values: readonly T[]) {
    super()
    this.values = values
    this.names = values.map((value) => `\`${value}\``)
  }

  fits(value: unknown): boolean {
    return this.values.includes(value as T)
  }

  protected readFitting(value: unknown): unknown {
    return value
  }

  override read(value: unknown, issues: Issue[]): unknown {
    return this.fits(value) ? value : refuse(issues, this.expectation())
  }

  protected override expectation(): string {
    return `must be ${this.values.length === 1 ? "" : "one of "}${this.values.join(", ")}`
  }

  toJson(): JsonObject {
    const [first] = this.values
    const type = typeof first
    return this.values.length === 1
      ? { type, const: first ?? null }
      : { type, enum: [...this.values] }
  }
}

/** Notes a problem of the value itself. */
function refuse(issues: Issue[], message: string): typeof UNUSABLE {
  issues.push({ path: [], kind: "value", message })
  return UNUSABLE
}
