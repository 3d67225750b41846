import posix from "node:path/posix"
import { aggregate as mergeFolders } from "../app/collect/aggregate.ts"
import { type Report, toReport } from "../app/collect/report.ts"
import type { Failure } from "../core/problems/failure.ts"
import { ok, type Result } from "../core/problems/result.ts"
import { type AggregateOptions, checkOptions } from "./options.ts"
import { wireLibrary } from "./wire.ts"
import { writeReport } from "./write-report.ts"

/** A merged report. */
export interface AggregateReport extends Report {
  /** What went wrong beside, in sentences: a trace that was not sent. */
  readonly warnings: readonly string[]
}

/** Merges folders of shards into one report; what is missing makes it incomplete. */
export async function aggregate(
  options: AggregateOptions,
): Promise<Result<AggregateReport, Failure>> {
  const checked = checkOptions(options, "aggregate")
  if (!checked.ok) return checked
  const world = wireLibrary(options.cwd)
  const { plan } = options
  const given = options.folders.map((folder) => posix.resolve(world.cwd, folder))
  const merged = mergeFolders({ plan, folders: given }, world.files)
  if (!merged.ok) return merged
  const { folders, ...observed } = merged.value
  const report = toReport(observed, options)
  const of = { plan: observed.plan, folders, folder: null, options, spans: [], whole: true }
  const written = await writeReport(report, of, world)
  return written.ok ? ok({ ...report, warnings: written.value }) : written
}
