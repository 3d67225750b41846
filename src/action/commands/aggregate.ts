/**
 * `command: aggregate`: what the shards handed over becomes one verdict.
 */
import { aggregate } from "../../app/collect/aggregate.ts"
import { cleanUpLost } from "../../app/collect/clean-up-lost.ts"
import { collectRun } from "../../app/collect/collect-run.ts"
import type { CollectProblem } from "../../app/collect/collect-shards.ts"
import { type ShortReport, toShortReport } from "../../app/collect/report.ts"
import { artifactUrl } from "../../app/collect/run-address.ts"
import { copyPlan, PLAN_FILE } from "../../app/folder/run-folder.ts"
import { uploadFolder } from "../../app/hand-over/upload-folder.ts"
import { attemptsUnderOtherPlans } from "../../app/history/unseen-attempts.ts"
import { awaitPlan } from "../../app/plan/plan-artifact.ts"
import { sendSpans } from "../../app/traces/run-spans.ts"
import { defined } from "../../core/defined.ts"
import type { Failure } from "../../core/problems/failure.ts"
import type { MergeProblem } from "../../core/problems/merge-problem.ts"
import { ok, type Result } from "../../core/problems/result.ts"
import { unreachable } from "../../core/problems/unreachable.ts"
import { precededBy } from "../../events/preceded-by.ts"
import type { RunState } from "../../events/state.ts"
import type { Plan } from "../../formats/plan.ts"
import { reportArtifactName, reportPageName } from "../../plan/artifact-names.ts"
import { neutraliseInline } from "../../report/lines/neutralise.ts"
import { renderFailure } from "../../report/text/failure-text.ts"
import type { ActionContext } from "../context.ts"
import { keepRun, knownBeside, recalled } from "../history.ts"
import { tellUpload } from "../log.ts"
import {
  type Finished,
  type Outputs,
  outputsOf,
  pastOf,
  publish,
  summaryOf,
  writePage,
  writeReportFiles,
} from "../reporting.ts"

/** More days a private repository cannot ask for. */
const MAX_DAYS = 400

/** Merges, reports and judges. */
export async function aggregateCommand(context: ActionContext): Promise<Result<Finished, Failure>> {
  const { inputs, temporary, files } = context
  const into = `${temporary}/.parallel-smoke/fetch-${context.uniqueName()}`
  const say = context.console.info
  context.saveMemory?.()
  const { planDigest: digest, id } = inputs
  const found = await awaitPlan({ ...context, say, digest, id, into, packed: true })
  if (!found.ok) return found
  const { plan, path, prefix } = found.value
  const collected = await collectRun(found.value, { ...context, say, into })
  const folders = collected.folders.map(({ folder }) => folder)
  const merged = aggregate({ plan, folders }, files)
  if (!merged.ok) return merged
  const problems = [...collected.problems.flatMap(toMergeProblem), ...merged.value.problems]
  const earlier = attemptsUnderOtherPlans(collected.replaced ?? [], files)
  const before = precededBy(merged.value.state, earlier)
  const told = await recalled({ plan, state: before }, context)
  const { state, history } = told
  const beside = knownBeside({ plan, ...told }, context)
  const report = keptFor(
    reportDaysOf(context),
    toShortReport({ plan, state, problems, ...beside }, inputs),
  )
  const folder = `${temporary}/.parallel-smoke/report-${context.uniqueName()}`
  const past = pastOf(report, history, context)
  const sources = { plan, folder, folders: merged.value.folders, past }
  const written = await writeReportFiles(report, sources, context)
  if (!written.ok) return written
  copyPlan(path, `${folder}/${PLAN_FILE}`, files)
  const summary = summaryOf(report, { id: plan.id, past }, context)
  files.writeAtomic(`${folder}/summary.md`, summary)
  await cleanUp({ plan, state: merged.value.state, folder }, context)
  await keepRun({ plan, state, folder, history }, context)
  const uploaded = inputs.uploadReport
    ? await uploadReport(report, { ...sources, prefix }, context)
    : {}
  await sendSpans(report, { plan, spans: [], whole: true, say: context.console.info }, context)
  await publish({ ...report, summary }, context)
  const outputs: Outputs = { id: plan.id, ...outputsOf(report, folder), ...uploaded }
  return ok({ exitCode: report.results.summary.exitCode, outputs })
}

/**
 * The report's folder as an artifact, its page as one of its own that a browser opens, and the outputs that
 * tell where they are. A service that does not take single files costs one line: the folder has the page.
 */
async function uploadReport(
  report: ShortReport,
  of: Parameters<typeof writeReportFiles>[1] & { readonly prefix: string },
  context: ActionContext,
): Promise<Outputs> {
  const { folder, prefix } = of
  const { attempt, store, console } = context
  const page = `${folder}/${reportPageName({ prefix, attempt })}`
  const written = await writePage(report, { ...of, page }, context)
  if (!written.ok) console.info(`no page in the report: ${renderFailure(written.error)}`)
  const retentionDays = reportDaysOf(context)
  const uploaded = await uploadFolder({
    ...context,
    folder,
    nameOf: (upload) => reportArtifactName({ prefix, attempt, upload }),
    retentionDays,
  })
  tellUpload(uploaded, context)
  if (!uploaded.ok) return {}
  const single = written.ok ? await store.uploadRaw({ file: page, retentionDays }) : null
  if (single?.ok === false) {
    const { reason, message } = single.error
    console.info(
      `the page is in ${uploaded.value.name} only (${reason}): ${neutraliseInline(message)}`,
    )
  }
  const { name } = uploaded.value
  const id = single?.ok === true ? single.value.id : uploaded.value.id
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = context.env
  const isKnown = id !== null && server !== undefined && repository !== undefined
  const url = isKnown ? artifactUrl({ server, repository, runId: context.runId }, id) : undefined
  return defined({ "report-artifact": name, "report-url": url })
}

/** As long as asked, but no longer than the repository keeps artifacts; 90 days is the service's own default. */
function reportDaysOf({ env, inputs }: ActionContext): number {
  const told = Number.parseInt(env["GITHUB_RETENTION_DAYS"] ?? "", 10)
  const most = told >= 1 && told <= MAX_DAYS ? told : 90
  return Math.min(inputs.reportRetentionDays ?? most, most)
}

/** The report says itself until when it can be read. */
function keptFor(days: number, report: ShortReport): ShortReport {
  const { results } = report
  return { ...report, results: { ...results, run: { ...results.run, reportDays: days } } }
}

/** Once for all shards whose runners were lost. */
async function cleanUp(
  run: { readonly plan: Plan; readonly state: RunState; readonly folder: string },
  context: ActionContext,
): Promise<void> {
  const { inputs: settings, temporary, uniqueName, console } = context
  const own = { settings, temporary: `${temporary}/parallel-smoke-${uniqueName()}` }
  const outcome = await cleanUpLost({ ...context, ...run, ...own }, context)
  if (outcome !== null) console.info(`clean-up after a lost runner: ${outcome}`)
}

/** What could not be used makes the run incomplete, but for what a later attempt has replaced. */
function toMergeProblem(problem: CollectProblem): MergeProblem[] {
  switch (problem.reason) {
    case "not-listed":
      return [{ code: "folder-unreadable", path: "artifacts", detail: problem.problem.message }]
    case "not-downloaded": {
      const { artifact, problem: why } = problem
      const help = why.reason === "expired" ? "; re-run all jobs" : ""
      return [{ code: "folder-unreadable", path: artifact, detail: `${why.message}${help}` }]
    }
    case "no-manifest":
      return [{ code: "folder-unreadable", path: problem.artifact, detail: problem.message }]
    case "foreign-plan":
      return [
        {
          code: "folder-unreadable",
          path: problem.artifact,
          detail: `it is of another plan, ${problem.planDigest}`,
        },
      ]
    case "superseded-plan":
    case "later-attempt":
      return []
    default:
      return unreachable(problem)
  }
}
