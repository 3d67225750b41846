/**
 * Inputs that a repository sets for itself: a suite in a folder or without a file, plain variables, what becomes
 * of the report.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun, resultsOf, said, scenarioOf, verdictsOf } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

/** Names of a run's artifacts, with their bytes; a zip names its files in plain text. */
function artifactsOf({ run }: ActionRun): ReadonlyMap<string, string> {
  const own = service.artifacts.all().filter((artifact) => artifact.run === run)
  return new Map(own.map(({ name, blob }) => [name, String(blob.content)]))
}

const SCRIPTS = {
  "web/smoke/cart.sh": '#!/bin/sh\necho "cart of $STAGE"; test "$STAGE" = staging\n',
  "smoke/wrong.sh": "#!/bin/sh\nexit 1\n",
}

describe("a suite without a file, in a folder of the repository", () => {
  it("runs in shards with plain variables; its report has a name, an address and JUnit XML", async () => {
    const run = new ActionRun(service, SCRIPTS)
    const vars = "STAGE=staging\nEMPTY="
    const scenarios = [
      'here: test "$(basename "$PWD")" = web',
      'told: test "${{ vars.STAGE }}" = staging -a -z "${EMPTY-unset}"',
      'shown: echo "stage $STAGE, token $TOKEN"; exit 1',
    ].join("\n")
    const { plan, shards, aggregate } = await run.whole({
      plan: { "working-directory": "web", include: "smoke/*.sh", scenarios, vars, shards: "2" },
      run: { vars, env: "TOKEN=hush-hush" },
      aggregate: { junit: "true" },
    })
    expect(plan.outputs, said(plan)).toMatchObject({ id: "web", total: "4" })
    expect(verdictsOf(aggregate)).toBe("cart passed, here passed, shown failed, told passed")
    const files = resultsOf(aggregate).scenarios.map(({ file }) => file)
    expect(new Set(files)).toEqual(new Set(["web/smoke.inputs.yml", "web/smoke/cart.sh"]))
    expect(scenarioOf(resultsOf(aggregate), "shown").reproduce).toMatch(
      /^cd web && printf %s .* \| .*STAGE="\$\{STAGE:\?\}" .*run - --filter shown$/u,
    )
    const logs = [...shards.values()].map((shard) => said(shard)).join("\n")
    expect(logs).toContain("stage staging, token ***")
    expect(aggregate.outputs).toMatchObject({
      "report-artifact": "smoke-web-report-a1",
      "report-url": expect.stringMatching(
        /^https:\/\/github\.com\/acme\/shop\/actions\/runs\/\d+\/artifacts\/\d+$/u,
      ),
    })
    expect(artifactsOf(run).get("smoke-web-report-a1")).toContain("junit.xml")
  })
})

describe("the report", () => {
  it("stays where it is with upload-report: false", async () => {
    const run = new ActionRun(service, { "web/smoke.yml": "scenarios: { home: 'echo ok' }" })
    const { aggregate } = await run.whole({
      plan: { "working-directory": "web" },
      aggregate: { "upload-report": "false", junit: "false" },
    })
    expect(aggregate).toMatchObject({ conclusion: "success", outputs: { passed: "1" } })
    expect(aggregate.outputs).not.toHaveProperty("report-artifact")
    expect(aggregate.outputs).not.toHaveProperty("report-url")
    const names = [...artifactsOf(run).keys()]
    expect(names).toContain("smoke-web-plan-a1")
    expect(names.filter((name) => name.includes("report"))).toEqual([])
  })
})
