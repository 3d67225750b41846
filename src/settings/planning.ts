/**
 * Settings that shape a plan: how much runs at once, in how many shards, in which order.
 */
import { SHARE_NAMES } from "../formats/plan.ts"
import { STRATEGY_NAMES } from "../plan/cut/assign.ts"
import { ORDER_NAMES } from "../plan/order/priorities.ts"
import { PLANS } from "./choosing.ts"
import {
  count,
  countOrAuto,
  FILE,
  type Group,
  ID,
  oneOf,
  pair,
  RATE,
  text,
  time,
  workers,
  YES,
} from "./value.ts"

/** Shards that a matrix can hold (GitHub's limit for one matrix). */
export const MAX_SHARDS = 256

const MAX_WORKERS = 1_024

const MOST_ITERATIONS = 1_000_000

/** For commands that make a plan. */
const CUTTING = { flags: ["run", "plan"], inputs: PLANS, lasts: "plan" } as const

/** How many workers, and what is done again. */
export const PLANNING = {
  workers: {
    ...CUTTING,
    value: workers(MAX_WORKERS),
    help: "scenarios that run at once in a shard; auto: one per core, fewer if memory is short; 80%: that part of what is free",
    default: "auto",
    flag: { short: "-c" },
    option: true,
    common: ["run", "plan"],
  },
  maxParallel: {
    flags: ["run", "plan"],
    lasts: "plan",
    value: workers(MAX_WORKERS),
    help: "the same as --workers",
  },
  retry: {
    ...CUTTING,
    value: count(0, 99),
    help: "retries of a failed scenario, instead of those in the suite",
    flag: { form: "[n]", preset: "1" },
    common: ["run"],
  },
  maxAttempts: {
    value: count(1, 100),
    help: "attempts of each scenario, instead of the suite's own",
    option: true,
  },
  repeat: {
    ...CUTTING,
    value: count(1, MOST_ITERATIONS),
    help: "run each scenario so many times, in one queue: its iterations",
    option: true,
  },
  untilFailure: {
    ...CUTTING,
    value: YES,
    help: "repeat the scenarios until an iteration fails, at most --repeat times each",
    input: { help: "repeat the scenarios until an iteration fails, at most `repeat` times each" },
    option: true,
  },
  soakMs: {
    ...CUTTING,
    name: "soak",
    value: time(1),
    help: "repeat the scenarios for this time (30m), then end what runs: first each once, then those more often that fail",
    option: true,
  },
  failRate: {
    ...CUTTING,
    value: RATE,
    help: "with --repeat or --soak: a scenario fails if surely more of its iterations fail than this part (1%); 0: any failure",
    input: {
      help: "with `repeat` or `soak`: a scenario fails if surely more of its iterations fail than this part (1%); 0: any failure",
    },
    default: "0",
    option: true,
  },
  undecided: {
    ...CUTTING,
    value: oneOf("<what>", "mark", "fail"),
    help: "scenarios with too few iterations to decide about --fail-rate: mark them, or fail",
    input: {
      help: "scenarios with too few iterations to decide about `fail-rate`: mark them, or fail",
    },
    default: "mark",
    option: true,
  },
  campaign: {
    ...CUTTING,
    value: ID,
    help: "with --repeat or --soak: add up the iterations of earlier runs of this name, kept in the history",
    flag: { form: "<name>" },
    input: {
      help: "with `repeat` or `soak`: add up the iterations of earlier runs of this name, kept in the history",
    },
  },
  campaignWindowMs: {
    ...CUTTING,
    name: "campaign-window",
    value: time(1),
    help: "how old runs of a campaign may be (7d)",
    flag: { otherwise: "14d" },
  },
  campaignReset: {
    ...CUTTING,
    value: text("<id>"),
    many: "lines",
    help: "forget the earlier iterations of this scenario in the campaign, as after a fix",
  },
  iteration: {
    flags: ["run"],
    lasts: "plan",
    value: count(1, MOST_ITERATIONS),
    help: "run only the iteration with this number, with the seed that it had",
  },
  seed: {
    ...CUTTING,
    value: count(0, 0xffffffff),
    help: "seed of all random choices",
    default: "1",
    option: true,
  },
  strategy: {
    ...CUTTING,
    value: oneOf("<name>", ...STRATEGY_NAMES),
    help: "balanced: the shortest run; hash: a scenario keeps its shard when others are left out",
    default: "balanced",
  },
  hash: { flags: ["run", "plan"], lasts: "plan", value: YES, help: "the same as --strategy hash" },
  order: {
    ...CUTTING,
    value: oneOf("<name>", ...ORDER_NAMES),
    help: "what a shard takes first: longest, suite (as written), failed-first, or shuffle (by seed); auto: longest, with one worker suite",
    default: "auto",
    option: true,
  },
  share: {
    ...CUTTING,
    value: oneOf("<way>", ...SHARE_NAMES),
    help: "how workers share the list of a shard: queue (one list), static (one part each), or hybrid",
    default: "queue",
  },
  repeatCommand: {
    value: text("<text>"),
    help: "how people call parallel-smoke, for the lines in reports that repeat a scenario",
    flags: ["run"],
    flag: { otherwise: "as it was called" },
    inputs: PLANS,
    option: true,
  },
  shards: {
    value: countOrAuto(1, MAX_SHARDS),
    help: "number of shards; auto: the fewest that are nearly as fast as any number up to 10",
    default: "auto",
    flags: ["plan"],
    inputs: ["plan"],
    option: true,
    common: ["plan"],
  },
  targetMs: {
    name: "target-duration",
    value: time(1),
    help: "with auto: the fewest shards that are done in this time (5m), 40s start-up included",
    flags: ["plan"],
    inputs: ["plan"],
    option: true,
    common: ["plan"],
  },
  probed: {
    value: pair("class", "file"),
    many: "lines",
    help: "file of probe --json from a machine of a runner class",
    flags: ["plan"],
    inputs: ["plan"],
    input: { workflow: "none" },
  },
  curve: {
    value: YES,
    help: "also print wall time and billed minutes for 1 to --shards (or 20) shards",
    flags: ["plan"],
    inputs: ["plan"],
    input: { help: "also print wall time and billed minutes for 1 to `shards` (or 20) shards" },
    common: ["plan"],
  },
  prices: {
    value: FILE,
    help: "JSON file of labels with US dollars per minute; implies --curve",
    flags: ["plan"],
    inputs: ["plan"],
    input: { help: "file with JSON of labels with US dollars a minute; implies curve" },
  },
  actionsMatrix: {
    value: YES,
    help: "print the job matrix for GitHub Actions",
    flags: ["plan"],
    common: ["plan"],
  },
  runnersToken: {
    value: text("<token>"),
    help: "a token with `Administration: read`: tells how many self-hosted runners of a class are there",
    inputs: ["plan"],
    input: { workflow: "none" },
  },
  allowRunners: {
    value: text("<label>"),
    many: "words",
    help: "labels that the suite's runner classes may use, * for anything; without it GitHub's standard labels alone",
    inputs: ["plan"],
  },
} as const satisfies Group
