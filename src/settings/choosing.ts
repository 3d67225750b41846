/**
 * Settings that say which suite, which of its scenarios, and what is known of them.
 */
import { DEFAULT_MAX_SCENARIOS, HIGHEST_MAX_SCENARIOS } from "../core/quantities/scenario-limit.ts"
import { ACTION_COMMANDS, count, FILE, type Group, ID, oneOf, pair, text, YES } from "./value.ts"

/** Commands that read a suite. */
const READING = ["run", "plan", "list", "validate", "analyze"] as const
/** Commands that read a suite and run nothing of it. */
const LOOKING = ["list", "validate", "analyze"] as const
/** Commands of the action that plan. */
export const PLANS = ["all", "plan"] as const

/** For every command that reads a suite. */
const EVERYWHERE = { flags: READING, inputs: PLANS, lasts: "plan" } as const
/** A second name: a flag alone. */
const FLAG_ALONE = { flags: READING, lasts: "plan" } as const

/** Where the suite is. */
export const SUITE = {
  command: {
    value: oneOf("<what>", ...ACTION_COMMANDS),
    help: "plan, run, aggregate or publish; if empty, this job plans, runs and reports everything",
    inputs: ACTION_COMMANDS,
    input: { workflow: "none" },
  },
  suite: {
    value: FILE,
    help: "suite file; searched as smoke.yml, .yaml, .json in . and .github",
    inputs: PLANS,
  },
  include: {
    value: text("<glob>"),
    many: "lines",
    help: "globs of scripts, instead of a suite file",
    inputs: PLANS,
  },
  scenarios: {
    value: text("<yaml>"),
    help: "scenarios as YAML, as below `scenarios:` in a suite file, instead of one",
    inputs: PLANS,
    input: { raw: true },
  },
  workingDirectory: {
    value: text("<dir>"),
    help: "folder of the repository that holds the suite; suite and include are relative to it",
    inputs: PLANS,
  },
  id: {
    value: ID,
    help: "name of the plan, if one run has several plans: lower-case letters, digits, hyphens",
    flags: ["run", "plan", "aggregate"],
    flag: {
      otherwise: "made from the suite's name",
      of: { aggregate: { help: "refuse a plan that has another id", otherwise: "any" } },
    },
    inputs: ACTION_COMMANDS,
    input: {
      help: "name of the plan among several of one run, as where several jobs use one suite: lower-case letters, digits, hyphens; run and aggregate take it from the plan",
    },
    option: true,
    lasts: "plan",
  },
} as const satisfies Group

/** Which of its scenarios. */
export const SELECTION = {
  filter: {
    ...EVERYWHERE,
    value: text("<pattern>"),
    many: "lines",
    help: "only scenarios whose id matches this pattern; * stays inside a segment",
    common: READING,
  },
  exclude: {
    ...EVERYWHERE,
    value: text("<pattern>"),
    many: "lines",
    help: "not the scenarios whose id matches this pattern; wins over --filter",
    input: { help: "not the scenarios whose id matches this pattern; wins over filter" },
  },
  tags: {
    ...EVERYWHERE,
    value: text("<tag,...>"),
    many: "words",
    help: "only scenarios with one of these tags",
    common: READING,
  },
  features: {
    ...EVERYWHERE,
    value: text("<name,...>"),
    many: "words",
    help: "only scenarios with one of these features",
  },
  component: {
    ...EVERYWHERE,
    value: text("<name>"),
    many: "lines",
    help: "only scenarios with this component: --meta component=NAME",
    input: { help: "only scenarios with one of these components" },
  },
  version: {
    ...FLAG_ALONE,
    value: text("<version>"),
    many: "lines",
    help: "only scenarios with this version: --meta version=VERSION",
  },
  mode: {
    ...FLAG_ALONE,
    value: text("<mode>"),
    many: "lines",
    help: "only scenarios with this mode: --meta mode=MODE",
  },
  meta: {
    ...EVERYWHERE,
    value: pair("key", "value"),
    many: "lines",
    help: "only scenarios with this value in their metadata",
  },
  matrix: {
    ...EVERYWHERE,
    value: pair("name", "value"),
    many: "lines",
    help: "only scenarios with this value of a dimension",
  },
  where: {
    ...EVERYWHERE,
    value: text("<condition>"),
    many: "whole",
    help: "only scenarios for which the condition is true: contains(tags, 'quick')",
  },
  last: {
    ...EVERYWHERE,
    value: oneOf("<verdict>", "passed", "failed", "flaky", "new"),
    many: "words",
    help: "only scenarios whose newest verdict is passed, failed (everything not green) or flaky, or that are new (never run)",
  },
  changedSince: {
    ...EVERYWHERE,
    value: text("<ref>"),
    help: "only scenarios that a change since this commit can affect, by their paths",
    input: {
      help: "only scenarios that a change since this commit can affect, by their paths; needs fetch-depth: 0",
    },
  },
  profiles: {
    ...EVERYWHERE,
    name: "profile",
    value: text("<name>"),
    many: "words",
    help: "use a profile of the suite, also written --NAME; several combine from left to right",
    input: { help: "profiles of the suite to use, from left to right" },
    option: true,
    common: READING,
  },
  quick: { ...FLAG_ALONE, value: YES, help: "the same as --profile quick" },
  maxScenarios: {
    ...EVERYWHERE,
    value: count(1, HIGHEST_MAX_SCENARIOS),
    help: "refuse a suite that would expand to more scenarios",
    default: String(DEFAULT_MAX_SCENARIOS),
    flags: [...READING, "probe"],
    option: true,
  },
  noDeps: {
    ...EVERYWHERE,
    value: YES,
    help: "refuse a selection without the scenarios that it needs",
  },
} as const satisfies Group

/** What is known of them from elsewhere. */
export const KNOWLEDGE = {
  history: {
    value: FILE,
    help: "file with the durations and verdicts of earlier runs, or off; a run adds itself, a single --shard does not",
    flags: [...READING, "aggregate", "history"],
    flag: {
      otherwise: "a file for each suite in .parallel-smoke",
      of: {
        aggregate: { help: "add the run to this history, or off" },
        history: { help: "the history", otherwise: "the one in .parallel-smoke" },
      },
    },
    inputs: ["all", "plan", "aggregate"],
    input: {
      help: "where earlier runs are kept: cache (of the repository), off, or a file; auto is cache for plan and aggregate, off in one step",
      default: "auto",
    },
    lasts: "plan",
  },
  timings: {
    value: FILE,
    many: "lines",
    help: "file with durations: a JSON map (also nested), lines of path:seconds, JUnit XML, or a history",
    flags: READING,
    inputs: PLANS,
    input: {
      help: "files with seconds by name (JSON maps, also nested ones, lines of path:seconds, JUnit XML, or a history)",
    },
    lasts: "plan",
  },
  runCommands: {
    value: YES,
    help: "run the commands that matrices take values from; otherwise these stay unexpanded",
    flags: LOOKING,
  },
} as const satisfies Group
