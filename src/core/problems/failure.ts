/**
 * Every expected failure of a use case: one union on `reason` (`stage/kebab-case`).
 * A failure holds data; `report/text/failure-text.ts` makes the sentence, `exitNameOf` the exit code.
 */
import type { Diagnostic } from "./diagnostic.ts"
import type { ExitName } from "./exit-code.ts"
import { unreachable } from "./unreachable.ts"

/** Why a command could not do its work; `report` makes the sentences. */
export type Failure =
  /** The suite has errors; all of them are listed. */
  | { readonly reason: "config/invalid"; readonly diagnostics: readonly Diagnostic[] }
  /** There is no suite file at any of the searched places. */
  | { readonly reason: "config/no-suite"; readonly searched: readonly string[] }
  /** Flags contradict each other, or a value is out of range. */
  | { readonly reason: "usage/invalid"; readonly message: string; readonly hint?: string }
  /** No file of the suite has this profile. */
  | {
      readonly reason: "usage/unknown-profile"
      readonly profile: string
      /** The known names. */
      readonly known: readonly string[]
    }
  /** The plan file is not a plan, or has a version that this program does not read. */
  | { readonly reason: "plan/unreadable"; readonly path: string; readonly message: string }
  /** A capability that the suite requires is absent. */
  | {
      readonly reason: "capability/absent"
      readonly capabilities: readonly { readonly name: string; readonly evidence: string }[]
    }
  /** The plan has no shard with that number. */
  | { readonly reason: "plan/no-such-shard"; readonly shard: number; readonly shards: number }
  /** Files of this checkout differ from the planned ones. */
  | {
      readonly reason: "plan/files-changed"
      readonly files: readonly { readonly path: string; readonly change: "changed" | "missing" }[]
    }
  /** A file or folder could not be read or written. */
  | { readonly reason: "files/unusable"; readonly path: string; readonly message: string }
  /** The journal could no longer be written; the run was ended, and its results are incomplete. */
  | { readonly reason: "journal/unwritable"; readonly path: string; readonly message: string }
  /** The shared queue cannot be reached, or holds what no worker has written. */
  | { readonly reason: "queue/gone"; readonly message: string }
  /** Everything of the shared queue had ended before this worker came. */
  | { readonly reason: "queue/over"; readonly scenarios: number }
  /** Requested data could not be written to stdout. */
  | { readonly reason: "output/unwritable"; readonly message: string }
  /** No artifact of the run contains the requested plan. */
  | {
      readonly reason: "plan/not-found"
      readonly message: string
      /** `absent` if none is listed: it may be too early, or too late. */
      readonly because: "absent" | "several" | "not-listed" | "no-service"
    }
  /** Two plans of one run have the same `id`, so their results could not be told apart. */
  | { readonly reason: "plan/id-taken"; readonly id: string; readonly artifact: string }
  /** The results could not be uploaded for the job that aggregates. */
  | {
      readonly reason: "artifacts/not-uploaded"
      readonly message: string
      /** Set if the solution is known. */
      readonly because?: "quota" | "no-service"
    }

/** The discriminator of failures. */
export type FailureReason = Failure["reason"]

/** The member of the union for one reason. */
export type FailureOf<R extends FailureReason> = Extract<Failure, { reason: R }>

/** Which line of the exit-code table a failure stands for. */
export function exitNameOf(failure: Failure): ExitName {
  switch (failure.reason) {
    case "config/invalid":
    case "config/no-suite":
    case "usage/invalid":
    case "usage/unknown-profile":
    case "plan/unreadable":
    case "plan/no-such-shard":
    case "plan/files-changed":
    case "plan/id-taken":
    case "files/unusable":
      return "usage"
    case "capability/absent":
    case "journal/unwritable":
    case "output/unwritable":
    case "queue/gone":
    case "plan/not-found":
    case "artifacts/not-uploaded":
      return "incomplete"
    case "queue/over":
      return "empty"
    default:
      return unreachable(failure)
  }
}
