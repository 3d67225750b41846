import { rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { byVerdict, Project } from "../__rig__/project.ts"

const SUITE = `
name: shop
groups: { slow: { max-parallel: 1 } }
scenarios:
  home: echo home
  cart: { run: echo cart, needs: [home] }
  broken: "echo the reason; exit 3"
  after-broken: { run: "true", needs: [broken] }
  cleanup: { run: "true", needs: [broken], if: failure() }
  flaky: { run: 'test "$SMOKE_ATTEMPT" = 2', retry: { max-attempts: 3, delay: 10ms } }
  itself: "echo no licence here; exit 77"
  size: { run: 'test -n "$SMOKE_MATRIX_SIZE"', group: slow, strategy: { matrix: { size: [s, m] } } }
`

const VERDICTS = {
  passed: ["home", "cart", "cleanup", "size:s", "size:m"],
  failed: ["broken"],
  flaky: ["flaky"],
  skipped: ["after-broken", "itself"],
}

function sorted(verdicts: Record<string, string[]>) {
  return Object.fromEntries(Object.entries(verdicts).map(([name, ids]) => [name, ids.toSorted()]))
}

describe("run", () => {
  it("gives every scenario its verdict and exits 1 when one failed", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const ended = await project.run(["run", "--out", "out"])
    expect(ended.exitCode).toBe(1)
    const results = project.results("out/results.json")
    expect(sorted(byVerdict(results))).toEqual(sorted(VERDICTS))
    expect(ended.stderr.trimEnd().split("\n").at(-1)).toMatch(
      /^FAILED: 1 of 9 failed \(broken\), 1 flaky, 2 skipped · .* · exit 1$/u,
    )
    expect(project.read("out/logs/broken.1.log")).toBe("the reason\n")
    expect(project.read("out/combined.log")).toContain("==> broken · attempt 1 · failed")
    expect(
      project.results("out/results.json").scenarios.find(({ id }) => id === "flaky"),
    ).toMatchObject({ verdict: "flaky", runs: 2, failures: 1 })
  })

  it("writes the same bytes live and from the merged folder of the same events", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const reports = (into: string) => ["--junit", `${into}.xml`, "--summary", `${into}.md`]
    await project.run(["run", "--out", "live", ...reports("live")])
    const merged = await project.run([
      ...["aggregate", "live", "--plan", "live/plan.json", "--out", "merged", ...reports("merged")],
    ])
    expect(merged.exitCode).toBe(1)
    expect(project.read("merged/results.json")).toBe(project.read("live/results.json"))
    expect(project.read("merged.xml")).toBe(project.read("live.xml"))
    expect(project.read("merged.md")).toBe(project.read("live.md"))
  })

  it("exits 3 when the selection leaves nothing, 0 when that is allowed", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const none = await project.run(["run", "--filter", "nothing", "--out", "out"])
    expect(none.exitCode).toBe(3)
    expect(none.stderr).toContain('"nothing" matches no scenario')
    expect(project.results("out/results.json").summary).toMatchObject({
      total: 0,
      conclusion: "empty",
    })
    const pass = await project.run(["run", "--filter", "nothing", "--if-empty", "pass"])
    expect(pass.exitCode).toBe(0)
  })

  it("exits 3 when everything skipped itself at the planning or needed what did", async () => {
    const project = new Project({
      "smoke.yml": 'scenarios: { a: { run: "true", if: "false" }, b: { run: "true", needs: [a] } }',
    })
    expect((await project.run(["run"])).exitCode).toBe(3)
  })

  it("fails on flaky or skipped only when asked", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const some = ["run", "--filter", "flaky", "--filter", "itself"]
    expect((await project.run(some)).exitCode).toBe(0)
    expect((await project.run([...some, "--fail-on", "flaky"])).exitCode).toBe(1)
    expect((await project.run([...some, "--fail-on", "skipped"])).exitCode).toBe(1)
  })

  it("starts nothing in a dry run", async () => {
    const project = new Project({ "smoke.yml": "scenarios: { a: touch ran }" })
    const dry = await project.run(["run", "--dry-run"])
    expect(dry.exitCode).toBe(0)
    expect(dry.stdout).toContain("1 scenario in 1 shard")
    await expect(async () => project.read("ran")).rejects.toThrow()
  })
})

describe("plan, run --shard, aggregate", () => {
  async function sharded(): Promise<Project> {
    const project = new Project({ "smoke.yml": SUITE })
    await project.run(["plan", "--shards", "3", "-o", "plan.json"])
    for (const shard of ["1", "2", "3"]) {
      await project.run([
        ...["run", "--plan", "plan.json", "--shard", shard, "--out", `shards/${shard}`],
      ])
    }
    return project
  }

  const aggregate = ["aggregate", "shards", "--plan", "plan.json", "--out", "merged"]

  it("comes to the verdicts of one machine", async () => {
    const project = await sharded()
    const ended = await project.run(aggregate)
    expect(ended.exitCode).toBe(1)
    expect(sorted(byVerdict(project.results("merged/results.json")))).toEqual(sorted(VERDICTS))
    expect(project.results("merged/results.json").shards.map(({ status }) => status)).toEqual([
      "complete",
      "complete",
      "complete",
    ])
  })

  it("is red when a shard is missing, and names what is lost", async () => {
    const project = await sharded()
    const plan = JSON.parse(project.read("plan.json"))
    rmSync(join(project.root, "shards/2"), { recursive: true })
    const ended = await project.run(aggregate)
    expect(ended.exitCode).toBe(4)
    expect(ended.stderr).toContain("shard 2 of 3")
    const lost = byVerdict(project.results("merged/results.json"))["lost"]
    expect(lost?.toSorted()).toEqual(plan.shards[1].scenarios.toSorted())
    for (const id of lost ?? []) expect(ended.stderr).toContain(id)
  })

  it("refuses the folder of another plan with both digests", async () => {
    const project = await sharded()
    const before = JSON.parse(project.read("plan.json")).digest
    await project.run(["plan", "--shards", "3", "--seed", "2", "-o", "plan.json"])
    const after = JSON.parse(project.read("plan.json")).digest
    const ended = await project.run(aggregate)
    expect(ended.exitCode).toBe(4)
    expect(ended.stderr).toContain(before)
    expect(ended.stderr).toContain(after)
  })

  it("refuses to run when a planned file has changed, and names it", async () => {
    const project = new Project({
      "smoke.yml": "include: [a.sh, b.sh]",
      "a.sh": "true",
      "b.sh": "true",
    })
    await project.run(["plan", "--shards", "2", "-o", "plan.json"])
    project.write("b.sh", "true # changed")
    rmSync(join(project.root, "a.sh"))
    const ended = await project.run(["run", "--plan", "plan.json", "--shard", "1", "--out", "out"])
    expect(ended.exitCode).toBe(2)
    expect(ended.stderr).toMatch(/b\.sh/u)
    expect(ended.stderr).toMatch(/a\.sh/u)
  })

  it("refuses a plan that was edited", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    await project.run(["plan", "--shards", "2", "-o", "plan.json"])
    project.write("plan.json", project.read("plan.json").replace("echo home", "echo away"))
    const ended = await project.run(["run", "--plan", "plan.json", "--shard", "1"])
    expect(ended.exitCode).toBe(2)
    expect(ended.stderr).toContain("changed after planning")
  })

  it("judges a shard alone: one in which all is skipped is not an empty run", async () => {
    const project = new Project({
      "smoke.yml": 'scenarios: { a: "exit 77", b: echo b }',
    })
    const ended = await project.run(["run", "--shard", "1/2", "--out", "out"])
    expect(ended.exitCode).toBe(0)
    expect((await project.run(["run", "--filter", "a"])).exitCode).toBe(0)
    const beyond = await project.run(["run", "--shard", "3/3"])
    expect(beyond.exitCode).toBe(0)
    expect(beyond.stderr).toContain("nothing to do")
  })
})
