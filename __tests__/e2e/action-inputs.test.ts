/**
 * Inputs that a repository sets for itself: a suite in a folder or without a file, plain variables, what becomes
 * of the report.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { refuse } from "../__rig__/results-service/faults.ts"
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

describe("the page of the report", () => {
  const SUITE = { "smoke.yml": "name: shop\nscenarios: { home: 'echo ok' }" }
  const NAME = "smoke-shop-report-a1"
  const urlOf = ({ id }: { readonly id: number }) => new RegExp(`/artifacts/${id}$`, "u")

  it("is an artifact of its own, which is a page and no archive, and report-url is its address", async () => {
    const run = new ActionRun(service, SUITE)
    const { aggregate } = await run.whole()
    const page = service.artifacts
      .all()
      .find((one) => one.run === run.run && one.name === `${NAME}.html`)
    if (page === undefined) throw new Error("no page")
    expect(page.mimeType).toBe("text/html")
    expect(String(page.blob.content)).toMatch(/^<!doctype html>/iu)
    expect(aggregate.outputs["report-url"]).toMatch(urlOf(page))
    expect(aggregate.outputs["report-artifact"]).toBe(NAME)
    expect(artifactsOf(run).get(NAME)).toContain(`${NAME}.html`)
  })

  it("is in the report's artifact only where the service takes no single files", async () => {
    const run = new ActionRun(service, SUITE)
    await run.shards(await run.plan())
    service.inject({
      ...refuse("CreateArtifact", 400, 'unknown field "mime_type"'),
      artifact: `${NAME}.html`,
    })
    const aggregate = await run.aggregate()
    expect(aggregate).toMatchObject({ conclusion: "success", annotations: [] })
    expect(aggregate.log.join("\n")).toMatch(
      /the page is in smoke-shop-report-a1 only \(other\): .*mime_type/u,
    )
    const report = service.artifacts.all().find((one) => one.run === run.run && one.name === NAME)
    if (report === undefined) throw new Error("no report")
    expect(aggregate.outputs["report-url"]).toMatch(urlOf(report))
    expect(artifactsOf(run).get(NAME)).toContain(`${NAME}.html`)
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
