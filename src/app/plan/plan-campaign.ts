/**
 * A campaign in a plan: which iterations of earlier runs count, of scenarios whose definition is the
 * same, and what is to be forgotten.
 */
import { defined } from "../../core/defined.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { DAY_MS } from "../../core/quantities/duration.ts"
import type { PlannedCampaign, PlannedIterations } from "../../formats/iterations.ts"
import type { Plan } from "../../formats/plan.ts"
import type { CampaignRun } from "../../history/campaigns.ts"
import { definitionTexts } from "../../plan/definition-text.ts"
import type { Sha256 } from "../../ports/files.ts"
import type { PLANNING } from "../../settings/planning.ts"
import type { ValuesOf } from "../../settings/value.ts"

/** Time in which runs add up where nothing else is asked. */
const DEFAULT_WINDOW_MS = 14 * DAY_MS

/** What a history knows of a campaign, for any time back. */
export interface CampaignPast {
  /** By the ids of scenarios, oldest first. */
  readonly runs: ReadonlyMap<string, readonly CampaignRun[]>
  /** Why what it knows cannot be used; a fragment of a sentence. */
  readonly unread?: string | undefined
  /** Milliseconds since 1970 when it was read. */
  readonly now: number
}

/** Characters of a digest that are kept in histories. */
const DIGEST_CHARS = 16

type Settings = ValuesOf<typeof PLANNING>

/** How often scenarios run; undefined is once. An error is a setting that would have no effect. */
export function iterationsOf(settings: Settings): Result<PlannedIterations | undefined, Failure> {
  const { repeat, untilFailure, soakMs, iteration: only } = settings
  const {
    failRate = 0,
    undecided = "mark",
    campaign,
    campaignReset = [],
    campaignWindowMs,
  } = settings
  const without = (name: string, needs: string, hint: string) =>
    err<Failure>({
      reason: "usage/invalid",
      message: `${name} has no effect without ${needs}`,
      hint,
    })
  if (only !== undefined) return ok({ only })
  if (campaign === undefined) {
    const hint = "give the campaign a name: nightly"
    if (campaignReset.length > 0) return without("campaign-reset", "campaign", hint)
    if (campaignWindowMs !== undefined) return without("campaign-window", "campaign", hint)
  }
  if ((repeat ?? soakMs) === undefined && untilFailure !== true) {
    const hint = "say how often scenarios run: soak with 30m, or repeat with 100"
    const needs = "soak, repeat or until-failure"
    if (failRate > 0) return without("fail-rate", needs, hint)
    if (undecided === "fail") return without("undecided", needs, hint)
    if (campaign !== undefined) return without("campaign", needs, hint)
    return ok(undefined)
  }
  const rule = failRate === 0 ? undefined : { rate: failRate, scenarios: 1, undecided }
  return ok(defined({ repeat, soakMs, untilFailure: untilFailure || undefined, rule }))
}

/** The plan with its campaign, where one is asked for. */
export function withCampaign<T extends Omit<Plan, "digest">>(
  plan: T,
  of: {
    readonly settings: Settings
    /** Undefined where there is no history at all. */
    readonly past: CampaignPast | undefined
    /** Ids of all scenarios of the suite. */
    readonly ids: ReadonlySet<string>
    readonly sha256: Sha256
  },
): Result<T, Failure> {
  const { settings, past, ids, sha256 } = of
  const { campaign: name, campaignReset: reset = [] } = settings
  if (name === undefined || plan.iterations === undefined) return ok(plan)
  if (past === undefined) {
    return err({
      reason: "usage/invalid",
      message: "campaign needs a history: it holds what earlier runs have counted",
      hint: "leave `history: off` out, or name a file as history",
    })
  }
  const unknown = reset.find((id) => !ids.has(id))
  if (unknown !== undefined) {
    return err({
      reason: "usage/invalid",
      message: `campaign-reset names ${unknown}, which the suite does not have`,
      hint: "give the id of a scenario, as `parallel-smoke list` prints it",
    })
  }
  const since = past.now - (settings.campaignWindowMs ?? DEFAULT_WINDOW_MS)
  const textOf = definitionTexts(plan)
  const forgotten = new Set(reset)
  const jobs = new Map<string, CampaignRun["job"]>()
  const scenarios: PlannedCampaign["scenarios"] = {}
  for (const [id, planned] of Object.entries(plan.scenarios)) {
    const definition = sha256([textOf(planned)]).slice(0, DIGEST_CHARS)
    const known = forgotten.has(id) || past.unread !== undefined ? [] : (past.runs.get(id) ?? [])
    const counted = known.filter(
      (run) => run.definition === definition && Date.parse(run.job.at) >= since,
    )
    for (const { job } of counted) {
      const first = jobs.get(job.run)
      if (first === undefined || job.at < first.at) jobs.set(job.run, job)
    }
    const sum = (name: "runs" | "failures" | "flaky") =>
      counted.reduce((total, run) => total + run[name], 0)
    scenarios[id] = [definition, sum("runs"), sum("failures"), sum("flaky")]
  }
  const runs = [...jobs.values()].sort((a, b) => (a.at < b.at ? -1 : 1))
  const campaign = defined({
    name,
    since: runs[0]?.at,
    runs: runs.length,
    commits: [...new Set(runs.flatMap(({ commit }) => commit ?? []))],
    scenarios,
    reset: reset.length === 0 ? undefined : [...forgotten],
    unread: past.unread,
  })
  return ok({ ...plan, iterations: { ...plan.iterations, campaign } })
}
