/**
 * Settings of a run: what of a plan is run, what ends it, what its scenarios see.
 */
import { MAX_SHARDS } from "./planning.ts"
import {
  count,
  ENV_LINES,
  FILE,
  failures,
  GIVEN_FIXTURE,
  type Group,
  INHERIT,
  LIMIT,
  SHARD,
  text,
  time,
  YES,
} from "./value.ts"

const MOST = 1_000_000

/** Of the command that runs, and of steps that do; a resumed run keeps it. */
const RUNS = { flags: ["run"], inputs: ["all", "run"], option: true, lasts: "resume" } as const

/** What is run. */
export const RUNNING = {
  shard: {
    value: SHARD,
    help: "run one of n shards; with --plan only its number",
    flags: ["run"],
    lasts: "run",
    common: ["run"],
  },
  shardNumber: {
    name: "shard",
    value: count(1, MAX_SHARDS),
    help: "the shard to run: matrix.shard",
    inputs: ["run"],
    input: { workflow: "none" },
  },
  plan: {
    value: FILE,
    help: "run a shard of this plan",
    flags: ["run", "aggregate"],
    flag: { of: { aggregate: { help: "the plan that the shards ran (required)" } } },
    lasts: "run",
    common: ["aggregate"],
  },
  planDigest: {
    value: text("<digest>"),
    help: "digest of the plan: needed, or its id, when a workflow has more than one plan",
    inputs: ["run", "aggregate"],
    input: { workflow: "none" },
  },
  queue: {
    value: text("<url>"),
    help: "share the scenarios of --plan with other workers by this Redis: redis://host:6379?run=build-17; needs the packages bullmq and ioredis",
    flags: ["run"],
    option: true,
  },
  resume: {
    value: text("<run>"),
    help: "continue a run that was killed or stopped: its id, its folder, or last",
    flags: ["run"],
    option: true,
    common: ["run"],
  },
  from: {
    value: text("<run>"),
    help: "run what is not green in an ended run, with what it needs: its id, its folder, last, or a downloaded report; the rest is carried over",
    flags: ["run"],
  },
  fixture: {
    value: GIVEN_FIXTURE,
    many: "lines",
    help: "use what already runs as this fixture (db=DATABASE_URL=postgres://localhost/app); nothing of it is started, reset or stopped",
    flags: ["run"],
  },
  dryRun: {
    value: YES,
    help: "print the plan and every scenario; run nothing",
    flags: ["run"],
    common: ["run"],
  },
  failFast: {
    ...RUNS,
    value: failures(MOST),
    help: "start nothing more in a shard after n failed scenarios",
    flag: { form: "[n]", preset: "1" },
    common: ["run"],
  },
  retryBudget: {
    ...RUNS,
    value: LIMIT,
    help: "most retries of all scenarios of a shard together: a number, or a part of its scenarios (10%)",
    flag: { otherwise: "no limit" },
  },
  rampMs: {
    ...RUNS,
    name: "ramp",
    value: time(0),
    help: "let the workers of a shard begin one after another over this time",
    flag: { otherwise: "all at once" },
  },
  budgetMs: {
    ...RUNS,
    name: "time-budget",
    value: time(1),
    help: "start nothing more in a shard after this time (30m); what runs by then may end",
  },
  timeoutMs: {
    ...RUNS,
    name: "global-timeout",
    value: time(1),
    help: "stop the run of a shard after this time (1h), with what runs",
  },
  cleanup: {
    value: text("<command>"),
    help: "run this command if the run was stopped, after everything has ended",
    flags: ["run"],
    inputs: ["all", "run", "aggregate"],
    input: {
      help: "a bash command that the step's post runs when the job was cancelled or the step killed, last of all; aggregate runs it once when a runner was lost",
    },
    lasts: "resume",
  },
} as const satisfies Group

/** What scenarios see, and what nobody is to see of them. */
export const ENVIRONMENT = {
  inheritEnv: {
    ...RUNS,
    value: INHERIT,
    help: "environment that scenarios inherit: all, minimal, or minimal and the named variables",
    default: "all",
  },
  passEnv: {
    value: text("<name>"),
    many: "words",
    help: "names that scenarios may see although they are withheld from them otherwise",
    inputs: ["all", "run"],
  },
  vars: {
    value: ENV_LINES,
    help: "as env, for what is no secret: lines NAME=value that are not masked, and that texts of the suite read as vars.NAME; a name in env wins",
    inputs: ["all", "plan", "run"],
  },
  env: {
    value: ENV_LINES,
    help: "lines NAME=value, or NAME<<END to END for several lines; only scenarios get them; values of 4 or more characters are masked in all logs and the journal",
    inputs: ["all", "run"],
    input: { secret: true, workflow: "secret" },
  },
  redact: {
    value: text("<name>"),
    many: "lines",
    help: "remove the value of this environment variable from events and reports",
    flags: ["run"],
  },
  secretValues: {
    name: "redact",
    value: text("<value>"),
    many: "lines",
    help: "further values to be masked in the log and taken out of what is uploaded, of 4 characters or more",
    inputs: ["all", "run"],
    input: { secret: true, workflow: "secret" },
  },
} as const satisfies Group
