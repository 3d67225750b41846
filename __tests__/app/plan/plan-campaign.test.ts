/**
 * Which iterations of earlier runs a plan takes into a campaign, and settings that would do nothing.
 */
import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import {
  type CampaignPast,
  iterationsOf,
  withCampaign,
} from "../../../src/app/plan/plan-campaign.ts"
import type { Plan } from "../../../src/formats/plan.ts"
import type { Sha256 } from "../../../src/ports/files.ts"
import { buildPlan } from "../../__rig__/builders.ts"
import { job, NOW } from "../../history/history-rig.ts"

const PLAN: Plan = { ...buildPlan({ shards: [["a", "b"]] }), iterations: { repeat: 5 } }
const sha256: Sha256 = (text) =>
  createHash("sha256")
    .update([...text].join(""))
    .digest("hex")

function planned(
  past: Partial<CampaignPast> | undefined,
  { plan = PLAN, ...settings }: Parameters<typeof iterationsOf>[0] & { plan?: Plan } = {},
) {
  return withCampaign(plan, {
    settings: { campaign: "nightly", ...settings },
    past: past && { runs: new Map(), now: NOW, ...past },
    ids: new Set(["a", "b"]),
    sha256,
  })
}

function campaignOf(...of: Parameters<typeof planned>) {
  const found = planned(...of)
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return found.value.iterations?.campaign
}

const DEFINITION = campaignOf({})?.scenarios["a"]?.[0] ?? ""

/** A night so many days ago with 100 iterations of `a`. */
function night(daysAgo: number, failures = 0, definition = DEFINITION) {
  const run = `run-${daysAgo}`
  const when = job({ run, hoursAgo: 24 * daysAgo, commit: `c${daysAgo}` })
  return { definition, runs: 100, failures, flaky: 0, job: when }
}

const NIGHTS = new Map([["a", [night(20, 3), night(5, 1), night(2), night(1, 9, "0".repeat(16))]]])

describe("a campaign", () => {
  it("adds up runs of the last 14 days with the same definition, and names their commits", () => {
    const { since, runs, commits, scenarios } = campaignOf({ runs: NIGHTS }) ?? {}
    expect(scenarios?.["a"]).toEqual([DEFINITION, 200, 1, 0])
    expect(scenarios?.["b"]?.slice(1)).toEqual([0, 0, 0])
    expect(runs).toBe(2)
    expect(commits).toEqual(["c5", "c2"])
    expect(since).toBe(new Date(NOW - 5 * 86_400_000).toISOString())
  })

  it("goes back as far as is asked", () => {
    const long = campaignOf({ runs: NIGHTS }, { campaignWindowMs: 21 * 86_400_000 })
    expect(long?.scenarios["a"]?.slice(1)).toEqual([300, 4, 0])
    const short = campaignOf({ runs: NIGHTS }, { campaignWindowMs: 86_400_000 })
    expect(short?.scenarios["a"]?.slice(1)).toEqual([0, 0, 0])
  })

  it("begins again for a scenario that does something else, not for one that moved", () => {
    const { a, b } = PLAN.scenarios
    if (a === undefined || b === undefined) throw new Error("no scenarios")
    const changed = (more: object): Plan => ({
      ...PLAN,
      scenarios: { b, a: { ...a, definition: { ...a.definition, ...more } } },
    })
    const moved = campaignOf({ runs: NIGHTS }, { plan: changed({ line: 99 }) })
    expect(moved?.scenarios["a"]?.slice(1)).toEqual([200, 1, 0])
    const other = campaignOf({ runs: NIGHTS }, { plan: changed({ timeoutMs: 1 }) })
    expect(other?.scenarios["a"]?.slice(1)).toEqual([0, 0, 0])
  })

  it("forgets the earlier iterations of a scenario that was mended", () => {
    const campaign = campaignOf({ runs: NIGHTS }, { campaignReset: ["a"] })
    expect(campaign?.scenarios["a"]?.slice(1)).toEqual([0, 0, 0])
    expect(campaign?.reset).toEqual(["a"])
    expect(planned({}, { campaignReset: ["c"] })).toMatchObject({
      ok: false,
      error: { message: "campaign-reset names c, which the suite does not have" },
    })
  })

  it("counts nothing of what cannot be believed, and says so", () => {
    const campaign = campaignOf({ runs: NIGHTS, unread: "it is not JSON" })
    expect(campaign).toMatchObject({ runs: 0, commits: [], unread: "it is not JSON" })
    expect(campaign?.scenarios["a"]?.slice(1)).toEqual([0, 0, 0])
  })

  it("needs a history", () => {
    expect(planned(undefined)).toMatchObject({ ok: false, error: { reason: "usage/invalid" } })
  })
})

describe("settings of iterations", () => {
  it.each<[Parameters<typeof iterationsOf>[0], string]>([
    [{ failRate: 0.01 }, "fail-rate has no effect without soak, repeat or until-failure"],
    [{ undecided: "fail" }, "undecided has no effect without soak, repeat or until-failure"],
    [{ campaign: "n" }, "campaign has no effect without soak, repeat or until-failure"],
    [{ soakMs: 1, campaignReset: ["a"] }, "campaign-reset has no effect without campaign"],
    [{ soakMs: 1, campaignWindowMs: 1 }, "campaign-window has no effect without campaign"],
  ])("%j is refused with a fix", (settings, message) => {
    expect(iterationsOf(settings)).toMatchObject({
      ok: false,
      error: { reason: "usage/invalid", message, hint: expect.any(String) },
    })
  })

  it("defaults that workflows pass on are none of that", () => {
    const passed = { failRate: 0, undecided: "mark", campaignReset: [] } as const
    expect(iterationsOf(passed)).toEqual({ ok: true, value: undefined })
    expect(iterationsOf({ ...passed, soakMs: 5, failRate: 0.01 })).toEqual({
      ok: true,
      value: { soakMs: 5, rule: { rate: 0.01, scenarios: 1, undecided: "mark" } },
    })
  })
})
