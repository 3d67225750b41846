import type { Result } from "../core/problems/result.ts"

/** The repository that a job belongs to; the error is a fragment. */
export interface Repository {
  /** True for private and internal ones. */
  isPrivate(): Promise<Result<boolean, string>>
}

/** A self-hosted runner as the service lists it. */
export interface RegisteredRunner {
  readonly name: string
  readonly online: boolean
  readonly busy: boolean
  readonly labels: readonly string[]
}

/** Self-hosted runners of the repository; the error is a fragment. */
export interface Runners {
  list(): Promise<Result<readonly RegisteredRunner[], string>>
}
