import { describe, expect, it } from "vitest"
import { COMMANDS } from "../../src/cli/commands.ts"
import { parseCommandLine } from "../../src/cli/program.ts"

const VERSION = "1.2.3"

function parse(...argv: string[]) {
  return parseCommandLine(argv, VERSION)
}

/** What the program says instead of running; fails when it would run. */
function notice(...argv: string[]) {
  const parsed = parse(...argv)
  if (parsed.ok) throw new Error(`it would run ${parsed.value.command}`)
  return parsed.error
}

function flags(...argv: string[]) {
  const parsed = parse(...argv)
  if (!parsed.ok) throw new Error(parsed.error.text)
  return parsed.value.flags
}

describe("help", () => {
  it("lists the commands", async () => {
    const help = notice("--help")
    expect(help).toMatchObject({ stream: "data", exitCode: 0 })
    await expect(help.text).toMatchFileSnapshot("__golden__/help.txt")
  })

  it.each(COMMANDS.map(({ name }) => name))("tells all of %s", async (name) => {
    const help = notice(name, "--help")
    expect(help).toMatchObject({ stream: "data", exitCode: 0 })
    expect(notice("help", name)).toEqual(help)
    await expect(help.text).toMatchFileSnapshot(`__golden__/help-${name}.txt`)
  })

  it("names ten flags at most behind -h, and how to see all", async () => {
    const texts = COMMANDS.map(({ name }) => notice(name, "-h").text)
    for (const text of texts) {
      const flags = (text.match(/^ {2}-.*/gmu) ?? []).filter((line) => !line.includes("-h, --help"))
      expect(flags.length, text).toBeLessThanOrEqual(10)
    }
    await expect(notice("run", "-h").text).toMatchFileSnapshot("__golden__/help-run-short.txt")
  })

  it("comes as a complaint when no command is given", () => {
    expect(notice()).toEqual({ text: notice("--help").text, stream: "info", exitCode: 2 })
  })

  it("gives examples that parse", () => {
    for (const { examples } of COMMANDS) {
      for (const example of examples) {
        const words = example.split(" ").map((word) => word.replaceAll("'", ""))
        expect(words.shift()).toBe("parallel-smoke")
        expect(parse(...words).ok, example).toBe(true)
      }
    }
  })
})

it("tells its version when nothing else is asked", () => {
  const told = { text: `${VERSION}\n`, stream: "data", exitCode: 0 }
  expect(notice("--version")).toEqual(told)
  expect(notice("-V")).toEqual(told)
})

describe("--version and --mode", () => {
  it.each(["run", "plan", "list", "analyze", "validate"])("select scenarios of %s", (command) => {
    expect(flags(command, "--version", "4.1.0", "--version=4.2", "--mode", "gpu")).toMatchObject({
      version: ["4.1.0", "4.2"],
      mode: ["gpu"],
    })
  })
})

describe("unknown flags", () => {
  it.each([
    [["run", "--rank"], ["rank"], ["rank"], []],
    [
      ["run", "--overview", "--profile", "b", "smoke.yml"],
      ["overview", "b"],
      ["overview"],
      ["smoke.yml"],
    ],
    [["plan", "smoke.yml", "--rank", "--shards", "3"], ["rank"], ["rank"], ["smoke.yml"]],
    [["run", "--retry", "--rank", "-c", "4"], ["rank"], ["rank"], []],
    // The value of a flag is none itself.
    [["run", "--cleanup", "--rank"], undefined, [], []],
    [["run", "--", "--rank"], undefined, [], ["--rank"]],
    [["run", "toString"], undefined, [], ["toString"]],
  ])("without a value are profiles: %j", (argv, profile, guessed, operands) => {
    const parsed = parse(...argv)
    expect(parsed).toMatchObject({ ok: true, value: { guessed, operands } })
    expect(flags(...argv).profiles).toEqual(profile)
  })

  it("are flags again when the suite has no such profile", () => {
    const again = parseCommandLine(["run", "--rank", "--fial-fast"], VERSION, new Set(["rank"]))
    expect(again).toMatchObject({
      ok: false,
      error: {
        text: "error: unknown option '--fial-fast'\n(Did you mean --fail-fast?)\n(see --help)\n",
        exitCode: 2,
      },
    })
  })

  it("may be mistyped profiles", () => {
    const again = parseCommandLine(["run", "--rnak"], VERSION, new Set(["rank"]))
    expect(again).toMatchObject({
      error: { text: expect.stringContaining("Did you mean --rank?") },
    })
  })
})

describe("usage errors", () => {
  const WRONG: readonly (readonly string[])[] = [
    ["runn"],
    ["--quiet"],
    ["help", "nothing"],
    ["run", "--shrd=1"],
    ["run", "a.yml", "b.yml"],
    ["run", "a.yml", "--fitler", "x:*"],
    ["run", "--rank=3"],
    ["run", "--plan", "plan.json", "--rank"],
    ["run", "--resume", "last", "--rank"],
    ["aggregate", "shards", "--rank"],
    ["run", "--parallel", "3"],
    ["run", "--parallel=3"],
    ["run", "smoke.yml", "--max-concurrent", "4"],
    ["run", "--pool", "rep2"],
    ["run", "--list"],
    ["run", "--time", "3600"],
    ["plan", "--all"],
    ["--version", "run"],
    ["run", "--version"],
    ["aggregate", "shards", "--version", "4"],
    ["run", "--shards", "3"],
    ["run", "--shard"],
    ["run", "--shard", "4/3"],
    ["run", "--workers", "0"],
    ["run", "-c", "1025"],
    ["run", "--max-parallel", "many"],
    ["run", "--retry=100"],
    ["run", "--retry=-1"],
    ["run", "--retry", "-1"],
    ["run", "--fail-fast", "-2", "smoke.yml"],
    ["run", "--fail-fast=0"],
    ["run", "--seed", "-1"],
    ["run", "--id", "My Shop"],
    ["aggregate", "shards", "--id", "-"],
    ["run", "--fail-on", "red"],
    ["run", "--if-empty", "maybe"],
    ["run", "--tags"],
    ["plan", "--shards", "257"],
    ["plan", "--target-duration", "5"],
    ["plan", "--target-duration", "soon"],
    ["plan", "--json"],
    ["aggregate"],
    ["aggregate", "shards", "--filter", "x"],
    ["list", "--junit", "x"],
    ["create", "smoke.yml"],
  ]

  it("are told by a sentence each", async () => {
    const said = WRONG.map((argv) => {
      const { text, stream, exitCode } = notice(...argv)
      expect({ stream, exitCode }).toEqual({ stream: "info", exitCode: 2 })
      return `$ parallel-smoke ${argv.join(" ")}\n${text}`
    })
    await expect(said.join("\n")).toMatchFileSnapshot("__golden__/usage-errors.txt")
  })
})

describe("flags", () => {
  it("are none where none is given", () => {
    for (const { name } of COMMANDS) {
      const operands = ["aggregate", "replay", "history", "fixtures"].includes(name) ? ["x"] : []
      expect(flags(name, ...operands)).toEqual({})
    }
  })

  it("come as values", () => {
    expect(
      flags(
        ...["run", "smoke.yml", "-c", "auto", "--retry", "2", "--seed", "7", "--shard", "3/8"],
        ...["--fail-on", "flaky", "--fail-on", "skipped", "--if-empty", "pass", "--no-deps"],
        ...["--filter", "a", "--filter", "b", "--exclude=c", "--tags", "x,y", "--tags", "z"],
        ...["--out", "d", "-o", "-", "--junit", "j", "--summary", "s", "--dry-run"],
      ),
    ).toEqual({
      workers: "auto",
      retry: 2,
      seed: 7,
      shard: { shard: 3, of: 8 },
      failOn: ["flaky", "skipped"],
      ifEmpty: "pass",
      noDeps: true,
      filter: ["a", "b"],
      exclude: ["c"],
      tags: ["x", "y", "z"],
      out: "d",
      output: "-",
      junit: "j",
      summary: "s",
      dryRun: true,
    })
  })

  it("with a list go on behind a comma, where a shell made two words of it", () => {
    const argv = ["run", "--tags", "a,", "b,", "c", "smoke.yml", "--features", "x,"]
    expect(parse(...argv)).toMatchObject({ value: { operands: ["smoke.yml"] } })
    expect(flags(...argv)).toMatchObject({ tags: ["a", "b", "c"], features: ["x"] })
  })

  it.each([
    [["run", "--retry", "smoke.yml"], { retry: 1 }, ["smoke.yml"]],
    [["run", "--retry", "3", "smoke.yml"], { retry: 3 }, ["smoke.yml"]],
    [["run", "--retry=0", "smoke.yml"], { retry: 0 }, ["smoke.yml"]],
    [["run", "smoke.yml", "--retry"], { retry: 1 }, ["smoke.yml"]],
    [["run", "--retry", "--fail-fast", "--dry-run"], { retry: 1, failFast: 1, dryRun: true }, []],
    [["create", "--workflow", "--force"], { workflow: "smoke", force: true }, []],
    [["create", "--workflow", "soak"], { workflow: "soak" }, []],
    [["run", "--", "--retry"], {}, ["--retry"]],
  ])("with an optional number read %j", (argv, expected, operands) => {
    const parsed = parse(...argv)
    expect(parsed).toMatchObject({ ok: true, value: { operands } })
    expect(flags(...argv)).toEqual(expected)
  })
})

describe("operands", () => {
  it("are the folders of aggregate", () => {
    expect(parse("aggregate", "a", "b", "--plan", "p")).toMatchObject({
      value: { command: "aggregate", operands: ["a", "b"], flags: { plan: "p" } },
    })
  })

  it("may come by the alias of a command", () => {
    expect(parse("init", "--force")).toMatchObject({
      value: { command: "create", operands: [], flags: { force: true } },
    })
  })
})

it("carries nothing from one command line to the next", () => {
  expect(flags("run", "--filter", "a").filter).toEqual(["a"])
  expect(flags("run", "--filter", "b").filter).toEqual(["b"])
})
