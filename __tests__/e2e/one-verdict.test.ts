/**
 * Random suites, random failures, an engine killed at a random moment, shards that vanish: every
 * planned scenario ends with exactly one verdict, and nothing that is missing is ever green.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { seededRandom } from "../../src/core/quantities/random.ts"
import type { Plan } from "../../src/formats/plan.ts"
import { Project } from "../__rig__/project.ts"

/** What a scenario may do, with the verdicts that may come of it when its shard is whole. */
const FATES: readonly (readonly [string, readonly string[]])[] = [
  ["'true'", ["passed"]],
  ["echo hello", ["passed"]],
  ["sleep 0.05", ["passed"]],
  ["exit 3", ["failed"]],
  ["kill -KILL $$", ["failed"]],
  ["exit 77", ["skipped"]],
  ["{ run: sleep 30, timeout: 300ms }", ["failed"]],
  ["{ run: 'test \"$SMOKE_ATTEMPT\" = 2', retry: { max-attempts: 2, delay: 5ms } }", ["flaky"]],
  ["{ run: 'no-such-program-here' }", ["failed"]],
  ["{ run: 'true', working-directory: gone }", ["failed"]],
]

interface Drawn {
  readonly suite: string
  readonly may: ReadonlyMap<string, readonly string[]>
}

function draw(random: () => number): Drawn {
  const lines: string[] = ["scenarios:"]
  const may = new Map<string, readonly string[]>()
  const count = 6 + Math.floor(random() * 14)
  for (let i = 0; i < count; i++) {
    const id = `s${i}`
    const [fate = "", verdicts = []] = FATES[Math.floor(random() * FATES.length)] ?? []
    if (i > 0 && random() < 0.25) {
      const need = `s${Math.floor(random() * i)}`
      lines.push(`  ${id}: { run: 'true', needs: [${need}] }`)
      const good = (may.get(need) ?? []).every((verdict) => /passed|flaky/u.test(verdict))
      may.set(id, [good ? "passed" : "skipped"])
    } else {
      lines.push(`  ${id}: ${fate}`)
      may.set(id, verdicts)
    }
  }
  return { suite: lines.join("\n"), may }
}

function isWhole(project: Project, folder: string): boolean {
  try {
    return project.read(`${folder}/journal.ndjson`).includes('"type":"run-finished"')
  } catch {
    return false
  }
}

describe.runIf(process.platform === "linux")("exactly one verdict each", () => {
  it.each([1, 2, 3, 4, 5, 6])("seed %i", async (seed) => {
    const random = seededRandom(seed)
    const { suite, may } = draw(random)
    const project = new Project({ "smoke.yml": suite })
    await project.run(["plan", "--shards", "3", "-c", "2", "-o", "plan.json"])
    const plan: Plan = JSON.parse(project.read("plan.json"))
    const broken = new Set<number>()
    await Promise.all(
      plan.shards.map(async ({ shard }) => {
        const out = `shards/${shard}`
        const draws = { kill: random(), after: random() * 400, vanish: random() }
        const running = project.start([
          ...["run", "--plan", "plan.json", "--shard", String(shard), "--out", out],
        ])
        if (draws.kill < 0.35) {
          await running.said("run ")
          await new Promise((resolve) => setTimeout(resolve, draws.after))
          const killed = running.process.kill("SIGKILL")
          // A kill after the last line of the journal loses nothing any more.
          if (killed && (await running.ended).signal === "SIGKILL" && !isWhole(project, out)) {
            broken.add(shard)
          }
        }
        await running.ended
        if (draws.vanish < 0.15) {
          rmSync(join(project.root, out), { recursive: true, force: true })
          broken.add(shard)
        }
      }),
    )
    project.killSurvivors()
    const ended = await project.run([
      ...["aggregate", ".", "--plan", "plan.json", "-o", "results.json", "--out", "merged"],
    ])
    const { scenarios, summary } = project.results("results.json")
    const planned = [...Object.keys(plan.scenarios), ...plan.skipped.map(({ id }) => id)]
    expect(scenarios.map(({ id }) => id).toSorted()).toEqual(planned.toSorted())
    for (const { id, verdict } of scenarios) {
      const shard = plan.shards.find((one) => one.scenarios.includes(id))?.shard ?? 0
      const allowed = broken.has(shard) ? [...(may.get(id) ?? []), "lost"] : may.get(id)
      expect([id, allowed]).toEqual([id, expect.arrayContaining([verdict])])
    }
    const { total, passed, failed, flaky, skipped, cancelled, lost } = summary
    expect(passed + failed + flaky + skipped + cancelled + lost).toBe(total)
    if (broken.size > 0) expect(ended.exitCode).toBe(4)
    else expect(ended.exitCode).toBe(failed > 0 ? 1 : 0)
  })
})
