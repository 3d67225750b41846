/**
 * What earlier runs say of a scenario, in words; dots only beside them.
 */
import type { PastVerdict, PastVerdicts } from "./summary-view.ts"

/** Runs that are looked back at. */
const MAX_RUNS = 10

const DOTS: Readonly<Record<PastVerdict, string>> = { passed: "🟢", flaky: "🟡", failed: "🔴" }

/** `failed in 1 of the last 4 runs 🟢🟢🔴🟢`; empty where no history was read. */
export function pastText(id: string, past: PastVerdicts | null): string {
  if (past === null) return ""
  const runs = past(id)
    .slice(-MAX_RUNS)
    .map(({ verdict }) => verdict)
  if (runs.length === 0) return "no earlier run is known"
  return `${pastWords(runs)} ${runs.map((verdict) => DOTS[verdict]).join("")}`
}

/** `failed in 1 of the last 4 runs`; of one run at least. */
export function pastWords(runs: readonly PastVerdict[]): string {
  const count = (verdict: PastVerdict) => runs.filter((one) => one === verdict).length
  const [failed, flaky] = [count("failed"), count("flaky")]
  const last = runs.length === 1 ? "the last run" : `the last ${runs.length} runs`
  if (failed + flaky === 0)
    return runs.length === 1 ? `passed in ${last}` : `passed in all of ${last}`
  if (runs.length === 1) return failed > 0 ? `failed in ${last}` : `flaky in ${last}`
  const parts = [
    ...(failed > 0 ? [`failed in ${failed}`] : []),
    ...(flaky > 0 ? [`flaky in ${flaky}`] : []),
  ]
  return `${parts.join(" and ")} of ${last}`
}
