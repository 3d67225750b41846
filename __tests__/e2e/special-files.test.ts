/**
 * Named pipes, devices, folders and endless lines where a file is read: each is a problem with a name,
 * and nobody waits. Whatever waits after all is ended by `timeout`, which is no exit code of ours.
 */
import { execFileSync } from "node:child_process"
import { closeSync, cpSync, mkdirSync, openSync, rmSync, symlinkSync, writeSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type Ended, Project } from "../__rig__/project.ts"

const run = (project: Project, args: readonly string[]): Promise<Ended> =>
  project.startBy('exec timeout -s KILL 20 "$@"', args).ended

const KINDS: readonly (readonly [string, (path: string) => void])[] = [
  ["a named pipe", (path) => void execFileSync("mkfifo", [path])],
  ["a device", (path) => symlinkSync("/dev/zero", path)],
  ["a folder", (path) => void mkdirSync(path)],
]

describe.runIf(process.platform === "linux")("in the place of a file of an attempt", () => {
  it.each([
    [
      "a named pipe", // What an engine makes itself it may make just then.
      (file: string) => `rm -f ${file}; mkfifo ${file} || { rm ${file}; mkfifo ${file}; }`,
    ],
    ["a device", (file: string) => `ln -sf /dev/zero ${file}`],
  ])("%s is told, and costs what it would have said", async (what, make) => {
    const scenarios = {
      output: make("$SMOKE_OUTPUT"),
      "github-output": make("$GITHUB_OUTPUT"),
      "github-env": make("$GITHUB_ENV"),
      summary: make("$GITHUB_STEP_SUMMARY"),
      stdout: {
        run: `echo 'an error'; ${make("$SMOKE_TMP.stdout")}`,
        expect: { stdout: { "not-contains": ["an error"] } },
      },
      before: { before: [make("$GITHUB_ENV")], run: "true" },
      good: "true",
    }
    const project = new Project({ "smoke.json": JSON.stringify({ scenarios }) })
    const ended = await run(project, ["run", "--out", "out", "--summary", "summary.md"])
    expect(ended.exitCode, ended.stderr).toBe(1)
    const results = project.results("out/results.json").scenarios
    const said = (id: string) => {
      const found = results.find((one) => one.id === id)
      return [found?.verdict, found?.cause, found?.message ?? null]
    }
    const why = (file: string) => `${file} cannot be read: it is ${what}, not a regular file`
    expect(said("output")).toEqual(["failed", "expectation", why("$SMOKE_OUTPUT")])
    expect(said("github-output")).toEqual(["failed", "expectation", why("$GITHUB_OUTPUT")])
    expect(said("github-env")).toEqual(["failed", "expectation", why("$GITHUB_ENV")])
    expect(said("stdout")).toEqual(["failed", "expectation", why("stdout")])
    expect(said("before").slice(0, 2)).toEqual(["failed", "hook"])
    expect(said("before")[2]).toContain(why("$GITHUB_ENV"))
    expect(said("summary").slice(0, 2)).toEqual(["passed", null])
    expect(project.read("summary.md")).toContain(why("$GITHUB_STEP_SUMMARY"))
    expect(said("good").slice(0, 2)).toEqual(["passed", null])
  })
})

describe.runIf(process.platform === "linux")("in the place of a log", () => {
  it.each([
    ["a named pipe", "mkfifo"],
    ["a link", "ln -s /etc/hostname"],
    ["a folder", "mkdir"],
  ])("%s stops what would be written there, and nothing else", async (what, make) => {
    const logs = ["command", "http", "hooked", "shard-after"].map(
      (name) => `out/logs/${name}.1.log`,
    )
    const needs = ["spoils"]
    const scenarios = {
      spoils: logs.map((log) => `${make} ${log}`).join("\n"),
      command: { run: "true", needs },
      http: { http: "http://127.0.0.1:1/", needs },
      hooked: { before: ["true"], run: "true", needs },
      good: { run: "true", needs },
    }
    const suite = { scenarios, after: ["true"] }
    const project = new Project({ "smoke.json": JSON.stringify(suite) })
    const ended = await run(project, ["run", "--out", "out"])
    expect(ended.exitCode, ended.stderr).toBe(1)
    const results = project.results("out/results.json").scenarios
    const said = (log: string) =>
      `its log ${log} cannot be written: it is ${what}, not a regular file`
    expect(results.map(({ id, verdict, message }) => [id, verdict, message ?? null])).toEqual([
      ["spoils", "passed", null],
      ...["command", "http", "hooked"].map((id) => [id, "failed", said(`logs/${id}.1.log`)]),
      ["good", "passed", null],
    ])
    expect(ended.stderr).toContain(`a hook after the scenarios of shard 1 failed`)
  })
})

describe.runIf(process.platform === "linux")("in the place of a file that a command reads", () => {
  let made: Project
  let project: Project
  const at = (path: string) => join(project.root, path)

  beforeAll(async () => {
    made = new Project({
      "smoke.json": JSON.stringify({ scenarios: { a: "true" }, include: ["b.sh"] }),
      "b.sh": "#!/bin/sh\ntrue\n",
    })
    await run(made, ["plan", "--output", "plan.json"])
    expect((await run(made, ["run", "--plan", "plan.json", "--out", "out"])).exitCode).toBe(0)
  })
  beforeEach(() => {
    project = new Project({})
    cpSync(made.root, project.root, { recursive: true })
  })

  const aggregate = () => run(project, ["aggregate", "--plan", "plan.json", "out"])

  describe.each(KINDS)("%s", (what, make) => {
    const put = (path: string) => {
      rmSync(at(path), { force: true })
      make(at(path))
    }

    it.each([
      ["journal.ndjson", `the journal of shard 1 is damaged: it is ${what}, not a regular file`],
      ["manifest.json", `manifest.json: it is ${what}, not a regular file`],
    ])("%s makes a run incomplete", async (file, words) => {
      put(`out/${file}`)
      const ended = await aggregate()
      expect(ended.exitCode, ended.stderr).toBe(4)
      expect(ended.stderr).toContain(words)
    })

    it.each<readonly [string, readonly string[]]>([
      ["plan.json", ["run", "--plan", "plan.json"]],
      ["plan.json", ["aggregate", "--plan", "plan.json", "out"]],
      ["smoke.json", ["run"]],
      ["b.sh", ["run"]],
      ["out/journal.ndjson", ["run", "--resume", "out"]],
      ["out/manifest.json", ["run", "--resume", "out"]],
    ])("%s is refused by %j", async (file, args) => {
      put(file)
      const ended = await run(project, args)
      expect(ended.exitCode, ended.stderr).toBe(2)
      // What a pattern finds, or not, is refused before anybody opens it.
      const found = "is not a regular file|is a link that leads out|no file matches"
      expect(ended.stderr).toMatch(new RegExp(`it is ${what}|${found}`, "u"))
    })

    it.each(["--history", "--timings"])("of %s is no advice", async (flag) => {
      put("advice.json")
      const ended = await run(project, ["run", flag, "advice.json", "--out", "other"])
      expect(ended.exitCode, ended.stderr).toBe(0)
      expect(ended.stderr).toMatch(new RegExp(`it is ${what}(?:, not a regular file)?`, "u"))
    })

    it.each(["--junit", "--output", "--summary"])("of %s is left as it is", async (flag) => {
      put("report")
      const ended = await run(project, ["run", flag, "report", "--out", "other"])
      expect(ended.exitCode, ended.stderr).toBe(2)
      expect(ended.stderr).toContain(`cannot be used: it is ${what}, not a regular file`)
    })
  })

  it("a line without an end, of whatever size, is a damaged journal at once", async () => {
    const fd = openSync(at("out/journal.ndjson"), "a")
    const piece = "x".repeat(1 << 20)
    for (let i = 0; i < 200; i++) writeSync(fd, piece)
    closeSync(fd)
    const begun = performance.now()
    const ended = await aggregate()
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(ended.exitCode, ended.stderr).toBe(4)
    expect(ended.stderr).toContain(
      "the journal of shard 1 is damaged: it has a line of more than 32 MiB",
    )
  })
})
