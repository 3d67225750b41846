/**
 * What a history tells of the base branch: which scenarios ran there last, and which of them were not clean.
 */
import type { Base } from "../core/base.ts"
import { isInfrastructure } from "../core/verdict.ts"
import type { History } from "../formats/history.ts"

/** Runs of the base branch in which a failure or a flake makes a scenario a known one. */
const MAX_RUNS = 10

/** The base branch as the history knows it, without the run that is judged; null where it has no run of it. */
export function baseOf(
  { jobs, scenarios }: History,
  of: { readonly run: string | undefined; readonly ref: string },
): Base | null {
  /** Newest first. */
  const runs = new Map<string, { readonly commit: string | null; readonly at: string }>()
  const own = jobs.filter(({ run, ref }) => ref === of.ref && run !== of.run)
  for (const { run, commit = null, at } of own.toSorted(
    (a, b) => Date.parse(b.at) - Date.parse(a.at),
  )) {
    if (!runs.has(run)) runs.set(run, { commit, at })
  }
  const [newest] = runs
  if (newest === undefined) return null
  const recent = new Set([...runs.keys()].slice(0, MAX_RUNS))
  const [seen, latest, unclean] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const id of Object.keys(scenarios)) {
    for (const [place, verdict, , , , , cause = null] of scenarios[id] ?? []) {
      const job = jobs[place]
      if (job === undefined || !runs.has(job.run) || job.ref !== of.ref) continue
      seen.add(id)
      if (job.run === newest[0]) latest.add(id)
      if (verdict !== "passed" && !isInfrastructure(cause) && recent.has(job.run)) unclean.add(id)
    }
  }
  return { ref: of.ref, ...newest[1], runs: runs.size, seen, latest, unclean }
}
