/**
 * What can make the merged result of a run incomplete: data on `code`, made while shard folders are
 * read or while their events are held against the plan. `report/lines/problem-text.ts` makes the sentence.
 */
import type { ExitName } from "./exit-code.ts"
import { unreachable } from "./unreachable.ts"

/** What is wrong with what shards left behind. */
export type MergeProblem =
  /** A planned shard left nothing at all. */
  | { readonly code: "shard-missing"; readonly shard: number }
  /** The journal has no last line: the shard was interrupted, or still runs. */
  | { readonly code: "journal-unfinished"; readonly shard: number }
  /** Lines of the journal are broken, missing or of another run than its manifest. */
  | { readonly code: "journal-torn"; readonly shard: number; readonly detail: string }
  /** The journal was written for another plan. */
  | {
      readonly code: "journal-foreign"
      readonly shard: number
      readonly expected: string
      readonly found: string
    }
  /** The folder's manifest names another plan. */
  | {
      readonly code: "folder-foreign"
      readonly path: string
      readonly expected: string
      readonly found: string
    }
  /** Nobody can tell which shard the folder belongs to. */
  | { readonly code: "folder-unreadable"; readonly path: string; readonly detail: string }
  /** Several folders claim to be the same attempt of a shard and differ. */
  | {
      readonly code: "folder-duplicate"
      readonly shard: number
      readonly attempt: number
      readonly paths: readonly string[]
    }
  /** The journal's last line counts other verdicts than the journal has. */
  | {
      readonly code: "verdict-count"
      readonly shard: number
      readonly declared: number
      readonly found: number
    }
  /** A verdict for something that the plan does not have. */
  | { readonly code: "verdict-unplanned"; readonly shard: number; readonly id: string }
  /** A verdict from another shard than the plan gives the scenario to. */
  | {
      readonly code: "verdict-misplaced"
      readonly shard: number
      readonly planned: number
      readonly id: string
    }
  /** A hook after the scenarios of a shard failed: nothing is missing, but all is not well. */
  | {
      readonly code: "hook-failed"
      readonly shard: number
      readonly name: string
      readonly detail: string
    }
  /** Something that the run cannot do without was not there. */
  | {
      readonly code: "capability-absent"
      readonly shard: number
      readonly name: string
      readonly detail: string
    }
  /** Scenarios lack something, and that was not to be accepted. */
  | { readonly code: "missing-refused"; readonly ids: readonly string[] }
  /** More was skipped than was to be accepted. */
  | {
      readonly code: "too-many-skipped"
      readonly skipped: number
      readonly total: number
      /** As it was given: `3` or `10%`. */
      readonly allowed: string
    }
  /** A good verdict without any attempt that passed. */
  | { readonly code: "verdict-unproven"; readonly shard: number; readonly id: string }

/** What tells problems of a merge apart. */
export type MergeProblemCode = MergeProblem["code"]

/** What a problem makes of a run: something of it is missing or doubtful, or it simply failed. */
export function exitNameOfProblem({
  code,
}: {
  readonly code: string
}): Extract<ExitName, "incomplete" | "failed"> {
  switch (code) {
    case "hook-failed":
    case "missing-refused":
    case "too-many-skipped":
      return "failed"
    default:
      return "incomplete"
  }
}

/** True when something of the run is missing or doubtful. */
export function isIncompleteness(problem: { readonly code: string }): boolean {
  return exitNameOfProblem(problem) === "incomplete"
}

/** The shard a problem belongs to, or null where nobody can tell. */
export function shardOfProblem(problem: MergeProblem): number | null {
  switch (problem.code) {
    case "folder-foreign":
    case "folder-unreadable":
    case "missing-refused":
    case "too-many-skipped":
      return null
    case "shard-missing":
    case "journal-unfinished":
    case "journal-torn":
    case "journal-foreign":
    case "folder-duplicate":
    case "verdict-count":
    case "verdict-unplanned":
    case "verdict-misplaced":
    case "verdict-unproven":
    case "hook-failed":
    case "capability-absent":
      return problem.shard
    default:
      return unreachable(problem)
  }
}
