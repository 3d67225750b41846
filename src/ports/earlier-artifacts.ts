import type { Result } from "../core/problems/result.ts"

/** An artifact of any run of the repository, as the service lists it; nothing in it may be trusted. */
export interface EarlierArtifact {
  readonly id: number
  readonly sizeBytes: number
  /** ISO 8601. */
  readonly createdAt: string
  readonly runId: number
  /** The branch that the run was for. */
  readonly branch: string
  /** False for what a fork's commits made. */
  readonly ownCommits: boolean
}

/** What runs of this repository have left behind; errors are fragments. */
export interface EarlierArtifacts {
  /** Those with that name that still exist, the newest few hundred, in no order that means anything. */
  list(name: string): Promise<Result<readonly EarlierArtifact[], string>>
  /** The file of the workflow that a run was of, relative to the repository. */
  workflowOf(runId: number): Promise<Result<string, string>>
  /** The text of an artifact that is one file, as it was uploaded. */
  read(
    artifact: EarlierArtifact,
    options: { readonly mostBytes: number },
  ): Promise<Result<string, string>>
}
