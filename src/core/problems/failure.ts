/**
 * Every expected failure of a use case: one union on `reason` (`stage/kebab-case`).
 * A failure holds data; `report/text/failure-text.ts` makes the sentence, `exitNameOf` the exit code.
 */
import type { Diagnostic } from "./diagnostic.ts"
import type { ExitName } from "./exit-code.ts"
import { unreachable } from "./unreachable.ts"

/** What keeps a command from its work; `report` makes the sentences. */
export type Failure =
  /** The suite has errors; all of them are listed. */
  | { readonly reason: "config/invalid"; readonly diagnostics: readonly Diagnostic[] }
  /** No suite file at any of the places searched. */
  | { readonly reason: "config/no-suite"; readonly searched: readonly string[] }
  /** Flags that contradict each other or a value out of range. */
  | { readonly reason: "usage/invalid"; readonly message: string; readonly hint?: string }
  /** A profile that no file of the suite has. */
  | {
      readonly reason: "usage/unknown-profile"
      readonly profile: string
      /** Names of those that there are. */
      readonly known: readonly string[]
    }
  /** A plan file that is not a plan, or of a version this program does not read. */
  | { readonly reason: "plan/unreadable"; readonly path: string; readonly message: string }
  /** What the suite cannot do without is not there. */
  | {
      readonly reason: "capability/absent"
      readonly capabilities: readonly { readonly name: string; readonly evidence: string }[]
    }
  /** The plan has no shard of that number. */
  | { readonly reason: "plan/no-such-shard"; readonly shard: number; readonly shards: number }
  /** Files of this checkout differ from those that were planned. */
  | {
      readonly reason: "plan/files-changed"
      readonly files: readonly { readonly path: string; readonly change: "changed" | "missing" }[]
    }
  /** A file or folder could not be read or written. */
  | { readonly reason: "files/unusable"; readonly path: string; readonly message: string }
  /** The journal could not be written any more; the run was ended, its results are not whole. */
  | { readonly reason: "journal/unwritable"; readonly path: string; readonly message: string }
  /** Data that was asked for could not be written to stdout. */
  | { readonly reason: "output/unwritable"; readonly message: string }
  /** No artifact of the run holds the plan that is wanted. */
  | {
      readonly reason: "plan/not-found"
      readonly message: string
      /** `absent` where none is listed, which may be too early, or too late. */
      readonly because: "absent" | "several" | "not-listed" | "no-service"
    }
  /** Two plans of one run have this `id`: nobody could tell whose results are whose. */
  | { readonly reason: "plan/id-taken"; readonly id: string; readonly artifact: string }
  /** The results could not be handed over to the job that aggregates. */
  | {
      readonly reason: "artifacts/not-uploaded"
      readonly message: string
      /** Where it is known what helps. */
      readonly because?: "quota" | "no-service"
    }

/** What tells failures apart. */
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
    case "plan/not-found":
    case "artifacts/not-uploaded":
      return "incomplete"
    default:
      return unreachable(failure)
  }
}
