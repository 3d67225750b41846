/**
 * Every flag of the CLI, once: the program, its help and `docs/cli.md` are made from these tables.
 */

import {
  type Inherit,
  parseChoice,
  parseCount,
  parseCountOrAuto,
  parseInherit,
  parseShard,
  parseSkipLimit,
  parseTime,
  parseWorkers,
} from "../core/flag-values.ts"
import { parseIdentity } from "../core/identity.ts"
import type { WorkerCount } from "../core/quantities/workers.ts"
import { SHARE_NAMES, type ShareName } from "../formats/plan.ts"
import { STRATEGY_NAMES } from "../plan/cut/assign.ts"
import { ORDER_NAMES, type OrderName } from "../plan/order/priorities.ts"
import type { Flag } from "./flag.ts"

/** Shards that a matrix can hold (GitHub's limit for one matrix). */
const MAX_SHARDS = 256

const MAX_WORKERS = 1_024

/** What is known of scenarios from elsewhere. */
export const KNOWLEDGE_FLAGS: readonly Flag[] = [
  {
    flags: "--history <file>",
    description:
      "what earlier runs took and how they ended, or off; a run adds itself to it, one --shard of it does not",
    standard: "a file for each suite in .parallel-smoke",
  },
  {
    flags: "--timings <file>",
    description:
      "seconds by name: a JSON map, also a nested one, lines of path:seconds, JUnit XML, or a history",
    repeatable: true,
  },
]

/** Of commands that read a suite and run nothing of it. */
export const READ_FLAGS: readonly Flag[] = [
  {
    flags: "--run-commands",
    description: "run the commands that matrices take values from; else they stay unexpanded",
  },
]

/** What shapes a plan, whoever makes it. */
export const PLANNING_FLAGS: readonly Flag[] = [
  {
    flags: "-c, --workers <n>",
    description: "scenarios at the same time in a shard",
    parse: (text) => parseWorkers(text, { min: 1, max: MAX_WORKERS }),
    standard:
      "auto: the machine's cores, fewer while memory is short; 80%: that part of what is free",
  },
  {
    flags: "--max-parallel <n>",
    description: "the same as --workers",
    parse: (text) => parseWorkers(text, { min: 1, max: MAX_WORKERS }),
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

/** How scenarios come to shards, and in which order shards take them. */
export const CUT_FLAGS: readonly Flag[] = [
  {
    flags: "--strategy <name>",
    description: "balanced: the shortest run; hash: scenarios keep their shard when others leave",
    parse: (text) => parseChoice(text, STRATEGY_NAMES),
    standard: "balanced",
  },
  { flags: "--hash", description: "the same as --strategy hash" },
  {
    flags: "--order <name>",
    description:
      "what a shard takes first: longest, suite (as written), failed-first, or shuffle (by --seed); auto: longest, with one worker suite",
    parse: (text) => parseChoice(text, ORDER_NAMES),
    standard: "auto",
  },
  {
    flags: "--share <way>",
    description:
      "how workers share a shard's list: queue (one list), static (a part each), or hybrid",
    parse: (text) => parseChoice(text, SHARE_NAMES),
    standard: "queue",
  },
]

/** How many shards. */
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

/** How a shard is run. */
export const RUN_FLAGS: readonly Flag[] = [
  {
    flags: "--shard <i/n>",
    description: "run one of n shards; with --plan just its number",
    parse: parseShard,
  },
  { flags: "--plan <file>", description: "run a shard of this plan" },
  {
    flags: "--resume <run>",
    description: "go on with a run that was killed or stopped: its id, its folder, or last",
  },
  {
    flags: "--fail-fast [n]",
    description: "start nothing more after n failed scenarios",
    parse: (text) => parseCount(text, { min: 1, max: 1_000_000 }),
    preset: "1",
  },
  {
    flags: "--retry-budget <n>",
    description: "so many retries for all scenarios of a shard together",
    parse: (text) => parseCount(text, { min: 0, max: 1_000_000 }),
    standard: "no limit",
  },
  {
    flags: "--ramp <time>",
    description: "let the workers begin one after another over this time",
    parse: parseTime,
    standard: "all at once",
  },
  {
    flags: "--time-budget <time>",
    description: "start nothing more after this time; what runs by then may end",
    parse: parseTime,
  },
  {
    flags: "--global-timeout <time>",
    description: "stop the run after this time, with what runs",
    parse: parseTime,
  },
  {
    flags: "--cleanup <command>",
    description: "run this when the run was stopped, after everything has ended",
  },
  {
    flags: "--live",
    description: "show the run on the terminal while it goes on, also where CI is set",
    standard: "on a terminal",
  },
  { flags: "--no-live", description: "a line for each event instead" },
  {
    flags: "--tail <pattern>",
    description:
      "show what these scenarios write while they run: an id, or a pattern as for --filter",
    repeatable: true,
  },
  {
    flags: "--inherit-env <what>",
    description: "what scenarios inherit: all, minimal, or minimal and the variables named",
    parse: parseInherit,
    standard: "all",
  },
  {
    flags: "--redact <name>",
    description: "keep the value of this environment variable out of events and reports",
    repeatable: true,
  },
  {
    flags: "--repeat-command <text>",
    description: "how to call parallel-smoke in the lines that repeat a scenario",
    standard: "as it was called",
  },
  { flags: "--dry-run", description: "print the plan and every scenario; run nothing" },
]

/** What sets a plan apart from others of the same run. */
export const ID_FLAG: Flag = {
  flags: "--id <id>",
  description: "name of the plan among several of one run: lower-case letters, digits, hyphens",
  parse: parseIdentity,
  standard: "made from the suite's name",
}

/** Whether a missing capability is accepted: of whoever runs, and of whoever plans. */
export const MISSING_FLAG: Flag = {
  flags: "--on-missing <what>",
  description: "what it means that a scenario lacks a capability: skip or fail",
  parse: (text) => parseChoice(text, ["skip", "fail"]),
  standard: "skip",
}

/** What counts as a failure. */
export const VERDICT_FLAGS: readonly Flag[] = [
  {
    flags: "--fail-on <verdict>",
    description: "also fail when something is flaky or skipped",
    parse: (text) => parseChoice(text, ["flaky", "skipped"]),
    repeatable: true,
  },
  MISSING_FLAG,
  {
    flags: "--max-skipped <n|p%>",
    description: "fail when more scenarios than that are skipped",
    parse: parseSkipLimit,
  },
  {
    flags: "--if-empty <what>",
    description: "whether a run in which nothing was executed is an error: fail or pass",
    parse: (text) => parseChoice(text, ["fail", "pass"]),
    standard: "fail",
  },
]

/** Where reports go. */
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
  readonly id?: string
  readonly filter?: readonly string[]
  readonly exclude?: readonly string[]
  readonly tags?: readonly string[]
  readonly features?: readonly string[]
  readonly component?: readonly string[]
  readonly version?: readonly string[]
  readonly mode?: readonly string[]
  readonly meta?: readonly Pair[]
  readonly matrix?: readonly Pair[]
  readonly where?: readonly string[]
  readonly last?: readonly string[]
  readonly history?: string
  readonly timings?: readonly string[]
  readonly csv?: boolean
  readonly ndjson?: boolean
  readonly sql?: boolean
  readonly changedSince?: string
  readonly profile?: readonly string[]
  readonly quick?: boolean
  readonly maxScenarios?: number
  readonly runCommands?: boolean
  readonly mermaid?: boolean
  readonly deps?: boolean
  readonly workers?: WorkerCount
  readonly maxParallel?: WorkerCount
  readonly retry?: number
  readonly seed?: number
  readonly repeatCommand?: string
  readonly strategy?: (typeof STRATEGY_NAMES)[number]
  readonly hash?: boolean
  readonly order?: OrderName
  readonly share?: ShareName
  readonly curve?: boolean
  readonly prices?: string
  readonly shards?: number | "auto"
  readonly targetDuration?: number
  readonly shard?: { readonly shard: number; readonly of: number | null }
  readonly plan?: string
  readonly resume?: string
  readonly ramp?: number
  readonly timeBudget?: number
  readonly globalTimeout?: number
  readonly cleanup?: string
  readonly live?: boolean
  readonly tail?: readonly string[]
  readonly failFast?: number
  readonly retryBudget?: number
  readonly inheritEnv?: Inherit
  readonly redact?: readonly string[]
  readonly dryRun?: boolean
  readonly failOn?: readonly ("flaky" | "skipped")[]
  readonly ifEmpty?: "fail" | "pass"
  readonly onMissing?: "skip" | "fail"
  readonly maxSkipped?: { readonly count: number } | { readonly percent: number }
  readonly out?: string
  readonly output?: string
  readonly junit?: string
  readonly summary?: string
  readonly actionsMatrix?: boolean
  readonly probed?: readonly Pair[]
  readonly json?: boolean
  readonly all?: boolean
  readonly name?: string
  readonly force?: boolean
  readonly workflow?: boolean
}
