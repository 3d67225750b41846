import posix from "node:path/posix"
import { aggregate as mergeFolders } from "../app/collect/aggregate.ts"
import { type Report, toReport } from "../app/collect/report.ts"
import type { Failure } from "../core/problems/failure.ts"
import { ok, type Result } from "../core/problems/result.ts"
import { type AggregateOptions, checkOptions } from "./options.ts"
import { wireLibrary } from "./wire.ts"

/** Merges folders of shards into one report; what is missing makes it incomplete. */
export function aggregate(options: AggregateOptions): Result<Report, Failure> {
  const checked = checkOptions(options, "aggregate")
  if (!checked.ok) return checked
  const { cwd, files } = wireLibrary(options.cwd)
  const folders = options.folders.map((folder) => posix.resolve(cwd, folder))
  const merged = mergeFolders({ plan: options.plan, folders }, files)
  if (!merged.ok) return merged
  return ok(toReport({ plan: options.plan, ...merged.value }, options))
}
