/**
 * Outputs of the action, and what `main` keeps for `post`: `action.yml` files, the docs and the code are made
 * from these tables. Inputs are settings.
 */

/** Outputs by name, with what each holds. */
export const OUTPUTS = {
  matrix: "Job matrix as JSON, for strategy.matrix: fromJSON(…); set by plan",
  "shard-count": "Number of shards; 0 for an empty plan; set by plan",
  "timeout-minutes":
    "Time limit for the job of a shard: 60, or the duration of a soak and 15; set by plan",
  "plan-digest": "Digest of the plan",
  id: "The `id` of the plan: part of the names of its artifacts",
  conclusion: "success, failure, incomplete, empty or cancelled",
  total: "Selected scenarios",
  passed: "Scenarios that passed",
  failed: "Scenarios that failed",
  flaky: "Scenarios that passed after a failed attempt",
  skipped: "Scenarios that were skipped",
  cancelled: "Scenarios that were stopped or not started",
  lost: "Scenarios without a known result",
  results: "Path of results.json",
  "report-artifact": "Name of the artifact with the report; set by aggregate",
  "report-url":
    "Address of the report's HTML page, or of that artifact where the page is in it only, for people who may see the run; set by aggregate",
} as const

/** The name of an output. */
export type OutputName = keyof typeof OUTPUTS

/** What `main` keeps for `post`. */
export const STATE = {
  folder: "folder",
  shard: "shard",
  prefix: "prefix",
  uploaded: "uploaded",
  /** Names of the upload that `main` has used up. */
  tries: "tries",
} as const
