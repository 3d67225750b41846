import { describe, expect, it } from "vitest"
import type { CliContext } from "../../src/cli/context.ts"
import { parseCommandLine } from "../../src/cli/program.ts"
import { checkRunFlags, toPlanRequest, toSecrets, toSuiteSource } from "../../src/cli/request.ts"
import { renderFailure } from "../../src/report/text/failure-text.ts"

const CONTEXT: Pick<CliContext, "cwd" | "github" | "cores"> = {
  cwd: "/home/me/shop",
  github: { ref_name: "main" },
  cores: 4,
}
const context = CONTEXT as CliContext

function invocation(...argv: string[]) {
  const parsed = parseCommandLine(argv, "1.2.3")
  if (!parsed.ok) throw new Error(parsed.error.text)
  return parsed.value
}

describe("toSuiteSource", () => {
  it.each([
    [[], "/home/me/shop", undefined],
    [["smoke.yml"], "/home/me/shop", "smoke.yml"],
    [["./ci/smoke.yml"], "/home/me/shop", "ci/smoke.yml"],
    [["/home/me/shop/ci/smoke.yml"], "/home/me/shop", "ci/smoke.yml"],
    [["ci\\smoke.yml"], "/home/me/shop", "ci/smoke.yml"],
    [["../other/smoke.yml"], "/home/me/other", "smoke.yml"],
    [["/srv/smoke.yml"], "/srv", "smoke.yml"],
    [["."], "/home/me/shop", ""],
  ])("for %j", (operands, root, suite) => {
    const { github } = CONTEXT
    expect(toSuiteSource(operands, context)).toEqual({ root, suite, github, vars: {} })
  })
})

describe("toPlanRequest", () => {
  it.each([
    [["run"], { shards: 1, assumedWorkers: 4, settings: {} }],
    [["run", "--shard", "2/5"], { shards: 5 }],
    [["run", "--retry"], { settings: { retry: 1 } }],
    [["plan", "--shards", "3"], { shards: 3 }],
    [["plan", "--actions-matrix"], { shards: "auto" }],
  ])("for %j", (argv, expected) => {
    expect(toPlanRequest(invocation(...argv), context)).toMatchObject(expected)
  })
})

describe("checkRunFlags", () => {
  const CLASHES: readonly (readonly string[])[] = [
    ["run", "-c", "2", "--max-parallel", "2"],
    ["run", "--shard", "3"],
    ["run", "--plan", "p", "--filter", "a"],
    ["run", "--plan", "p", "--exclude", "a"],
    ["run", "--plan", "p", "--tags", "a"],
    ["run", "--plan", "p", "--workers", "2"],
    ["run", "--plan", "p", "--max-parallel", "2"],
    ["run", "--plan", "p", "--retry"],
    ["run", "--plan", "p", "--seed", "2"],
    ["run", "--plan", "p", "--no-deps"],
    ["run", "--plan", "p", "smoke.yml"],
  ]

  it("refuses flags that contradict each other", async () => {
    const said = CLASHES.map((argv) => {
      const checked = checkRunFlags(invocation(...argv))
      expect(checked.ok, argv.join(" ")).toBe(false)
      return `$ parallel-smoke ${argv.join(" ")}\n${checked.ok ? "" : renderFailure(checked.error)}\n`
    })
    await expect(said.join("\n")).toMatchFileSnapshot("__golden__/clashing-flags.txt")
  })

  it.each([
    [["run"]],
    [["run", "--shard", "3/8", "-c", "2", "--tags", "a"]],
    [["run", "--plan", "p"]],
    [["run", "--plan", "p", "--shard", "3"]],
    [["run", "--plan", "p", "--shard", "3/8", "--fail-fast", "--out", "o", "--junit", "j"]],
  ])("lets %j pass", (argv) => {
    expect(checkRunFlags(invocation(...argv)).ok).toBe(true)
  })
})

describe("toSecrets", () => {
  const env = { TOKEN: "s3cret-value", PIN: "123", NONE: "" }

  it("takes the values of variables, and says which cannot be looked for", () => {
    const { flags } = invocation(
      ...["run", "--redact", "TOKEN", "--redact", "PIN", "--redact", "NONE"],
      ...["--redact", "TOKEN", "--redact", "GONE"],
    )
    expect(toSecrets(flags, { env })).toEqual({
      secrets: ["s3cret-value"],
      warnings: [
        "--redact PIN: its value is too short to be looked for",
        "--redact GONE: this variable is not set",
      ],
    })
    expect(toSecrets({}, { env })).toEqual({ secrets: [], warnings: [] })
  })

  it("refuses what is no name, without repeating it", () => {
    const checked = checkRunFlags(invocation("run", "--redact", "s3cret-value"))
    const text = checked.ok ? "" : renderFailure(checked.error)
    expect(text).toContain("--redact expects the name of an environment variable")
    expect(text).not.toContain("s3cret-value")
  })
})
