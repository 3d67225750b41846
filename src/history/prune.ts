/**
 * Keeps a history within its limits: age, runs of a scenario, scenarios, bytes.
 */

import { defined } from "../core/defined.ts"
import { DAY_MS } from "../core/quantities/duration.ts"
import {
  type History,
  type HistoryRun,
  type HistoryStart,
  MAX_AGE_DAYS,
  MAX_RUNS,
  MAX_SCENARIOS,
  MAX_SUITE_RUNS,
  MAX_WRITTEN_BYTES,
} from "../formats/history.ts"
import {
  type Campaigns,
  jobsOfCampaigns,
  moveCampaigns,
  pruneCampaigns,
  sizeOfCampaigns,
} from "./campaigns.ts"
import { keptRuns } from "./suite-runs.ts"

/** Of a newest verdict in the file, beside the id, roughly from above. */
const TOLD_BYTES = 80

/** The instant to judge ages by, and bounds where they are not the usual ones. */
export interface PruneOptions {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly scenarios?: number
  readonly bytes?: number
}

/** A history whose scenarios are not in an object yet: to make one of very many takes long. */
export interface GrownHistory extends Omit<History, "scenarios"> {
  readonly scenarios: Iterable<readonly [id: string, runs: HistoryRun[]]>
}

/**
 * The history without entries that are too old or too many; unreferenced jobs are removed too. Runs are
 * moved to the new places of their jobs where they stand: they belong to the result.
 */
export function prune(history: GrownHistory, options: PruneOptions): History {
  const { now, scenarios: most = MAX_SCENARIOS, bytes = MAX_WRITTEN_BYTES } = options
  const oldest = now - MAX_AGE_DAYS * DAY_MS
  const times = history.jobs.map(({ at }) => Date.parse(at))
  const timeOf = ([job]: HistoryRun | HistoryStart): number =>
    times[job] ?? Number.NEGATIVE_INFINITY
  const scenarios: Kept[] = []
  for (const [id, runs] of history.scenarios) {
    const isYoung = (run: HistoryRun) => timeOf(run) >= oldest
    // Nearly all stay as they are: a copy of each is much in a large history.
    const young =
      runs.length <= MAX_RUNS && runs.every(isYoung) ? runs : runs.filter(isYoung).slice(-MAX_RUNS)
    const last = young.at(-1)
    if (last !== undefined) scenarios.push({ id, runs: young, seen: timeOf(last) })
  }
  const newestFirst =
    scenarios.length <= most
      ? scenarios
      : [...scenarios].sort((a, b) => b.seen - a.seen || (a.id < b.id ? -1 : 1)).slice(0, most)
  const { latest, fixtures = {}, campaigns, runs: _, ...rest } = history
  const starts = Object.entries(fixtures).flatMap(([name, list]): Starts[] => {
    const young = list.filter((start) => timeOf(start) >= oldest)
    return young.length === 0 ? [] : [[name, young]]
  })
  const told = Object.entries(latest ?? {})
    .filter(([, [at]]) => Date.parse(at) >= oldest)
    .slice(-most)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const toldBytes = told.reduce((sum, [id]) => sum + id.length + TOLD_BYTES, 0)
  const counted = pruneCampaigns(campaigns ?? {}, { times, oldest, bytes: bytes / 2 })
  const takenBytes = toldBytes + sizeOfCampaigns(counted)
  const kept = withinBytes(newestFirst, Math.max(0, bytes - takenBytes))
  kept.sort((a, b) => (a.id < b.id ? -1 : 1))
  return defined({
    ...rest,
    latest: told.length === 0 ? undefined : Object.fromEntries(told),
    ...keptRuns(history, { oldest, most: MAX_SUITE_RUNS }),
    ...withoutStrayJobs(history.jobs, { kept, starts, counted }),
  })
}

/** What is kept of a fixture. */
type Starts = readonly [name: string, starts: HistoryStart[]]

interface Kept {
  readonly id: string
  readonly runs: HistoryRun[]
  readonly seen: number
}

/** Fewer runs for each until it fits, then fewer scenarios; what jobs take is left room for. */
function withinBytes(scenarios: readonly Kept[], bytes: number): Kept[] {
  const room = bytes * 0.9
  for (let runs = MAX_RUNS; runs >= 1; runs = runs > 5 ? runs - 5 : runs - 1) {
    const size = scenarios.reduce((sum, one) => sum + sizeOf(one, runs), 0)
    if (size > room) continue
    if (runs === MAX_RUNS) return [...scenarios]
    return scenarios.map((one) => ({ ...one, runs: one.runs.slice(-runs) }))
  }
  const latest = scenarios
    .map((one) => ({ ...one, runs: one.runs.slice(-1) }))
    .sort((a, b) => b.seen - a.seen || (a.id < b.id ? -1 : 1))
  let left = room
  return latest.filter((one) => {
    left -= sizeOf(one, 1)
    return left >= 0
  })
}

/** Bytes of one entry in the file with so many of its runs, roughly from above. */
function sizeOf({ id, runs }: Kept, most: number): number {
  return id.length + 8 + Math.min(runs.length, most) * 50
}

function withoutStrayJobs(
  jobs: History["jobs"],
  {
    kept,
    starts,
    counted,
  }: {
    readonly kept: readonly Kept[]
    readonly starts: readonly Starts[]
    readonly counted: Campaigns
  },
): Pick<History, "jobs" | "scenarios" | "fixtures" | "campaigns"> {
  const used = new Set<number>()
  for (const { runs } of kept) for (const [job] of runs) used.add(job)
  for (const [, list] of starts) for (const [job] of list) used.add(job)
  for (const job of jobsOfCampaigns(counted)) used.add(job)
  const order = [...used].sort((a, b) => compareText(jobs[a]?.at, jobs[b]?.at) || a - b)
  const places = new Map(order.map((job, place) => [job, place]))
  const stays = order.every((job, place) => job === place)
  // Pairs one at a time: those of a large history are many megabytes.
  const entries = function* () {
    for (const { id, runs } of kept) {
      if (!stays) for (const run of runs) run[0] = places.get(run[0]) ?? 0
      yield [id, runs] as const
    }
  }
  const startsMoved = starts.map(([name, list]): Starts => {
    return [name, list.map(([job, seconds]) => [places.get(job) ?? 0, seconds])]
  })
  return defined({
    jobs: order.flatMap((job) => jobs[job] ?? []),
    scenarios: Object.fromEntries(entries()),
    fixtures: starts.length === 0 ? undefined : Object.fromEntries(startsMoved),
    campaigns: Object.keys(counted).length === 0 ? undefined : moveCampaigns(counted, places),
  })
}

function compareText(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0
}
