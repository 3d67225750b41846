import type { Result } from "../core/problems/result.ts"
import type { LineAnnotation } from "../formats/line-annotation.ts"

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

// What reviewers see: pull requests, their comments, and check runs.

/** Why the service did not do what was asked. */
export interface ReviewProblem {
  /** The status of the answer; null where there was none. */
  readonly status: number | null
  /** A fragment. */
  readonly message: string
  /** How long the service asks to wait; null where it does not. */
  readonly retryAfterMs: number | null
}

/** A pull request as it is now. */
export interface PullRequest {
  readonly number: number
  readonly headSha: string
  /** `owner/name`; null where it was deleted. */
  readonly headRepository: string | null
}

/** A comment of a pull request. */
export interface Comment {
  readonly id: number
  /** Who wrote it. */
  readonly author: string
  readonly body: string
  /** Hidden by a person. */
  readonly minimised: boolean
}

/** An issue. */
export interface Issue {
  readonly number: number
  readonly author: string
  readonly body: string
  readonly isOpen: boolean
  /** A person closed it and does not want it to be solved. */
  readonly isUnwanted: boolean
}

/** What becomes of an issue. */
export interface IssueChange {
  readonly title?: string
  readonly body: string
  /** `unwanted` closes it as not planned; absent leaves it as it is. */
  readonly state?: "open" | "solved" | "unwanted"
}

/** A check run, or what is added to one; by the names of the service. */
export interface CheckRun {
  readonly name: string
  readonly head_sha: string
  readonly details_url: string
  readonly external_id: string
  readonly status: "in_progress" | "completed"
  readonly conclusion?: "success" | "failure" | "neutral" | "cancelled"
  readonly output: {
    readonly title: string
    readonly summary: string
    /** At most 50 in one request; those of later requests are added. */
    readonly annotations: readonly LineAnnotation[]
  }
}

type Answer<T> = Promise<Result<T, ReviewProblem>>

/** Pull requests of the repository, with what reviewers see beside them. */
export interface Reviews {
  /** The login of the token, as its comments have it. */
  login(): Answer<string>
  pull(number: number): Answer<PullRequest>
  /** Open ones of a branch; `owner` is that of the repository with the branch. */
  openPulls(head: {
    readonly owner: string
    readonly branch: string
  }): Answer<readonly PullRequest[]>
  /** All of them, oldest first. */
  comments(pull: number): Answer<readonly Comment[]>
  /** The id of the new one. */
  addComment(pull: number, body: string): Answer<number>
  changeComment(id: number, body: string): Answer<void>
  removeComment(id: number): Answer<void>
  /** All issues of an author, closed ones too, oldest first. */
  issues(author: string): Answer<readonly Issue[]>
  /** The number of the new one. */
  addIssue(issue: { readonly title: string; readonly body: string }): Answer<number>
  changeIssue(number: number, change: IssueChange): Answer<void>
  /** The id of the new one. */
  addCheck(check: CheckRun): Answer<number>
  changeCheck(id: number, check: Omit<CheckRun, "head_sha">): Answer<void>
}
