/**
 * The files of a step, when something else has their place. In a process of its own, which is ended
 * where it waits.
 */
import { execFileSync } from "node:child_process"
import { lstatSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const MODULE = new URL("../../../src/adapters/github/step.ts", import.meta.url).href

const SPOKEN = `
const { githubStep } = await import(process.argv[1])
const step = githubStep(process.env)
step.saveState("folder", "out")
await step.summarise("# all well")
step.setOutputs({ conclusion: "success" })
step.saveState("uploaded", "yes")
`

describe.runIf(process.platform === "linux")("a step", () => {
  it.each([
    ["a named pipe", (path: string) => void execFileSync("mkfifo", [path])],
    ["a link to a device", (path: string) => symlinkSync("/dev/zero", path)],
    ["a link to somebody's file", (path: string) => symlinkSync(join(path, "../theirs"), path)],
  ])("speaks to the runner whatever has the place of its files: %s", (_, make) => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-step-"))
    const at = (name: string) => join(folder, name)
    writeFileSync(at("theirs"), "theirs")
    const names = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE"]
    const files = [...names, "GITHUB_STEP_SUMMARY"]
    for (const name of files) make(at(name))
    const told = Object.fromEntries(files.map((name) => [name, at(name)]))
    const env = { ...process.env, ...told, NODE_NO_WARNINGS: "1" }
    const args = ["--input-type=module", "-e", SPOKEN, MODULE]
    execFileSync(process.execPath, args, { env, timeout: 15_000 })
    expect(files.map((name) => lstatSync(at(name)).isFile())).toEqual(files.map(() => true))
    expect(readFileSync(at("GITHUB_OUTPUT"), "utf8")).toContain("conclusion<<")
    expect(readFileSync(at("GITHUB_STATE"), "utf8")).toMatch(/folder<<[\s\S]*uploaded<</u)
    expect(readFileSync(at("GITHUB_STEP_SUMMARY"), "utf8")).toContain("# all well")
    expect(readFileSync(at("theirs"), "utf8")).toBe("theirs")
  })
})
