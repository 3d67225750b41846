/**
 * The way to run workflows here: a plan, a matrix made from its output, and a job that always runs.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ACT, describeLayer } from "../layers.ts"
import { startResultsService } from "../results-service/service.ts"
import { parseActLines, runAct } from "./act.ts"

const WORKFLOW = `
name: tiny
on: push
jobs:
  plan:
    runs-on: ubuntu-latest
    outputs: { matrix: "\${{ steps.plan.outputs.matrix }}" }
    steps:
      - id: plan
        name: plan
        run: |
          echo 'matrix={"include":[{"shard":1},{"shard":2}]}' >> "$GITHUB_OUTPUT"
          echo "::notice file=a.sh,line=3,title=T::planned"
          echo "# plan" >> "$GITHUB_STEP_SUMMARY"
  run:
    needs: plan
    runs-on: big
    strategy:
      fail-fast: false
      matrix: \${{ fromJSON(needs.plan.outputs.matrix) }}
    steps:
      - uses: actions/checkout@v4
      - id: act
        name: act
        uses: ./
        with: { shard: "\${{ matrix.shard }}" }
  end:
    needs: [plan, run]
    if: always()
    runs-on: ubuntu-latest
    steps:
      - name: end
        run: echo "run is \${{ needs.run.result }}, secret is \${{ secrets.GREETING }}"
`

const ACTION = `
name: sample
description: fails for shard 2
inputs: { shard: { description: number, required: true } }
runs: { using: node24, main: main.mjs }
`

const MAIN = `
const shard = process.env.INPUT_SHARD
const service = await fetch(process.env.ACTIONS_RESULTS_URL)
console.log("node " + process.version.split(".")[0] + " service " + service.status)
if (shard === "2") { console.log("::error::shard 2 is red"); process.exitCode = 1 }
`

describeLayer(ACT, (program) => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "act-repository-"))
    mkdirSync(join(folder, ".github", "workflows"), { recursive: true })
    writeFileSync(join(folder, ".github", "workflows", "tiny.yml"), WORKFLOW)
    writeFileSync(join(folder, "action.yml"), ACTION)
    writeFileSync(join(folder, "main.mjs"), MAIN)
    execFileSync("git", ["init", "--quiet"], { cwd: folder })
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it("runs jobs, a matrix from an output, a local action, and tells results", async () => {
    const service = await startResultsService()
    try {
      const run = await runAct({
        program,
        folder,
        labels: ["big"],
        env: service.environmentOf({ run: 1, attempt: 1, job: "job" }),
        secrets: { GREETING: "hello" },
      })
      const shown = run.raw.join("\n")
      expect(run.exitCode, shown).toBe(1)
      expect(run.jobs.map((one) => [one.job, one.matrix["shard"], one.failedSteps])).toEqual(
        expect.arrayContaining([
          ["plan", undefined, []],
          ["run", 1, []],
          ["run", 2, ["act"]],
          ["end", undefined, []],
        ]),
      )
      expect(run.jobs).toHaveLength(4)
      expect(run.jobs.at(-1)).toMatchObject({ job: "end", result: "success" })
      expect(run.annotations.map(({ job, level, message }) => [job, level, message])).toEqual([
        ["plan", "notice", "planned"],
        ["run", "error", "shard 2 is red"],
      ])
      expect(run.annotations[0]?.properties).toEqual({ file: "a.sh", line: "3", title: "T" })
      expect(run.summaries).toMatchObject([{ job: "plan", step: "plan", text: "# plan\n" }])
      const texts = run.output.map(({ job, text }) => `${job}: ${text}`).sort()
      expect(texts).toEqual([
        "end: run is failure, secret is ***",
        "run: node v24 service 404",
        "run: node v24 service 404",
      ])
    } finally {
      await service.stop()
    }
  }, 60_000)
})

describe("parseActLines", () => {
  it("keeps legs apart and passes over what is not JSON", () => {
    const line = (fields: object) => JSON.stringify({ jobID: "run", ...fields })
    const parsed = parseActLines([
      "Error: Job 'run' failed",
      "{ broken",
      line({ matrix: { shard: 1 }, step: "a", stepResult: "success" }),
      line({ matrix: { shard: 2 }, step: "a", stepResult: "failure" }),
      line({ matrix: { shard: 1 }, jobResult: "failure" }),
      line({ matrix: { shard: 2 }, jobResult: "failure" }),
    ])
    expect(parsed.jobs.map((one) => one.failedSteps)).toEqual([[], ["a"]])
  })
})
