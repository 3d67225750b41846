import type { Result } from "../core/problems/result.ts"

/** Changed files, from version control. */
export interface Changes {
  /**
   * Files that differ from the commit where this branch left `ref`, including uncommitted ones,
   * relative to the folder. An error is a fragment with the reason.
   */
  since(folder: string, ref: string): Result<readonly string[], string>
}
