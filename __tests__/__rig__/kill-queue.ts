/**
 * Workers of a shared queue, one of which is killed at a seeded moment: nothing may be lost, and nothing
 * counted twice.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect } from "vitest"
import { randomOf } from "../../src/core/quantities/random.ts"
import type { RunEvent } from "../../src/events/event.ts"
import { byVerdict, type Ended, Project } from "./project.ts"

const SCENARIOS = 24

/** Every scenario notes each start; some need others, one fails. */
function suite(): string {
  const lines = Array.from({ length: SCENARIOS }, (_, index) => {
    const needs = index % 4 === 3 ? `, needs: [s${index - 1}]` : ""
    return `  s${index}: { run: 'echo "+ $SMOKE_SCENARIO" >> ran; sleep 0.${index % 4}'${needs} }`
  })
  return `
scenarios:
${lines.join("\n")}
  bad: 'echo "+ bad" >> ran; exit 3'
  after: { run: "true", needs: [bad] }
`
}

/** A project with a plan that workers can share. */
export async function queuedProject(text = suite()): Promise<Project> {
  const project = new Project({ "smoke.yml": text })
  const planned = await project.run(["plan", "-o", "plan.json"])
  expect(planned.exitCode, planned.stderr).toBe(0)
  return project
}

/** The command line of a worker. */
export function workerArguments(url: string, out: string): string[] {
  return ["run", "--plan", "plan.json", "--queue", url, "--out", out, "-c", "2"]
}

/** All events in the journals of the workers. */
export function eventsOf(project: Project): readonly RunEvent[] {
  return readdirSync(project.root).flatMap((name) => {
    const path = join(project.root, name, "journal.ndjson")
    if (!existsSync(path)) return []
    const lines = readFileSync(path, "utf8").split("\n")
    return lines.flatMap((line): RunEvent[] => {
      // A killed worker may have left half a line.
      try {
        return [JSON.parse(line)]
      } catch {
        return []
      }
    })
  })
}

/** Claims whose results count by the word of their own workers, by scenario. */
export function countedTwice(events: readonly RunEvent[]): readonly string[] {
  const counted = events.flatMap((event) =>
    event.type === "claim-ended" && event.counted ? [event.id] : [],
  )
  return counted.filter((id, index) => counted.indexOf(id) !== index)
}

/** Merges the folders of the workers. */
export function mergeWorkers(project: Project, folders: readonly string[]): Promise<Ended> {
  return project.run(["aggregate", ...folders, "--plan", "plan.json", "--out", "merged"])
}

/** Kills one of two workers, and starts a third; true where the kill met it at work. */
export async function killWorker(redis: string, seed: number): Promise<boolean> {
  const project = await queuedProject()
  const url = `${redis}?run=kill-${seed}&lease=3s`
  const victim = project.start(workerArguments(url, "victim"))
  const other = project.start(workerArguments(url, "other"))
  await victim.said("scenarios on 2 workers")
  await starts(project, Math.floor(SCENARIOS * 0.7 * randomOf(seed, "kill", "queue", 0)))
  const met = victim.process.exitCode === null
  victim.process.kill("SIGKILL")
  await victim.ended
  const third = project.start(workerArguments(url, "third"))
  const ends = await Promise.all([other.ended, third.ended])
  const context = `seed ${seed}\n${ends.map(({ stderr }) => stderr).join("\n")}`
  const folders = ["victim", "other", "third"].filter((name) =>
    existsSync(join(project.root, name)),
  )
  const merged = await mergeWorkers(project, folders)
  expect(merged.exitCode, `${context}\n${merged.stderr}${merged.stdout}`).toBe(1)
  const results = project.results("merged/results.json")
  expect(results.summary, context).toMatchObject({
    ...{ total: SCENARIOS + 2, passed: SCENARIOS, failed: 1, skipped: 1, lost: 0 },
    conclusion: "failure",
  })
  expect(byVerdict(results)["failed"], context).toEqual(["bad"])
  const events = eventsOf(project)
  expect(countedTwice(events), context).toEqual([])
  const ran = project.read("ran").split("\n")
  for (const { id } of results.scenarios) {
    const starts = ran.filter((line) => line === `+ ${id}`).length
    const claims = events.filter((event) => event.type === "scenario-claimed" && event.id === id)
    expect(starts, `${id}: ${context}`).toBeLessThanOrEqual(claims.length)
  }
  return met
}

/** Resolves once so many scenarios have started. */
async function starts(project: Project, count: number): Promise<void> {
  const path = join(project.root, "ran")
  const ran = () => (existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0)
  while (ran() < count) await new Promise((next) => setTimeout(next, 5))
}
