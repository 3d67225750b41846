/**
 * Hooks, quarantine and kept files through the real CLI, and the same report from what is on disk.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

const SUITE = `
after: { name: Shard, if: always(), run: echo shard >> trace }
scenarios:
  shaky:
    run: 'mkdir -p out; echo shot > out/a.png; echo "# said" >> "$GITHUB_STEP_SUMMARY"; exit 1'
    after: { if: failure(), run: echo $SMOKE_CAUSE >> trace }
    artifacts: { paths: "out/*.png" }
    quarantine: { until: 2999-12-31, owner: "@team" }
  good: { run: echo ok, expect: { stdout: { matches: "^ok$" } } }
`

describe.runIf(process.platform === "linux")("a run with all that is around commands", () => {
  it("is reported live as it is merged", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const plan = await project.run(["plan", "--shards", "1", "-o", "plan.json"])
    expect(plan.exitCode).toBe(0)
    const args = ["run", "--plan", "plan.json", "--shard", "1", "--out", "run"]
    const ran = await project.run([...args, "--junit", "live.xml"])
    expect(ran.stderr).toContain("1 failed in quarantine (shaky)")
    expect(ran.exitCode).toBe(0)
    expect(project.read("trace")).toBe("exit-code\nshard\n")
    const merged = await project.run([
      ...["aggregate", "run", "--plan", "plan.json"],
      ...["-o", "merged.json", "--junit", "merged.xml"],
    ])
    expect(merged.exitCode).toBe(0)
    expect(project.read("merged.json")).toBe(project.read("run/results.json"))
    expect(project.read("merged.xml")).toBe(project.read("live.xml"))
    const [shaky] = project.results("merged.json").scenarios
    expect(shaky).toMatchObject({ id: "shaky", quarantined: true })
    const [kept = ""] = shaky?.attempts[0]?.artifacts ?? []
    expect(project.read(join("run", kept))).toBe("shot\n")
  })

  it("tears down when it is interrupted, within seconds", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  a:
    run: echo started; sleep 60
    before: echo ready >> begun
    after: { if: always(), run: 'echo $SMOKE_VERDICT > after' }
  b:
    run: sleep 60
    after: { if: always(), run: "trap '' TERM; echo begun > stubborn; sleep 60 & wait; sleep 60" }
`,
    })
    const run = project.start(["run", "--out", "run", "-c", "2"])
    await run.said("2 workers")
    // Both commands run once their logs are there.
    const deadline = performance.now() + 20_000
    while (
      !existsSync(join(project.root, "run/logs/b.1.log")) ||
      !existsSync(join(project.root, "begun"))
    ) {
      if (performance.now() > deadline) throw new Error("it did not start")
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const begun = performance.now()
    run.process.kill("SIGINT")
    const ended = await run.ended
    expect(performance.now() - begun).toBeLessThan(9_000)
    expect(ended.exitCode).toBe(130)
    expect(project.read("after")).toBe("cancelled\n")
    expect(project.read("stubborn")).toBe("begun\n")
    expect(project.survivors()).toEqual([])
  })
})
