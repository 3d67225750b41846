/**
 * `parallel-smoke run`: plan and run here, or run one shard of a plan.
 */
import posix from "node:path/posix"
import { toReport } from "../../app/collect/report.ts"
import { findTailed } from "../../app/collect/tailed.ts"
import { claimed } from "../../app/folder/claim-folder.ts"
import { PLAN_FILE } from "../../app/folder/run-folder.ts"
import { newRunId } from "../../app/folder/run-id.ts"
import { LEAVE_MS } from "../../app/folder/run-limits.ts"
import { joinQueue } from "../../app/queue/join-queue.ts"
import { type EarlierRun, readResumed, takeUp } from "../../app/shard/resume.ts"
import { beginFrom, onlyLatest, type Source } from "../../app/shard/run-from.ts"
import { runShard, type ShardRun } from "../../app/shard/run-shard.ts"
import type { RunShardRequest } from "../../app/shard/run-shard-request.ts"
import { EXIT_CODES, exitCodeFor } from "../../core/problems/exit-code.ts"
import { exitNameOf, type Failure } from "../../core/problems/failure.ts"
import { ok, type Result } from "../../core/problems/result.ts"
import type { EventBody } from "../../events/event.ts"
import { foldEvents } from "../../events/fold.ts"
import { countShards, type Plan } from "../../formats/plan.ts"
import { sliceOfShard } from "../../plan/shard-slice.ts"
import { countOf } from "../../report/lines/neutralise.ts"
import { renderPlan } from "../../report/plan/plan-text.ts"
import { renderFailure } from "../../report/text/failure-text.ts"
import type { Values } from "../../settings/table.ts"
import { choosePlan, type Recalled, recall, toRecord } from "../choose-plan.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
import { finishProject } from "../finish-runs.ts"
import { keepRun, knownBeside } from "../history-file.ts"
import { conclude } from "../outputs.ts"
import { startProgress } from "../progress.ts"
import { checkRunFlags, toSecrets } from "../request.ts"
import { baseFolder, defaultFolder } from "../runs-folder.ts"

/** Runs; the exit code is the verdict's. */
export async function runCommand(
  invocation: Given,
  context: CliContext,
): Promise<Result<number, Failure>> {
  const recalled = recall(invocation, context)
  if (!recalled.ok) return recalled
  const { flags, earlier, source } = recalled.value
  const checked = checkRunFlags(recalled.value)
  if (!checked.ok) return checked
  const chosen = await choosePlan(recalled.value, context)
  if (!chosen.ok) return chosen
  const { plan: whole, root } = chosen.value
  const workers = recalled.value.workers ?? queueWorkers(flags)
  const joining = flags.queue !== undefined && flags.dryRun !== true
  const joined = joining ? await joinQueue({ plan: whole, url: flags.queue }, context.queues) : null
  if (joined !== null && !joined.ok) return joined
  const queue = joined?.value
  const plan = queue?.plan ?? whole
  if (flags.dryRun === true && earlier !== null) return tellLeft({ earlier, plan, flags }, context)
  if (flags.dryRun === true && source !== undefined) return tellIds(source, flags.from, context)
  if (flags.dryRun === true) {
    context.console.data(`${renderPlan(plan, { ...chosen.value, scenarios: true })}\n`)
    return ok(Object.keys(plan.scenarios).length === 0 ? EXIT_CODES.empty : EXIT_CODES.passed)
  }
  const shard = queue?.seat.worker ?? flags.shard?.shard ?? 1
  const shards = flags.shard?.of ?? countShards(plan)
  if (queue === undefined && shard > countShards(plan) && shard <= shards) {
    context.console.info(`shard ${shard} of ${shards} has nothing to do`)
    return ok(EXIT_CODES.passed)
  }
  const { probed, trace } = chosen.value
  const runId = earlier?.manifest.runId ?? newRunId(context)
  const folder = earlier?.folder ?? folderOf(runId, { flags, context })
  const asked = askedOf(recalled.value, folder)
  const of = {
    ...{ plan, shard, root, flags, earlier, asked, runId, folder, workers, probed, trace },
    joined: queue,
  }
  const run = { ...of, source }
  await finishProject({ but: folder }, context)
  return claimed(folder, context, () => execute(run, context))
}

/** Each worker of a queue has as many workers as its machine bears, whatever the plan says. */
function queueWorkers({ queue, workers, maxParallel }: Values): Values["workers"] {
  return queue === undefined ? undefined : (workers ?? maxParallel)
}

/** What is kept for a resumed run; one that began with another run goes on with the plan in its folder. */
function askedOf(recalled: Recalled, folder: string): NonNullable<RunShardRequest["asked"]> {
  const asked = toRecord(recalled)
  if (recalled.source === undefined) return asked
  return { ...asked, flags: { ...asked.flags, plan: `${folder}/${PLAN_FILE}` } }
}

/** What a resumed run would do; nothing of it is touched. */
function tellLeft(
  run: { readonly earlier: EarlierRun; readonly plan: Plan; readonly flags: Values },
  context: CliContext,
): Result<number, Failure> {
  const { earlier, plan, flags } = run
  const { retryBudget } = flags
  const { folder, manifest } = earlier
  const shard = flags.shard?.shard ?? 1
  const resumed = readResumed(folder, { plan, shard, retryBudget }, context)
  if (!resumed.ok) return resumed
  const { ids } = resumed.value
  return tellIds({ plan, ids, shard }, manifest.runId, context)
}

function tellIds(
  of: { readonly plan: Plan; readonly ids: readonly string[]; readonly shard?: number },
  run: string | undefined,
  context: CliContext,
): Result<number, Failure> {
  const { plan, ids, shard = 1 } = of
  const all = plan.shards.find((one) => one.shard === shard)?.scenarios.length ?? 0
  const lines = [
    `run ${run}: ${ids.length} of ${countOf(all, "scenario")} to run`,
    ...ids.map((id) => `  ${id}`),
  ]
  context.console.data(`${lines.join("\n")}\n`)
  return ok(EXIT_CODES.passed)
}

/** A run that is ready to begin. */
interface Ready
  extends Pick<RunShardRequest, "plan" | "shard" | "root" | "asked" | "runId" | "folder">,
    Pick<RunShardRequest, "workers" | "probed" | "trace" | "joined"> {
  readonly flags: Values
  readonly earlier: EarlierRun | null
  readonly source: Source | undefined
}

async function execute(run: Ready, context: CliContext): Promise<Result<number, Failure>> {
  const { plan, shard, flags, folder, source } = run
  const where = { plan, folder, flags, folders: { all: [folder], of: () => folder } }
  if (plan.shards.length === 0) {
    const nothing = { plan, state: foldEvents([]), problems: [] }
    return conclude(toReport(nothing, flags), where, context)
  }
  const ran = await runHere(run, context)
  if (!ran.ok) return ran
  const { state, problems, unrecorded, spans, ran: own } = ran.value
  // Whether nothing was executed is a question about the whole run, never about one shard.
  const wholeRun = flags.shard === undefined && own === undefined
  const learned = source === undefined ? { plan, state } : onlyLatest({ plan, state }, source.ids)
  if (wholeRun) await keepRun({ ...learned, flags }, context)
  const beside = wholeRun ? knownBeside({ plan, state, flags }, context) : {}
  const { minScenarios: _, ...ofShard } = flags
  const report = toReport(
    { plan: wholeRun ? plan : sliceOfShard(plan, shard, own), state, problems, ...beside },
    wholeRun ? flags : { ...ofShard, ifEmpty: "pass" },
  )
  if (unrecorded !== null) context.console.info(renderFailure(unrecorded))
  const ended = await conclude(report, { ...where, trace: { spans, whole: wholeRun } }, context)
  return ended.ok || unrecorded === null ? ended : ok(exitCodeFor([exitNameOf(unrecorded)]))
}

/** Runs the shard, or what the run before has left of it, and shows it. */
async function runHere(run: Ready, context: CliContext): Promise<Result<ShardRun, Failure>> {
  const { flags, earlier, source, ...place } = run
  const { plan, shard, root } = run
  const surroundings = context.surroundings(root)
  const { retryBudget } = flags
  const ports = { ...context, surroundings }
  const taken =
    source !== undefined
      ? beginFrom(source, run, context)
      : earlier === null
        ? null
        : await takeUp(earlier, { plan, shard, retryBudget }, ports)
  if (taken !== null && !taken.ok) return taken
  if (taken !== null) tellLeftBehind(taken.value.ended, context)
  const left = taken?.value.resumed
  const ids = left && [...left.closings.flatMap(idOf), ...left.ids]
  const here = ids ?? plan.shards.find((one) => one.shard === shard)?.scenarios ?? []
  const { ids: tailed, unmet } = findTailed(flags.tail ?? [], here)
  const minimal = flags.reporter === "minimal"
  const shown = { plan, shard, ids: here, live: flags.live, minimal, tailed }
  const progress = startProgress(shown, context)
  const { secrets, warnings } = toSecrets(flags, context)
  for (const warning of warnings) progress.say(`warning: ${warning}`)
  for (const pattern of unmet) progress.say(`warning: --tail ${pattern} matches no scenario here`)
  const { onEvent, onOutput } = progress
  const { version, github } = context
  const request: RunShardRequest = {
    ...{ ...place, version, github, secrets, onEvent, settings: flags, command: "run", vars: {} },
    temporary: `${surroundings.temporary}/parallel-smoke-${context.uniqueName()}`,
    project: baseFolder(context),
    attempt: taken?.value.attempt ?? runAttemptOf(context.env),
    resumed: left,
    tail: tailed.size === 0 ? undefined : { follows: (id) => tailed.has(id), onOutput },
    onHurry: (signal) => {
      progress.say(`second ${signal}: leaving at once`)
      context.clock.after(LEAVE_MS, () => {
        progress.close()
        context.exit(signal === "SIGINT" ? EXIT_CODES.interrupted : EXIT_CODES.terminated)
      })
    },
  }
  return runShard(request, ports).finally(() => {
    progress.close()
  })
}

function folderOf(
  runId: string,
  { flags, context }: { readonly flags: Values; readonly context: CliContext },
): string {
  if (flags.out === undefined) return defaultFolder(runId, context)
  return posix.resolve(context.cwd, flags.out)
}

function tellLeftBehind(ended: number, context: CliContext): void {
  if (ended === 0) return
  const what = countOf(ended, "process", "processes")
  context.console.info(`ended ${what} that the earlier run had left running`)
}

function idOf(event: EventBody): readonly string[] {
  return "id" in event && event.id !== null ? [event.id] : []
}

/** The attempt of the run: in Actions it grows with each re-run. */
function runAttemptOf(env: Readonly<Record<string, string>>): number {
  const attempt = Number(env["GITHUB_RUN_ATTEMPT"] ?? "1")
  return Number.isInteger(attempt) && attempt > 0 ? attempt : 1
}
