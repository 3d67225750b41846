import { chmodSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../src/adapters/node/files.ts"
import { TemporaryFolders } from "../../src/execute/temporary-folders.ts"

describe("TemporaryFolders", () => {
  let root = ""
  let folders: TemporaryFolders

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "smoke-folders-"))
    folders = new TemporaryFolders(root, nodeFiles)
  })

  function taken(): string {
    const path = folders.take()
    nodeFiles.makeDirectory(path)
    expect(readdirSync(path)).toEqual([])
    return path
  }

  it("never gives one folder to two at a time", () => {
    const [a, b] = [taken(), taken()]
    expect(a).not.toBe(b)
    folders.giveBack(a)
    expect(taken()).toBe(a)
    expect(taken()).not.toBe(a)
  })

  it("empties what held plain files and links; what the links point to stays", () => {
    const path = taken()
    writeFileSync(join(root, "kept"), "kept")
    writeFileSync(join(path, "output"), "x")
    symlinkSync(join(root, "kept"), join(path, "link"))
    folders.giveBack(path)
    expect(taken()).toBe(path)
    expect(readdirSync(root)).toContain("kept")
  })

  it("takes another where folders were made in it, and removes them", () => {
    const path = taken()
    mkdirSync(join(path, "deep/deeper"), { recursive: true })
    folders.giveBack(path)
    expect(readdirSync(root)).toEqual([])
    expect(taken()).not.toBe(path)
  })

  it("takes another where the folder is gone or its owner was locked out", () => {
    const gone = taken()
    nodeFiles.remove(gone)
    folders.giveBack(gone)
    expect(taken()).not.toBe(gone)
    const locked = taken()
    chmodSync(locked, 0o000)
    folders.giveBack(locked)
    expect(taken()).not.toBe(locked)
  })
})
