import type { Result } from "../core/problems/result.ts"

/** Why nothing was restored or saved, in the service's words where it spoke. */
export interface CacheProblem {
  readonly message: string
}

/**
 * Small files that outlive a run, by key. Entries never change; which of them a job sees depends on its
 * branch. Nothing in it may be relied on: an entry can be gone, old, or written by somebody else.
 */
export interface CacheStore {
  /** Whether this job has such a store at all. */
  readonly available: boolean
  /**
   * Brings the newest entry whose key begins so back to its path; null when there is none. The path is
   * relative to the workspace and part of what is looked for.
   */
  restore(prefix: string, path: string): Promise<Result<string | null, CacheProblem>>
  /** Keeps the file under a new key. */
  save(key: string, path: string): Promise<Result<void, CacheProblem>>
}
