/**
 * Whether most scenarios of a shard fail alike. Then something that all of them need is broken, and to
 * repeat them costs time and hides that.
 */

/** Fewer scenarios say nothing of most: three of four may share a mistake. */
const TRIED = 10

/** More than this share of those that were tried must fail alike. */
const SHARE = 0.5

/** What has been found. */
export interface OutageFacts {
  readonly failed: number
  readonly tried: number
  /** What their failures have in common. */
  readonly alike: string
}

/** Counts how scenarios stand, each by its latest attempt. */
export class Outage {
  /** What the latest attempt of each failed by; null where it did not fail, or by nothing that can be compared. */
  readonly #latest = new Map<number, string | null>()
  readonly #counts = new Map<string, number>()
  #found: OutageFacts | null = null

  /** That most fail alike, from then on; null before. */
  get found(): OutageFacts | null {
    return this.#found
  }

  /** An attempt has ended. */
  note(index: number, alike: string | null): void {
    const before = this.#latest.get(index) ?? null
    if (before !== null) this.#counts.set(before, (this.#counts.get(before) ?? 1) - 1)
    this.#latest.set(index, alike)
    if (alike === null) return
    const failed = (this.#counts.get(alike) ?? 0) + 1
    this.#counts.set(alike, failed)
    const tried = this.#latest.size
    if (tried >= TRIED && failed > SHARE * tried) this.#found ??= { failed, tried, alike }
  }
}
