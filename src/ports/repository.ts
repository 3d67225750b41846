import type { Result } from "../core/problems/result.ts"

/** The repository that a job belongs to; the error is a fragment. */
export interface Repository {
  /** True for private and internal ones. */
  isPrivate(): Promise<Result<boolean, string>>
}
