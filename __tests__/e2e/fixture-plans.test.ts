/**
 * Fixtures in plans: what a run learns of starts, what limits how much runs at once, who leases the idle one.
 */
import { describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

describe.runIf(process.platform === "linux")("fixtures in plans", () => {
  it("starts are a guess until a run has seen them", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures: { vm: { key: [pool], start: sleep 0.3 } }
scenarios:
  s: { run: "true", fixtures: [vm], strategy: { matrix: { pool: [a, b], n: [1, 2] } } }
`,
    })
    const plan = () => project.run(["plan", "--shards", "2", "-c", "1", "--history", "h.json"])
    const before = await plan()
    expect(before.stdout).toContain("starts       2 × vm (10.0s each, a guess, 20.0s in all)")
    expect(before.stdout).toMatch(/1 {2}default +1 +2 +30\.0s {2}1 \(10\.0s\)/u)
    await project.run(["run", "-c", "1", "--history", "h.json", "--out", "run"])
    const after = await plan()
    expect(after.stdout).toMatch(/starts {7}2 × vm \([\d.]+m?s each, /u)
    expect(after.stdout).not.toContain("a guess")
  })

  it("a fixture that limits how much runs at once is worth a warning", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures: { db: { start: "true", leases: 1 } }
scenarios:
  s: { run: "true", estimate: 5s, fixtures: [db], strategy: { matrix: { n: [1, 2, 3, 4] } } }
`,
    })
    const { stdout, stderr } = await project.run(["plan", "--shards", "1", "-c", "4"])
    expect(stderr).toContain("fixture db limits how much runs at once: raise its `instances` or")
    expect(stdout).toContain("set by fixture db, which 1 scenario can lease at once")
  })

  it("the instance that uses the least is leased next", async () => {
    const project = new Project({
      "busy.mjs": `
// The first instance keeps a processor busy.
const port = Number(process.env.PORT)
import("node:http").then(({ createServer }) => createServer((_, r) => r.end()).listen(port, "127.0.0.1"))
if (process.env.SMOKE_INSTANCE === "1") setInterval(() => { const end = Date.now() + 90; while (Date.now() < end); }, 100)
`,
      "smoke.yml": `
fixtures:
  web:
    instances: 2
    warm: 2
    choose: resource-based
    serve: exec node busy.mjs
    ports: [PORT]
    ready: { tcp: "127.0.0.1:\${{ fixture.PORT }}" }
scenarios:
  first: { run: sleep 5 }
  last: { needs: [next], fixtures: [web], run: 'test "\${{ fixtures.web.instance }}" = 2' }
  next: { needs: [first], fixtures: [web], run: 'test "\${{ fixtures.web.instance }}" = 2' }
`,
    })
    const ran = await project.run(["run", "-c", "2", "--out", "run"])
    expect(ran.stderr + ran.stdout).toContain("3 of 3 passed")
  })

  it("a key of which all scenarios are skipped is never set up", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures: { vm: { key: pool, start: 'echo "$SMOKE_FIXTURE_KEY" >> made' } }
scenarios:
  s:
    run: "true"
    fixtures: [vm]
    if: \${{ env.POOL == matrix.pool }}
    strategy: { matrix: { pool: [p, q], n: [1, 2] } }
`,
    })
    const ran = await project.run(["run", "--out", "run"], { POOL: "q" })
    expect(ran.exitCode).toBe(0)
    expect(project.read("made")).toBe("q\n")
    const { summary } = project.results("run/results.json")
    expect(summary).toMatchObject({ passed: 2, skipped: 2 })
  })
})
