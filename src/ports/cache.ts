import type { Result } from "../core/problems/result.ts"

/** Why nothing was restored or saved, in the words of the service if it answered. */
export interface CacheProblem {
  readonly message: string
}

/**
 * Small files that outlive a run, by key. Entries never change; their visibility depends on the
 * branch of a job. Do not rely on them: an entry can be missing, old, or written by someone else.
 */
export interface CacheStore {
  /** Whether this job has such a store at all. */
  readonly available: boolean
  /**
   * Restores the newest entry whose key has this prefix to its path; null if there is none. The
   * path is relative to the workspace and part of the cache key.
   */
  restore(prefix: string, path: string): Promise<Result<string | null, CacheProblem>>
  /** Saves the file under a new key. */
  save(key: string, path: string): Promise<Result<void, CacheProblem>>
}
