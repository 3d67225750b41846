/**
 * The caches of a repository: immutable by key and version, found by exact key, then as a prefix,
 * then by the restore keys, newest first.
 */
import type { Blob, BlobStore } from "./blobs.ts"

/** One entry, reserved or complete. */
export interface CacheEntry {
  readonly id: number
  readonly key: string
  readonly version: string
  readonly blob: Blob
  complete: boolean
}

type Body = Readonly<Record<string, unknown>>

/** The service's memory of caches. */
export class CacheShelf {
  readonly #blobs: BlobStore
  readonly #entries: CacheEntry[] = []

  constructor(blobs: BlobStore) {
    this.#blobs = blobs
  }

  /** Everything reserved so far, for assertions. */
  all(): readonly CacheEntry[] {
    return this.#entries
  }

  /** A new reservation, or null when key and version are taken. */
  reserve(body: Body): CacheEntry | null {
    const key = String(body["key"] ?? "")
    const version = String(body["version"] ?? "")
    if (this.#entries.some((one) => one.key === key && one.version === version)) return null
    const id = 3_000_000_001 + this.#entries.length
    const entry: CacheEntry = { id, key, version, blob: this.#blobs.create(), complete: false }
    this.#entries.push(entry)
    return entry
  }

  /** Completes a reservation; null when there is none or the size is not what was uploaded. */
  finalize(body: Body): CacheEntry | null {
    const entry = this.#entries.find(
      (one) => one.key === body["key"] && one.version === body["version"],
    )
    const size = entry?.blob.content?.length
    if (entry === undefined || String(body["size_bytes"] ?? "0") !== String(size)) return null
    entry.complete = true
    return entry
  }

  find(body: Body): CacheEntry | null {
    const restore = Array.isArray(body["restore_keys"]) ? body["restore_keys"].map(String) : []
    const newestFirst = this.#entries
      .filter((one) => one.complete && one.version === body["version"])
      .reverse()
    const exact = newestFirst.find((one) => one.key === body["key"])
    if (exact !== undefined) return exact
    for (const prefix of [String(body["key"] ?? ""), ...restore]) {
      const found = newestFirst.find((one) => one.key.startsWith(prefix))
      if (found !== undefined) return found
    }
    return null
  }
}
