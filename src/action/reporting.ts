/**
 * What a step says at its end: reports, annotations, summary, outputs.
 */
import type { PageSources } from "../app/collect/page-file.ts"
import type { Report, ShortReport } from "../app/collect/report.ts"
import { runAddress } from "../app/collect/run-address.ts"
import { writeReports } from "../app/collect/write-reports.ts"
import { readPast } from "../app/history/read-past.ts"
import type { Failure } from "../core/problems/failure.ts"
import type { Result } from "../core/problems/result.ts"
import { renderMarkdown } from "../report/summary/summary.ts"
import { toAnnotations } from "../report/view/annotations.ts"
import { renderEnding } from "../report/view/ending.ts"
import type { ActionContext } from "./context.ts"
import { inWorkspace } from "./history.ts"
import { secretsOf } from "./inputs.ts"
import type { OutputName } from "./names.ts"

/** Outputs of a step. */
export type Outputs = Partial<Record<OutputName, string>>

/** How a command ended. */
export interface Finished {
  readonly exitCode: number
  readonly outputs: Outputs
}

/** Writes `results.json` into the folder, and JUnit and the HTML page where they were asked for. */
export function writeReportFiles(
  report: Report | ShortReport,
  where: Pick<PageSources, "plan" | "folders" | "past"> & { readonly folder: string },
  context: ActionContext,
): Promise<Result<void, Failure>> {
  const { inputs } = context
  const junit = junitPath(context, where.folder)
  const ctrf = inputs.ctrf && inWorkspace(inputs.ctrf, context)
  const html = inputs.html && inWorkspace(inputs.html, context)
  const paths = { junit, ctrf, html }
  return writeReports(report, { ...where, paths, secrets: secretsOf(inputs) }, context)
}

/** Writes the page of the report alone. */
export function writePage(
  report: Report | ShortReport,
  { page, ...where }: Parameters<typeof writeReportFiles>[1] & { readonly page: string },
  context: ActionContext,
): Promise<Result<void, Failure>> {
  const of = { ...where, folder: null, paths: { html: page } }
  return writeReports(report, { ...of, secrets: secretsOf(context.inputs) }, context)
}

/** The job summary, with what is known of earlier runs. */
export function summaryOf(
  report: Report,
  of: { readonly id: string } & Pick<PageSources, "past">,
  context: ActionContext,
): string {
  return renderMarkdown({ ...report, ...of, address: runAddress(context) })
}

/** What a history file contains about earlier runs; read once, for the summary and the page. */
export function pastOf(
  { results }: Report,
  history: string | null,
  { runId, files, clock }: ActionContext,
): PageSources["past"] {
  return readPast(history, { suite: results.run.suite, run: runId, now: clock.now() }, files)
}

/** Where JUnit XML goes; the reusable workflow can only say yes or no. */
function junitPath(context: ActionContext, folder: string): string | undefined {
  const { junit } = context.inputs
  if (junit === undefined || junit === "false") return undefined
  return junit === "true" ? `${folder}/junit.xml` : inWorkspace(junit, context)
}

/** The verdict for a whole run: annotations, job summary, then the log's ending. */
export async function publish(
  report: Report & { readonly summary: string },
  context: ActionContext,
): Promise<void> {
  const step = await context.step()
  const wanted = context.inputs.annotations ? toAnnotations(report.results) : []
  for (const annotation of wanted) step.annotate(annotation)
  await step.summarise(report.summary)
  printEnding(report, context)
}

/** The ending of the job's log, failures folded; the last line is the verdict sentence. */
export function printEnding(report: Report, context: ActionContext): void {
  context.console.info(renderEnding({ ...report, color: false, groups: true }))
}

/** Counts and conclusion of a report as outputs. */
export function outputsOf({ results }: Report, folder: string): Outputs {
  const { total, passed, failed, flaky, skipped, cancelled, lost, conclusion } = results.summary
  const counts = { total, passed, failed, flaky, skipped, cancelled, lost }
  return {
    "plan-digest": results.run.planDigest,
    conclusion,
    ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
    results: `${folder}/results.json`,
  }
}
