/**
 * What scenarios take, and where they can run at all, from the suite file to processes: nothing is
 * given out twice, neither inside a shard nor among shards.
 */
import { describe, expect, it } from "vitest"
import type { Plan } from "../../src/formats/plan.ts"
import { Project } from "../__rig__/project.ts"

function planOf(project: Project): Plan {
  return JSON.parse(project.read("plan.json"))
}

/** Fails when all seats are taken: a folder is made by one process only. */
function take(...seats: readonly string[]): string {
  const tries = seats.map((seat) => `{ mkdir ${seat} 2>/dev/null && mine=${seat}; }`).join(" || ")
  return `${tries} || exit 1; sleep 0.2; rmdir $mine`
}

describe.runIf(process.platform === "linux")("what there is once", () => {
  it("is taken by one scenario of a shard after the other", async () => {
    const suite = (demand: string) => `
capabilities:
  gpu: { command: "echo 1", as: count }
scenarios:
  train:
    run: ${JSON.stringify(take("card"))}
    strategy: { matrix: { set: [a, b, c] } }
    ${demand}
  other: { run: "true" }
`
    const project = new Project({ "smoke.yml": suite("demand: { gpu: 1 }") })
    const ran = await project.run(["run", "-c", "4", "--out", "run"])
    expect(ran.stderr).toContain("PASSED: 4 of 4 passed")
    // Without the demand they meet, so that the test can fail.
    project.write("smoke.yml", suite("requires: [gpu]"))
    const met = await project.run(["run", "-c", "4", "--out", "met"])
    expect(met.exitCode).toBe(1)
  })

  it("goes to shards in whole shares that hold while all run at once", async () => {
    const project = new Project({
      "smoke.yml": `
capabilities:
  licence: { value: 2, scope: run }
scenarios:
  licensed:
    run: ${JSON.stringify(take("one", "two"))}
    demand: { licence: 1 }
    strategy: { matrix: { n: [1, 2, 3, 4, 5, 6] } }
  free:
    run: "true"
    strategy: { matrix: { n: [1, 2, 3, 4] } }
`,
    })
    const plan = await project.run(["plan", "--shards", "3", "-c", "4", "-o", "plan.json"])
    expect(plan.exitCode, plan.stderr).toBe(0)
    const { shards } = planOf(project)
    expect(shards).toHaveLength(3)
    const takers = shards.map(({ scenarios }) => scenarios.some((id) => id.startsWith("licensed")))
    const shares = shards.map(({ share }) => share["licence"] ?? 0)
    expect(shares).toEqual(takers.map((takes) => (takes ? 1 : 0)))
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(2)
    const runs = await Promise.all(
      shards.map(({ shard }) =>
        project.run([
          ...["run", "--plan", "plan.json", "--shard", String(shard)],
          ...["--out", `out/${shard}`],
        ]),
      ),
    )
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    const merged = await project.run(["aggregate", "out", "--plan", "plan.json", "--out", "all"])
    expect(merged.stdout + merged.stderr).toContain("PASSED: 10 of 10 passed")
  })
})

describe.runIf(process.platform === "linux")("runner classes", () => {
  const SUITE = `
runners:
  linux: { runs-on: [self-hosted, small] }
  gpu: { runs-on: [self-hosted, gpu], capabilities: { gpu: 2 }, workers: 4, max-shards: 1 }
scenarios:
  plain:
    run: "true"
    estimate: 30s
    strategy: { matrix: { n: [1, 2, 3, 4, 5, 6] } }
  train:
    run: "true"
    estimate: 30s
    runner: gpu
    demand: { gpu: 1 }
    strategy: { matrix: { n: [1, 2, 3, 4, 5, 6] } }
`

  it("give each shard its labels, and no class more shards than it has", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const flags = ["plan", "--shards", "4", "-c", "2"]
    const planned = await project.run([...flags, "--actions-matrix"])
    expect(planned.exitCode, planned.stderr).toBe(0)
    const { include } = JSON.parse(planned.stdout)
    const runsOn = include.map((entry: Readonly<Record<string, unknown>>) => entry["runs-on"])
    expect(runsOn.map((labels: readonly string[]) => labels[1]).toSorted()).toEqual([
      ...["gpu", "small", "small", "small"],
    ])
    const text = await project.run(flags)
    // Two at once by their cards, whatever the workers.
    expect(text.stdout).toMatch(/ gpu +4 +6 +1m30s /u)
  })

  it("are expected to be what earlier runs saw", async () => {
    const job = { at: new Date().toISOString(), run: "r", attempt: 1, memoryBytes: 1e9 }
    const jobs = [{ ...job, shard: 1, runner: "linux", cores: 3, workers: 3, startSeconds: 1 }]
    const history = {
      schemaVersion: 1,
      suite: "shop",
      jobs,
      scenarios: { gone: [[0, "passed", 1, 1, 1, null]] },
    }
    const project = new Project({
      "h.json": JSON.stringify(history),
      "smoke.yml": `name: shop${SUITE}`,
    })
    const planned = await project.run(["plan", "--shards", "2", "--history", "h.json"])
    expect(planned.stderr).not.toContain("not used")
    expect(planned.stdout).toMatch(/ linux +auto \(3\) +6 +1m00s /u)
    // A class that is too small by what was seen is no reason to leave anything out.
    project.write(
      "smoke.yml",
      `name: shop${SUITE}  big: { run: "true", runner: linux, requires: ["memory >= 8Gi"] }\n`,
    )
    await project.run(["plan", "--shards", "2", "--history", "h.json", "-o", "plan.json"])
    expect(planOf(project).skipped).toEqual([])
    expect(planOf(project).scenarios["big"]?.runner).toBe("linux")
  })
})
