/** True runs of the real command, of which the mutated files are made, with what is true of each. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect } from "vitest"
import type { Results } from "../../../src/formats/results.ts"
import { Project } from "../project.ts"
import type { BaseRun } from "./base-run.ts"

const SUITE = (more: string) => `
name: shop
defaults: { timeout: 20s }
groups: { one: { max-parallel: 1, sequential: true } }
scenarios:
  first: { run: 'echo "name=value" >> "$SMOKE_OUTPUT"', tags: [quick], env: { A: b } }
  second: { run: 'echo "$V"', needs: [first], env: { V: "\${{ needs.first.outputs.name }}" } }
  third: { run: "true", group: one, meta: { team: shop, sizes: [1, 2.50] } }
  fourth: { run: "true", group: one }
  shaky: { run: '[ "$SMOKE_ATTEMPT" = 2 ]', retry: { max-attempts: 2 } }
  off: { run: "true", if: "github.actor == 'nobody'" }
  known: { run: "exit 4", quarantine: { reason: old, until: 2090-01-01 } }
  shop: { run: "echo $SMOKE_SCENARIO", strategy: { matrix: { pool: [a, b], cpu: [1, 2] } } }
${more}`

const RED = SUITE(`  bad: "echo broken; exit 3"
  after: { run: "true", needs: [bad] }
`)
const FIXABLE = SUITE(`  flip: "test -e fixed"
`)

/** Makes them; takes a few seconds. The projects have no other files than the suite. */
export async function makeBaseRuns(): Promise<readonly BaseRun[]> {
  const green = new Project({ "smoke.yml": SUITE("") })
  const red = new Project({ "smoke.yml": RED })
  const mended = new Project({ "smoke.yml": FIXABLE })
  const broken = new Project({ "smoke.yml": FIXABLE, fixed: "" })
  const resumed = new Project({ "smoke.yml": SUITE("") })
  const projects = [green, red, mended, broken, resumed]
  for (const project of projects) {
    const planned = await project.run(["plan", "--shards", "2", "-o", "plan.json"])
    expect(planned.exitCode, planned.stderr).toBe(0)
    await runShards(project, 1)
  }
  mended.write("fixed", "")
  rmSync(join(broken.root, "fixed"))
  await runShards(mended, 2)
  await runShards(broken, 2)
  await goOn(resumed)
  const runs = await Promise.all(projects.map(baseRunOf))
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 1, 0, 1, 0])
  return runs
}

async function runShards(project: Project, attempt: number): Promise<void> {
  for (const shard of ["1", "2"]) {
    const out = `shards/${shard}-a${attempt}`
    const args = ["run", "--plan", "plan.json", "--shard", shard, "--out", out]
    await project.run(args, { GITHUB_RUN_ATTEMPT: String(attempt) })
  }
}

/** As if each engine had been killed half-way, and another had gone on: journals with two beginnings. */
async function goOn(project: Project): Promise<void> {
  for (const folder of readdirSync(join(project.root, "shards"))) {
    const [journal, manifest] = ["journal.ndjson", "manifest.json"].map(
      (name) => `shards/${folder}/${name}`,
    )
    const text = project.read(journal ?? "")
    project.write(journal ?? "", text.slice(0, text.length / 2))
    const begun = project.read(manifest ?? "").replace('"complete": true', '"complete": false')
    project.write(manifest ?? "", begun)
    const ended = await project.run(["run", "--resume", `shards/${folder}`])
    expect(ended.exitCode, ended.stderr).toBe(0)
  }
}

async function baseRunOf(project: Project): Promise<BaseRun> {
  const { root } = project
  const names = readdirSync(join(root, "shards")).sort()
  const folders = names.map((name) => `shards/${name}`)
  const args = ["--plan", "plan.json", "--out", "truth", "--history", "history.json"]
  const merged = await project.run(["aggregate", ...folders, ...args])
  const results: Results = JSON.parse(readFileSync(join(root, "truth/results.json"), "utf8"))
  expect(merged.exitCode, merged.stderr).toBe(results.summary.exitCode)
  await project.run(["aggregate", ...folders, ...args, "--junit", "junit.xml"])
  writeFileSync(join(root, "timings.json"), JSON.stringify({ first: 1.5, "shop:a:1": 2, x: 3 }))
  writeFileSync(join(root, "timings.txt"), "first:1.5\nsmoke.yml:2.25\nshop/a-1:3\n")
  const isNewest = (name: string) =>
    !names.includes(name.replace("-a1", "-a2")) || /a2$/u.test(name)
  return {
    root,
    shards: names.map((name) => ({ folder: `shards/${name}`, newest: isNewest(name) })),
    exitCode: results.summary.exitCode,
    ids: results.scenarios.map(({ id }) => id),
  }
}
