/**
 * The reusable workflow as a consumer calls it: one `uses` line, and what it promises.
 */
import { afterEach, beforeEach, expect, it } from "vitest"
import type { ActRun } from "../__rig__/act/act.ts"
import {
  annotationsOf,
  Consumer,
  REUSABLE_WORKFLOW,
  saidBy,
  selfReference,
  transcript,
} from "../__rig__/act/consumer.ts"
import { ACT, describeLayer } from "../__rig__/layers.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"

/** A workflow that calls the reusable one, and tells afterwards what came back. */
function calling(inputs = ""): string {
  return `on: push
jobs:
  smoke:
    uses: ${selfReference(".github/workflows/smoke.yml")}
${inputs}
  after:
    needs: smoke
    if: always()
    runs-on: ubuntu-latest
    steps:
      - run: echo '\${{ toJSON(needs.smoke.outputs) }}' | tr -d '\\n '
`
}

/** The first lines of the summaries of a run. */
function titlesOf({ summaries }: ActRun): readonly string[] {
  return summaries.map(({ text }) => text.split("\n")[0]?.slice(3) ?? "").toSorted()
}

/** A composite action of the consumer. */
function composite(run: string): string {
  return `name: own\ndescription: own\nruns:\n  using: composite\n  steps:\n    - { shell: bash, run: "${run}" }\n`
}

const TWO_GREEN = "name: shop\nscenarios:\n  cart: echo ok\n  pay: echo ok\n"

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

  function run(
    files: Readonly<Record<string, string>>,
    options: {
      readonly inputs?: string
      readonly secrets?: Readonly<Record<string, string>>
      readonly impatient?: boolean
    } = {},
  ) {
    consumer = new Consumer({ ".github/workflows/ci.yml": calling(options.inputs), ...files })
    return consumer.run({ program, service, ...options })
  }

  it("sets up, runs and tears down each shard, and gives counts to the caller", async () => {
    const inputs = `    with:
      suite: ci/smoke.yml
      shards: "2"
      ref: 0123abcd89012345678901234567890123456789
      fetch-depth: 0
      submodules: recursive
      lfs: true
      runs-on-plan: '["ubuntu-latest"]'
      environment: staging
      vars: STAGE=blue
      junit: true
      setup: |
        echo "set up: it's \\"quoted\\", $(echo $((1 + 1))), word '\${WORD:-}'"
        echo PREPARED=yes >> "$GITHUB_ENV"
    secrets:
      env: \${{ secrets.SMOKE_ENV }}
      checkout_token: t0ken-of-modules
`
    const done = await run(
      {
        "ci/smoke.yml": `name: shop
defaults: { run: 'test "$WORD" = hush-hush && test "$PREPARED$STAGE" = yesblue && echo "$WORD"' }
scenarios:
  cart: {}
  pay: {}
  later: { if: false }
`,
        ".github/actions/smoke-setup/action.yml": composite("echo own set-up"),
        ".github/actions/smoke-teardown/action.yaml": composite("echo own tear-down"),
      },
      { inputs, secrets: { SMOKE_ENV: "WORD=hush-hush" } },
    )
    expect(done.exitCode, transcript(done)).toBe(0)
    const asked =
      "checkout token=t0ken-of-modules ref=0123abcd89012345678901234567890123456789 fetch-depth=0 " +
      "submodules=recursive lfs=true persist-credentials=false"
    expect(saidBy(done, "plan")[0]).toBe(asked)
    for (const shard of [1, 2]) {
      const leg = done.output.filter(
        ({ job, matrix }) => job === "shards" && matrix["shard"] === shard,
      )
      const marks = leg
        .map(({ text }) => text)
        .filter((text) => /^(checkout|own|set up|\[1\/1\]|PASSED)/u.test(text))
        .map((text) => text.replace(/ {2,}.*| · .*/u, ""))
      expect(marks).toEqual([
        asked,
        "own set-up",
        `set up: it's "quoted", 2, word ''`,
        "[1/1]",
        "PASSED: 1 of 1 passed",
        "own tear-down",
      ])
    }
    expect(done.output.map(({ text }) => text).join()).not.toContain("hush-hush")
    expect(JSON.parse(saidBy(done, "after").join(""))).toEqual({
      id: "shop",
      "plan-digest": expect.stringMatching(/^sha256:/u),
      "report-artifact": "smoke-shop-report-a1",
      "report-url": expect.stringMatching(/\/acme\/shop\/actions\/runs\/7\/artifacts\/\d+$/u),
      conclusion: "success",
      total: "3",
      passed: "2",
      failed: "0",
      flaky: "0",
      skipped: "1",
      cancelled: "0",
      lost: "0",
    })
  })

  it("needs no suite file, and uploads no report where it shall not", async () => {
    const inputs = `    with:
      working-directory: web
      include: smoke/*.sh
      scenarios: |
        home: echo ok
        pay: { run: echo ok, tags: [quick] }
      upload-report: false
`
    const done = await run({ "web/smoke/cart.sh": "#!/bin/sh\nexit 0\n" }, { inputs })
    expect(done.exitCode, transcript(done)).toBe(0)
    const outputs = JSON.parse(saidBy(done, "after").join(""))
    expect(outputs).toMatchObject({ id: "web", conclusion: "success", passed: "3" })
    expect(outputs["report-artifact"] ?? "").toBe("")
  })

  it("needs nothing but a suite, and is red when a scenario fails", async () => {
    const done = await run({
      "smoke.yml": "name: shop\nscenarios:\n  cart: echo ok\n  pay: exit 3\n",
      ".github/actions/smoke-teardown/action.yml": composite("echo own tear-down"),
    })
    expect(done.exitCode, transcript(done)).toBe(1)
    expect(annotationsOf(done, "verdict")).toEqual([
      {
        level: "error",
        title: "shop: pay failed",
        file: "smoke.yml",
        line: "4",
        message: expect.stringContaining("parallel-smoke run smoke.yml --filter pay"),
      },
    ])
    expect(done.summaries.map(({ job }) => job)).toEqual(["verdict"])
    expect(saidBy(done, "shards")).toContain("own tear-down")
  })

  it("is red when a shard cannot be set up, and names it", async () => {
    const inputs = `    with: { setup: "false; echo not reached" }\n`
    const done = await run({ "smoke.yml": TWO_GREEN }, { inputs, impatient: true })
    expect(done.exitCode, transcript(done)).toBe(1)
    expect(saidBy(done, "shards").join()).not.toContain("not reached")
    expect(done.summaries[0]?.text).toContain("shard 1 of 1 did not report")
  })

  it("is red when a shard's job ends badly beside its scenarios", async () => {
    const done = await run({
      "smoke.yml": TWO_GREEN,
      ".github/actions/smoke-teardown/action.yml": composite("exit 1"),
    })
    expect(done.exitCode, transcript(done)).toBe(1)
    expect(done.jobs.find(({ job }) => job === "verdict")?.failedSteps).toEqual(["Gate"])
    expect(annotationsOf(done, "verdict")).toEqual([
      {
        level: "error",
        title: "smoke",
        message: "no scenario failed, but the shard jobs ended as failure: see their other steps",
      },
    ])
  })

  it("does not judge an earlier attempt in place of one that could not be planned", async () => {
    const first = await run({ "smoke.yml": TWO_GREEN })
    expect(first.exitCode, transcript(first)).toBe(0)
    consumer?.write("smoke.yml", "name: shop\nscenarios: { cart: { runn: exit 0 } }\n")
    const second = await consumer?.run({ program, service, attempt: 2 })
    if (second === undefined) throw new Error("there is no consumer")
    expect(second.exitCode, transcript(second)).toBe(1)
    expect(second.jobs.filter(({ job }) => job === "shards")).toEqual([])
    expect(annotationsOf(second, "plan").map(({ title }) => title)).toContain(
      "parallel-smoke: suite/unknown-key",
    )
    expect(annotationsOf(second, "verdict")).toEqual([
      {
        level: "error",
        title: "smoke",
        message: "the plan job ended as failure, so there is nothing to judge",
      },
    ])
  })

  it("judges two suites of one run apart", async () => {
    consumer = new Consumer({
      ".github/workflows/ci.yml": `on: push
jobs:
  shop:
    uses: ${selfReference(".github/workflows/smoke.yml")}
    with: { suite: shop/smoke.yml }
  billing:
    uses: ${selfReference(".github/workflows/smoke.yml")}
    with: { suite: billing/smoke.yml }
`,
      "shop/smoke.yml": TWO_GREEN,
      "billing/smoke.yml": "name: billing\nscenarios: { invoice: exit 1 }\n",
    })
    const done = await consumer.run({ program, service })
    expect(done.exitCode, transcript(done)).toBe(1)
    expect(titlesOf(done)).toEqual(["✅ shop passed", "❌ billing failed"])
  })

  it.each([
    {
      ids: "their own",
      named: true,
      told: ["✅ shop passed", "❌ shop failed"],
    },
    { ids: "none", named: false, told: [] },
  ])("judges one suite for two stages, with ids: $ids", async ({ named, told }) => {
    const call = (stage: string) => `  ${stage}:
    uses: ${selfReference(".github/workflows/smoke.yml")}
${named ? `    with: { id: shop-${stage} }\n` : ""}    secrets: { env: STAGE=${stage} }
`
    consumer = new Consumer({
      ".github/workflows/ci.yml": `on: push\njobs:\n${call("staging")}${call("production")}`,
      "smoke.yml": "name: shop\nscenarios: { cart: 'test $STAGE = staging' }\n",
    })
    const done = await consumer.run({ program, service })
    expect(done.exitCode, transcript(done)).toBe(1)
    if (named) {
      expect(titlesOf(done)).toEqual(told)
      return
    }
    // Which of the two comes first is for the runner to say; only that one has a verdict.
    expect(done.summaries).toHaveLength(1)
    expect(annotationsOf(done, "plan").map(({ message }) => message)).toEqual([
      expect.stringContaining('two plans of this run have the id "shop"'),
    ])
  })

  it("runs scenarios that the caller writes itself, with plain values and secret ones", async () => {
    const inputs = `    with:
      scenarios: |
        plain: 'test "$STAGE $REGION" = "staging eu"'
        secret: 'test "$TOKEN" = abcdef'
      vars: |
        STAGE=staging
        REGION=us
    secrets:
      env: |
        REGION=eu
        TOKEN=abcdef
`
    const done = await run({}, { inputs })
    expect(done.exitCode, transcript(done)).toBe(0)
    expect(titlesOf(done)).toEqual(["✅ shop passed"])
  })

  it.each([
    { ifEmpty: "fail", exitCode: 1 },
    { ifEmpty: "pass", exitCode: 0 },
  ])("judges an empty plan by if-empty: $ifEmpty", async ({ ifEmpty, exitCode }) => {
    const inputs = `    with: { filter: nothing, if-empty: ${ifEmpty} }\n`
    const done = await run({ "smoke.yml": TWO_GREEN }, { inputs })
    expect(done.exitCode, transcript(done)).toBe(exitCode)
    expect(done.jobs.filter(({ job }) => job === "shards")).toEqual([])
    expect(done.summaries).toHaveLength(1)
  })
})

it("never puts an input into the text of a script", () => {
  const scripts = [...REUSABLE_WORKFLOW.matchAll(/^( +)run: \|\n((?:\1 +.*\n)+)/gmu)]
  expect(scripts).toHaveLength(2)
  for (const [, , script] of scripts) expect(script).not.toContain("${{")
})
