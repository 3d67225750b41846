/**
 * What the library writes and sends of a report: the formats that options ask for, and the run's trace.
 */
import posix from "node:path/posix"
import type { PageSources } from "../app/collect/page-file.ts"
import type { Report } from "../app/collect/report.ts"
import { runAddress } from "../app/collect/run-address.ts"
import { writeReports } from "../app/collect/write-reports.ts"
import { sendSpans } from "../app/traces/run-spans.ts"
import type { Failure } from "../core/problems/failure.ts"
import { ok, type Result } from "../core/problems/result.ts"
import type { Plan } from "../formats/plan.ts"
import type { Span } from "../formats/span.ts"
import { renderMarkdown } from "../report/summary/summary.ts"
import type { FileOptions } from "./options.ts"
import type { LibraryWorld } from "./wire.ts"

/** Writes them, relative to the working folder, and sends the trace; the value says what went wrong beside. */
export async function writeReport(
  report: Report,
  of: Pick<PageSources, "folders"> & {
    readonly plan: Plan
    readonly folder: string | null
    readonly options: FileOptions & { readonly secrets?: readonly string[] | undefined }
    readonly spans: readonly Span[]
    readonly whole: boolean
  },
  world: LibraryWorld,
): Promise<Result<readonly string[], Failure>> {
  const { plan, options } = of
  const at = (path: string | undefined) => path && posix.resolve(world.cwd, path)
  const { junit, html, ctrf, attempts, trace, summary } = options
  const paths = {
    ...{ junit: at(junit), html: at(html), ctrf: at(ctrf) },
    ...{ attempts: at(attempts), trace: at(trace), summary: at(summary) },
  }
  const address = runAddress(world)
  // A library reads no history.
  const past = null
  const text = () => renderMarkdown({ ...report, id: plan.id, address, past })
  const { secrets = [] } = options
  const written = await writeReports(report, { ...of, paths, secrets, past, summary: text }, world)
  if (!written.ok) return written
  const warnings: string[] = []
  await sendSpans(report, { ...of, say: (line) => warnings.push(line) }, world)
  return ok(warnings)
}
