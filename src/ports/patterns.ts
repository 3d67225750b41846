import type { Result } from "../core/result.ts"

/** Why texts were not searched to the end. */
export interface PatternProblem {
  /** `slow` when the time was over before the end, as with patterns that try every way. */
  readonly code: "invalid" | "slow"
  readonly message: string
}

/** Regular expressions that come from files: searching never takes longer than it may. */
export interface Patterns {
  /** The groups of the first match in each text (group 0 is the whole), null where none is. */
  match(search: {
    readonly source: string
    readonly flags: string
    readonly texts: readonly string[]
    readonly budgetMs: number
  }): Result<readonly (readonly (string | null)[] | null)[], PatternProblem>
}
