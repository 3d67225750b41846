/**
 * Replacing any of many texts, in time that does not grow with their number.
 */

/** Texts are told apart by so many of their first characters; shorter ones cannot be looked for. */
const SHORTEST_TEXT = 4

/** A text without what was looked for. */
export interface Replaced {
  readonly text: string
  /** In how many places something was replaced. */
  readonly count: number
}

/** A text that comes in pieces. */
export interface ReplacingStream {
  /** As much of the text so far as is certain. */
  push(piece: string): string
  /** The rest. */
  end(): string
  readonly count: number
}

/** Texts that begin alike: a few as a list, the longest first, more by the character that follows. */
type Alike = string[] | Map<number, Alike>

/** More texts than that are told apart by a further character, as far as it is worth it. */
const MOST_ALIKE = 8
const MOST_DEPTH = 64

/** Stands for the character that follows where none does. */
const END = -1

/** Texts that are looked for, and what stands in their place; texts that overlap are one place. */
export class TextReplacer {
  readonly #by: string
  /** By the hash of their beginning. */
  readonly #texts = new Map<number, Alike>()
  /** Which hashes there are: most places of a text are passed over by it. */
  readonly #known = new Uint8Array(HASHES)
  #longest = 0

  constructor(by: string) {
    this.#by = by
  }

  /** Looks for these too. */
  add(texts: Iterable<string>): void {
    for (const text of texts) {
      if (text.length < SHORTEST_TEXT) continue
      const hash = hashOf(keyAt(text, 0))
      this.#texts.set(hash, withText(this.#texts.get(hash), { text, depth: SHORTEST_TEXT }))
      this.#known[hash] = 1
      this.#longest = Math.max(this.#longest, text.length)
    }
  }

  replace(text: string): Replaced {
    // Nearly every text has nothing of it and stays the same.
    const parts: string[] = []
    const { at, count } = this.#scan(text, { limit: text.length, covered: 0, parts })
    if (count === 0) return { text, count }
    return { text: `${parts.join("")}${text.slice(at)}`, count }
  }

  /** Replaces in a text of any length; nothing may be added meanwhile. */
  stream(): ReplacingStream {
    let rest = ""
    let covered = 0
    let count = 0
    const step = (text: string, limit: number): string => {
      const parts: string[] = []
      const scanned = this.#scan(text, { limit, covered, parts })
      count += scanned.count
      if (scanned.at < limit) parts.push(text.slice(scanned.at, limit))
      covered = Math.max(0, scanned.at - limit)
      rest = text.slice(limit)
      return parts.join("")
    }
    return {
      push: (piece) => {
        const text = rest + piece
        // What may be the beginning of a text waits for the next piece.
        return step(text, Math.max(0, text.length - Math.max(0, this.#longest - 1)))
      },
      end: () => step(rest, rest.length),
      get count() {
        return count
      },
    }
  }

  /**
   * Looks for texts that begin before `limit`. `covered` characters belong to one that began earlier;
   * `parts` take what is before `at`, from where on nothing has been taken.
   */
  #scan(
    text: string,
    how: { readonly limit: number; readonly covered: number; readonly parts: string[] },
  ): { readonly at: number; readonly count: number } {
    const { limit, parts } = how
    const last = Math.min(limit, text.length - SHORTEST_TEXT + 1)
    let at = how.covered
    let count = 0
    const known = this.#known
    let key = last > 0 ? keyAt(text, 0) : 0
    for (let i = 0; i < last; i++) {
      // Each step takes one character in; those before the latest four have left.
      if (i > 0) key = (key << 8) ^ text.charCodeAt(i + SHORTEST_TEXT - 1)
      const hash = hashOf(key)
      if (known[hash] === 0) continue
      const found = longestAt(text, i, this.#texts.get(hash))
      if (found === 0) continue
      if (i >= at) {
        parts.push(text.slice(at, i), this.#by)
        count += 1
        at = i
      }
      at = Math.max(at, i + found)
    }
    return { at, count }
  }
}

const HASHES = 1 << 16

/** The four characters from there on; of rare ones not all of it is kept, which tells apart less. */
function keyAt(text: string, at: number): number {
  let key = 0
  for (let i = at; i < at + SHORTEST_TEXT; i++) key = (key << 8) ^ text.charCodeAt(i)
  return key
}

function hashOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 16
}

/** With a further text; all of them agree before `depth`, or in the hash of that. */
function withText(
  alike: Alike | undefined,
  added: { readonly text: string; readonly depth: number },
): Alike {
  const { text, depth } = added
  if (alike === undefined) return [text]
  if (alike instanceof Map) {
    const next = text.length > depth ? text.charCodeAt(depth) : END
    return alike.set(next, withText(alike.get(next), { text, depth: depth + 1 }))
  }
  if (alike.includes(text)) return alike
  alike.push(text)
  alike.sort((a, b) => b.length - a.length)
  if (alike.length <= MOST_ALIKE || depth >= MOST_DEPTH) return alike
  return alike.reduce<Alike>((all, one) => withText(all, { text: one, depth }), new Map())
}

/** Length of the longest of the texts that stands here; 0 where none does. */
function longestAt(text: string, at: number, texts: Alike | undefined): number {
  let longest = 0
  let alike = texts
  for (let depth = SHORTEST_TEXT; alike instanceof Map; depth++) {
    const ended = alike.get(END)
    if (ended !== undefined) longest = Math.max(longest, longestAt(text, at, ended))
    alike = alike.get(text.charCodeAt(at + depth))
  }
  for (const one of alike ?? []) if (text.startsWith(one, at)) return one.length
  return longest
}
