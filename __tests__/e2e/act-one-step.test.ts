/**
 * Everything in one step, on servers that have no artifacts as well as on GitHub.
 */
import { afterEach, beforeEach, expect, it } from "vitest"
import {
  annotationsOf,
  Consumer,
  saidBy,
  selfReference,
  transcript,
} from "../__rig__/act/consumer.ts"
import { ACT, describeLayer } from "../__rig__/layers.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"

const WORKFLOW = `on: push
jobs:
  smoke:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - id: smoke
        uses: ${selfReference()}
      - if: always()
        run: |
          echo "\${{ steps.smoke.outputs.conclusion }} \${{ steps.smoke.outputs.passed }}"
          test -s "\${{ steps.smoke.outputs.results }}"
`

const SCRIPT = `#!/usr/bin/env bash
# ---
# name: An order can be paid
# ---
echo "the total is 0 EUR"
exit 1
`

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

  it("is green, with outputs and a file of results, and asks no service", async () => {
    consumer = new Consumer({
      ".github/workflows/ci.yml": WORKFLOW,
      "smoke.yml": "scenarios:\n  cart: echo ok\n  pay: echo ok\n",
    })
    const done = await consumer.run({ program, service })
    expect(done.exitCode, transcript(done)).toBe(0)
    expect(saidBy(done, "smoke").at(-1)).toBe("success 2")
    expect(done.summaries[0]?.text).toContain("## ✅ hostexecutor passed")
    expect(service.requests).toEqual([])
  })

  it("is red on the line of the script", async () => {
    consumer = new Consumer({
      ".github/workflows/ci.yml": WORKFLOW.replace(
        /(uses: \S+\/parallel-smoke@.*)/u,
        "$1\n        with:\n          include: smoke/*.sh\n          scenarios: |\n            cart: echo ok",
      ),
      "smoke/pay.sh": SCRIPT,
    })
    const done = await consumer.run({ program, service })
    expect(done.exitCode, transcript(done)).toBe(1)
    expect(done.jobs[0]?.failedSteps).toHaveLength(1)
    expect(annotationsOf(done, "smoke")).toMatchObject([
      {
        level: "error",
        title: "shop: An order can be paid failed",
        file: "smoke/pay.sh",
        line: "2",
      },
    ])
    expect(saidBy(done, "smoke").at(-1)).toBe("failure 1")
  })
})
