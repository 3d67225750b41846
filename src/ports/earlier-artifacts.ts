import type { Result } from "../core/problems/result.ts"

/** An artifact of any run of the repository, as the service lists it; untrusted. */
export interface EarlierArtifact {
  readonly id: number
  readonly sizeBytes: number
  /** ISO 8601. */
  readonly createdAt: string
  readonly runId: number
  /** The branch that the run was for. */
  readonly branch: string
  /** False for artifacts of a fork's commits. */
  readonly ownCommits: boolean
}

/** Artifacts of earlier runs of this repository; errors are fragments. */
export interface EarlierArtifacts {
  /** Existing artifacts with that name, the newest few hundred, in arbitrary order. */
  list(name: string): Promise<Result<readonly EarlierArtifact[], string>>
  /** The workflow file of a run, relative to the repository. */
  workflowOf(runId: number): Promise<Result<string, string>>
  /** The text of an artifact that is one file. */
  read(
    artifact: EarlierArtifact,
    options: { readonly mostBytes: number },
  ): Promise<Result<string, string>>
}
