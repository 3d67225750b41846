/** How workers share a shard's list, and how many retries a shard has, by the whole command. */
import { describe, expect, it } from "vitest"
import type { Results } from "../../src/formats/results.ts"
import { byVerdict, Project } from "../__rig__/project.ts"

/**
 * By estimates one worker has `a` and `d`, the other `b` and `c`. But `a` is through at once, and `b`
 * goes on until `c` has run, or for half a second.
 */
const SUITE = `
scenarios:
  a: { run: "true", estimate: 100s }
  b: { run: "for i in {1..25}; do [ -e c ] && exit 0; sleep 0.02; done; exit 1", estimate: 60s }
  c: { run: "touch c", estimate: 50s }
  d: { run: "[ -e c ]", estimate: 20s }
`

async function shared(way: string): Promise<Results> {
  const project = new Project({ "smoke.yml": SUITE })
  const ended = await project.run(["run", "-c", "2", "--share", way, "--out", "out"])
  expect(ended.exitCode, ended.stderr).toBe(way === "queue" ? 0 : 1)
  return project.results("out/results.json")
}

function workerOf(results: Results, id: string): number | null {
  return results.scenarios.find((one) => one.id === id)?.worker ?? null
}

describe("--share", () => {
  it("queue: whoever is free takes the next of the list", async () => {
    expect(byVerdict(await shared("queue"))).toEqual({ passed: ["a", "b", "c", "d"] })
  })

  it("static: nobody takes what is another's, even where nothing else is left", async () => {
    const results = await shared("static")
    // `c` comes only after `b`, and so `b` and `d` wait for it in vain.
    expect(byVerdict(results)).toEqual({ passed: ["a", "c"], failed: ["b", "d"] })
    expect(workerOf(results, "a")).toBe(workerOf(results, "d"))
    expect(workerOf(results, "b")).toBe(workerOf(results, "c"))
    expect(workerOf(results, "a")).not.toBe(workerOf(results, "b"))
  })

  it("hybrid: one's own first, then what is left of others", async () => {
    const results = await shared("hybrid")
    // `d` comes before `c`, and yet `c` need not wait for `b`.
    expect(byVerdict(results)).toEqual({ passed: ["a", "b", "c"], failed: ["d"] })
    expect(workerOf(results, "c")).toBe(workerOf(results, "a"))
  })

  it("anything else is refused", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const ended = await project.run(["run", "--share", "fair"])
    expect(ended.exitCode).toBe(2)
    expect(ended.stderr).toContain("--share")
  })
})

describe("--retry-budget", () => {
  it.each([
    ["0", 3],
    ["2", 5],
    ["100", 9],
  ])("of %s: three failing scenarios are tried %d times in all", async (budget, tries) => {
    const project = new Project({
      "smoke.yml": `
defaults: { retry: { max-attempts: 3, delay: 0s } }
scenarios: { a: "echo >> ran; exit 1", b: "echo >> ran; exit 1", c: "echo >> ran; exit 1" }
`,
    })
    const ended = await project.run(["run", "--retry-budget", budget, "--out", "out"])
    expect(ended.exitCode, ended.stderr).toBe(1)
    expect(project.read("ran")).toHaveLength(tries)
    const { scenarios } = project.results("out/results.json")
    expect(scenarios.reduce((sum, { attempts }) => sum + attempts.length, 0)).toBe(tries)
  })
})
