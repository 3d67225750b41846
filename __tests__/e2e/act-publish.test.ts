/**
 * The second reusable workflow as a consumer calls it behind the first: a check run and a comment from the
 * report that the first one left.
 */
import { afterEach, beforeEach, expect, it } from "vitest"
import { Consumer, saidBy, selfReference, transcript } from "../__rig__/act/consumer.ts"
import { ACT, describeLayer } from "../__rig__/layers.ts"
import { refuse } from "../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"

const SHA = "f0e1d2c3b4a5968778695a4b3c2d1e0f12345678"

const SMOKE = `  smoke:
    uses: ${selfReference(".github/workflows/smoke.yml")}
`

const PUBLISH = `    permissions:
      checks: write
      pull-requests: write
    uses: ${selfReference(".github/workflows/smoke-publish.yml")}
    with:
      comment: failures
`

/** As the docs have it; and in two files, because act runs nothing behind a red workflow that was called. */
const WORKFLOWS = {
  "both.yml": `on: pull_request\njobs:\n${SMOKE}  publish:\n    needs: smoke\n    if: always()\n${PUBLISH}`,
  "smoke.yml": `on: pull_request\njobs:\n${SMOKE}`,
  "publish.yml": `on: pull_request\njobs:\n  publish:\n${PUBLISH}`,
}

describeLayer(ACT, (program) => {
  let service: ResultsService
  let consumer: Consumer | null = null

  beforeEach(async () => {
    service = await startResultsService()
    service.rest.desk.open({ number: 5, branch: "topic", sha: SHA, repository: "acme/shop" })
  })

  afterEach(async () => {
    await service.stop()
    consumer?.remove()
  })

  function inRepository(suite: string) {
    const files = Object.entries(WORKFLOWS).map(([name, text]) => [
      `.github/workflows/${name}`,
      text,
    ])
    const made = new Consumer({ ...Object.fromEntries(files), "smoke.yml": suite })
    consumer = made
    const head = { ref: "topic", sha: SHA }
    const payload = { number: 5, pull_request: { number: 5, head, base: { ref: "main" } } }
    return (workflow: keyof typeof WORKFLOWS) =>
      made.run({
        ...{ program, service, impatient: true },
        secrets: { GITHUB_TOKEN: "allowed" },
        event: { event: "pull_request", payload, workflow: `.github/workflows/${workflow}` },
      })
  }

  it("makes a check run and a comment of a red report, and is green", async () => {
    const run = inRepository("name: shop\nscenarios: { good: 'true', bad: 'exit 3' }")
    expect((await run("smoke.yml")).exitCode).toBe(1)
    const done = await run("publish.yml")
    expect(done.exitCode, transcript(done)).toBe(0)
    const said = saidBy(done, "publish")
    expect(said, transcript(done)).toContain('check run "shop: results" for f0e1d2c')
    expect(said).toContain("comment on pull request #5")
    expect(service.rest.checks().at(-1)).toMatchObject({
      fields: { name: "shop: results", head_sha: SHA, conclusion: "failure" },
      annotations: [{ path: "smoke.yml", annotation_level: "failure" }],
    })
    const [comment, ...others] = service.rest.desk.comments()
    expect(others).toEqual([])
    expect(comment).toMatchObject({ pull: 5, body: expect.stringContaining("#### ❌ bad") })
  })

  it("is green and says one line where it may not write, and writes no comment of a green run", async () => {
    service.inject(refuse("rest:create-check", 403))
    const done = await inRepository("name: shop\nscenarios: { good: 'true' }")("both.yml")
    expect(done.exitCode, transcript(done)).toBe(0)
    const said = saidBy(done, "publish")
    expect(said.filter((line) => /^no check run: 403 .*`checks: write`/u.test(line))).toHaveLength(
      1,
    )
    expect(said.filter((line) => line.startsWith("no comment: "))).toHaveLength(1)
    expect(service.rest.desk.comments()).toEqual([])
  })
})
