/**
 * JSON as the data of the expression library, converted on access.
 * Owns the conversion in both directions; a large `github` context costs nothing until it is read.
 */
import * as data from "@actions/expressions/data/index"
import { type Json, type JsonObject, numberAsWritten, WrittenNumber } from "../../core/json/json.ts"

/**
 * A mapping whose members are converted when asked for. It replaces the library's own dictionary,
 * which answers for names such as `constructor` that every JavaScript object inherits.
 */
class JsonDictionary extends data.Dictionary {
  readonly #source: JsonObject
  readonly #converted = new Map<string, data.ExpressionData>()
  #names: Map<string, string> | undefined

  constructor(source: JsonObject) {
    super()
    this.#source = source
  }

  override get(key: string): data.ExpressionData | undefined {
    const name = Object.hasOwn(this.#source, key) ? key : this.#spelling(key)
    return name === undefined ? undefined : this.#member(name)
  }

  override values(): data.ExpressionData[] {
    return Object.keys(this.#source).map((key) => this.#member(key))
  }

  override pairs(): { key: string; value: data.ExpressionData }[] {
    return Object.keys(this.#source).map((key) => ({ key, value: this.#member(key) }))
  }

  /** Names are compared without case, as Actions does. */
  #spelling(key: string): string | undefined {
    if (this.#names === undefined) {
      this.#names = new Map()
      for (const name of Object.keys(this.#source)) {
        const folded = name.toLowerCase()
        if (!this.#names.has(folded)) this.#names.set(folded, name)
      }
    }
    return this.#names.get(key.toLowerCase())
  }

  #member(name: string): data.ExpressionData {
    let member = this.#converted.get(name)
    if (member === undefined) {
      member = fromJson(this.#source[name] ?? null)
      this.#converted.set(name, member)
    }
    return member
  }
}

/** A number that counts as its value and is shown as it was written; the library rounds its own. */
class WrittenData extends data.NumberData {
  readonly text: string

  constructor(value: number, text: string) {
    super(value)
    this.text = text
  }

  override coerceString(): string {
    return this.text
  }
}

/** The named contexts of an evaluation; a context that nobody gave is null, as in Actions. */
class ContextDictionary extends JsonDictionary {
  override get(key: string): data.ExpressionData {
    return super.get(key) ?? new data.Null()
  }
}

/** Wraps the contexts of one evaluation. */
export function contextData(contexts: Readonly<Record<string, Json>>): data.Dictionary {
  return new ContextDictionary(contexts)
}

/** JSON as data of the expression library. */
export function fromJson(value: Json): data.ExpressionData {
  if (value === null) return new data.Null()
  if (typeof value === "string") return new data.StringData(value)
  if (typeof value === "number") return new WrittenData(value, String(value))
  if (value instanceof WrittenNumber) return new WrittenData(value.value, value.text)
  if (typeof value === "boolean") return new data.BooleanData(value)
  if (isList(value)) return list(value.map(fromJson))
  return new JsonDictionary(value)
}

/** Data of the expression library as JSON; numbers that JSON lacks become null. */
export function toJson(value: data.ExpressionData): Json {
  if (value instanceof data.StringData) return value.value
  if (value instanceof data.BooleanData) return value.value
  if (value instanceof WrittenData) return numberAsWritten(value.value, value.text)
  if (value instanceof data.NumberData) return Number.isFinite(value.value) ? value.value : null
  if (value instanceof data.Array) return value.values().map(toJson)
  if (value instanceof data.Dictionary) {
    return Object.fromEntries(value.pairs().map((pair) => [pair.key, toJson(pair.value)]))
  }
  return null
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

// Adds one by one: spreading a long list into a constructor overflows the stack.
function list(items: readonly data.ExpressionData[]): data.Array {
  const array = new data.Array()
  for (const item of items) array.add(item)
  return array
}
