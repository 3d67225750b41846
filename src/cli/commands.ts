/**
 * Every command of the CLI as data: what it is called, what it takes, an example of it.
 */
import { parsePair } from "../core/flag-values.ts"
import type { Flag } from "./flag.ts"
import {
  CUT_FLAGS,
  ID_FLAG,
  KNOWLEDGE_FLAGS,
  MISSING_FLAG,
  PLANNING_FLAGS,
  READ_FLAGS,
  REPORT_FLAGS,
  RUN_FLAGS,
  SHARD_FLAGS,
  VERDICT_FLAGS,
} from "./options.ts"
import { MAX_SCENARIOS_FLAG, SELECTION_FLAGS } from "./selection-flags.ts"

/** A command as the help and the docs tell it. */
export interface CommandSpec {
  readonly name: string
  readonly alias?: string
  /** As commander writes it: `[suite]`, `<dir...>`. */
  readonly argument?: { readonly form: string; readonly description: string }
  readonly description: string
  readonly flags: readonly Flag[]
  readonly examples: readonly string[]
}

const SUITE = {
  form: "[suite]",
  description: "suite file; searched as smoke.yml, .yaml, .json in . and .github",
}

/** All commands, in the order of the help. */
export const COMMANDS = [
  {
    name: "run",
    argument: SUITE,
    description: "run a suite here, or one shard of it, and report",
    flags: [
      ...RUN_FLAGS,
      ...SELECTION_FLAGS,
      ...PLANNING_FLAGS,
      ...KNOWLEDGE_FLAGS,
      ...CUT_FLAGS,
      ID_FLAG,
      ...VERDICT_FLAGS,
      ...REPORT_FLAGS,
    ],
    examples: [
      "parallel-smoke run",
      "parallel-smoke run -c 8 --retry --tags quick",
      "parallel-smoke run --plan plan.json --shard 3 --out shard-3",
    ],
  },
  {
    name: "plan",
    argument: SUITE,
    description: "cut a suite into shards and print the plan",
    flags: [
      ...SHARD_FLAGS,
      ...SELECTION_FLAGS,
      ...PLANNING_FLAGS,
      ...KNOWLEDGE_FLAGS,
      ...CUT_FLAGS,
      ID_FLAG,
      {
        flags: "--probed <class=file>",
        description: "what probe --json found on a machine of a runner class",
        parse: parsePair,
        repeatable: true,
      },
      MISSING_FLAG,
      {
        flags: "--curve",
        description: "also print wall time and billed minutes for 1 to --shards (or 20) shards",
      },
      {
        flags: "--prices <file>",
        description: "JSON of labels with US dollars a minute; implies --curve",
      },
      { flags: "-o, --output <file>", description: "write plan.json here; - is stdout" },
      { flags: "--actions-matrix", description: "print the job matrix for GitHub Actions" },
    ],
    examples: [
      "parallel-smoke plan --shards 4",
      "parallel-smoke plan --curve --target-duration 5m",
      "parallel-smoke plan --shards 4 -o plan.json --actions-matrix",
    ],
  },
  {
    name: "aggregate",
    argument: {
      form: "<dir...>",
      description: "shard folders, or folders that hold them",
    },
    description: "merge the folders of a plan's shards into one verdict",
    flags: [
      { flags: "--plan <file>", description: "the plan that the shards ran (required)" },
      { ...ID_FLAG, description: "refuse a plan that has another id", standard: "any" },
      {
        flags: "--history <file>",
        description: "add the run to this history, or off",
        standard: "a file for each suite in .parallel-smoke",
      },
      ...VERDICT_FLAGS,
      ...REPORT_FLAGS,
    ],
    examples: ["parallel-smoke aggregate shards --plan plan.json --junit junit.xml"],
  },
  {
    name: "list",
    argument: SUITE,
    description: "list the scenarios of a suite",
    flags: [
      ...SELECTION_FLAGS,
      ...READ_FLAGS,
      ...KNOWLEDGE_FLAGS,
      { flags: "--all", description: "also those that the selection leaves out, with why" },
      { flags: "--json", description: "print JSON" },
    ],
    examples: ["parallel-smoke list --filter 'checkout:*'", "parallel-smoke list --all --json"],
  },
  {
    name: "validate",
    argument: SUITE,
    description: "check the files of a suite and report every problem",
    flags: [
      ...SELECTION_FLAGS,
      ...READ_FLAGS,
      ...KNOWLEDGE_FLAGS,
      { flags: "--json", description: "print JSON" },
    ],
    examples: ["parallel-smoke validate"],
  },
  {
    name: "analyze",
    argument: SUITE,
    description: "show how scenarios wait for each other: levels, critical path, parallelism",
    flags: [
      ...SELECTION_FLAGS,
      ...READ_FLAGS,
      ...KNOWLEDGE_FLAGS,
      { flags: "--json", description: "print JSON" },
      { flags: "--mermaid", description: "print a flowchart in Mermaid" },
      { flags: "-o, --output <file>", description: "write the JSON or Mermaid here; - is stdout" },
    ],
    examples: [
      "parallel-smoke analyze",
      "parallel-smoke analyze workflow.yaml -o analysis.json",
      "parallel-smoke analyze --mermaid -o graph.mmd",
    ],
  },
  {
    name: "probe",
    argument: SUITE,
    description: "show what this machine and its surroundings offer, each with its evidence",
    flags: [
      MAX_SCENARIOS_FLAG,
      { flags: "--json", description: "print JSON" },
      { flags: "-o, --output <file>", description: "write the JSON here; - is stdout" },
    ],
    examples: ["parallel-smoke probe", "parallel-smoke probe smoke.yml --json -o linux.json"],
  },
  {
    name: "history",
    argument: { form: "<what>", description: "export: print every run of every scenario" },
    description: "look at what earlier runs left",
    flags: [
      {
        flags: "--history <file>",
        description: "the history",
        standard: "the one in .parallel-smoke",
      },
      { flags: "--csv", description: "print CSV; what there is without any form" },
      { flags: "--ndjson", description: "print a JSON object a line" },
      { flags: "--sql", description: "print SQL that makes a table and fills it" },
      { flags: "-o, --output <file>", description: "where to write it; - is stdout" },
    ],
    examples: [
      "parallel-smoke history export -o runs.csv",
      "parallel-smoke history export --sql -o runs.sql",
    ],
  },
  {
    name: "create",
    alias: "init",
    description: "write a suite file that runs the scripts and tests that are here",
    flags: [
      {
        flags: "--workflow",
        description: "write a GitHub Actions workflow instead: plan, shards, verdict",
      },
      {
        flags: "--name <name>",
        description: "name of the suite or of the workflow",
        standard: "the folder's name; smoke for a workflow",
      },
      {
        flags: "-o, --output <file>",
        description: "where to write it; - is stdout",
        standard: "smoke.yml; .github/workflows/smoke.yml for a workflow",
      },
      { flags: "--force", description: "replace a file that exists" },
    ],
    examples: [
      "parallel-smoke create",
      "parallel-smoke create --name storefront -o smoke.yml",
      "parallel-smoke create --workflow",
    ],
  },
] as const satisfies readonly CommandSpec[]

/** The name of a command. */
export type CommandName = (typeof COMMANDS)[number]["name"]
