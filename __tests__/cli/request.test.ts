import { describe, expect, it } from "vitest"
import type { CliContext } from "../../src/cli/context.ts"
import { parseCommandLine } from "../../src/cli/program.ts"
import {
  checkRunFlags,
  toPlanRequest,
  toPolicy,
  toProfiles,
  toSecrets,
  toSelection,
  toSuiteSource,
} from "../../src/cli/request.ts"
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

describe("toSelection", () => {
  it("asks for nothing in particular by itself", () => {
    const nothing = {
      filter: [],
      exclude: [],
      tags: [],
      features: [],
      meta: [],
      matrix: [],
      where: [],
      last: [],
      changedSince: null,
      withNeeds: true,
    }
    expect(toSelection({})).toEqual(nothing)
    expect(toSelection(invocation("list").flags)).toEqual(nothing)
  })

  it("parts lists of tags", () => {
    const { flags } = invocation("list", "--tags", "a, b", "--tags", ",c,")
    expect(toSelection(flags).tags).toEqual(["a", "b", "c"])
  })

  it("takes shorthands of conditions", () => {
    const { flags } = invocation(
      "list",
      ...["--features", "gpu,iceberg", "--component", "jupyter", "--meta", "mode=a=b"],
      ...["--matrix", "pool=rep3", "--where", "estimate < 60", "--changed-since", "main"],
    )
    expect(toSelection(flags)).toMatchObject({
      features: ["gpu", "iceberg"],
      meta: [
        { key: "mode", value: "a=b" },
        { key: "component", value: "jupyter" },
      ],
      matrix: [{ key: "pool", value: "rep3" }],
      where: ["estimate < 60"],
      changedSince: "main",
    })
  })

  it("combines profiles from left to right", () => {
    const { flags } = invocation("plan", "--profile", "rank", "--profile", "a,b", "--quick")
    expect(toProfiles(flags)).toEqual(["rank", "a", "b", "quick"])
  })

  it("refuses needs with --no-deps", () => {
    expect(toSelection(invocation("list", "--no-deps").flags).withNeeds).toBe(false)
  })
})

describe("toPlanRequest", () => {
  it.each([
    [["run"], { shards: 1, workers: "auto", assumedWorkers: 4, seed: 1, maxAttempts: null }],
    [["run", "--shard", "2/5"], { shards: 5 }],
    [["run", "--retry", "0"], { maxAttempts: 1 }],
    [["run", "--retry"], { maxAttempts: 2 }],
    [["run", "-c", "3"], { workers: 3 }],
    [["run", "--max-parallel", "3"], { workers: 3 }],
    [["plan", "--shards", "3"], { shards: 3, targetMs: null }],
    [["plan", "--actions-matrix"], { shards: "auto" }],
    [["plan", "--target-duration", "5m"], { targetMs: 300_000 }],
    [["plan", "--seed", "0"], { seed: 0 }],
    [["run", "--id", "shop-eu"], { id: "shop-eu" }],
  ])("for %j", (argv, expected) => {
    expect(toPlanRequest(invocation(...argv), context)).toMatchObject(expected)
  })
})

describe("toPolicy", () => {
  it("accepts what is flaky or skipped, and not an empty run, by itself", () => {
    expect(toPolicy({})).toEqual({ ifEmpty: "fail", failOn: [] })
  })

  it("takes what the flags say", () => {
    const { flags } = invocation("run", "--fail-on", "flaky", "--if-empty", "pass")
    expect(toPolicy(flags)).toEqual({ ifEmpty: "pass", failOn: ["flaky"] })
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
        "--redact PIN: its value is too short to be searched for",
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
