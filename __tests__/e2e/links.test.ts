/** What a run empties, removes and writes is its own, wherever links lead that have its place. */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

const NAMES = ["file", "run.py", "scripts/1.sh", "tmp.1/file", "tmp.2/file", "output"] as const

let theirs: string
let temporary: string
beforeEach(() => {
  theirs = mkdtempSync(join(tmpdir(), "smoke-theirs-"))
  temporary = mkdtempSync(join(tmpdir(), "smoke-temporary-"))
  const holder = new Project(Object.fromEntries(NAMES.map((name) => [name, "a=theirs\n"])))
  rmSync(theirs, { recursive: true })
  theirs = holder.root
})
afterEach(() => {
  for (const folder of [theirs, temporary]) rmSync(folder, { recursive: true, force: true })
})

function expectTheirs(): void {
  for (const name of NAMES) expect(readFileSync(join(theirs, name), "utf8")).toBe("a=theirs\n")
  expect(readdirSync(theirs).toSorted()).toEqual(
    [...new Set(NAMES.map((name) => name.split("/")[0] ?? ""))].toSorted(),
  )
}

/** Folders for attempts that nobody has removed, but for those that a scenario moved away. */
function left(): readonly string[] {
  return readdirSync(temporary).filter((name) => /^parallel-smoke-[^.]*$/u.test(name))
}

function suite(scenarios: Readonly<Record<string, unknown>>): Project {
  return new Project({ "smoke.json": JSON.stringify({ scenarios }) })
}

const env = () => ({ THEIRS: theirs, TMPDIR: temporary })

/** What a scenario does that needs a larger disk. */
const LINK = 'rm -rf "$SMOKE_TMP"; ln -s "$THEIRS" "$SMOKE_TMP"'

describe.runIf(process.platform === "linux")("a link that leads elsewhere", () => {
  it("in the place of an attempt's folder costs nobody a file, and its hooks run", async () => {
    const project = suite({
      moves: { run: LINK, after: ["echo after > after.txt"] },
      next: { run: 'ls -A "$SMOKE_TMP" > next.txt', needs: ["moves"] },
    })
    const ended = await project.run(["run", "-c", "1", "--out", "out"], env())
    expect(ended.exitCode, ended.stderr).toBe(0)
    expectTheirs()
    expect(project.read("after.txt")).toBe("after\n")
    expect(project.read("next.txt")).toBe("")
    expect(left()).toEqual([])
  })

  it("a folder that cannot be removed is named", async ({ skip }) => {
    const project = suite({
      mounts: 'mkdir "$SMOKE_TMP/m"; mount -t tmpfs none "$SMOKE_TMP/m" || exit 77',
    })
    const ended = await project.run(["run", "--out", "out"], env())
    if (project.results("out/results.json").summary.passed === 0) skip("only root may mount")
    const [folder = ""] = left()
    execFileSync("umount", [join(temporary, folder, "tmp.1/m")])
    expect(ended.exitCode, ended.stderr).toBe(0)
    expect(ended.stderr).toContain(
      `${folder} stays behind: not all that was left in it can be removed`,
    )
  })

  it("is not written behind, but told", async () => {
    const project = suite({
      moves: { before: [LINK], run: "print(1)", shell: "python" },
    })
    const ended = await project.run(["run", "--out", "out"], env())
    expect(ended.exitCode, ended.stderr).toBe(1)
    expect(project.results("out/results.json").scenarios[0]).toMatchObject({
      cause: "spawn",
      message: expect.stringMatching(/run\.py is not written: a link replaces its folder$/u),
    })
    expectTheirs()
  })

  it("in the place of the whole run's folder ends nothing but what would begin in it", async () => {
    const project = suite({
      moves: 'd="$(dirname "$SMOKE_TMP")"; mv "$d" "$d.moved"; ln -s "$THEIRS" "$d"',
      next: { run: "true", needs: ["moves"] },
    })
    const ended = await project.run(["run", "--out", "out"], env())
    expect(ended.exitCode, ended.stderr).toBe(1)
    const { scenarios } = project.results("out/results.json")
    expect(scenarios.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["moves", "passed"],
      ["next", "failed"],
    ])
    expect(scenarios[1]?.message).toMatch(/^a link replaces .*the run's folder/u)
    expectTheirs()
    expect(left()).toEqual([])
  })

  it.each([
    ["an attempt's folder", LINK],
    ["the whole run's", 'd="$(dirname "$SMOKE_TMP")"; mv "$d" "$d.moved"; ln -s "$THEIRS" "$d"'],
  ])("in the place of %s is left alone by who resumes the run", async (_, link) => {
    const project = suite({ moves: `[ -e linked ] && exit 0; ${link}; touch linked; sleep 300` })
    const running = project.start(["run", "--out", "out"], env())
    await project.appears("linked")
    running.process.kill("SIGKILL")
    await running.ended
    const resumed = await project.run(["run", "--resume", "out"], env())
    expect(resumed.exitCode, resumed.stderr).toBe(0)
    expectTheirs()
    expect(left()).toEqual([])
    expect(project.survivors()).toEqual([])
  })

  it("in a run's folder is removed itself when another run replaces what exists", async () => {
    const project = suite({ a: "true" })
    expect((await project.run(["run", "--out", "out"], env())).exitCode).toBe(0)
    rmSync(join(project.root, "out/logs"), { recursive: true })
    writeFileSync(join(project.root, "link.sh"), `ln -s "${theirs}" out/logs`)
    project.write("smoke.json", JSON.stringify({ scenarios: { a: "sh link.sh; true" } }))
    expect((await project.run(["run", "--out", "out"], env())).exitCode).toBe(0)
    expect((await project.run(["run", "--out", "out"], env())).exitCode).toBe(0)
    expectTheirs()
  })
})
