/**
 * A small run whose engine is killed at seeded points of its journal, again and again, and resumed
 * each time; at the end everything must have its right verdict and nothing finished may have run twice.
 */
import { statSync } from "node:fs"
import { join } from "node:path"
import { expect } from "vitest"
import { randomOf } from "../../src/core/quantities/random.ts"
import { byVerdict, Project } from "./project.ts"

const SCENARIOS = 14

/** Every scenario notes its start and its end; one fails, one passes in its second attempt. */
function suite(): string {
  const lines = Array.from({ length: SCENARIOS }, (_, index) => {
    const needs = index % 4 === 3 ? `, needs: [s${index - 1}]` : ""
    return `  s${index}: { run: 'echo "+ $SMOKE_SCENARIO" >> ran; sleep 0.0${index % 5}; echo "- $SMOKE_SCENARIO" >> ran'${needs} }`
  })
  return `
scenarios:
${lines.join("\n")}
  bad: 'echo "+ bad" >> ran; echo "- bad" >> ran; exit 3'
  shaky: { run: 'echo "+ shaky" >> ran; [ "$SMOKE_ATTEMPT" = 2 ]', retry: { max-attempts: 2 } }
  after: { run: "true", needs: [bad] }
`
}

const JOURNAL = "out/journal.ndjson"

/** Bytes of the journal of such a run, roughly: kills are spread over them. */
const JOURNAL_BYTES = 14_000

/** Kills `kills` engines of one run and lets the last one finish; how many kills met a live engine. */
export async function killAndResume(seed: number, kills: number): Promise<number> {
  const project = new Project({ "smoke.yml": suite() })
  let met = 0
  for (let kill = 0; kill < kills; kill += 1) {
    const sizeBefore = sizeOf(project)
    const engine = project.start(argumentsFor(project))
    // A part of what is left to write, so that each engine of the series is killed somewhere else.
    const share = randomOf(seed, "kill", String(kill), 0)
    const point = sizeBefore + share * (JOURNAL_BYTES / kills)
    let over = false
    const ended = engine.ended.then((end) => {
      over = true
      return end
    })
    while (!over && sizeOf(project) <= point) await new Promise((next) => setTimeout(next, 1))
    if (!over) met += 1
    engine.process.kill("SIGKILL")
    await ended
  }
  const last = await project.run(argumentsFor(project))
  const context = `seed ${seed}\n${last.stderr}`
  expect(last.exitCode, context).toBe(1)
  const { summary, scenarios } = project.results("out/results.json")
  const verdicts = byVerdict(project.results("out/results.json"))
  expect(verdicts["failed"], context).toEqual(["bad"])
  expect(verdicts["flaky"], context).toEqual(["shaky"])
  expect(verdicts["skipped"], context).toEqual(["after"])
  expect(summary, context).toMatchObject({ total: SCENARIOS + 3, passed: SCENARIOS, lost: 0 })
  const merged = await project.run([
    "aggregate",
    "out",
    "--plan",
    "out/plan.json",
    "--out",
    "merged",
  ])
  expect(merged.exitCode, context).toBe(1)
  expect(project.read("merged/results.json"), context).toBe(project.read("out/results.json"))
  // An attempt that ended is in the journal at once: more starts than kills there cannot be.
  const ran = project.read("ran").split("\n")
  for (const { id } of scenarios) {
    const starts = ran.filter((line) => line === `+ ${id}`).length
    expect(starts, `${id}: ${context}`).toBeLessThanOrEqual((id === "shaky" ? 2 : 1) + met)
  }
  const starts = ran.filter((line) => line.startsWith("+")).length
  // Two workers: a kill costs two attempts at most.
  expect(starts, context).toBeLessThanOrEqual(SCENARIOS + 3 + 2 * met)
  expect(project.survivors(), context).toEqual([])
  return met
}

function argumentsFor(project: Project): string[] {
  const begun = sizeOf(project) > 0
  return begun ? ["run", "--resume", "out"] : ["run", "-c", "2", "--out", "out"]
}

function sizeOf(project: Project): number {
  try {
    return statSync(join(project.root, JOURNAL)).size
  } catch {
    return 0
  }
}
