/**
 * Every input and output of the action, once: `action.yml` files, the README's table and the code
 * are made from these tables.
 */

/** What the action can be told to do; `all` is meant when nothing is said. */
export const ACTION_COMMANDS = ["all", "plan", "run", "aggregate"] as const
export type ActionCommand = (typeof ACTION_COMMANDS)[number]

export interface InputSpec {
  readonly description: string
  readonly standard: string
  /** The commands that read it. */
  readonly commands: readonly ActionCommand[]
}

const PLANNING = ["all", "plan"] as const
const JUDGING = ["all", "aggregate"] as const
const EVERY = ACTION_COMMANDS

/** Inputs by name. */
export const INPUTS = {
  command: {
    description:
      "plan, run or aggregate; without it everything is planned, run and reported in this job",
    standard: "",
    commands: EVERY,
  },
  suite: {
    description: "Suite file; searched as smoke.yml, .yaml, .json in . and .github",
    standard: "",
    commands: PLANNING,
  },
  include: {
    description: "Globs of scripts, one a line, instead of a suite file",
    standard: "",
    commands: PLANNING,
  },
  scenarios: {
    description: "Scenarios as YAML, as below `scenarios:` in a suite file, instead of one",
    standard: "",
    commands: PLANNING,
  },
  shard: { description: "The shard to run: matrix.shard", standard: "", commands: ["run"] },
  "plan-digest": {
    description: "Digest of the plan: needed when a workflow has more than one plan",
    standard: "",
    commands: ["run", "aggregate"],
  },
  shards: {
    description: "Number of shards, or auto",
    standard: "auto",
    commands: ["plan"],
  },
  "target-duration": {
    description: "With auto: the fewest shards that are done in this time (5m)",
    standard: "",
    commands: ["plan"],
  },
  workers: {
    description: "Scenarios at the same time in a job, or auto: its cores",
    standard: "auto",
    commands: PLANNING,
  },
  retry: {
    description: "Further attempts for a failed scenario, instead of the suite's own",
    standard: "",
    commands: PLANNING,
  },
  seed: {
    description: "Seed of everything that is random",
    standard: "",
    commands: PLANNING,
  },
  filter: {
    description: "Only scenarios whose id matches one of these patterns, one a line",
    standard: "",
    commands: PLANNING,
  },
  exclude: {
    description: "Not the scenarios whose id matches one of these patterns, one a line",
    standard: "",
    commands: PLANNING,
  },
  tags: {
    description: "Only scenarios with one of these tags, separated by commas or lines",
    standard: "",
    commands: PLANNING,
  },
  features: {
    description: "Only scenarios with one of these features, separated by commas or lines",
    standard: "",
    commands: PLANNING,
  },
  where: {
    description: "Only scenarios for which this condition holds: contains(tags, 'quick')",
    standard: "",
    commands: PLANNING,
  },
  profile: {
    description: "Profiles of the suite to use, from left to right, separated by commas or lines",
    standard: "",
    commands: PLANNING,
  },
  "fail-fast": {
    description: "Start nothing more in a job after so many failed scenarios",
    standard: "",
    commands: ["all", "run"],
  },
  "fail-on": {
    description: "Also fail when something is flaky or skipped (flaky, skipped)",
    standard: "",
    commands: JUDGING,
  },
  "if-empty": {
    description: "Whether a run in which nothing was executed is an error: fail or pass",
    standard: "fail",
    commands: JUDGING,
  },
  env: {
    description:
      "Lines NAME=value for the scenarios alone; values of 4 characters or more are masked in log, journal and logs",
    standard: "",
    commands: ["all", "run"],
  },
  "pass-env": {
    description: "Names that scenarios may see although they are withheld from them otherwise",
    standard: "",
    commands: ["all", "run"],
  },
  junit: {
    description: "Also write JUnit XML to this path",
    standard: "",
    commands: JUDGING,
  },
  "retention-days": {
    description: "Days for which the artifacts of plan and shards are kept",
    standard: "5",
    commands: ["plan", "run", "aggregate"],
  },
  "github-token": {
    description: "Used to download an artifact over REST when the service does not give it out",
    standard: "${{ github.token }}",
    commands: ["run", "aggregate"],
  },
} as const satisfies Readonly<Record<string, InputSpec>>

export type InputName = keyof typeof INPUTS

/** Outputs by name, with what each holds. */
export const OUTPUTS = {
  matrix: "Job matrix as JSON, for strategy.matrix: fromJSON(…); set by plan",
  "shard-count": "Number of shards; 0 for an empty plan; set by plan",
  "plan-digest": "Digest of the plan",
  conclusion: "success, failure, incomplete, empty or cancelled",
  total: "Selected scenarios",
  passed: "Scenarios that passed",
  failed: "Scenarios that failed",
  flaky: "Scenarios that passed after a failed attempt",
  skipped: "Scenarios that were skipped",
  cancelled: "Scenarios that were cut or not started",
  lost: "Scenarios nobody can say anything of",
  results: "Path of results.json",
  "report-artifact": "Name of the artifact with the report; set by aggregate",
} as const

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
