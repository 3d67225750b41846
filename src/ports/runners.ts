import type { Result } from "../core/problems/result.ts"

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
