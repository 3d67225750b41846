/**
 * Flags that are no flags: profiles of the suite, mistyped words, and words of other programs.
 */
import { spawnSync } from "node:child_process"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { makeSuiteFolder, type SuiteFolder } from "../__rig__/suite-folder.ts"

let folder: SuiteFolder
beforeAll(() => {
  folder = makeSuiteFolder()
  folder.write({
    "smoke.yml": `
include: ["checks/**/*.sh"]
profiles:
  rank: { where: "contains(tags, 'rank')" }
  filter: { timeout: 3m }
defaults: { name: same }
scenarios:
  a: { run: "true", tags: [rank], meta: { version: 4.1.0, mode: gpu } }
  b: { run: "true", meta: { version: 4.2.0, mode: cpu } }
  c: "true"
`,
    "checks/lib.sh": "echo",
  })
})
afterAll(() => {
  folder.remove()
})

function call(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [inject("command"), ...args], {
    cwd: folder.root,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: folder.root, TMPDIR: process.env["TMPDIR"] },
  })
  return { status, stdout, stderr }
}

const idsOf = (stdout: string): readonly string[] =>
  JSON.parse(stdout).scenarios.flatMap((row: { id: string; selected: boolean }) =>
    row.selected ? [row.id] : [],
  )

describe("a profile", () => {
  it("is used by a flag of its name, wherever it stands", () => {
    expect(idsOf(call("list", "--rank", "--json").stdout)).toEqual(["a"])
    expect(idsOf(call("list", "--json", "smoke.yml", "--rank").stdout)).toEqual(["a"])
  })

  it("that is not there is an unknown flag, with what may be meant", () => {
    expect(call("run", "--rank", "--rnak")).toEqual({
      status: 2,
      stdout: "",
      stderr: "error: unknown option '--rnak'\n(Did you mean --rank?)\n(see --help)\n",
    })
    expect(call("list", "--profile", "rnak").stderr).toContain('there is no profile "rnak"')
  })

  it("is not looked for where a flag was mistyped whose value would be the suite", () => {
    const { status, stderr } = call("list", "--fitler", "a")
    expect(status).toBe(2)
    expect(stderr).toContain("unknown option '--fitler'\n(Did you mean --filter?)")
    expect(stderr).not.toContain("no suite file")
  })
})

describe("--version and --mode", () => {
  it("select by metadata", () => {
    expect(idsOf(call("list", "--version", "4.1.0", "--json").stdout)).toEqual(["a"])
    expect(idsOf(call("list", "--mode", "cpu", "--json").stdout)).toEqual(["b"])
    expect(call("run", "--version", "9.9", "--dry-run").status).toBe(3)
  })
})

describe("what does not change a run", () => {
  const CODES = ["scenario/duplicate-name", "suite/profile-name"]

  it.each([["validate"], ["plan"]])("is told by %s", (command) => {
    const { stderr } = call(command)
    for (const code of CODES) expect(stderr).toContain(code)
  })

  it.each([["list"], ["analyze"], ["run", "--dry-run"]])("is not told by %j", (...args) => {
    const { stderr } = call(...args)
    for (const code of CODES) expect(stderr).not.toContain(code)
  })
})

describe("a script without a header", () => {
  it("is counted by run and named by list --all", () => {
    expect(call("run").stderr).toContain("1 script has no header and is not run")
    expect(call("list").stdout).not.toContain("checks/lib.sh")
    expect(call("list", "--all").stdout).toContain("checks/lib.sh  it has no header")
    expect(JSON.parse(call("list", "--all", "--json").stdout).ignored).toEqual([
      { path: "checks/lib.sh", reason: expect.stringContaining("no header") },
    ])
  })
})
