/**
 * Several runs that are judged together: by the command line, and by the bundled action.
 */
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"
import { refuse } from "../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun, resultsOf, said } from "./action-run.ts"

/** `bad` fails in its third iteration of each run. */
const SUITE = `
name: night
scenarios:
  good: "true"
  bad: '[ "$SMOKE_ITERATION" != 3 ]'
`

const CAMPAIGN = ["--campaign", "nightly", "--fail-rate", "20%", "--repeat", "10"]

describe("run --campaign", () => {
  it("decides after several runs what none of them can", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const night = async (out: string, words = CAMPAIGN) => {
      const ended = await project.run(["run", ...words, "-c", "2", "--out", out])
      const { scenarios, campaign, problems } = project.results(`${out}/results.json`)
      const [good, bad] = ["good", "bad"].map((id) => scenarios.find((one) => one.id === id))
      return { ended, good, bad, campaign, problems }
    }
    const first = await night("first")
    expect(first.ended.exitCode, first.ended.stderr).toBe(4)
    expect(first.good).toMatchObject({ verdict: "passed", rate: "undecided" })
    expect(first.bad).toMatchObject({ verdict: "flaky", rate: "incomplete" })
    expect(first.campaign).toMatchObject({ name: "nightly", runs: 1 })
    const second = await night("second")
    expect(second.good).toMatchObject({ verdict: "passed", rate: "decided" })
    expect(second.bad?.iterations?.campaign).toMatchObject({ runs: 20, failed: 2 })
    expect(second.campaign?.runs).toBe(2)
    expect(second.ended.stderr).toContain("in the campaign 20, 2 failed: 10 %")
    expect(second.ended.stderr).toContain("campaign\n  nightly: 2 runs since ")
    const planned = await project.run(["plan", ...CAMPAIGN])
    expect(planned.stdout + planned.stderr).toMatch(/10 expected, \d+ known, 17 needed/u)
    // After a fix what it counted before is forgotten, for good.
    project.write("smoke.yml", SUITE.replace("!= 3", "!= 0"))
    const changed = await night("changed")
    expect(changed.bad?.iterations?.campaign).toMatchObject({ runs: 10, failed: 0 })
    const reset = await night("reset", [...CAMPAIGN, "--campaign-reset", "bad"])
    expect(reset.bad?.iterations?.campaign).toMatchObject({ runs: 10, failed: 0 })
    expect((await night("after")).bad?.iterations?.campaign).toMatchObject({ runs: 17 })
  })

  it("is incomplete, and names why, where its history was changed by hand", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const words = ["run", ...CAMPAIGN, "--history", "h.json", "--out"]
    await project.run([...words, "first"])
    const history = JSON.parse(project.read("h.json"))
    const [count] = history.campaigns.nightly.bad
    for (const [name, text, why] of [
      [
        "twice",
        JSON.stringify({
          ...history,
          campaigns: { nightly: { ...history.campaigns.nightly, bad: [count, count] } },
        }),
        "some of its entries cannot be right",
      ],
      ["torn", project.read("h.json").slice(0, -20), "it is not JSON, or only a part of it"],
    ] as const) {
      writeFileSync(join(project.root, "h.json"), text)
      const ended = await project.run([...words, name])
      expect(ended.exitCode, ended.stderr).toBe(4)
      const { problems, scenarios } = project.results(`${name}/results.json`)
      expect(problems).toEqual([
        {
          code: "campaign-unread",
          shard: null,
          message: `earlier runs of the campaign nightly do not count this time: ${why}`,
        },
      ])
      const bad = scenarios.find(({ id }) => id === "bad")
      expect(bad?.iterations?.campaign).toMatchObject({ runs: 10, failed: 1 })
    }
  })

  it("keeps a failure of an earlier run where no failure is allowed", async () => {
    const project = new Project({ "smoke.yml": "scenarios: { odd: '[ ! -e broken ]' }" })
    const words = ["run", "--repeat", "3", "--campaign", "c", "--out"]
    project.write("broken", "")
    expect((await project.run([...words, "first"])).exitCode).toBe(1)
    rmSync(join(project.root, "broken"))
    const second = await project.run([...words, "second"])
    expect(second.exitCode).toBe(1)
    expect(second.stderr).toContain("it failed in earlier runs of the campaign c")
    const third = await project.run([...words, "third", "--campaign-reset", "odd"])
    expect(third.exitCode, third.stderr).toBe(0)
  })
})

describe("plan, run and aggregate with a campaign", () => {
  let service: ResultsService
  beforeAll(async () => {
    service = await startResultsService()
  })
  afterAll(async () => {
    await service.stop()
  })

  it("adds up over runs of a workflow, by the history in the cache", async () => {
    const inputs = { repeat: "10", shards: "2", "fail-rate": "20%", campaign: "nightly" }
    const night = async () => {
      const run = new ActionRun(service, { "smoke.yml": SUITE })
      const { aggregate } = await run.whole({ plan: inputs })
      return { aggregate, results: resultsOf(aggregate) }
    }
    const first = await night()
    expect(first.aggregate.outputs["conclusion"], said(first.aggregate)).toBe("incomplete")
    const second = await night()
    const good = second.results.scenarios.find(({ id }) => id === "good")
    expect(good, said(second.aggregate)).toMatchObject({ verdict: "passed", rate: "decided" })
    expect(second.results.campaign).toMatchObject({ name: "nightly", runs: 2 })
    // Earlier failures may be in what the cache does not give out.
    service.inject({ ...refuse("GetCacheEntryDownloadURL", 403, "no"), times: 2 })
    const third = await night()
    expect(third.results.problems.map(({ code }) => code)).toEqual(["campaign-unread"])
    expect(third.aggregate.outputs["conclusion"]).toBe("incomplete")
  })
})
