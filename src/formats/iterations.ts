/**
 * How a run repeats its scenarios, as a plan says it.
 */
import * as s from "../core/schema/make.ts"

/** A scenario in a campaign: digest of its definition, and its iterations in earlier runs: all, failed, flaky. */
const CampaignCountSchema = s.tuple([
  s.text(),
  s.whole().min(0),
  s.whole().min(0),
  s.whole().min(0),
])

/** The campaign that a run belongs to, and what its earlier runs have counted. */
const CampaignSchema = s.object({
  name: s.text(),
  /** When the first run that counts began (ISO 8601 in UTC), absent where none does; and how many there are. */
  since: s.text().optional(),
  runs: s.whole().min(0),
  /** Commits of those runs, the oldest first; not all are known. */
  commits: s.list(s.text()),
  scenarios: s.record(CampaignCountSchema),
  /** Ids whose earlier iterations are to be forgotten. */
  reset: s.list(s.text()).filled().optional(),
  /** Why earlier runs do not count although there may be some. */
  unread: s.text().optional(),
})
export type PlannedCampaign = s.Infer<typeof CampaignSchema>

/** How a run repeats its scenarios. */
export const IterationsSchema = s.object({
  /** So many iterations of each scenario; absent is without limit. */
  repeat: s.whole().min(1).optional(),
  /** Nothing more starts after the first iteration that fails. */
  untilFailure: s.flag().optional(),
  /** Scenarios are repeated until so many milliseconds are over, from the first start on. */
  soakMs: s.whole().min(1).optional(),
  /** Ids that a soak runs more often: what failed last time, or is flaky. */
  suspects: s.list(s.text()).filled().optional(),
  /** The failure rate that is allowed, from 0 to 1, tested for so many scenarios; absent: any failure fails. */
  rule: s
    .object({
      rate: s.number().min(0).max(1),
      scenarios: s.whole().min(1),
      undecided: s.words(["mark", "fail"]),
    })
    .optional(),
  /** Earlier runs whose iterations count too; absent: only those of this run do. */
  campaign: CampaignSchema.optional(),
  /** Only the iteration with this number. */
  only: s.whole().min(1).optional(),
})

export type PlannedIterations = s.Infer<typeof IterationsSchema>

/** What earlier runs of a campaign have counted of a scenario; undefined where there is no campaign. */
export function earlierTally(
  campaign: PlannedCampaign | undefined,
  id: string,
): { readonly runs: number; readonly failures: number; readonly flaky: number } | undefined {
  const known = campaign && Object.hasOwn(campaign.scenarios, id) && campaign.scenarios[id]
  if (!known) return undefined
  const [, runs, failures, flaky] = known
  return { runs, failures, flaky }
}
