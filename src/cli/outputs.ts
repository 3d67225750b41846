/**
 * Writing the reports that flags ask for, and leaving with the right exit code.
 */
import posix from "node:path/posix"
import type { PageSources } from "../app/collect/page-file.ts"
import { type Report, reportJson, type ShortReport } from "../app/collect/report.ts"
import { runAddress } from "../app/collect/run-address.ts"
import { writeReports } from "../app/collect/write-reports.ts"
import { readPast } from "../app/history/read-past.ts"
import { sendSpans } from "../app/traces/run-spans.ts"
import type { Failure } from "../core/problems/failure.ts"
import { ok, type Result } from "../core/problems/result.ts"
import type { History } from "../formats/history.ts"
import type { Plan } from "../formats/plan.ts"
import { renderMarkdown } from "../report/summary/summary.ts"
import { renderEnding } from "../report/view/ending.ts"
import type { Values } from "../settings/table.ts"
import type { CliContext } from "./context.ts"
import { toHistoryFile } from "./history-file.ts"
import { toSecrets } from "./request.ts"

/** Where reports go and what they are made from; the folder is null for a run that has none of its own. */
interface Where<Folder> extends Pick<PageSources, "folders"> {
  readonly plan: Plan
  readonly folder: Folder
  readonly flags: Values
  /** The history with the run in it, where it is at hand. */
  readonly learned?: History | null
  /** What this command sends of the run's trace; absent is nothing. */
  readonly trace?: Pick<Parameters<typeof sendSpans>[1], "spans" | "whole">
}

/** Writes the reports, prints the ending and gives the verdict's exit code. */
export async function conclude(
  report: Report | ShortReport,
  where: Where<string>,
  context: CliContext,
): Promise<Result<number, Failure>> {
  const { folder } = where
  const shown = posix.relative(context.cwd, folder)
  const quiet = where.flags.reporter === "minimal" && report.results.summary.exitCode === 0
  return tellReport(report, where, context, () => {
    if (quiet) return
    context.console.info(`\nlogs and results are in ${shown.startsWith("..") ? folder : shown}\n`)
  })
}

/** The same, but without a folder of its own nothing is written that was not asked for. */
export async function tellReport(
  report: Report | ShortReport,
  where: Where<string | null>,
  context: CliContext,
  onWritten: () => void = () => {},
): Promise<Result<number, Failure>> {
  const written = await writeFiles(report, where, context)
  if (!written.ok) return written
  onWritten()
  const { trace, plan } = where
  if (trace !== undefined) {
    await sendSpans(report, { ...trace, plan, say: context.console.info }, context)
  }
  const { color } = context.console
  context.console.info(
    renderEnding({ ...report, color, minimal: where.flags.reporter === "minimal" }),
  )
  return ok(report.results.summary.exitCode)
}

/** Writes what was asked for; `-` is stdout. */
function writeFiles(
  report: Report | ShortReport,
  where: Where<string | null>,
  context: CliContext,
): Promise<Result<void, Failure>> {
  const { folder, flags } = where
  const { output, ...files } = flags
  if (output === "-") for (const piece of reportJson(report)) context.console.data(piece)
  const paths = output === "-" ? files : flags
  const { secrets } = toSecrets(flags, context)
  const past =
    flags.summary === undefined && flags.html === undefined ? null : pastOf(report, where, context)
  // `replay` shows a run of another job.
  const address = folder === null ? null : runAddress(context)
  const summary = () => renderMarkdown({ ...report, id: where.plan.id, address, past })
  return writeReports(report, { ...where, paths, secrets, past, summary }, context)
}

/** What the history tells of earlier runs. */
function pastOf(
  { results: { run } }: Report,
  { plan, flags, learned }: Where<string | null>,
  context: CliContext,
): PageSources["past"] {
  const history = toHistoryFile(flags, plan.id, context)
  return readPast(
    history,
    { suite: run.suite, run: run.id, now: context.clock.now(), learned },
    context.files,
  )
}
