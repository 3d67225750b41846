/**
 * Campaigns in a history: the iterations of scenarios, counted by run, so that several nights can be
 * judged together. Unlike all else in a history they decide about verdicts. So whatever cannot be
 * right makes a campaign doubtful by name, and it is used no more.
 */
import { IDENTITY } from "../core/identity.ts"
import { isScenarioId } from "../core/ids.ts"
import { isJsonObject } from "../core/json/json.ts"
import type { RunState } from "../events/state.ts"
import {
  type History,
  type HistoryCount,
  HistoryCountSchema,
  type HistoryJob,
  MAX_CAMPAIGN_RUNS,
  MAX_CAMPAIGNS,
  MAX_SCENARIOS,
} from "../formats/history.ts"
import type { PlannedCampaign } from "../formats/iterations.ts"
import { FORGOTTEN, type Place } from "./places.ts"

/** Counts by the name of a campaign and the id of a scenario. */
export type Campaigns = NonNullable<History["campaigns"]>

/** Of one count in the file, roughly from above; its id stands beside it. */
const COUNT_BYTES = 50

/** What earlier runs of a campaign have counted of a scenario; oldest first. */
export interface CampaignRun {
  readonly definition: string
  readonly runs: number
  readonly failures: number
  readonly flaky: number
  readonly job: HistoryJob
}

/** The counts of a campaign since an instant (milliseconds since 1970), by the ids of scenarios. */
export function campaignRuns(
  { campaigns = {}, jobs }: Pick<History, "campaigns" | "jobs">,
  of: { readonly name: string; readonly since: number },
): ReadonlyMap<string, readonly CampaignRun[]> {
  const own = Object.hasOwn(campaigns, of.name) ? (campaigns[of.name] ?? {}) : {}
  return new Map(
    Object.entries(own).map(([id, counts]) => [
      id,
      counts.flatMap(([place, definition, runs, failures, flaky]) => {
        const job = jobs[place]
        if (job === undefined || Date.parse(job.at) < of.since) return []
        return [{ definition, runs, failures, flaky, job }]
      }),
    ]),
  )
}

/** The plausible counts of a history file, and which campaigns have others. */
export function readCampaigns(
  value: unknown,
  { places, jobs }: { readonly places: readonly Place[]; readonly jobs: readonly HistoryJob[] },
): {
  readonly kept: Campaigns | undefined
  readonly doubtful: ReadonlySet<string>
  readonly dropped: number
} {
  const kept = new Map<string, Record<string, HistoryCount[]>>()
  const doubtful = new Set<string>()
  let dropped = 0
  const doubt = (name: string) => {
    doubtful.add(name)
    dropped += 1
  }
  const named = isJsonObject(value) ? Object.entries(value) : []
  if (value !== undefined && !isJsonObject(value)) dropped += 1
  for (const [name, scenarios] of named.slice(0, MAX_CAMPAIGNS)) {
    if (!IDENTITY.test(name)) dropped += 1
    else if (!isJsonObject(scenarios)) doubt(name)
    else {
      const byId = new Map<string, HistoryCount[]>()
      for (const [i, [id, list]] of Object.entries(scenarios).entries()) {
        if (i >= MAX_SCENARIOS || !isScenarioId(id) || !Array.isArray(list)) {
          doubt(name)
          continue
        }
        const { counts, isWhole } = readCounts(list, { places, jobs })
        if (!isWhole) doubt(name)
        if (counts.length > 0) byId.set(id, counts)
      }
      if (byId.size > 0) kept.set(name, Object.fromEntries(byId))
    }
  }
  return { kept: kept.size === 0 ? undefined : Object.fromEntries(kept), doubtful, dropped }
}

/** Each run counts a scenario once. */
function readCounts(
  list: readonly unknown[],
  { places, jobs }: { readonly places: readonly Place[]; readonly jobs: readonly HistoryJob[] },
): { readonly counts: HistoryCount[]; readonly isWhole: boolean } {
  const seen = new Set<string>()
  let isWhole = list.length <= MAX_CAMPAIGN_RUNS
  const counts = list.slice(-MAX_CAMPAIGN_RUNS).flatMap((one): HistoryCount[] => {
    const count = HistoryCountSchema.check(one)
    const place = count.ok ? places[count.value[0]] : null
    if (place === FORGOTTEN) return []
    const job = place == null ? undefined : jobs[place]
    if (!count.ok || place == null || job === undefined || seen.has(job.run)) {
      isWhole = false
      return []
    }
    const [, definition, runs, failures, flaky] = count.value
    if (failures + flaky > runs) {
      isWhole = false
      return []
    }
    seen.add(job.run)
    return [[place, definition, runs, failures, flaky]]
  })
  return { counts, isWhole }
}

/**
 * The campaigns with a run in them. A run that is learned again replaces what it had counted, unless
 * that was more. `placeOf` finds the job of a scenario among those of the history.
 */
export function campaignsAfter(
  campaigns: Campaigns | undefined,
  run: {
    readonly campaign: PlannedCampaign | undefined
    readonly state: RunState
    readonly jobs: readonly HistoryJob[]
    readonly placeOf: (id: string) => number | undefined
  },
): Campaigns | undefined {
  const { campaign, state, jobs, placeOf } = run
  if (campaign === undefined) return campaigns
  const { name, reset = [] } = campaign
  const counts = new Map(Object.entries(campaigns?.[name] ?? {}))
  for (const id of reset) counts.delete(id)
  for (const [id, { iterations }] of state.scenarios) {
    const definition = Object.hasOwn(campaign.scenarios, id)
      ? campaign.scenarios[id]?.[0]
      : undefined
    const place = placeOf(id)
    if (iterations === undefined || definition === undefined || place === undefined) continue
    const { passed, failed, flaky } = iterations
    const known = counts.get(id) ?? []
    const runId = jobs[place]?.run
    const isThis = ([job]: HistoryCount) => jobs[job]?.run === runId
    const whole = passed + failed + flaky
    if (whole === 0 || known.some((count) => isThis(count) && count[2] > whole)) continue
    const others = known.filter((count) => !isThis(count))
    const own: HistoryCount = [place, definition, whole, failed, flaky]
    counts.set(id, [...others, own].slice(-MAX_CAMPAIGN_RUNS))
  }
  return { ...campaigns, [name]: Object.fromEntries(counts) }
}

/** Counts that are young enough, in so many bytes: those of the oldest jobs go first. */
export function pruneCampaigns(
  campaigns: Campaigns,
  of: {
    /** When the jobs of the history began: milliseconds since 1970. */
    readonly times: readonly number[]
    readonly oldest: number
    readonly bytes: number
  },
): Campaigns {
  const timeOf = ([job]: HistoryCount) => of.times[job] ?? Number.NEGATIVE_INFINITY
  let kept = since(campaigns, (count) => timeOf(count) >= of.oldest)
  const newestOf = (scenarios: Campaigns[string]) =>
    Object.values(scenarios).reduce((latest, counts) => {
      return Math.max(latest, ...counts.map(timeOf))
    }, Number.NEGATIVE_INFINITY)
  if (Object.keys(kept).length > MAX_CAMPAIGNS) {
    const newest = Object.entries(kept).sort(([, a], [, b]) => newestOf(b) - newestOf(a))
    kept = Object.fromEntries(newest.slice(0, MAX_CAMPAIGNS))
  }
  while (sizeOfCampaigns(kept) > of.bytes) {
    const times = [...jobsOfCampaigns(kept)].map((job) => of.times[job] ?? 0).sort((a, b) => a - b)
    const middle = times[Math.floor((times.length - 1) / 2)] ?? 0
    kept = since(kept, (count) => timeOf(count) > middle)
  }
  return kept
}

function since(campaigns: Campaigns, isYoung: (count: HistoryCount) => boolean): Campaigns {
  const named = Object.entries(campaigns).flatMap(([name, scenarios]) => {
    const young = Object.entries(scenarios).flatMap(([id, counts]) => {
      const left = counts.filter(isYoung)
      return left.length === 0 ? [] : [[id, left] as const]
    })
    return young.length === 0 ? [] : [[name, Object.fromEntries(young)] as const]
  })
  return Object.fromEntries(named)
}

/** Indices of all jobs that campaigns refer to. */
export function jobsOfCampaigns(campaigns: Campaigns): ReadonlySet<number> {
  const jobs = new Set<number>()
  for (const scenarios of Object.values(campaigns)) {
    for (const counts of Object.values(scenarios)) for (const [job] of counts) jobs.add(job)
  }
  return jobs
}

/** The same counts with jobs at their new places. */
export function moveCampaigns(
  campaigns: Campaigns,
  places: ReadonlyMap<number, number>,
): Campaigns {
  const moved = ([job, ...rest]: HistoryCount): HistoryCount => [places.get(job) ?? 0, ...rest]
  return Object.fromEntries(
    Object.entries(campaigns).map(([name, scenarios]) => [
      name,
      Object.fromEntries(Object.entries(scenarios).map(([id, counts]) => [id, counts.map(moved)])),
    ]),
  )
}

/** Bytes in the file, roughly from above. */
export function sizeOfCampaigns(campaigns: Campaigns): number {
  let bytes = 0
  for (const scenarios of Object.values(campaigns)) {
    for (const [id, counts] of Object.entries(scenarios)) {
      bytes += id.length + 8 + counts.length * COUNT_BYTES
    }
  }
  return bytes
}
