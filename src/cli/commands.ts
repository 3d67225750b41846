/**
 * Every command of the CLI as data: what it is called, what it takes, an example of it. Its flags are the
 * settings that name it.
 */
import type { Values } from "../settings/table.ts"
import type { CommandName } from "../settings/value.ts"

/** A command as the help and the docs tell it. */
export interface CommandSpec {
  readonly name: CommandName
  readonly alias?: string
  /** As commander writes it: `[suite]`, `<dir...>`. */
  readonly argument?: { readonly form: string; readonly description: string }
  readonly description: string
  readonly examples: readonly string[]
}

const SUITE = {
  form: "[suite]",
  description: "suite file; searched as smoke.yml, .yaml, .json in . and .github",
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "run",
    argument: SUITE,
    description: "run a suite on this machine, or one shard of it, and report",
    examples: [
      "parallel-smoke run",
      "parallel-smoke run -c 8 --retry --tags quick",
      "parallel-smoke run --plan plan.json --shard 3 --out shard-3",
      "parallel-smoke run --from last",
    ],
  },
  {
    name: "plan",
    argument: SUITE,
    description: "split a suite into shards and print the plan",
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
    description: "merge the folders of all shards of a plan into one verdict",
    examples: ["parallel-smoke aggregate shards --plan plan.json --junit junit.xml"],
  },
  {
    name: "replay",
    argument: {
      form: "<dir>",
      description:
        "folder of a run, of its shards, or of a downloaded report; or the id of a run, or last",
    },
    description: "report a run again, in any format; nothing runs",
    examples: ["parallel-smoke replay last --junit junit.xml", "parallel-smoke replay report -o -"],
  },
  {
    name: "list",
    argument: SUITE,
    description: "list the scenarios of a suite",
    examples: ["parallel-smoke list --filter 'checkout:*'", "parallel-smoke list --all --json"],
  },
  {
    name: "validate",
    argument: SUITE,
    description: "check the files of a suite and report all errors",
    examples: ["parallel-smoke validate"],
  },
  {
    name: "analyze",
    argument: SUITE,
    description: "show how scenarios wait for each other: levels, critical path, parallelism",
    examples: [
      "parallel-smoke analyze",
      "parallel-smoke analyze workflow.yaml -o analysis.json",
      "parallel-smoke analyze --mermaid -o graph.mmd",
    ],
  },
  {
    name: "probe",
    argument: SUITE,
    description: "show the capabilities of this machine and its surroundings, with evidence",
    examples: ["parallel-smoke probe", "parallel-smoke probe smoke.yml --json -o linux.json"],
  },
  {
    name: "doctor",
    argument: SUITE,
    description: "find what is wrong with this repository's set-up, with the next action for each",
    examples: ["parallel-smoke doctor", "parallel-smoke doctor --json"],
  },
  {
    name: "history",
    argument: {
      form: "<what>",
      description:
        "export: print every run of every scenario; flakes: print what is flaky or slower",
    },
    description: "print what the history knows of earlier runs",
    examples: [
      "parallel-smoke history export -o runs.csv",
      "parallel-smoke history export --sql -o runs.sql",
      "parallel-smoke history flakes",
    ],
  },
  {
    name: "fixtures",
    argument: {
      form: "<what...>",
      description: "list or stop, with names of fixtures; finish: stop what killed runs left",
    },
    description: "list or stop fixtures that outlived their run",
    examples: ["parallel-smoke fixtures list", "parallel-smoke fixtures stop db"],
  },
  {
    name: "create",
    alias: "init",
    description: "write a suite file for the scripts and tests of this folder",
    examples: [
      "parallel-smoke create",
      "parallel-smoke create --name storefront -o smoke.yml",
      "parallel-smoke create --workflow",
      "parallel-smoke create --workflow soak",
    ],
  },
]

/** What a command is given on its line. */
export interface Given {
  readonly operands: readonly string[]
  readonly flags: Values
}
