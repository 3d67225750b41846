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
  /** What each failed by whose latest attempt did; null where that can be compared with nothing. */
  readonly #failed = new Map<number, string | null>()
  #tried = 0
  readonly #counts = new Map<string, number>()
  #found: OutageFacts | null = null

  /** That most fail alike, from then on; null before. */
  get found(): OutageFacts | null {
    return this.#found
  }

  /** An attempt has ended by itself, failed by this; undefined for one that did not fail. */
  note(index: number, alike: string | null | undefined): void {
    const before = this.#failed.get(index)
    if (before === undefined) this.#tried += 1
    if (typeof before === "string") this.#counts.set(before, (this.#counts.get(before) ?? 1) - 1)
    if (alike === undefined) this.#failed.delete(index)
    else this.#failed.set(index, alike)
    if (typeof alike !== "string") return
    const failed = (this.#counts.get(alike) ?? 0) + 1
    this.#counts.set(alike, failed)
    const tried = this.#tried
    if (tried >= TRIED && failed > SHARE * tried) this.#found ??= { failed, tried, alike }
  }
}
