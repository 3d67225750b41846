/**
 * What a history tells of verdicts: how each scenario ended last, and what earlier attempts of the run
 * that is judged found.
 */

import type { LatestVerdict } from "../core/verdict.ts"
import type { EarlierAttempts } from "../events/preceded-by.ts"
import type { AttemptState, RunState } from "../events/state.ts"
import type { History, PastRun } from "../formats/history.ts"

/**
 * Failed earlier attempts by id, for scenarios of which the state has nothing of that attempt: when all
 * jobs are run again, the artifacts of the attempt before are out of sight. It can only turn a pass into
 * `flaky`, never the other way.
 */
export function attemptsOfRun(
  history: History,
  of: { readonly run: string; readonly attempt: number; readonly state: RunState },
): EarlierAttempts {
  const found = new Map<string, readonly AttemptState[]>()
  const isMeant = history.jobs.map(({ run, attempt }) => run === of.run && attempt < of.attempt)
  if (!isMeant.includes(true)) return found
  for (const [id, { attempts }] of of.state.scenarios) {
    const seen = new Set(attempts.map(({ runAttempt = 1 }) => runAttempt))
    const runs = Object.hasOwn(history.scenarios, id) ? (history.scenarios[id] ?? []) : []
    const told = runs.flatMap((run): AttemptState[] => {
      const [place, verdict, seconds, , , peakMemoryBytes, cause = null] = run
      const job = history.jobs[place]
      if (job === undefined || isMeant[place] !== true || seen.has(job.attempt)) return []
      if (verdict === "passed") return []
      return [
        {
          number: job.attempt,
          worker: 1,
          ...(job.attempt === 1 ? {} : { runAttempt: job.attempt }),
          outcome: "failed",
          cause,
          exitCode: null,
          signal: null,
          startedAt: Date.parse(job.at),
          durationMs: seconds * 1_000,
          cpuMs: null,
          peakMemoryBytes,
          log: "",
          message: `it ${verdict === "flaky" ? "was flaky" : "failed"} in attempt ${job.attempt} of the run, says the history`,
          tail: null,
        },
      ]
    })
    if (told.length > 0) found.set(id, told)
  }
  return found
}

/** How each scenario ended when it was last planned to run, by id. */
export function latestOf({
  jobs,
  scenarios,
  latest = {},
}: History): ReadonlyMap<string, LatestVerdict> {
  const found = new Map<string, LatestVerdict>()
  for (const [id, runs] of Object.entries(scenarios)) {
    const last = runs.at(-1)
    const job = last === undefined ? undefined : jobs[last[0]]
    if (last === undefined || job === undefined) continue
    found.set(id, { verdict: last[1], reason: null, at: Date.parse(job.at) })
  }
  for (const [id, [at, verdict, reason]] of Object.entries(latest)) {
    const told = { verdict, reason, at: Date.parse(at) }
    if ((found.get(id)?.at ?? Number.NEGATIVE_INFINITY) <= told.at) found.set(id, told)
  }
  return found
}

/** How a scenario ended in other runs than the one that is reported, oldest first. */
export function pastRunsIn(
  { jobs, scenarios }: History,
  reported: string,
): (id: string) => readonly PastRun[] {
  return (id) => {
    const runs = Object.hasOwn(scenarios, id) ? (scenarios[id] ?? []) : []
    return runs.flatMap(([place, verdict, seconds]) => {
      const job = jobs[place]
      return job === undefined || job.run === reported ? [] : [{ verdict, seconds, job }]
    })
  }
}
