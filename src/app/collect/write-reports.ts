/**
 * The files of a report, written where they were asked for.
 */
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { REPORTS } from "../../settings/reporting.ts"
import type { ValuesOf } from "../../settings/value.ts"
import { fileFailure } from "../folder/run-folder.ts"
import { type PageSources, pageText } from "./page-file.ts"
import { type Report, reportFiles, reportJson, type ShortReport } from "./report.ts"

/** Where each format goes. */
export type ReportPaths = Pick<
  ValuesOf<typeof REPORTS>,
  "output" | "junit" | "html" | "ctrf" | "attempts" | "trace" | "summary"
>

/** Writes `results.json` into the run's folder, where it has one, and what was asked for. */
export async function writeReports(
  report: Report | ShortReport,
  where: Omit<PageSources, "files" | "pack"> & {
    readonly folder: string | null
    readonly paths: ReportPaths
    /** Makes the summary; absent where none can be asked for. */
    readonly summary?: () => string
  },
  ports: Pick<PageSources, "files" | "pack">,
): Promise<Result<void, Failure>> {
  const { folder, paths, summary } = where
  const texts = reportFiles(report, { ...paths, folder })
  if (paths.output !== undefined) texts.push([paths.output, reportJson(report)])
  if (paths.summary !== undefined && summary) texts.push([paths.summary, summary()])
  if (paths.html !== undefined) {
    texts.push([paths.html, await pageText(report, { ...where, ...ports })])
  }
  for (const [path, text] of texts) {
    const written = ports.files.writeAtomic(path, text, { durable: true })
    if (!written.ok) return err(fileFailure(written.error))
  }
  return ok(undefined)
}
