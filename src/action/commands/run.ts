/**
 * `command: run`: one shard of the plan. It writes its log and hands its folder over; summary and
 * annotations are for `aggregate`.
 */
import { collectShards } from "../../app/collect/collect-shards.ts"
import { toReport } from "../../app/collect/report.ts"
import { claimed } from "../../app/folder/claim-folder.ts"
import { LEAVE_MS } from "../../app/folder/run-limits.ts"
import { keepCheckpoints } from "../../app/hand-over/checkpoints.ts"
import { notUploaded, uploadShard } from "../../app/hand-over/upload-folder.ts"
import { withholdSecrets } from "../../app/hand-over/withhold-secrets.ts"
import { type Remainder, remainderOf } from "../../app/history/earlier-attempts.ts"
import { awaitPlan, type FoundPlan } from "../../app/plan/plan-artifact.ts"
import { checkPlannedFiles } from "../../app/plan/read-plan.ts"
import { isDebug, runLines, watchRun } from "../../app/shard/run-lines.ts"
import { runShard, type ShardRun } from "../../app/shard/run-shard.ts"
import type { RunShardRequest } from "../../app/shard/run-shard-request.ts"
import { sendSpans } from "../../app/traces/run-spans.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { countShards } from "../../formats/plan.ts"
import { sliceOfShard } from "../../plan/shard-slice.ts"
import { countOf } from "../../report/lines/neutralise.ts"
import { renderFailure } from "../../report/text/failure-text.ts"
import type { ActionContext } from "../context.ts"
import { secretsOf } from "../inputs.ts"
import { tellUpload, tellWithheld } from "../log.ts"
import { STATE } from "../names.ts"
import { type Finished, outputsOf, printEnding, writeReportFiles } from "../reporting.ts"

/** Runs the shard and uploads its folder; red when a scenario of it failed. */
export async function runCommand(context: ActionContext): Promise<Result<Finished, Failure>> {
  const { inputs, temporary, attempt, root, files } = context
  const shard = inputs.shardNumber ?? 0
  const into = `${temporary}/.parallel-smoke/fetch-${context.uniqueName()}`
  const { planDigest: digest, id } = inputs
  const found = await awaitPlan({ ...context, say: context.console.info, digest, id, into })
  if (!found.ok) return found
  const { plan, prefix } = found.value
  if (!plan.shards.some((planned) => planned.shard === shard)) {
    return err({ reason: "plan/no-such-shard", shard, shards: countShards(plan) })
  }
  const same = checkPlannedFiles({ plan, root, files })
  if (!same.ok) return same
  const folder = `${temporary}/.parallel-smoke/shard-${shard}-${context.uniqueName()}`
  const step = await context.step()
  step.saveState(STATE.folder, folder)
  step.saveState(STATE.shard, String(shard))
  step.saveState(STATE.prefix, prefix)
  const remainder =
    attempt > 1 ? await fetchRemainder({ ...found.value, shard, into }, context) : undefined
  const { retentionDays, checkpoint } = inputs
  const secrets = secretsOf(inputs)
  const checkpoints =
    checkpoint === undefined
      ? null
      : keepCheckpoints(
          {
            ...{ everyMs: checkpoint, folder, prefix, shard, attempt, retentionDays, secrets },
            ...{ shards: plan.shards.length, say: context.console.info },
          },
          context,
        )
  const ran = await runHere({ plan, shard, folder, command: "run", remainder }, context)
  await checkpoints?.stop()
  if (!ran.ok) return ran
  const { state, problems, unrecorded, spans } = ran.value
  if (unrecorded !== null) context.console.info(renderFailure(unrecorded))
  const report = toReport(
    { plan: sliceOfShard(plan, shard), state, problems },
    { ifEmpty: "pass", failOn: [] },
  )
  const where = { plan, folder, folders: { all: [folder], of: () => folder }, past: null }
  const written = await writeReportFiles(report, where, context)
  if (!written.ok) return unrecorded === null ? written : err(unrecorded)
  const { exitCode } = report.results.summary
  const outputs = { id: plan.id, ...outputsOf(report, folder) }
  // A cancelled step has seconds left: its `post` uploads.
  if (report.results.summary.conclusion === "cancelled") {
    printEnding(report, context)
    return ok({ exitCode, outputs })
  }
  tellWithheld(withholdSecrets(folder, { files, secrets }), context)
  const uploaded = await uploadShard({ ...context, folder, prefix, shard, retentionDays })
  if (uploaded.ok) {
    step.saveState(STATE.uploaded, uploaded.value.name)
    await checkpoints?.discard()
  } else step.saveState(STATE.tries, String(uploaded.error.tries.length))
  tellUpload(uploaded, context)
  await sendSpans(report, { plan, spans, whole: false, say: context.console.info }, context)
  printEnding(report, context)
  if (!uploaded.ok) return err(notUploaded(uploaded.error))
  return ok({ exitCode, outputs })
}

/** On a re-run: only what is not settled yet, and whatever that needs. */
async function fetchRemainder(
  own: FoundPlan & { readonly shard: number; readonly into: string },
  context: ActionContext,
): Promise<Remainder> {
  const { plan, prefix, shard, into } = own
  const { folders } = await collectShards({
    ...context,
    prefix,
    planDigest: plan.digest,
    into: `${into}/earlier`,
    shard,
  })
  const earlier = folders.filter(
    ({ manifest }) => manifest.shard === shard && manifest.attempt < context.attempt,
  )
  const remainder = remainderOf({ plan, shard, earlier, files: context.files })
  const all = plan.shards.find((planned) => planned.shard === shard)?.scenarios.length ?? 0
  context.console.info(
    `attempt ${context.attempt}: ${countOf(remainder.ids.length, "scenario")} of ${all} to run, ` +
      `${countOf(earlier.length, "earlier result")} settled the rest`,
  )
  return remainder
}

// Running one shard of a plan in this step, with the log that a job shows.

/** Runs the shard into a folder. */
export function runHere(
  run: Pick<RunShardRequest, "plan" | "shard" | "folder" | "command" | "remainder" | "probed">,
  context: ActionContext,
): Promise<Result<ShardRun, Failure>> {
  const { plan, shard, folder, command, remainder, probed } = run
  const { inputs, root, temporary, attempt, runId, version, github } = context
  const lines = runLines(
    watchRun(
      { plan, shard, ids: remainder?.ids ?? null, color: false, debug: isDebug(context.env) },
      { clock: context.clock, sample: () => null },
    ),
    context,
  )
  const request: RunShardRequest = {
    ...{ plan, shard, root, folder, runId, attempt, command, version, github },
    ...{ vars: inputs.vars ?? {}, remainder, probed },
    settings: { ...inputs, cleanup: undefined },
    temporary: `${temporary}/parallel-smoke-${context.uniqueName()}`,
    secrets: secretsOf(inputs),
    // Its command too: `post` runs it.
    leaveOwed: true,
    onEvent: lines.onEvent,
    onHurry: (signal) => {
      lines.say(`second ${signal}: leaving at once`)
      context.clock.after(LEAVE_MS, () => {
        context.exit(signal === "SIGINT" ? EXIT_CODES.interrupted : EXIT_CODES.terminated)
      })
    },
  }
  return claimed(folder, context, () => runShard(request, context)).finally(() => {
    lines.close()
  })
}
