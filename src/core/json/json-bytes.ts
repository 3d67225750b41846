/**
 * Writes JSON of many similar values, such as the scenarios of one matrix, as UTF-8 bytes. Parts
 * that are equal from one object to the next are encoded once and then copied.
 */
import { canonicalJson } from "./json.ts"

/** A place in a value, and its latest content. */
interface Place {
  last: unknown
  /** Its bytes, once it has come twice. */
  bytes: Uint8Array | null
  /** Shapes of objects at this place, the latest first. */
  readonly shapes: Shape[]
  /** The place of the elements of a list. */
  items: Place | null
}

/** Objects with the same keys in the same order. */
interface Shape {
  readonly members: readonly Member[]
  /** Values of the current object, in the order of its members. */
  readonly held: unknown[]
  /** Members that differ from one object to the next, in the order in which they are written. */
  varying: readonly Member[]
  /** The bytes before each of them and after the last; null until encoded. */
  fixed: readonly Uint8Array[] | null
}

interface Member {
  readonly key: string
  /** Its place in the object as it came. */
  readonly at: number
  readonly place: Place
  varies: boolean
}

/** A marker that equals no value. */
const NOTHING = {}

/** Shapes that are kept for a place. */
const MAX_SHAPES = 8

/** Initial size of the buffer, in bytes. */
const ROOM = 98_304

const ENCODER = new TextEncoder()

function newPlace(): Place {
  return { last: NOTHING, bytes: null, shapes: [], items: null }
}

/**
 * Collects bytes of JSON without white space; members that are `undefined` are left out. What has been
 * written before is known by identity, so values must not change meanwhile.
 */
export class JsonBytes {
  readonly #sorted: boolean
  readonly #root = newPlace()
  #bytes = new Uint8Array(ROOM)
  #at = 0

  /** With `sorted`, keys are sorted by code unit; otherwise they stay as they are. */
  constructor({ sorted }: { readonly sorted: boolean }) {
    this.#sorted = sorted
  }

  /** Number of bytes that are waiting to be taken. */
  get length(): number {
    return this.#at
  }

  /** The bytes since the last call; the next write overwrites them. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#at)
    this.#at = 0
    return taken
  }

  /** Adds a text as it is. */
  raw(text: string): this {
    if (text.length > 256 || !this.#ascii(text)) this.#copy(ENCODER.encode(text))
    return this
  }

  /** Adds the JSON of a value. */
  value(value: unknown): this {
    this.#value(this.#root, value)
    return this
  }

  #value(place: Place, value: unknown): void {
    if (typeof value === "string") this.#string(value)
    else if (value === null || typeof value !== "object") this.raw(JSON.stringify(value ?? null))
    else if (place.last !== value) {
      place.last = value
      place.bytes = null
      this.#object(place, value)
    } else if (place.bytes !== null) this.#copy(place.bytes)
    else {
      const start = this.#at
      this.#object(place, value)
      place.bytes = this.#bytes.slice(start, this.#at)
    }
  }

  #object(place: Place, value: object): void {
    if (Array.isArray(value)) {
      this.#list(place, value)
      return
    }
    const shape = this.#shapeOf(place, value)
    if (shape === null) {
      this.raw(this.#text(value))
      return
    }
    const { varying, held } = shape
    const fixed = shape.fixed ?? []
    this.#copy(fixed[0] as Uint8Array)
    for (let i = 0; i < varying.length; i++) {
      const member = varying[i] as Member
      this.#value(member.place, held[member.at])
      this.#copy(fixed[i + 1] as Uint8Array)
    }
  }

  #list(place: Place, items: readonly unknown[]): void {
    place.items ??= newPlace()
    this.raw("[")
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.raw(",")
      this.#value(place.items, items[i])
    }
    this.raw("]")
  }

  /** How to write the object; null if it is the first of its kind or lacks members. */
  #shapeOf(place: Place, value: object): Shape | null {
    const { shapes } = place
    for (let i = 0; i < shapes.length; i++) {
      const shape = shapes[i] as Shape
      const same = scan(shape, value)
      if (same === null) continue
      if (!same) return null
      if (i > 0) shapes.unshift(...shapes.splice(i, 1))
      if (shape.fixed === null) this.#fix(shape)
      return shape
    }
    shapes.unshift(shapeLike(value))
    if (shapes.length > MAX_SHAPES) shapes.pop()
    return null
  }

  /** Encodes what does not vary. */
  #fix(shape: Shape): void {
    const members = [...shape.members]
    if (this.#sorted) members.sort((a, b) => (a.key < b.key ? -1 : 1))
    const fixed: Uint8Array[] = []
    let text = "{"
    for (const [i, { key, place, varies }] of members.entries()) {
      text += `${i === 0 ? "" : ","}${JSON.stringify(key)}:`
      if (!varies) {
        text += this.#text(place.last)
        continue
      }
      fixed.push(ENCODER.encode(text))
      text = ""
    }
    fixed.push(ENCODER.encode(`${text}}`))
    shape.varying = members.filter(({ varies }) => varies)
    shape.fixed = fixed
  }

  #text(value: unknown): string {
    return this.#sorted ? canonicalJson(value) : JSON.stringify(value)
  }

  #string(text: string): void {
    const start = this.#at
    this.#reserve(text.length + 2)
    const bytes = this.#bytes
    let at = start
    bytes[at++] = QUOTE
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code < SPACE || code > LAST_ASCII || code === QUOTE || code === BACKSLASH) {
        this.raw(JSON.stringify(text))
        return
      }
      bytes[at++] = code
    }
    bytes[at++] = QUOTE
    this.#at = at
  }

  /** Adds a text if it is ASCII; otherwise returns false. */
  #ascii(text: string): boolean {
    this.#reserve(text.length)
    const bytes = this.#bytes
    let at = this.#at
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code > LAST_ASCII) return false
      bytes[at++] = code
    }
    this.#at = at
    return true
  }

  #copy(from: Uint8Array): void {
    const { length } = from
    this.#reserve(length)
    const bytes = this.#bytes
    // A call costs more than a few bytes.
    if (length > 32) bytes.set(from, this.#at)
    else for (let i = 0; i < length; i++) bytes[this.#at + i] = from[i] as number
    this.#at += length
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#at + count))
    larger.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = larger
  }
}

const SPACE = 0x20
const QUOTE = 0x22
const BACKSLASH = 0x5c
const LAST_ASCII = 0x7e

function shapeLike(value: object): Shape {
  const members = Object.entries(value).map(([key, last], at): Member => {
    return { key, at, place: { ...newPlace(), last }, varies: last === undefined }
  })
  return { members, held: members.map(() => null), varying: [], fixed: null }
}

/**
 * Compares an object with a shape and notes what varies. Null if the keys differ; false if a member
 * is left out.
 */
function scan(shape: Shape, value: object): boolean | null {
  const { members, held } = shape
  const of = value as Readonly<Record<string, unknown>>
  let whole = true
  let i = 0
  for (const key in of) {
    const member = members[i]
    if (member === undefined || member.key !== key) return null
    const each = of[key]
    held[i++] = each
    if (each === undefined) whole = false
    if (member.varies || member.place.last === each) continue
    member.varies = true
    shape.fixed = null
  }
  return i === members.length ? whole : null
}
