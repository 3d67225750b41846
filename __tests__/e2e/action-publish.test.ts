/**
 * The bundled action publishes a report: with all permissions, with none, and with a service that has
 * troubles. Whatever happens, the job is green and says one line.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type Fault, rateLimitedFor, refuse } from "../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import type { ActionResult } from "../__rig__/runner/run-action.ts"
import { ActionRun, said } from "./action-run.ts"

const SHA = "f0e1d2c3b4a5968778695a4b3c2d1e0f12345678"
const REPORT = /^smoke-checkout-report-a1$/u

let service: ResultsService
let run: ActionRun

beforeAll(async () => {
  service = await startResultsService()
  run = new ActionRun(service, {
    "smoke.yml": "name: checkout\nscenarios: { good: 'true', bad: 'exit 3' }",
  })
  const { aggregate } = await run.whole()
  expect(aggregate.outputs["report-artifact"]).toMatch(REPORT)
})

afterAll(() => service.stop())

let number = 0
beforeEach(() => {
  number += 1
  service.rest.desk.open({ number, branch: `b${number}`, sha: SHA, repository: "acme/shop" })
})

function publish(inputs: Readonly<Record<string, string>> = {}): Promise<ActionResult> {
  return run.job("publish", {
    ...{ inputs, token: "allowed", impatient: true },
    env: { GITHUB_EVENT_NAME: "pull_request" },
    event: { pull_request: { number, head: { sha: SHA } } },
  })
}

const own = () => service.rest.desk.comments().filter(({ pull }) => pull === number)

/** Green, whatever it says. */
function expectLine(job: ActionResult, line: RegExp): void {
  expect(job, said(job)).toMatchObject({ conclusion: "success", annotations: [], summary: "" })
  expect(job.log.filter((one) => line.test(one))).toHaveLength(1)
}

describe("publish", () => {
  it("makes one check run and one comment, and keeps the comment up to date", async () => {
    const checks = service.rest.checks().length
    const job = await publish()
    expectLine(job, /^check run "checkout: results" for f0e1d2c$/u)
    expectLine(job, new RegExp(`^comment on pull request #${number}$`, "u"))
    expect(service.rest.checks()).toHaveLength(checks + 1)
    expect(service.rest.checks().at(-1)).toMatchObject({
      fields: { head_sha: SHA, status: "completed", conclusion: "failure" },
      annotations: [{ path: "smoke.yml", annotation_level: "failure" }],
    })
    await publish()
    expect(own()).toHaveLength(1)
    expect(own()[0]?.body).toMatch(/can be downloaded until \d{4}-\d\d-\d\d/u)
  })

  it.each<readonly [string, readonly Fault[], RegExp]>([
    ["a token that can only read", [refuse("rest:create-check", 403)], /^no check run: 403 /u],
    [
      "422 for the check run",
      [{ ...refuse("rest:create-check", 422), times: 2 }],
      /^no check run: 422 /u,
    ],
    ["5xx for the check run", [refuse("rest:create-check", 502)], /^no check run: 502 /u],
    ["429 for the check run", [rateLimitedFor("rest:create-check", 1)], /^check run "/u],
    ["a token that can only read", [refuse("rest:add-comment", 403)], /^no comment: 403 /u],
    ["422 for the comment", [refuse("rest:add-comment", 422)], /^no comment: 422 /u],
    ["5xx for the comment", [refuse("rest:add-comment", 500)], /^no comment: 500 /u],
    ["429 for the comment", [rateLimitedFor("rest:add-comment", 1)], /^comment on /u],
  ])("%s: green, and one line", async (_, faults, line) => {
    for (const fault of faults) service.inject(fault)
    expectLine(await publish(), line)
  })

  it("keeps one issue instead where that is asked", async () => {
    const nightly = (extra: object = {}) =>
      run.job("publish", {
        ...{ inputs: { issue: "true" }, token: "allowed", impatient: true },
        ...{ env: { GITHUB_EVENT_NAME: "schedule", GITHUB_SHA: SHA }, event: {}, ...extra },
      })
    const { checkRequests, desk } = service.rest
    const checks = checkRequests.length
    for (const [fault, line] of [
      [refuse("rest:add-issue", 403), /^no issue: 403 .*`issues: write`/u],
      [refuse("rest:add-issue", 422), /^no issue: 422 /u],
      [refuse("rest:list-issues", 410), /^no issue: 410 /u],
      [rateLimitedFor("rest:add-issue", 1), /^issue #500 opened$/u],
    ] as const) {
      service.inject(fault)
      expectLine(await nightly(), line)
    }
    expectLine(await nightly(), /^no issue: #500 says the same$/u)
    expect(desk.issues).toMatchObject([{ title: "checkout fails", state: "open" }])
    expect(desk.issues[0]?.body).toContain("bad")
    expect(checkRequests).toHaveLength(checks)
    const foreign = { GITHUB_EVENT_NAME: "workflow_run", GITHUB_RUN_ID: "99999" }
    const other = { id: run.run, run_attempt: 1, head_sha: SHA, event: "schedule" }
    expectLine(
      await nightly({ env: foreign, event: { workflow_run: other } }),
      /^no issue: the report is of another run$/u,
    )
  })

  it("finds the pull request of another run by commit and repository, not by its report", async () => {
    const fork = { branch: "topic", sha: SHA, repository: "stranger/shop" }
    service.rest.desk.open({ number: 900, ...fork })
    const job = await run.job("publish", {
      ...{ token: "allowed", impatient: true },
      env: { GITHUB_EVENT_NAME: "workflow_run", GITHUB_RUN_ID: "99999" },
      event: {
        workflow_run: {
          ...{ id: run.run, run_attempt: 1, head_sha: SHA, head_branch: "topic" },
          ...{ event: "pull_request", pull_requests: [{ number }] },
          head_repository: { full_name: "stranger/shop", owner: { login: "stranger" } },
        },
      },
    })
    expectLine(job, /^comment on pull request #900$/u)
    const [comment] = service.rest.desk.comments().filter(({ pull }) => pull === 900)
    expect(comment?.body).toContain("bad")
    // A command that a stranger's report brings is not shown.
    expect(comment?.body).not.toContain("Repeat the failures")
  })

  it("has nothing to publish without a report, and refuses a mode that does not exist", async () => {
    expectLine(await publish({ id: "other" }), /^nothing to publish: no report: the run has none$/u)
    const wrong = await publish({ comment: "sometimes" })
    expect(wrong).toMatchObject({ conclusion: "failure", exitCode: 2 })
  })
})
