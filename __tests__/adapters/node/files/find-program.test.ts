import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { findProgram } from "../../../../src/adapters/node/files/find-program.ts"

function folders() {
  const root = mkdtempSync(join(tmpdir(), "smoke-programs-"))
  const make = (path: string, mode: number) => {
    mkdirSync(join(root, path, ".."), { recursive: true })
    writeFileSync(join(root, path), "#!/bin/sh\n")
    chmodSync(join(root, path), mode)
  }
  make("first/tool", 0o644)
  make("second/tool", 0o755)
  make("third/tool", 0o755)
  mkdirSync(join(root, "first/other"))
  return { root, path: ["first", "second", "third"].map((name) => join(root, name)).join(":") }
}

describe.runIf(process.platform !== "win32")("findProgram", () => {
  it("takes the first that may be executed, as the system does, again and again", () => {
    const { root, path } = folders()
    expect(findProgram("tool", path)).toBe(join(root, "second/tool"))
    expect(findProgram("tool", path)).toBe(join(root, "second/tool"))
  })

  it.each(["other", "nothing-of-that-name"])("leaves %s as it stands", (name) => {
    expect(findProgram(name, folders().path)).toBe(name)
  })

  it("leaves paths, relative folders and a missing PATH to the system", () => {
    expect(findProgram("./tool", "/usr/bin")).toBe("./tool")
    expect(findProgram("/x/tool", "/usr/bin")).toBe("/x/tool")
    expect(findProgram("tool", "bin:/usr/bin")).toBe("tool")
    expect(findProgram("tool", undefined)).toBe("tool")
  })
})
