/**
 * Whole runs that several views are shown with.
 */
import { foldEvents } from "../../src/events/fold.ts"
import type { RunState } from "../../src/events/state.ts"
import type { Plan } from "../../src/formats/plan.ts"
import type { Results } from "../../src/formats/results.ts"
import { type ResultsInput, toResults } from "../../src/report/results/results.ts"
import { buildPlan, buildShard, buildSkip, type ShardScript } from "./builders.ts"

export interface SampleRun {
  readonly plan: Plan
  readonly state: RunState
  readonly shards: readonly ShardScript[]
  readonly results: Results
}

/** Folds and judges the given shards of a plan. */
export function sampleRun(
  plan: Plan,
  shards: readonly ShardScript[],
  rest: Partial<Pick<ResultsInput, "problems" | "policy" | "base" | "flakes">> = {},
): SampleRun {
  const state = foldEvents(shards.flatMap(({ events }) => events))
  const policy = { ifEmpty: "fail", failOn: [] } as const
  return { plan, state, shards, results: toResults({ plan, state, problems: [], policy, ...rest }) }
}

/** Everything that happens on a bad day, over three shards of which the last does not report. */
export function badDay(): SampleRun {
  const plan = buildPlan({
    suiteFile: "smoke.yml",
    shards: [
      [
        { id: "home", name: "Home page", line: 4 },
        { id: "checkout:eu", name: "Checkout works" },
        "login",
        "db",
      ],
      ["cart", "gpu", "late", "later"],
      ["search", "news"],
    ],
    skipped: [buildSkip("beta", "github.ref_name == 'beta' is false")],
    predictedSeconds: 4,
    lowerBoundSeconds: 3.2,
  })
  const one = buildShard(plan, 1)
    .start()
    .passed("home", { ms: 340 })
    .failed(
      "checkout:eu",
      { ms: 1_500, exitCode: 3, message: "exit code 3: boom", tail: "first try\nboom\n" },
      {
        ms: 60_000,
        cause: "timeout",
        exitCode: null,
        signal: "SIGTERM",
        message: "timed out after 1m00s",
        tail: "waiting for the till\r\n10%\r20%\nPOST /pay\tpending\n\n",
      },
    )
    .flaky("login", { ms: 800, message: "exit code 1" })
    .failed("db", {
      cause: "spawn",
      exitCode: null,
      message: "could not start: bash was not found",
      ms: 3,
    })
    .finish({ busyMs: 63_000, starvedMs: 1_000 })
  const two = buildShard(plan, 2)
    .start()
    .passed("cart")
    .skipped("gpu", "nvidia-smi is not there", "missing-capability")
    .cancelling("fail-fast", null)
    .cancelled("late", "fail-fast", "2 scenarios failed")
    .emit({ type: "note", level: "warning", message: "the disk is almost full" })
    .running("later")
  return sampleRun(plan, [one, two])
}

/** Names, messages and logs that try to act on whoever shows them. */
export function hostileRun(): SampleRun {
  const nasty = "a|b `c` <script>alert(1)</script> [x](http://evil) @admin #12 $x$ ##[error]no"
  const plan = buildPlan({
    shards: [
      [
        { id: "evil", name: nasty, file: "a|b<script>@me.yml" },
        { id: "evil2", name: "::error::x" },
      ],
    ],
    skipped: [buildSkip("skip", `${nasty}\n| new | row |\n\n# heading`)],
  })
  const tail = [
    "::error file=x::forged",
    "  ::add-mask::e",
    "text ##[group]forged",
    "\u001b[31mred\u001b[0m \u001b]0;title\u0007",
    "``` fence ```` </pre></details><script>alert(2)</script>",
    "@admin & ]]> \u202egnp \ud800",
    "x".repeat(600),
  ].join("\n")
  const one = buildShard(plan, 1)
    .start()
    .failed("evil", { message: `${nasty}\n::error::second`, tail })
    .flaky("evil2", { message: nasty, tail })
    .emit({ type: "note", level: "info", message: "::warning::\u001b[2Jnote" })
    .finish()
  return sampleRun(plan, [one], {
    problems: [
      { code: "folder-unreadable", path: "../@x|<script>\n::error::", detail: "##[error]" },
    ],
  })
}

/** Nothing to complain about. */
export function goodDay(): SampleRun {
  const plan = buildPlan({ shards: [["home", "login"], ["cart"]] })
  const one = buildShard(plan, 1)
    .start()
    .passed("home", { ms: 340 })
    .passed("login", { ms: 61_000 })
  const two = buildShard(plan, 2).start().passed("cart", { ms: 12 })
  return sampleRun(plan, [one.finish(), two.finish()])
}
