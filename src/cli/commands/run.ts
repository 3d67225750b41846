/**
 * `parallel-smoke run`: plan and run here, or run one shard of a plan.
 */
import posix from "node:path/posix"
import type { Merged } from "../../app/aggregate.ts"
import { planRun } from "../../app/plan-run.ts"
import { checkPlannedFiles, readPlan } from "../../app/read-plan.ts"
import { toReport } from "../../app/report.ts"
import { runShard } from "../../app/run-shard.ts"
import { EXIT_CODES } from "../../core/exit-code.ts"
import type { Failure } from "../../core/failure.ts"
import { err, ok, type Result } from "../../core/result.ts"
import { foldEvents } from "../../events/fold.ts"
import type { Plan } from "../../formats/plan.ts"
import { sliceOfShard } from "../../plan/shard-slice.ts"
import { renderPlan } from "../../report/plan-text.ts"
import { renderEventLine, toLineContext } from "../../report/view/event-line.ts"
import type { IgnoredFile } from "../../scenario/model.ts"
import type { CliContext } from "../context.ts"
import type { FlagValues } from "../options.ts"
import { conclude } from "../outputs.ts"
import { checkRunFlags, toPlanRequest, toPolicy, toSuiteSource } from "../request.ts"
import { defaultFolder, newRunId } from "../run-id.ts"
import { tellWarnings } from "../warnings.ts"

interface RunInvocation {
  readonly operands: readonly string[]
  readonly flags: FlagValues
}

/** Runs; the exit code is the verdict's. */
export async function runCommand(
  invocation: RunInvocation,
  context: CliContext,
): Promise<Result<number, Failure>> {
  const { flags } = invocation
  const checked = checkRunFlags(invocation)
  if (!checked.ok) return checked
  const chosen = choosePlan(invocation, context)
  if (!chosen.ok) return chosen
  const { plan, root } = chosen.value
  if (flags.dryRun === true) {
    context.console.data(`${renderPlan(plan, { ...chosen.value, scenarios: true })}\n`)
    return ok(Object.keys(plan.scenarios).length === 0 ? EXIT_CODES.empty : EXIT_CODES.passed)
  }
  const shard = flags.shard?.shard ?? 1
  const asked = flags.shard?.of ?? plan.shards.length
  if (shard > plan.shards.length && shard <= asked) {
    context.console.info(`shard ${shard} of ${asked} has nothing to do`)
    return ok(EXIT_CODES.passed)
  }
  return execute({ plan, shard, root, flags }, context)
}

interface ChosenPlan {
  readonly plan: Plan
  readonly root: string
  readonly ignored: readonly IgnoredFile[]
  /** Why scenarios are left out; nobody knows for a plan that was made elsewhere. */
  readonly whyNot?: ReadonlyMap<string, string>
}

function choosePlan(invocation: RunInvocation, context: CliContext): Result<ChosenPlan, Failure> {
  const { flags, operands } = invocation
  if (flags.plan === undefined) {
    const planned = planRun(toPlanRequest(invocation, context), context)
    if (!planned.ok) return planned
    tellWarnings(planned.value, context)
    const { suite, plan, selection } = planned.value
    const { root } = toSuiteSource(operands, context)
    return ok({ plan, root, ignored: suite.ignored, whyNot: selection.whyNot })
  }
  const { root } = toSuiteSource(operands, context)
  const plan = readPlan(flags.plan, context)
  if (!plan.ok) return plan
  const count = plan.value.shards.length
  if (flags.shard === undefined && count !== 1) {
    const message = `the plan has ${count} shards: say which one to run`
    return err({ reason: "usage/invalid", message, hint: "for example --shard 1" })
  }
  if (flags.shard !== undefined && (flags.shard.of ?? count) !== count) {
    const message = `--shard says ${flags.shard.of} shards, the plan has ${count}`
    return err({ reason: "usage/invalid", message, hint: `give --shard ${flags.shard.shard}` })
  }
  const same = checkPlannedFiles({ plan: plan.value, root, files: context.files })
  return same.ok ? ok({ plan: plan.value, root, ignored: [] }) : same
}

/** How long ended processes may take to be seen gone after a second signal. */
const LEAVE_MS = 1_000

async function execute(
  run: {
    readonly plan: Plan
    readonly shard: number
    readonly root: string
    readonly flags: FlagValues
  },
  context: CliContext,
): Promise<Result<number, Failure>> {
  const { plan, shard, root, flags } = run
  const runId = newRunId(context)
  const folder =
    flags.out === undefined ? defaultFolder(runId, context) : posix.resolve(context.cwd, flags.out)
  const policy = toPolicy(flags)
  if (plan.shards.length === 0) {
    const report = toReport({ plan, ...NOTHING_OBSERVED }, policy)
    return conclude(report, { folder, flags }, context)
  }
  const surroundings = context.surroundings(root)
  const line = toLineContext({ plan, shards: [shard], color: context.console.color })
  const ran = await runShard(
    {
      plan,
      shard,
      root,
      folder,
      temporary: `${surroundings.temporary}/parallel-smoke-${context.uniqueName()}`,
      runId,
      attempt: runAttemptOf(context.env),
      command: "run",
      version: context.version,
      github: context.github,
      vars: {},
      failFast: flags.failFast ?? null,
      onEvent: (event, state) => {
        const text = renderEventLine(event, { ...line, state })
        if (text !== null) context.console.info(text)
      },
      onHurry: (signal) => {
        context.console.info(`second ${signal}: leaving at once`)
        context.clock.after(LEAVE_MS, () => {
          context.exit(signal === "SIGINT" ? EXIT_CODES.interrupted : EXIT_CODES.terminated)
        })
      },
    },
    { ...context, surroundings },
  )
  if (!ran.ok) return ran
  // Whether nothing was executed is a question about the whole run, never about one shard.
  const wholeRun = flags.shard === undefined
  const report = toReport(
    { plan: wholeRun ? plan : sliceOfShard(plan, shard), state: ran.value.state, problems: [] },
    wholeRun ? policy : { ...policy, ifEmpty: "pass" },
  )
  return conclude(report, { folder, flags }, context)
}

const NOTHING_OBSERVED: Merged = { state: foldEvents([]), problems: [] }

/** The attempt of the run: in Actions it grows with each re-run. */
function runAttemptOf(env: Readonly<Record<string, string>>): number {
  const attempt = Number(env["GITHUB_RUN_ATTEMPT"] ?? "1")
  return Number.isInteger(attempt) && attempt > 0 ? attempt : 1
}
