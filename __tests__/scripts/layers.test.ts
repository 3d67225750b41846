import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { describeLayer, findProgram } from "../__rig__/layers.ts"

const folder = mkdtempSync(join(tmpdir(), "parallel-smoke-layers-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("findProgram", () => {
  const tool = join(folder, "tool")
  writeFileSync(tool, "")
  chmodSync(tool, 0o755)
  writeFileSync(join(folder, "text"), "")
  chmodSync(join(folder, "text"), 0o644)
  mkdirSync(join(folder, "directory"))

  it("finds an executable file in a later folder", () => {
    expect(findProgram("tool", ["", "/nowhere", folder])).toEqual({ path: tool })
  })

  it.each(["text", "directory", "absent"])("does not take %s for a program", (name) => {
    expect(findProgram(name, [folder])).toEqual({ missing: "not found" })
  })
})

describe("describeLayer", () => {
  const seen: string[] = []
  describeLayer({ name: "there", find: () => ({ path: "/bin/there" }) }, (program) => {
    seen.push(program)
    it("gets the program", () => expect(program).toBe("/bin/there"))
  })

  it("registers the tests of a layer that exists", () => {
    expect(seen).toEqual(["/bin/there"])
  })
})
