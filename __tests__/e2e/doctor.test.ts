/** `doctor` as people call it: what it prints, and what a token lets it see. */
import { spawnSync } from "node:child_process"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Finding } from "../../src/formats/doctor.ts"
import {
  WORKFLOW_PATH as FILE,
  HEALTHY_SUITE as SUITE,
  HEALTHY_WORKFLOW as WORKFLOW,
} from "../__rig__/healthy-repository.ts"
import { Project } from "../__rig__/project.ts"
import { startWebServer, type WebServer } from "../__rig__/web-server.ts"

interface Looked {
  readonly exitCode: number | null
  readonly healthy: boolean
  readonly items: readonly Finding[]
  readonly unseen: readonly string[]
}

async function look(project: Project, env: Readonly<Record<string, string>> = {}): Promise<Looked> {
  const ended = await project.run(["doctor", "--json"], env)
  const { healthy, action_items: items, unseen } = JSON.parse(ended.stdout)
  return { exitCode: ended.exitCode, healthy, items, unseen }
}

/** A repository of these files, with a workflow that is right but for one change. */
function repository(files: Readonly<Record<string, string>>): Project {
  const project = new Project({ "smoke.yml": SUITE, [FILE]: WORKFLOW, ...files })
  spawnSync("git", ["init", "--quiet"], { cwd: project.root })
  return project
}

describe("doctor", () => {
  it("prints each finding with the next action, and what it could not look at", async () => {
    const suite =
      "scenarios:\n  a: { run: echo, quarantine: { until: 2020-01-31, owner: '@team' } }\n"
    const broken = WORKFLOW.replace("    if: always()\n", "")
    const project = repository({ "smoke.yml": suite, [FILE]: broken })
    const told = await project.run(["doctor"])
    expect(told.exitCode).toBe(2)
    await expect(told.stdout).toMatchFileSnapshot("__golden__/doctor.txt")
    const healthy = await repository({}).run(["doctor"])
    expect([healthy.exitCode, healthy.stdout.trim().split("\n").at(-1)]).toEqual([
      0,
      "nothing is wrong",
    ])
  })
})

describe("doctor with a token", () => {
  let server: WebServer
  let answers: Readonly<Record<string, readonly [status: number, body: unknown]>> = {}
  beforeAll(async () => {
    server = await startWebServer((path, response) => {
      const [status, body] = answers[path.replace("/repos/acme/shop/", "")] ?? [404, {}]
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
    })
  })
  afterAll(() => server.close())
  const env = () => ({
    ...{ GITHUB_TOKEN: "secret-token", GITHUB_REPOSITORY: "acme/shop" },
    GITHUB_API_URL: server.origin,
  })
  const rule = (context: string) => [
    { type: "required_status_checks", parameters: { required_status_checks: [{ context }] } },
  ]

  it("sees whether the verdict is required, by a ruleset or by branch protection", async () => {
    const project = repository({})
    answers = { "rules/branches/main": [200, []], "branches/main": [200, {}] }
    const without = await look(project, env())
    expect(without.items).toMatchObject([{ code: "gate/not-required", level: "error" }])
    expect(without.items[0]?.fix.text).toContain('"context":"verdict"')
    answers = { "rules/branches/main": [200, rule("verdict")], "branches/main": [200, {}] }
    expect(await look(project, env())).toMatchObject({ items: [], unseen: [] })
    const protection = { required_status_checks: { contexts: ["verdict"] } }
    answers = { "rules/branches/main": [200, []], "branches/main": [200, { protection }] }
    expect(await look(project, env())).toMatchObject({ items: [], unseen: [] })
    answers = { "rules/branches/main": [403, {}] }
    expect((await look(project, env())).unseen).toEqual([
      "required checks of main: the service answered 403 Forbidden",
    ])
    expect(server.requests.map(({ headers }) => headers.authorization)).toContain(
      "Bearer secret-token",
    )
  })

  it("sees that no self-hosted runner with the labels is online", async () => {
    const suite = `runners: { big: { runs-on: [self-hosted, big] } }\n${SUITE}`
    const allowed = WORKFLOW.replace("shards: 2", "allow-runners: self-hosted, big")
    const project = repository({ "smoke.yml": suite, [FILE]: allowed })
    const runner = (status: string) => ({
      runners: [{ status, labels: [{ name: "self-hosted" }, { name: "Big" }] }],
    })
    const gate = {
      "rules/branches/main": [200, rule("verdict")],
      "branches/main": [200, {}],
    } as const
    answers = { ...gate, "actions/runners?per_page=100": [200, runner("offline")] }
    expect((await look(project, env())).items).toMatchObject([{ code: "runner/none-online" }])
    answers = { ...gate, "actions/runners?per_page=100": [200, runner("online")] }
    expect((await look(project, env())).items).toEqual([])
  })
})
