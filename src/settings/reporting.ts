/**
 * Settings of what is said of a run: what counts as a failure, what is shown, where reports go.
 */
import { count, FILE, type Group, LIMIT, oneOf, text, time, YES } from "./value.ts"

/** Of commands that judge; a resumed run keeps it. */
const JUDGING = {
  flags: ["run", "aggregate", "replay"],
  inputs: ["all", "aggregate"],
  option: true,
  lasts: "resume",
  common: ["aggregate"],
} as const

/** What counts as a failure. */
export const VERDICT = {
  failOn: {
    ...JUDGING,
    value: oneOf("<verdict>", "flaky", "skipped"),
    many: "words",
    help: "also fail if scenarios are flaky or skipped",
  },
  onMissing: {
    ...JUDGING,
    value: oneOf("<what>", "skip", "fail"),
    help: "whether scenarios that lack a capability are only skipped, or fail the run: skip or fail",
    default: "skip",
    flags: ["run", "plan", "aggregate", "replay"],
  },
  maxSkipped: {
    ...JUDGING,
    value: LIMIT,
    help: "fail if more scenarios than this are skipped: a number, or a part such as 10%",
  },
  minScenarios: {
    ...JUDGING,
    common: [],
    value: LIMIT,
    help: "the run is incomplete with fewer scenarios than this: a number, or a part of those of the base branch such as 95%",
  },
  ifEmpty: {
    ...JUDGING,
    value: oneOf("<what>", "fail", "pass"),
    help: "verdict of a run that executed nothing: fail or pass",
    default: "fail",
  },
} as const satisfies Group

/** What is shown while it runs, and at its end. */
export const DISPLAY = {
  reporter: {
    value: oneOf("<what>", "full", "minimal"),
    help: "what is printed: full, or minimal: only failures and the verdict",
    default: "full",
    flags: ["run", "aggregate", "replay"],
  },
  live: {
    value: YES,
    help: "live display on the terminal, even if CI is set",
    flags: ["run"],
    flag: { otherwise: "on a terminal", opposite: "one line for each event instead" },
  },
  tail: {
    value: text("<pattern>"),
    many: "lines",
    help: "show the output of these scenarios while they run: an id, or a pattern as for --filter",
    flags: ["run"],
    option: true,
  },
} as const satisfies Group

/** What is written, and where. */
export const REPORTS = {
  out: {
    value: text("<dir>"),
    help: "the run's folder",
    flags: ["run", "aggregate"],
    flag: { otherwise: ".parallel-smoke/runs/<run-id>" },
    option: true,
    common: ["aggregate"],
  },
  output: {
    value: FILE,
    help: "also write results.json here; - is stdout",
    flags: ["run", "plan", "aggregate", "replay", "analyze", "probe", "history", "create"],
    flag: {
      short: "-o",
      of: {
        plan: { help: "write plan.json here; - is stdout" },
        analyze: { help: "write the JSON or Mermaid here; - is stdout" },
        probe: { help: "write the JSON here; - is stdout" },
        history: { help: "where to write it; - is stdout" },
        create: {
          help: "where to write it; - is stdout",
          otherwise: "smoke.yml; its file in .github/workflows for a workflow",
        },
      },
    },
    common: ["plan", "aggregate", "replay", "analyze"],
  },
  junit: {
    value: FILE,
    help: "also write JUnit XML to this file",
    flags: ["run", "aggregate", "replay"],
    option: true,
    inputs: ["all", "aggregate"],
    input: {
      help: "JUnit XML: true for junit.xml beside results.json, in the report's artifact; or a file",
      workflow: "boolean",
    },
    common: ["run", "aggregate", "replay"],
  },
  html: {
    value: FILE,
    help: "also write the report as one HTML page, with logs, to this file",
    flags: ["run", "aggregate", "replay"],
    option: true,
    inputs: ["all", "aggregate"],
    input: { workflow: "none" },
    common: ["aggregate"],
  },
  ctrf: {
    value: FILE,
    help: "also write the Common Test Report Format (JSON) to this file",
    flags: ["run", "aggregate", "replay"],
    option: true,
    inputs: ["all", "aggregate"],
    input: { workflow: "none" },
  },
  attempts: {
    name: "ndjson",
    value: FILE,
    help: "also write a line of JSON for each attempt to this file",
    flags: ["run", "aggregate", "replay"],
    option: true,
  },
  trace: {
    value: FILE,
    help: "also write a trace of shards and workers for Perfetto to this file",
    flags: ["run", "aggregate", "replay"],
    option: true,
  },
  summary: {
    value: FILE,
    help: "also write the Markdown summary to this file",
    flags: ["run", "aggregate", "replay"],
    option: true,
    common: ["aggregate"],
  },
  all: {
    value: YES,
    help: "also scenarios that are not selected, with the reason",
    flags: ["list"],
    common: ["list"],
  },
  json: {
    value: YES,
    help: "print JSON",
    flags: ["list", "validate", "analyze", "probe", "doctor", "fixtures"],
    common: ["list", "validate", "analyze", "doctor"],
  },
  mermaid: {
    value: YES,
    help: "print a flowchart in Mermaid",
    flags: ["analyze"],
    common: ["analyze"],
  },
  csv: { value: YES, help: "print CSV; the default", flags: ["history"] },
  ndjson: { value: YES, help: "print one JSON object per line", flags: ["history"] },
  sql: { value: YES, help: "print SQL that creates and fills a table", flags: ["history"] },
  workflow: {
    value: oneOf("<kind>", "smoke", "soak"),
    help: "write a GitHub Actions workflow instead: smoke (plan, shards, verdict), or soak, which repeats the scenarios each night",
    flags: ["create"],
    flag: { form: "[kind]", preset: "smoke" },
  },
  name: {
    value: text("<name>"),
    help: "name of the suite or of the workflow",
    flags: ["create"],
    flag: { otherwise: "the folder's name; smoke or soak for a workflow" },
  },
  force: { value: YES, help: "replace a file that exists", flags: ["create"] },
  retentionDays: {
    value: count(1, 400),
    help: "days for which the artifacts are kept",
    default: "5",
    inputs: ["plan", "run", "aggregate"],
    input: { workflow: "number" },
  },
  uploadReport: {
    value: YES,
    help: "upload the report as an artifact, and its HTML page as one of its own that opens in the browser",
    default: "true",
    inputs: ["aggregate"],
  },
  annotations: {
    value: YES,
    help: "annotate lines of the repository; false for those who use the annotations of the check run",
    default: "true",
    inputs: ["all", "aggregate"],
  },
  checkpoint: {
    value: time(1_000),
    help: "upload the results so far of a running shard every so often (5m), so that a lost runner loses minutes; each upload replaces the one before",
    inputs: ["run"],
  },
  reportRetentionDays: {
    value: count(1, 400),
    help: "days for which the report is kept, as comments link to it; default: as long as the repository keeps artifacts",
    inputs: ["aggregate"],
  },
  comment: {
    value: oneOf("<when>", "always", "changes", "failures", "off"),
    help: "when to write the comment of the pull request: always, changes (against the base branch, then of what the comment says), failures, or off",
    default: "always",
    inputs: ["publish"],
  },
  issue: {
    value: YES,
    help: "keep one issue of this id instead of check run and comment: opened when a run is not green, changed with what fails, closed when one is green",
    inputs: ["publish"],
    input: { workflow: "none" },
  },
  token: {
    name: "github-token",
    value: text("<token>"),
    help: "used, with actions: read, to download an artifact that the service does not give out, and the history that an earlier run left as one; publish writes with it",
    inputs: ["all", "plan", "run", "aggregate", "publish"],
    input: { default: "${{ github.token }}", workflow: "none" },
  },
  jobId: {
    value: text("<id>"),
    help: "id of this job, to which the summary links",
    inputs: ["all", "run"],
    input: { default: "${{ job.check_run_id }}", workflow: "none" },
  },
} as const satisfies Group
