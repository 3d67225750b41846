/**
 * Seeded randomness: the same seed and the same words give the same numbers on every machine.
 */

/** 32-bit FNV-1a of the UTF-16 units of a text. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** `hash32` as a text of seven letters and digits. */
export function hashText(text: string): string {
  return hash32(text).toString(36).padStart(7, "0")
}

/** A stream of numbers in `[0, 1)` (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** The seed of one iteration of a scenario. */
export function iterationSeed(seed: number, id: string, iteration: number): number {
  return hash32(`${seed}\u0000iteration\u0000${id}\u0000${iteration}`)
}

/** One number in `[0, 1)` that depends on the seed and the words alone, never on call order. */
export function randomOf(seed: number, ...words: readonly (string | number)[]): number {
  return seededRandom(hash32(`${seed}\u0000${words.join("\u0000")}`))()
}
