import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { ScriptFiles } from "../../../src/execute/request/prepare.ts"

describe("ScriptFiles", () => {
  let folder: string
  let scripts: ScriptFiles

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "smoke-scripts-")), "scripts")
    scripts = new ScriptFiles(folder, nodeFiles)
  })

  const place = (text: string) => scripts.pathOf(text, ".sh") ?? ""

  it("gives texts that are alike one file, and others their own", () => {
    expect(place("true")).toBe(place("true"))
    expect(place("false")).not.toBe(place("true"))
    expect(scripts.pathOf("print(1)", ".py")).toBeNull()
    const texts = Array.from({ length: 1_100 }, (_, i) => place(`echo ${i}`))
    expect(texts.filter((path) => path === "")).toHaveLength(102)
  })

  it("writes a file once, and anew when it was changed, replaced or removed", () => {
    const path = place("true")
    const write = () => scripts.write({ path, text: "true\n" })
    expect(write().ok).toBe(true)
    const first = statSync(path).ino
    write()
    expect(statSync(path).ino).toBe(first)
    const faults = [
      () => writeFileSync(path, "exit\n"),
      () => rmSync(path),
      () => rmSync(folder, { recursive: true }),
    ]
    for (const fault of faults) {
      fault()
      expect(write().ok).toBe(true)
      expect(readFileSync(path, "utf8")).toBe("true\n")
    }
  })

  it("is no link that somebody has put in the place of its folder", () => {
    const path = place("true")
    expect(scripts.write({ path, text: "true\n" }).ok).toBe(true)
    const theirs = mkdtempSync(join(tmpdir(), "smoke-theirs-"))
    writeFileSync(join(theirs, "1.sh"), "theirs\n")
    rmSync(folder, { recursive: true })
    symlinkSync(theirs, folder)
    expect(scripts.write({ path, text: "true\n" }).ok).toBe(true)
    expect(readFileSync(join(theirs, "1.sh"), "utf8")).toBe("theirs\n")
    expect(readFileSync(path, "utf8")).toBe("true\n")
  })

  it("leaves the bytes alone that somebody may be running", () => {
    const path = place("true")
    scripts.write({ path, text: "true\n" })
    const open = nodeFiles.stamp(path)
    writeFileSync(path, "touched\n")
    scripts.write({ path, text: "true\n" })
    expect(nodeFiles.stamp(path)).not.toBe(open)
    expect(existsSync(path)).toBe(true)
  })

  it("writes any other file as it stands", () => {
    const path = join(folder, "..", "run.py")
    expect(scripts.write({ path, text: "1\n" }).ok).toBe(true)
    expect(readFileSync(path, "utf8")).toBe("1\n")
    const nowhere = scripts.write({ path: join(folder, "..", "no", "run.py"), text: "1\n" })
    expect(nowhere).toMatchObject({ ok: false, error: { code: "ENOENT" } })
  })
})
