/**
 * Blocks of data in the document that no browser takes for a script, and that cannot hold `<`.
 */
import type { BlockKind } from "./page-data.ts"

/** Compresses a text (deflate) and writes the bytes in base64. */
export type Pack = (text: string) => string

/** A block with one value. */
export function block(kind: BlockKind, value: unknown, pack: Pack): string {
  const packed = pack(JSON.stringify(value))
  return `<script type="application/x-parallel-smoke" data-kind="${kind}">${packed}</script>\n`
}

/** Characters of one block, before they are packed. */
const BLOCK_CHARS = 262_144

/** Values that are looked up by their places, several in a block. */
export class BlockWriter<T> {
  readonly #kind: BlockKind
  readonly #pack: Pack
  readonly #places: Record<string, readonly [number, number]> = {}
  #blocks = 0
  #pending: T[] = []
  #chars = 0

  constructor(kind: BlockKind, pack: Pack) {
    this.#kind = kind
    this.#pack = pack
  }

  /** By key: number of the block, place in it. */
  get places(): Readonly<Record<string, readonly [number, number]>> {
    return this.#places
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#places, key)
  }

  /** Adds a value; the blocks that are full then, at most one. */
  put(key: string, value: T, chars: number): readonly string[] {
    this.#places[key] = [this.#blocks, this.#pending.length]
    this.#pending.push(value)
    this.#chars += chars
    return this.#chars < BLOCK_CHARS ? [] : this.flush()
  }

  /** The block with what is left, if anything is. */
  flush(): readonly string[] {
    if (this.#pending.length === 0) return []
    const written = block(this.#kind, this.#pending, this.#pack)
    this.#blocks += 1
    this.#pending = []
    this.#chars = 0
    return [written]
  }
}
