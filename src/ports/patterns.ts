import type { Result } from "../core/problems/result.ts"

/**
 * Why texts were not searched to the end: `slow` when the time was over before, as with patterns that
 * try every way; `stopped` when nobody waits any more; `broken` for what is no pattern or needs more
 * than there is.
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
  /** Gives the search up when it is aborted. */
  readonly stop?: AbortSignal
}

/** The groups of the first match in each text (group 0 is the whole), null where none is. */
export type PatternMatches = readonly (readonly (string | null)[] | null)[]

/**
 * Regular expressions that come from files: a search never takes longer than it may, and nothing else
 * waits for it.
 */
export interface Patterns {
  match(search: PatternSearch): Promise<Result<PatternMatches, PatternProblem>>
}
