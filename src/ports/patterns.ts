import type { Result } from "../core/problems/result.ts"

/**
 * Why texts were not searched completely: `slow` if the time was over, for example because of
 * backtracking; `stopped` if the search was cancelled; `broken` if the pattern is invalid or needs
 * too many resources.
 */
export interface PatternProblem {
  readonly code: "broken" | "slow" | "stopped"
  readonly message: string
}

/** What is searched for, and where. */
export interface PatternSearch {
  readonly source: string
  readonly flags: string
  readonly texts: readonly string[]
  /** Longest time of the search itself. */
  readonly budgetMs: number
  /** Cancels the search. */
  readonly stop?: AbortSignal
}

/** The groups of the first match in each text (group 0 is the whole match), or null. */
export type PatternMatches = readonly (readonly (string | null)[] | null)[]

/**
 * Regular expressions from files: a search never exceeds its time limit, and nothing else waits for
 * it.
 */
export interface Patterns {
  match(search: PatternSearch): Promise<Result<PatternMatches, PatternProblem>>
}
