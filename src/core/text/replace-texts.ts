/**
 * Replacing any of many texts, in time that does not grow with their number.
 */

/** Number of first characters that identify texts; shorter texts cannot be searched for. */
const SHORTEST_TEXT = 4

/** The text after the replacement. */
export interface Replaced {
  readonly text: string
  /** The number of replacements. */
  readonly count: number
}

/** A text that arrives in pieces. */
export interface ReplacingStream {
  /** The part of the text so far that cannot change any more. */
  push(piece: string): string
  /** The rest. */
  end(): string
  readonly count: number
}

/**
 * Texts with the same beginning: a few as a list, the longest first; more by their next character.
 */
type Alike = string[] | Map<number, Alike>

/** More texts than this are distinguished by one more character. */
const MOST_ALIKE = 8
const MOST_DEPTH = 64

/** The key for texts without a next character. */
const END = -1

/** The searched texts and their replacement; overlapping texts are one place. */
export class TextReplacer {
  readonly #by: string
  /** By the hash of their beginning. */
  readonly #texts = new Map<number, Alike>()
  /** The existing hashes, to skip most places of a text. */
  readonly #known = new Uint8Array(HASHES)
  #longest = 0

  constructor(by: string) {
    this.#by = by
  }

  /** Adds texts to search for. */
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
    // Nearly every text contains none of them and stays the same.
    const parts: string[] = []
    const { at, count } = this.#scan(text, { limit: text.length, covered: 0, parts })
    if (count === 0) return { text, count }
    return { text: `${parts.join("")}${text.slice(at)}`, count }
  }

  /** Replaces in a text of any length; do not add texts meanwhile. */
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
        // A possible beginning of a text waits for the next piece.
        return step(text, Math.max(0, text.length - Math.max(0, this.#longest - 1)))
      },
      end: () => step(rest, rest.length),
      get count() {
        return count
      },
    }
  }

  /**
   * Searches for texts that begin before `limit`. `covered` characters belong to an earlier text.
   * `parts` receives everything before `at`.
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
      // A rolling hash of the latest four characters.
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

/**
 * The next four characters; rare characters keep fewer bits, so they are distinguished less well.
 */
function keyAt(text: string, at: number): number {
  let key = 0
  for (let i = at; i < at + SHORTEST_TEXT; i++) key = (key << 8) ^ text.charCodeAt(i)
  return key
}

function hashOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 16
}

/** Adds a text; all texts agree before `depth`, or in its hash. */
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

/** Length of the longest text at this place; 0 if there is none. */
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
