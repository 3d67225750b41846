/**
 * What can make the merged result of a run incomplete: one union on `code`. Problems are found
 * while shard folders are read, or while their events are compared with the plan.
 * `report/lines/problem-text.ts` makes the sentence.
 */
import type { ExitName } from "./exit-code.ts"
import { unreachable } from "./unreachable.ts"

/** A problem of the folders of shards. */
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
  /** It is unknown to which shard the folder belongs. */
  | { readonly code: "folder-unreadable"; readonly path: string; readonly detail: string }
  /** Several folders claim to be the same attempt of a shard and differ. */
  | {
      readonly code: "folder-duplicate"
      readonly shard: number
      readonly attempt: number
      readonly paths: readonly string[]
    }
  /** The last line of the journal counts a different number of verdicts than the journal contains. */
  | {
      readonly code: "verdict-count"
      readonly shard: number
      readonly declared: number
      readonly found: number
    }
  /** The journal has a verdict for a scenario that is not in the plan. */
  | { readonly code: "verdict-unplanned"; readonly shard: number; readonly id: string }
  /** A shard reports a verdict for a scenario that the plan gives to another shard. */
  | {
      readonly code: "verdict-misplaced"
      readonly shard: number
      readonly planned: number
      readonly id: string
    }
  /** A hook after the scenarios of a shard failed; no result is missing. */
  | {
      readonly code: "hook-failed"
      readonly shard: number
      readonly name: string
      readonly detail: string
    }
  /** The memory of an instance grew faster than `leak` of its fixture allows; no result is missing. */
  | {
      readonly code: "fixture-leaks"
      readonly shard: number
      readonly name: string
      readonly key: string | null
      readonly instance: number
      /** Bytes per hour, with their 99 % interval. */
      readonly drift: { readonly perHour: number; readonly low: number; readonly high: number }
      readonly memoryPerHour: number
      /** Where the suite says so. */
      readonly file: string
      readonly line: number
    }
  /** The shared queue could not be used any more: the worker has stopped before the others were done. */
  | { readonly code: "queue-gone"; readonly shard: number; readonly detail: string }
  /** A capability that the run requires was absent. */
  | {
      readonly code: "capability-absent"
      readonly shard: number
      readonly name: string
      readonly detail: string
    }
  /** Scenarios lack a capability, and `--on-missing fail` forbids that. */
  | { readonly code: "missing-refused"; readonly ids: readonly string[] }
  /** More scenarios were skipped than `--max-skipped` allows. */
  | {
      readonly code: "too-many-skipped"
      readonly skipped: number
      readonly total: number
      /** As it was given: `3` or `10%`. */
      readonly allowed: string
    }
  /** The run has fewer scenarios than `--min-scenarios` asks for. */
  | {
      readonly code: "too-few-scenarios"
      readonly found: number
      readonly required: number
      /** Where a part is asked for: of how many scenarios of which branch. */
      readonly of: { readonly percent: number; readonly ref: string; readonly had: number } | null
    }
  /** What earlier runs of the campaign have counted cannot be used. */
  | { readonly code: "campaign-unread"; readonly name: string; readonly detail: string }
  /** A scenario has a good verdict without an attempt that passed. */
  | { readonly code: "verdict-unproven"; readonly shard: number; readonly id: string }

/** The discriminator of problems. */
export type MergeProblemCode = MergeProblem["code"]

/** What a problem means for a run: something is missing or doubtful, or the run failed. */
export function exitNameOfProblem({
  code,
}: {
  readonly code: string
}): Extract<ExitName, "incomplete" | "failed"> {
  switch (code) {
    case "hook-failed":
    case "fixture-leaks":
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

/** The shard of a problem, or null if it is unknown. */
export function shardOfProblem(problem: MergeProblem): number | null {
  switch (problem.code) {
    case "folder-foreign":
    case "folder-unreadable":
    case "missing-refused":
    case "too-many-skipped":
    case "too-few-scenarios":
    case "campaign-unread":
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
    case "fixture-leaks":
    case "queue-gone":
    case "capability-absent":
      return problem.shard
    default:
      return unreachable(problem)
  }
}
