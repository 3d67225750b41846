/**
 * What the built-in problem matchers find in outputs of the tools themselves.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodePatterns } from "../../../src/adapters/node/patterns.ts"
import { matchProblems } from "../../../src/execute/output/match-problems.ts"
import { builtInMatchers } from "../../../src/scenario/matchers/built-in-matchers.ts"
import { BUILT_IN, BUILT_IN_NAMES, type ProblemMatcher, parseProblemMatchers } from "../../../src/scenario/matchers/problem-matcher.ts"

const FOLDER = join(import.meta.dirname, "../../__fixtures__/matchers")
const OUTPUTS = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"))

async function problemsIn(output: string, matchers: readonly ProblemMatcher[]): Promise<string> {
  const problems = await matchProblems(output, {
    matchers,
    patterns: nodePatterns,
    locate: (file) => (file.startsWith("/") && !file.startsWith("/repo/") ? null : file),
    note: () => {},
  })
  const lines = problems.map(({ severity, file, line, column, code, message }) =>
    [severity, file ?? "-", line ?? "-", column ?? "-", code ?? "-", message].join(" | "),
  )
  return `${lines.join("\n")}\n`
}

describe("built-in matchers", () => {
  it.each(OUTPUTS)("find what %s names", async (name) => {
    const [tool = ""] = name.split(/[-.]/u)
    const matchers = builtInMatchers(`${BUILT_IN}${tool}`) ?? []
    const output = readFileSync(join(FOLDER, name), "utf8")
    await expect(await problemsIn(output, matchers)).toMatchFileSnapshot(
      join(FOLDER, name.replace(/txt$/u, "found")),
    )
  })

  it("find nothing else when all are asked", async () => {
    const all = BUILT_IN_NAMES.flatMap((name) => builtInMatchers(`${BUILT_IN}${name}`) ?? [])
    for (const name of OUTPUTS) {
      const output = readFileSync(join(FOLDER, name), "utf8")
      expect(await problemsIn(output, all)).toBe(
        readFileSync(join(FOLDER, name.replace(/txt$/u, "found")), "utf8"),
      )
    }
  })

  it.each(BUILT_IN_NAMES)(
    "of %s are what the runner takes, and there is an output for them",
    (name) => {
      const problemMatcher = builtInMatchers(`${BUILT_IN}${name}`)
      expect(parseProblemMatchers(JSON.stringify({ problemMatcher }))).toMatchObject({ ok: true })
      expect(OUTPUTS).toContain(`${name}.txt`)
    },
  )
})
