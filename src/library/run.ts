import posix from "node:path/posix"
import { checkPlannedFiles } from "../app/read-plan.ts"
import { type Report, reportFiles, toReport } from "../app/report.ts"
import { fileFailure } from "../app/run-folder.ts"
import { runShard } from "../app/run-shard.ts"
import type { Failure } from "../core/failure.ts"
import { err, ok, type Result } from "../core/result.ts"
import { VERSION } from "../core/version.ts"
import { foldEvents } from "../events/fold.ts"
import type { Plan } from "../formats/plan.ts"
import { sliceOfShard } from "../plan/shard-slice.ts"
import { type RunOptions, toPolicy } from "./options.ts"
import { planSuite } from "./plan.ts"
import { wireLibrary } from "./wire.ts"

/** A report, and where its files are. */
export interface RunReport extends Report {
  readonly plan: Plan
  /** Absolute; `results.json`, the journal and the logs are in it. */
  readonly folder: string
}

type World = ReturnType<typeof wireLibrary>

/** Runs a suite, or one shard of a plan, to its end. An error means that nothing was run. */
export async function run(options: RunOptions = {}): Promise<Result<RunReport, Failure>> {
  const world = wireLibrary(options.cwd)
  const chosen = await choosePlan(options, world)
  if (!chosen.ok) return chosen
  const plan = chosen.value
  const shard = options.shard ?? 1
  const runId = `${stampOf(world)}-${world.uniqueName()}`
  const folder = posix.resolve(world.cwd, options.out ?? `.parallel-smoke/runs/${runId}`)
  const policy = toPolicy(options)
  if (plan.shards.length === 0) {
    const nothing = { plan, state: foldEvents([]), problems: [] }
    return keep({ ...toReport(nothing, policy), plan, folder }, world)
  }
  const ran = await runShard(
    {
      ...{ plan, shard, root: world.cwd, folder, runId, attempt: 1, version: VERSION },
      temporary: `${world.surroundings.temporary}/parallel-smoke-${world.uniqueName()}`,
      command: "run",
      github: world.github,
      vars: {},
      failFast: options.failFast ?? null,
      ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
      ...(options.env === undefined ? {} : { extraEnv: options.env }),
      ...(options.signal === undefined ? {} : { abort: options.signal }),
      onEvent: options.on ?? (() => {}),
      onHurry: () => {},
    },
    world,
  )
  if (!ran.ok) return ran
  // Whether nothing was executed is a question about the whole run, never about one shard.
  const whole = options.shard === undefined
  const { state } = ran.value
  const report = toReport(
    { plan: whole ? plan : sliceOfShard(plan, shard), state, problems: [] },
    whole ? policy : { ...policy, ifEmpty: "pass" },
  )
  return keep({ ...report, plan, folder }, world)
}

async function choosePlan(options: RunOptions, world: World): Promise<Result<Plan, Failure>> {
  const { plan, shard } = options
  const planned =
    plan === undefined ? await planSuite(options, { here: shard === undefined }) : ok(plan)
  if (!planned.ok) return planned
  const count = planned.value.shards.length
  if (shard === undefined && count > 1) {
    const message = `the plan has ${count} shards: say which one to run`
    return err({ reason: "usage/invalid", message })
  }
  if (plan === undefined) return planned
  const same = checkPlannedFiles({ plan, root: world.cwd, files: world.files })
  return same.ok ? planned : same
}

function keep(report: RunReport, { files }: World): Result<RunReport, Failure> {
  for (const [path, text] of reportFiles(report, { folder: report.folder, junit: null })) {
    const written = files.writeAtomic(path, text)
    if (!written.ok) return err(fileFailure(written.error))
  }
  return ok(report)
}

/** `20261121-144512`, so that folders of runs lie in the order of time. */
function stampOf({ clock }: World): string {
  return new Date(clock.now()).toISOString().replaceAll(/[-:]/gu, "").replace("T", "-").slice(0, 15)
}
