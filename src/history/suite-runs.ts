/**
 * What a history keeps of whole runs: how many scenarios failed, and how many only passed when repeated.
 * Runs that tell nothing of single scenarios are recognised here.
 */
import { defined } from "../core/defined.ts"
import { isInForce } from "../core/verdict.ts"
import type { RunState } from "../events/state.ts"
import type { History, HistorySuiteRun } from "../formats/history.ts"
import type { Plan } from "../formats/plan.ts"

/** Where more of the scenarios failed, something else than they was broken. */
const MOST_FAILED = 0.8

/** Fewer scenarios fail together by chance. */
const ENOUGH_SCENARIOS = 5

/** A run of a plan without what is in quarantine; null of a soak, and where nothing ended. */
export function toSuiteRun(
  { shards, scenarios }: Pick<RunState, "shards" | "scenarios">,
  planned: Pick<Plan, "scenarios">,
): HistorySuiteRun | null {
  const started = [...shards.values()].flatMap((shard) => shard.started ?? [])
  const [first] = started
  if (first === undefined) return null
  const at = started.reduce((least, one) => Math.min(least, one.at), first.at)
  const made = { ran: 0, failed: 0, flaky: 0, fixture: 0 }
  for (const [id, { ending, iterations, attempts }] of scenarios) {
    if (iterations !== undefined) return null
    const until = planned.scenarios[id]?.definition.quarantine?.until
    if (ending === null || (until !== undefined && isInForce(until, at))) continue
    const { verdict } = ending
    if (verdict !== "passed" && verdict !== "failed" && verdict !== "flaky") continue
    made.ran += 1
    if (verdict === "flaky") made.flaky += 1
    if (verdict !== "failed") continue
    made.failed += 1
    if ((ending.cause ?? attempts.at(-1)?.cause) === "fixture") made.fixture += 1
  }
  if (made.ran === 0) return null
  return { at: new Date(at).toISOString(), run: first.runId, ...made }
}

/** The runs of a history with one more, which replaces what was known of it. */
export function withSuiteRun(
  runs: readonly HistorySuiteRun[] = [],
  made: HistorySuiteRun | null,
): HistorySuiteRun[] {
  return made === null ? [...runs] : [...runs.filter(({ run }) => run !== made.run), made]
}

/** Why a run stays out of all rates: its fixture was down, or nearly everything failed. */
export function leftOutBecause({
  ran,
  failed,
  fixture,
}: HistorySuiteRun): "fixture" | "failures" | null {
  if (fixture > 0) return "fixture"
  return ran >= ENOUGH_SCENARIOS && failed > MOST_FAILED * ran ? "failures" : null
}

/** The whole runs that are within the age and number that a history keeps. */
export function keptRuns(
  { runs = [] }: Pick<History, "runs">,
  { oldest, most }: { readonly oldest: number; readonly most: number },
): Pick<History, "runs"> {
  const young = runs.filter(({ at }) => Date.parse(at) >= oldest).slice(-most)
  return defined({ runs: young.length === 0 ? undefined : young })
}
