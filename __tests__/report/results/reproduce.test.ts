import { execFileSync, spawnSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Plan } from "../../../src/formats/plan.ts"
import {
  inRepository,
  renderReproduce,
  renderReproduceAll,
  shellWord,
} from "../../../src/report/results/reproduce.ts"
import { buildPlan } from "../../__rig__/build-plan.ts"

describe("renderReproduce", () => {
  const plan = (suiteFile: string | undefined, more: Partial<Plan> = {}) => {
    const named = suiteFile === undefined ? {} : { suiteFile }
    return buildPlan({ shards: [["a"]], ...named, more: { seed: 1, ...more } })
  }

  it.each([
    ["smoke.yml", "login", "parallel-smoke run smoke.yml --filter login"],
    [undefined, "login", "parallel-smoke run --filter login"],
    [
      "my suite.yml",
      "storage:rep2:4k",
      "parallel-smoke run 'my suite.yml' --filter storage:rep2:4k",
    ],
    ["-x.yml", "-c", "parallel-smoke run ./-x.yml --filter=-c"],
    ["it's.yml", "a", `parallel-smoke run 'it'\\''s.yml' --filter a`],
  ])("%s %s", (suiteFile, id, expected) => {
    expect(renderReproduce(plan(suiteFile), id)).toBe(expected)
  })

  it("says all that changes what runs: the profiles, the seed, and how the program is called", () => {
    const profiles = ["staging", "two words", "-v"]
    const repeat = { command: "npx --package=x@1 x", profiles, maxScenarios: 400_000 }
    expect(renderReproduce(plan("smoke.yml", { seed: 7, repeat }), "a")).toBe(
      "npx --package=x@1 x run smoke.yml --profile staging --profile 'two words' --profile=-v --max-scenarios 400000 --seed 7 --filter a",
    )
  })

  it("repeats one iteration, with the seed of the run", () => {
    expect(renderReproduce(plan("s.yml"), "a", { iteration: 7 })).toBe(
      "parallel-smoke run s.yml --seed 1 --iteration 7 --filter a",
    )
  })

  it("asks for variables that scenarios were given, and never shows their values", () => {
    const line = renderReproduce(plan("s.yml"), "a", { env: ["TOKEN", "API"], inherit: "minimal" })
    expect(line).toBe(
      'TOKEN="${TOKEN:?}" API="${API:?}" parallel-smoke run s.yml --inherit-env minimal --filter a',
    )
    const script = (line ?? "").replace("parallel-smoke", "printenv TOKEN && true")
    const run = (env: Record<string, string>) =>
      spawnSync("sh", ["-c", script], { env: { PATH: process.env["PATH"], ...env } })
    expect(run({ TOKEN: "t", API: "a" }).stdout.toString()).toBe("t\n")
    expect(run({ API: "a" }).status).not.toBe(0)
  })

  it("has paths of the repository where that lies in a folder of the root", () => {
    const repeat = { checkout: "repo" }
    expect(renderReproduce(plan("repo/ci/smoke.yml", { repeat }), "a")).toBe(
      "parallel-smoke run ci/smoke.yml --filter a",
    )
    expect(inRepository({ repeat }, "repository/x.sh")).toBe("repository/x.sh")
  })

  it("has a suite without a file come through a pipe, with this scenario and what it needs", () => {
    const inline = {
      rest: ["name: shop"],
      scenarios: [
        { line: 3, text: 'a: "true"' },
        { line: 4, text: "b: it's" },
        { line: 9, text: 'c: {needs: [a], run: "x"}' },
      ],
    }
    const file = "smoke.inputs.yml"
    const made = buildPlan({
      suiteFile: file,
      shards: [
        [
          { id: "a", file, line: 3 },
          { id: "b", file, line: 4 },
          { id: "c", file, line: 9, needs: ["a"] },
          { id: "script", file: "smoke/x.sh", line: 2 },
        ],
      ],
      more: { seed: 1, repeat: { inline } },
    })
    expect(renderReproduce(made, "b")).toBe(
      `printf %s '{name: shop, scenarios: {b: it'\\''s}}' | parallel-smoke run - --filter b`,
    )
    expect(renderReproduce(made, "c")).toContain('{a: "true", c: {needs: [a], run: "x"}}')
    expect(renderReproduce(made, "script")).toContain("'{name: shop}' |")
    const below = { ...made, suiteFile: "web shop/smoke.inputs.yml" }
    expect(renderReproduce(below, "script")).toMatch(/^cd 'web shop' && printf %s /u)
  })

  it("is left out where it would be cut short", () => {
    const inline = { rest: [], scenarios: [{ line: 1, text: `a: ${"x".repeat(900)}` }] }
    const file = "smoke.inputs.yml"
    const shards = [[{ id: "a", file, line: 1 }]]
    const made = buildPlan({ suiteFile: file, shards, more: { repeat: { inline } } })
    expect(renderReproduce(made, "a")).toBeNull()
  })
})

describe("shellWord", () => {
  it("is read back by a shell as it was", () => {
    const words = fc.array(fc.string({ maxLength: 20 }), { minLength: 200, maxLength: 200 })
    fc.assert(
      fc.property(words, (list) => {
        const texts = list.map((text) => text.replaceAll("\u0000", ""))
        const script = `printf '%s\\0' ${texts.map(shellWord).join(" ")}`
        const output = execFileSync("sh", ["-c", script], { encoding: "utf8" })
        expect(output.split("\u0000").slice(0, -1)).toEqual(
          texts.map((text) => text.toWellFormed()),
        )
      }),
      { numRuns: 5 },
    )
  })
})

describe("renderReproduceAll", () => {
  const plan = (...ids: readonly string[]) => buildPlan({ shards: [ids], suiteFile: "smoke.yml" })

  it("names several scenarios in one line", () => {
    expect(renderReproduceAll(plan("a", "b", "c:x"), ["a", "c:x"], { env: ["T"] })).toBe(
      'T="${T:?}" parallel-smoke run smoke.yml --seed 42 --filter a --filter c:x',
    )
  })

  it("takes nothing that only begins like a failure", () => {
    expect(renderReproduceAll(plan("a", "a:x", "b"), ["a", "b"])).toBe(
      "parallel-smoke run smoke.yml --seed 42 --filter a --filter b --where \"id == 'a' || id == 'b'\"",
    )
    expect(renderReproduceAll(plan("a", "a:x", "b"), ["a", "a:x"])).not.toContain("--where")
    const unselected = { ...plan("a"), unselected: ["a:x"] }
    expect(renderReproduceAll(unselected, ["a"])).toContain("--where")
  })

  it("is none where the line would be too long to copy", () => {
    const ids = Array.from({ length: 500 }, (_, i) => `scenario-${i}`)
    expect(renderReproduceAll(plan(...ids), ids.slice(0, 300))).toHaveLength(6_528)
    expect(renderReproduceAll(plan(...ids), ids)).toBeNull()
  })
})
