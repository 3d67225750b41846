import { execFileSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { renderReproduce, shellWord } from "../../src/report/reproduce.ts"

describe("renderReproduce", () => {
  it.each([
    [{ suiteFile: "smoke.yml" }, "login", "npx parallel-smoke run smoke.yml --filter login"],
    [{}, "login", "npx parallel-smoke run --filter login"],
    [
      { suiteFile: "my suite.yml" },
      "storage:rep2:4k",
      "npx parallel-smoke run 'my suite.yml' --filter storage:rep2:4k",
    ],
    [{ suiteFile: "-x.yml" }, "-c", "npx parallel-smoke run ./-x.yml --filter=-c"],
    [{ suiteFile: "it's.yml" }, "a", `npx parallel-smoke run 'it'\\''s.yml' --filter a`],
  ])("%j %s", (plan, id, expected) => {
    expect(renderReproduce(plan, id)).toBe(expected)
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
