/**
 * Quarantines that end within a week of a run: time to act before their failures count again.
 */
import { DAY_MS } from "../../core/quantities/duration.ts"
import { isInForce, NEVER_ENDS, startOfDay } from "../../core/verdict.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"

/** How long before its last day a quarantine is spoken of. */
const WARNING_MS = 7 * DAY_MS

/** A quarantine that ends soon, with the scenarios that one declaration put into it. */
export interface EndingQuarantine {
  readonly until: string
  readonly owner: string | null
  readonly file: string
  readonly line: number
  readonly scenarios: readonly Pick<ScenarioResult, "id">[]
}

/** The next to end first. */
export function endingQuarantines({ run, scenarios }: Results): readonly EndingQuarantine[] {
  const at = Date.parse(run.startedAt ?? "")
  const ending = scenarios.filter(({ quarantine, quarantined }) => {
    const last = startOfDay(quarantine?.until ?? NEVER_ENDS) ?? Number.NaN
    return quarantined && last - at <= WARNING_MS && isInForce(quarantine?.until ?? "", at)
  })
  const byPlace = Map.groupBy(ending, ({ file, line, quarantine }) =>
    JSON.stringify([quarantine?.until, file, line]),
  )
  const found = [...byPlace.values()].flatMap((own) => {
    const [first] = own
    if (first?.quarantine === undefined) return []
    const { file, line, quarantine } = first
    return [{ ...{ until: quarantine.until, owner: quarantine.owner, file, line }, scenarios: own }]
  })
  return found.toSorted((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0))
}
