import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { TemporaryFolders } from "../../../src/execute/request/environment.ts"

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

  describe("what has its place", () => {
    let theirs = ""

    beforeEach(() => {
      theirs = mkdtempSync(join(tmpdir(), "smoke-theirs-"))
      writeFileSync(join(theirs, "file"), "theirs")
    })

    it("is taken away and not touched where it is a link", () => {
      const path = taken()
      rmdirSync(path)
      symlinkSync(theirs, path)
      folders.giveBack(path)
      expect(readdirSync(theirs)).toEqual(["file"])
      expect(readdirSync(root)).toEqual([])
      expect(taken()).not.toBe(path)
    })

    it("is not given to the next, also where it came when nobody had it", () => {
      const path = taken()
      folders.giveBack(path)
      rmdirSync(path)
      symlinkSync(theirs, path)
      expect(taken()).not.toBe(path)
      expect(readdirSync(theirs)).toEqual(["file"])
    })

    it("makes nothing and removes nothing behind a link that has the place of them all", () => {
      const path = taken()
      const all = `${root}.moved`
      renameSync(root, all)
      symlinkSync(theirs, root)
      mkdirSync(join(theirs, "tmp.1"))
      writeFileSync(join(theirs, "tmp.1/file"), "theirs")
      folders.take()
      folders.giveBack(path)
      expect(readdirSync(theirs)).toEqual(["file", "tmp.1"])
      expect(readdirSync(join(theirs, "tmp.1"))).toEqual(["file"])
    })
  })
})
