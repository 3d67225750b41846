import type { Result } from "../core/problems/result.ts"

/** What version control knows of changed files. */
export interface Changes {
  /**
   * Files that differ from where this branch left `ref`, those not committed included, relative to
   * the folder; an error is a fragment that says why nobody can tell.
   */
  since(folder: string, ref: string): Result<readonly string[], string>
}
