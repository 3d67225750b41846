import { describe, expect, it } from "vitest"
import { suiteRun } from "./real-rig.ts"

/** Quick scenarios, of which some fail, skip themselves or leave something behind. */
function quick(count: number, of: (index: number) => string): string {
  const lines = Array.from({ length: count }, (_, i) => `  s${i}: ${JSON.stringify(of(i))}`)
  return `scenarios:\n${lines.join("\n")}\n`
}

describe.runIf(process.platform === "linux")("many short attempts", () => {
  it("end as they would alone, each once, never more of them than workers", async () => {
    const text = quick(120, (i) =>
      i % 10 === 3 ? "exit 1" : i % 10 === 6 ? "exit 77" : "echo $SMOKE_SCENARIO $SMOKE_WORKER",
    )
    const run = suiteRun(text)
    expect((await run.dispatcher.run()).verdicts).toBe(120)
    const ended = run.events.filter((event) => event.type === "attempt-finished")
    expect(ended).toHaveLength(120)
    for (const { id, outcome, worker } of ended) {
      const digit = Number(id.slice(1)) % 10
      expect([id, outcome]).toEqual([
        id,
        digit === 3 ? "failed" : digit === 6 ? "skipped" : "passed",
      ])
      if (outcome === "passed") expect(run.log(id)).toBe(`${id} ${worker}\n`)
    }
    const running = new Set<string>()
    const workers = new Set<number>()
    for (const event of run.events) {
      if (event.type === "attempt-started") {
        expect(workers.has(event.worker)).toBe(false)
        workers.add(event.worker)
        running.add(event.id)
        expect(running.size).toBeLessThanOrEqual(2)
      } else if (event.type === "attempt-finished") {
        workers.delete(event.worker)
        running.delete(event.id)
      }
    }
  })

  it("are run whole and once, with hooks and artifacts", async () => {
    const around = [
      "",
      "after: [{ run: echo after, if: always() }]",
      "before: [echo before]",
      "artifacts: { paths: [none] }",
    ]
    const lines = Array.from({ length: 80 }, (_, i) => {
      const more = around[i % around.length] ?? ""
      return `  s${i}: { run: ${i % 5 === 0 ? "exit 1" : "exit 0"}${more === "" ? "" : `, ${more}`} }`
    })
    const run = suiteRun(`scenarios:\n${lines.join("\n")}\n`)
    await run.dispatcher.run()
    const hooks = run.events.flatMap((event) =>
      event.type === "hook-finished" ? [`${event.stage} ${event.id}`] : [],
    )
    expect(new Set(hooks).size).toBe(40)
    expect(hooks).toHaveLength(40)
    expect(run.events.filter(({ type }) => type === "attempt-finished")).toHaveLength(80)
  })

  it("do not begin after the run was told to stop", async () => {
    const run = suiteRun(quick(200, () => "true"))
    const ended = run.dispatcher.run()
    const wait = setInterval(() => {
      if (run.events.filter(({ type }) => type === "attempt-finished").length < 40) return
      clearInterval(wait)
      run.dispatcher.cancel("interrupted", "SIGINT")
    }, 1)
    await ended
    const stop = run.events.findIndex(({ type }) => type === "run-cancelling")
    const later = run.events.slice(stop)
    const ids = run.events.flatMap((event) =>
      event.type === "scenario-finished" ||
      event.type === "scenario-cancelled" ||
      event.type === "scenario-skipped"
        ? [event.id]
        : [],
    )
    expect(new Set(ids).size).toBe(200)
    expect(ids).toHaveLength(200)
    expect(later.filter(({ type }) => type === "attempt-started")).toEqual([])
  })
})
