/**
 * Every flag of the CLI, once: the program, its help and `docs/cli.md` are made from these tables.
 */

import {
  parseChoice,
  parseCount,
  parseCountOrAuto,
  parsePair,
  parseShard,
  parseTime,
} from "../core/flag-values.ts"
import type { Result } from "../core/result.ts"

/** One flag. `parse` is left out where the text is the value. */
export interface Flag {
  /** As commander writes it: `-c, --workers <n>`. */
  readonly flags: string
  readonly description: string
  readonly parse?: (text: string) => Result<unknown, string>
  /** May be given several times; the values are collected. */
  readonly repeatable?: boolean
  /** Value of the flag when its optional number is left out. */
  readonly preset?: string
  /** What holds without the flag, for help and docs. */
  readonly standard?: string
}

/** Shards that a matrix can hold (GitHub's limit for one matrix). */
export const MAX_SHARDS = 256

const MAX_WORKERS = 1_024

export const SELECTION_FLAGS: readonly Flag[] = [
  {
    flags: "--filter <pattern>",
    description: "only scenarios whose id matches; * stays inside a segment",
    repeatable: true,
  },
  {
    flags: "--exclude <pattern>",
    description: "not the scenarios whose id matches; wins over --filter",
    repeatable: true,
  },
  {
    flags: "--tags <tag,...>",
    description: "only scenarios with one of these tags",
    repeatable: true,
  },
  {
    flags: "--features <name,...>",
    description: "only scenarios with one of these features",
    repeatable: true,
  },
  {
    flags: "--component <name>",
    description: "only scenarios with this component: --meta component=NAME",
    repeatable: true,
  },
  {
    flags: "--meta <key=value>",
    description: "only scenarios with this value in their metadata",
    parse: parsePair,
    repeatable: true,
  },
  {
    flags: "--matrix <name=value>",
    description: "only scenarios with this value of a dimension",
    parse: parsePair,
    repeatable: true,
  },
  {
    flags: "--where <condition>",
    description: "only scenarios for which the condition holds: contains(tags, 'quick')",
    repeatable: true,
  },
  {
    flags: "--changed-since <ref>",
    description: "not the scenarios whose paths hold no file that changed since this commit",
  },
  {
    flags: "--profile <name>",
    description: "use a profile of the suite; several combine from left to right",
    repeatable: true,
  },
  { flags: "--quick", description: "the same as --profile quick" },
  {
    flags: "--no-deps",
    description: "refuse a selection that leaves out what its scenarios need",
  },
]

/** Of commands that read a suite and run nothing of it. */
export const READ_FLAGS: readonly Flag[] = [
  {
    flags: "--run-commands",
    description: "run the commands that matrices take values from; else they stay unexpanded",
  },
]

export const PLANNING_FLAGS: readonly Flag[] = [
  {
    flags: "-c, --workers <n>",
    description: "scenarios at the same time in a shard",
    parse: (text) => parseCountOrAuto(text, { min: 1, max: MAX_WORKERS }),
    standard: "auto: the machine's cores",
  },
  {
    flags: "--max-parallel <n>",
    description: "the same as --workers",
    parse: (text) => parseCountOrAuto(text, { min: 1, max: MAX_WORKERS }),
  },
  {
    flags: "--retry [n]",
    description: "further attempts for a failed scenario, instead of the suite's own",
    parse: (text) => parseCount(text, { min: 0, max: 99 }),
    preset: "1",
  },
  {
    flags: "--seed <n>",
    description: "seed of everything that is random",
    parse: (text) => parseCount(text, { min: 0, max: 0xffffffff }),
    standard: "1",
  },
]

export const SHARD_FLAGS: readonly Flag[] = [
  {
    flags: "--shards <n>",
    description: "number of shards",
    parse: (text) => parseCountOrAuto(text, { min: 1, max: MAX_SHARDS }),
    standard: "auto: the fewest that are nearly as fast as any number up to 10",
  },
  {
    flags: "--target-duration <time>",
    description: "with auto: the fewest shards that are done in this time, 40s start-up included",
    parse: parseTime,
  },
]

export const RUN_FLAGS: readonly Flag[] = [
  {
    flags: "--shard <i/n>",
    description: "run one of n shards; with --plan just its number",
    parse: parseShard,
  },
  { flags: "--plan <file>", description: "run a shard of this plan" },
  {
    flags: "--fail-fast [n]",
    description: "start nothing more after n failed scenarios",
    parse: (text) => parseCount(text, { min: 1, max: 1_000_000 }),
    preset: "1",
  },
  { flags: "--dry-run", description: "print the plan and every scenario; run nothing" },
]

export const VERDICT_FLAGS: readonly Flag[] = [
  {
    flags: "--fail-on <verdict>",
    description: "also fail when something is flaky or skipped",
    parse: (text) => parseChoice(text, ["flaky", "skipped"]),
    repeatable: true,
  },
  {
    flags: "--if-empty <what>",
    description: "whether a run in which nothing was executed is an error: fail or pass",
    parse: (text) => parseChoice(text, ["fail", "pass"]),
    standard: "fail",
  },
]

export const REPORT_FLAGS: readonly Flag[] = [
  {
    flags: "--out <dir>",
    description: "the run's folder",
    standard: ".parallel-smoke/runs/<run-id>",
  },
  { flags: "-o, --output <file>", description: "also write results.json here; - is stdout" },
  { flags: "--junit <file>", description: "write JUnit XML" },
  { flags: "--summary <file>", description: "write the Markdown summary" },
]

interface Pair {
  readonly key: string
  readonly value: string
}

/** What the flags of a command come to, by camel-cased name, already parsed. */
export interface FlagValues {
  readonly filter?: readonly string[]
  readonly exclude?: readonly string[]
  readonly tags?: readonly string[]
  readonly features?: readonly string[]
  readonly component?: readonly string[]
  readonly meta?: readonly Pair[]
  readonly matrix?: readonly Pair[]
  readonly where?: readonly string[]
  readonly changedSince?: string
  readonly profile?: readonly string[]
  readonly quick?: boolean
  readonly runCommands?: boolean
  readonly mermaid?: boolean
  readonly deps?: boolean
  readonly workers?: number | "auto"
  readonly maxParallel?: number | "auto"
  readonly retry?: number
  readonly seed?: number
  readonly shards?: number | "auto"
  readonly targetDuration?: number
  readonly shard?: { readonly shard: number; readonly of: number | null }
  readonly plan?: string
  readonly failFast?: number
  readonly dryRun?: boolean
  readonly failOn?: readonly ("flaky" | "skipped")[]
  readonly ifEmpty?: "fail" | "pass"
  readonly out?: string
  readonly output?: string
  readonly junit?: string
  readonly summary?: string
  readonly actionsMatrix?: boolean
  readonly json?: boolean
  readonly all?: boolean
  readonly name?: string
  readonly force?: boolean
  readonly workflow?: boolean
}
