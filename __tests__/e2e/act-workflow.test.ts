/**
 * The workflow that `create --workflow` writes, run as it was written: plan, shards, verdict.
 */
import { afterEach, beforeEach, expect, it } from "vitest"
import { renderWorkflowTemplate } from "../../src/app/create/create-workflow.ts"
import { annotationsOf, Consumer, saidBy, transcript } from "../__rig__/act/consumer.ts"
import { FIND_ENGINE } from "../__rig__/engine-of-child.ts"
import { ACT, describeLayer } from "../__rig__/layers.ts"
import { refuse } from "../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"

const WORKFLOW = renderWorkflowTemplate({ name: "smoke", branch: "main" })

/** The same with three shards, and with more inputs for `aggregate`. */
function threeShards(...aggregateInputs: readonly string[]): string {
  const more = aggregateInputs.map((input) => `\n          ${input}`).join("")
  return WORKFLOW.replace("shards: auto  ", "shards: 3     ").replace(
    /(aggregate@.*\n +with:)/u,
    `$1${more}`,
  )
}

/** Three independent scenarios of one length: each gets a shard of its own. */
function suite(pay: string): string {
  return `name: shop
defaults: { estimate: 1s }
scenarios:
  cart: echo ok
  pay: |
    ${pay}
  search: echo ok
`
}

describeLayer(ACT, (program) => {
  let service: ResultsService
  let consumer: Consumer | null = null

  beforeEach(async () => {
    service = await startResultsService()
  })

  afterEach(async () => {
    await service.stop()
    consumer?.remove()
  })

  function run(workflow: string, suiteText: string, options: { impatient?: boolean } = {}) {
    consumer = new Consumer({ ".github/workflows/smoke.yml": workflow, "smoke.yml": suiteText })
    return consumer.run({ program, service, ...options })
  }

  /** Which shard the plan gave a scenario to, as the shards' logs tell. */
  function shardOf(done: Awaited<ReturnType<typeof run>>, id: string): unknown {
    const line = done.output.find(
      ({ job, text }) => job === "shards" && new RegExp(`^\\[\\d/\\d\\] .* ${id} `, "u").test(text),
    )
    return line?.matrix["shard"]
  }

  it("is green when everything passed", async () => {
    const done = await run(WORKFLOW, suite("echo ok"))
    expect(done.exitCode, transcript(done)).toBe(0)
    expect(done.annotations).toEqual([])
    expect(done.summaries.map(({ job, text }) => [job, text.split("\n")[0]])).toEqual([
      ["verdict", "## ✅ shop passed"],
    ])
  })

  it("is red when one of three shards is, with the line and a summary", async () => {
    const done = await run(threeShards(), suite("echo the till is empty; exit 3"))
    expect(done.exitCode, transcript(done)).toBe(1)
    const legs = done.jobs.filter(({ job }) => job === "shards")
    expect(legs.filter(({ failedSteps }) => failedSteps.length > 0)).toHaveLength(1)
    expect(legs).toHaveLength(3)
    expect(annotationsOf(done, "verdict")).toEqual([
      {
        level: "error",
        title: "shop: pay failed",
        file: "smoke.yml",
        line: "5",
        message: expect.stringMatching(/^exit code 3: the till is empty · /u),
      },
    ])
    const summary = done.summaries.find(({ job }) => job === "verdict")?.text ?? ""
    expect(summary).toContain("## ❌ shop failed")
    expect(summary).toMatch(/<pre>\nthe till is empty\n<\/pre>/u)
    expect(summary.match(/^- shard \d on /gmu)).toHaveLength(3)
  })

  it("is red and names the shard whose upload was lost", async () => {
    // Taken is its first name, and each further one that the step and its end try.
    for (let upload = 1; upload <= 12; upload++) {
      service.inject({
        ...refuse("CreateArtifact", 409, "an artifact with this name already exists"),
        artifact: `smoke-shop-shard-2-a1${upload > 1 ? `-u${upload}` : ""}`,
      })
    }
    const done = await run(threeShards(), suite("echo ok"), { impatient: true })
    expect(done.exitCode, transcript(done)).toBe(1)
    const summary = done.summaries.find(({ job }) => job === "verdict")?.text ?? ""
    expect(summary).toContain("shard 2 of 3 did not report: 1 lost")
    const lost = ["cart", "pay", "search"].find((id) => shardOf(done, id) === 2)
    expect(annotationsOf(done, "verdict").map(({ title, message }) => [title, message])).toEqual([
      [
        "shop: incomplete",
        expect.stringMatching(`^shard 2 of 3 did not report\\n1 scenario lost: ${lost}\\n`),
      ],
    ])
  })

  it("is red and keeps what is known of a shard that was killed", async () => {
    const done = await run(threeShards(), suite(`${FIND_ENGINE}; kill -KILL $ENGINE`))
    expect(done.exitCode, transcript(done)).toBe(1)
    const shard = done.jobs.find(
      ({ job, failedSteps }) => job === "shards" && failedSteps.length > 0,
    )?.matrix["shard"]
    expect(saidBy(done, "shards").join("\n")).toContain("the shard ended early: uploading")
    const summary = done.summaries.find(({ job }) => job === "verdict")?.text ?? ""
    expect(summary).toContain(`shard ${shard} of 3 stopped early: 1 lost`)
    expect(annotationsOf(done, "verdict")).toMatchObject([
      {
        level: "error",
        title: "shop: incomplete",
        message: `shard ${shard} of 3 stopped before its end\n1 scenario lost: pay`,
      },
    ])
  })

  it.each([
    { ifEmpty: "fail", exitCode: 1 },
    { ifEmpty: "pass", exitCode: 0 },
  ])("judges an empty plan by if-empty: $ifEmpty", async ({ ifEmpty, exitCode }) => {
    const workflow = threeShards(`if-empty: ${ifEmpty}`).replace("shards: 3", "filter: nothing")
    const done = await run(workflow, suite("echo ok"))
    expect(done.exitCode, transcript(done)).toBe(exitCode)
    expect(done.jobs.map(({ job }) => job)).toEqual(["plan", "verdict"])
  })

  // On a busy machine act itself loses the last line of a step that ends at once.
  it("is red when nothing could be planned", { retry: 2 }, async () => {
    const done = await run(WORKFLOW, "name: shop\nscenarios: {}\n")
    expect(done.exitCode, transcript(done)).toBe(1)
    expect(annotationsOf(done, "verdict")).toEqual([
      { level: "error", title: "smoke", message: "plan: failure, shards: skipped" },
    ])
  })
})
