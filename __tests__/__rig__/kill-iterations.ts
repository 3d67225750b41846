/**
 * A run that repeats, whose engine is killed at seeded moments and resumed each time: at the end every
 * iteration was counted once, and none twice.
 */
import { statSync } from "node:fs"
import { join } from "node:path"
import { expect } from "vitest"
import { randomOf } from "../../src/core/quantities/random.ts"
import { Project } from "./project.ts"

const SUITE = `
scenarios:
  quick: "true"
  slow: "sleep 0.02"
  bad: { run: '[ $((SMOKE_ITERATION % 5)) != 0 ]' }
  shaky: { run: '[ "$SMOKE_ATTEMPT" = 2 ]', retry: { max-attempts: 2, delay: 1ms } }
  after: { run: "true", needs: [slow] }
`

const REPEAT = 15

/** Bytes of the journal of such a run, roughly: kills are spread over them. */
const JOURNAL_BYTES = 60_000

/** Kills so many engines of one run and lets the last one finish; how many kills met a live engine. */
export async function killIterations(seed: number, kills: number): Promise<number> {
  const project = new Project({ "smoke.yml": SUITE })
  const words = (first: boolean) => [
    ...(first ? ["run", "--repeat", String(REPEAT), "-c", "3", "--out", "out"] : []),
    ...(first ? [] : ["run", "--resume", "out"]),
  ]
  const journal = join(project.root, "out/journal.ndjson")
  const size = () => statSync(journal, { throwIfNoEntry: false })?.size ?? 0
  let met = 0
  for (let kill = 0; kill < kills; kill += 1) {
    const before = size()
    const engine = project.start(words(before === 0))
    const point = before + randomOf(seed, "kill", kill) * (JOURNAL_BYTES / kills)
    let over = false
    const ended = engine.ended.then((end) => {
      over = true
      return end
    })
    while (!over && size() <= point) await new Promise((next) => setTimeout(next, 1))
    if (!over) met += 1
    engine.process.kill("SIGKILL")
    await ended
  }
  const last = await project.run(words(size() === 0))
  const context = `seed ${seed}\n${last.stderr}`
  expect(last.exitCode, context).toBe(1)
  const { scenarios, summary } = project.results("out/results.json")
  for (const { id, iterations } of scenarios) {
    const flaky = id === "shaky" ? REPEAT : 0
    const failed = id === "bad" ? REPEAT / 5 : 0
    const passed = REPEAT - flaky - failed
    const counts = { runs: REPEAT, passed, failed, flaky, cancelled: 0 }
    expect({ id, ...iterations }, context).toMatchObject({ id, ...counts })
  }
  expect(summary.iterations, context).toMatchObject({ runs: 5 * REPEAT, failed: REPEAT / 5 })
  const numbers = project
    .read("out/journal.ndjson")
    .split("\n")
    .flatMap((line) => {
      const event = line === "" ? null : (JSON.parse(line) as Record<string, unknown>)
      return event?.["type"] === "iteration-finished"
        ? [`${event["id"]} ${event["iteration"]}`]
        : []
    })
  expect(new Set(numbers).size, context).toBe(5 * REPEAT)
  expect(numbers.length, context).toBe(5 * REPEAT)
  return met
}
