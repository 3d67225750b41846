/**
 * What a selection knows of earlier runs: how long scenarios took, and how they ended last.
 */
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { isSettled, type LatestVerdict } from "../../core/verdict.ts"
import { countOf } from "../../report/lines/neutralise.ts"
import type { PastRuns } from "../../scenario/expressions/where.ts"
import type { Suite } from "../../scenario/model.ts"
import type { Values } from "../../settings/table.ts"

/** Newest verdicts by id. */
export type LatestVerdicts = ReadonlyMap<string, LatestVerdict>

/** Newest verdicts, and where they were looked for. */
export interface KnownVerdicts {
  readonly latest: LatestVerdicts
  readonly places: readonly string[]
}

interface Asked {
  readonly settings: Pick<Values, "last" | "where">
  readonly verdicts?: (suite: Suite) => KnownVerdicts
}

/** What earlier runs tell; a selection by it needs something to go by. */
export function pastOf(
  { settings, verdicts }: Asked,
  of: { readonly suite: Suite; readonly known: ReadonlyMap<string, PastRuns> },
): Result<ReadonlyMap<string, PastRuns>, Failure> {
  const { suite, known } = of
  const { last = [], where = [] } = settings
  if (last.length === 0 && where.length === 0) return ok(known)
  const { latest, places } = verdicts?.(suite) ?? { latest: new Map(), places: [] }
  const past = pastRuns(known, latest)
  const isKnown = suite.scenarios.some(({ id }) => (past.get(id)?.lastVerdict ?? null) !== null)
  if (last.length === 0 || last.includes("new") || isKnown) return ok(past)
  const message = `--last ${last.join(" --last ")} needs an earlier run, and none of ${suite.name} is known`
  const looked =
    places.length === 0
      ? "neither a history nor a folder of runs is read here"
      : `looked for in ${places.join(" and ")}`
  return err({ reason: "usage/invalid", message, hint: `${looked}; run the suite once without it` })
}

/** A selection by earlier runs that met nothing. */
export function nothingLeft(last: readonly string[], past: ReadonlyMap<string, PastRuns>): string {
  const known = [...past.values()].filter(({ lastVerdict }) => lastVerdict !== null)
  const count = countOf(known.length, "scenario")
  return `--last ${last.join(" --last ")} selects nothing: the newest verdict of ${count} is another one`
}

/** The newest verdicts beside what is known of times. */
function pastRuns(
  known: ReadonlyMap<string, PastRuns>,
  latest: LatestVerdicts,
): ReadonlyMap<string, PastRuns> {
  const past = new Map(known)
  for (const [id, { verdict, reason }] of latest) {
    const { ms = null, runs = 0 } = known.get(id) ?? {}
    past.set(id, { ms, runs, lastVerdict: verdict, settled: isSettled({ verdict, reason }) })
  }
  return past
}
