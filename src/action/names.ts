/**
 * Every input and output of the action, once: `action.yml` files, the README's table and the code
 * are made from these tables.
 */
import { DEFAULT_MAX_SCENARIOS } from "../core/quantities/scenario-limit.ts"

/** What the action can be told to do; `all` is meant when nothing is said. */
export const ACTION_COMMANDS = ["all", "plan", "run", "aggregate"] as const
export type ActionCommand = (typeof ACTION_COMMANDS)[number]

/** An input as `action.yml` and the docs tell it. */
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
  id: {
    description:
      "What sets a plan apart from other plans of the same run, as where several jobs use one suite: lower-case letters, digits, hyphens; run and aggregate take it from the plan",
    standard: "",
    commands: EVERY,
  },
  shard: { description: "The shard to run: matrix.shard", standard: "", commands: ["run"] },
  "plan-digest": {
    description: "Digest of the plan: needed, or its id, when a workflow has more than one plan",
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
  strategy: {
    description: "balanced: the shortest run; hash: scenarios keep their shard when others leave",
    standard: "balanced",
    commands: ["plan"],
  },
  order: {
    description:
      "What a job takes first: longest, suite (as written), failed-first, or shuffle (by seed); auto: longest, with one worker suite",
    standard: "auto",
    commands: PLANNING,
  },
  share: {
    description:
      "How workers share the list of a job: queue (one list), static (a part each), or hybrid",
    standard: "queue",
    commands: PLANNING,
  },
  workers: {
    description:
      "Scenarios at the same time in a job; auto: its cores, fewer while memory is short; 80%: that part of what is free",
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
  component: {
    description: "Only scenarios with one of these components, one a line",
    standard: "",
    commands: PLANNING,
  },
  meta: {
    description: "Only scenarios with one of these values in their metadata: lines key=value",
    standard: "",
    commands: PLANNING,
  },
  matrix: {
    description: "Only scenarios with these values of dimensions: lines name=value",
    standard: "",
    commands: PLANNING,
  },
  where: {
    description: "Only scenarios for which this condition holds: contains(tags, 'quick')",
    standard: "",
    commands: PLANNING,
  },
  last: {
    description:
      "Only scenarios that ended so last, as the history has it: passed, failed (all that is not green), flaky, or new (never)",
    standard: "",
    commands: PLANNING,
  },
  "changed-since": {
    description:
      "Not the scenarios whose paths hold no file that changed since this commit; needs fetch-depth: 0",
    standard: "",
    commands: PLANNING,
  },
  "max-scenarios": {
    description: "Refuse a suite that expands to more scenarios, before it is expanded",
    standard: String(DEFAULT_MAX_SCENARIOS),
    commands: PLANNING,
  },
  "no-deps": {
    description: "true: refuse a selection that leaves out what its scenarios need",
    standard: "false",
    commands: PLANNING,
  },
  profile: {
    description: "Profiles of the suite to use, from left to right, separated by commas or lines",
    standard: "",
    commands: PLANNING,
  },
  history: {
    description:
      "Where earlier runs are kept: cache (of the repository), off, or a file; auto is cache for plan and aggregate, off in one step",
    standard: "auto",
    commands: ["all", "plan", "aggregate"],
  },
  timings: {
    description:
      "Files with seconds by name (JSON maps, also nested ones, lines of path:seconds, JUnit XML), one a line",
    standard: "",
    commands: PLANNING,
  },
  "repeat-command": {
    description: "How a person calls parallel-smoke: reports print it with what repeats a scenario",
    standard: "",
    commands: PLANNING,
  },
  "retry-budget": {
    description: "So many retries for all scenarios of a job together",
    standard: "",
    commands: ["all", "run"],
  },
  "time-budget": {
    description: "Start nothing more in a job after this time; what runs by then may end",
    standard: "",
    commands: ["all", "run"],
  },
  "global-timeout": {
    description: "Stop the run of a job after this time, with what runs",
    standard: "",
    commands: ["all", "run"],
  },
  ramp: {
    description: "Let the workers of a job begin one after another over this time",
    standard: "",
    commands: ["all", "run"],
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
  "on-missing": {
    description: "What it means that a scenario lacks a capability: skip or fail",
    standard: "skip",
    commands: JUDGING,
  },
  "max-skipped": {
    description: "Fail when more scenarios than that are skipped: a number, or a part such as 10%",
    standard: "",
    commands: JUDGING,
  },
  probed: {
    description: "What `probe --json` found on machines of runner classes: lines class=file",
    standard: "",
    commands: ["plan"],
  },
  curve: {
    description: "Also print wall time and billed minutes for 1 to `shards` (or 20) shards",
    standard: "false",
    commands: ["plan"],
  },
  prices: {
    description: "File with JSON of labels with US dollars a minute; implies curve",
    standard: "",
    commands: ["plan"],
  },
  "runners-token": {
    description:
      "A token with `Administration: read`: tells how many self-hosted runners of a class are there",
    standard: "",
    commands: ["plan"],
  },
  "allow-runners": {
    description:
      "Labels that the suite's runner classes may use, * for anything; without it GitHub's standard labels alone",
    standard: "",
    commands: ["plan"],
  },
  env: {
    description:
      "Lines NAME=value, or NAME<<END to END for several lines, for the scenarios alone; values of 4 characters or more are masked in log, journal and logs",
    standard: "",
    commands: ["all", "run"],
  },
  "inherit-env": {
    description: "What scenarios inherit: all, minimal, or minimal and the variables named",
    standard: "all",
    commands: ["all", "run"],
  },
  "pass-env": {
    description: "Names that scenarios may see although they are withheld from them otherwise",
    standard: "",
    commands: ["all", "run"],
  },
  redact: {
    description:
      "Further values to be masked in the log and taken out of what is uploaded, one a line; 4 characters or more",
    standard: "",
    commands: ["all", "run"],
  },
  cleanup: {
    description:
      "A bash command that the step's post runs when the job was cancelled or the step killed, last of all",
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
    description:
      "Used, with actions: read, to download an artifact that the service does not give out, and the history that an earlier run left as one",
    standard: "${{ github.token }}",
    commands: EVERY,
  },
} as const satisfies Readonly<Record<string, InputSpec>>

/** The name of an input. */
export type InputName = keyof typeof INPUTS

/** Outputs by name, with what each holds. */
export const OUTPUTS = {
  matrix: "Job matrix as JSON, for strategy.matrix: fromJSON(…); set by plan",
  "shard-count": "Number of shards; 0 for an empty plan; set by plan",
  "plan-digest": "Digest of the plan",
  id: "The `id` of the plan: part of the names of its artifacts",
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
