/**
 * Earlier runs of scenarios as the page holds them: small, because most scenarios have many.
 */
import type { HistoryJob, PastRun } from "../../formats/history.ts"
import type { PagePast, PagePastRun } from "./page-data.ts"

/** Earlier runs of one scenario that the page shows. */
const MAX_PAST_RUNS = 10

/** Collects earlier runs for one block. */
export class PastCollector {
  readonly #places = new Map<HistoryJob, number>()
  readonly #scenarios = new Map<string, readonly PagePastRun[]>()

  /** Scenarios in it. */
  get size(): number {
    return this.#scenarios.size
  }

  /** Adds the latest runs of a scenario; one without is not in the block. */
  add(id: string, runs: readonly PastRun[]): void {
    if (runs.length === 0) return
    this.#scenarios.set(
      id,
      runs
        .slice(-MAX_PAST_RUNS)
        .map(({ job, verdict, seconds }) => [this.#placeOf(job), verdict, seconds]),
    )
  }

  value(): PagePast {
    const jobs = [...this.#places.keys()].map(({ at, commit, ref }) => ({ at, commit, ref }))
    return { jobs, scenarios: Object.fromEntries(this.#scenarios) }
  }

  #placeOf(job: HistoryJob): number {
    const place = this.#places.get(job) ?? this.#places.size
    this.#places.set(job, place)
    return place
  }
}
