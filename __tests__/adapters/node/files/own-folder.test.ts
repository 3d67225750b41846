/** Folders that others have replaced by links, or mounted something in: what is theirs stays. */
import { execFileSync, spawnSync } from "node:child_process"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles as files } from "../../../../src/adapters/node/files/files.ts"
import { inFolder } from "../../../../src/adapters/node/files/own-folder.ts"

let root: string
const at = (...parts: readonly string[]): string => join(root, ...parts)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "own-folder-"))
  mkdirSync(at("theirs", "deep"), { recursive: true })
  writeFileSync(at("theirs", "file"), "theirs")
  writeFileSync(at("theirs", "deep", "file"), "theirs")
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

function expectTheirs(): void {
  expect(readdirSync(at("theirs")).toSorted()).toEqual(["deep", "file"])
  expect(readFileSync(at("theirs", "file"), "utf8")).toBe("theirs")
  expect(readFileSync(at("theirs", "deep", "file"), "utf8")).toBe("theirs")
}

describe("a link in the place of a folder", () => {
  beforeEach(() => symlinkSync(at("theirs"), at("own")))

  it("is removed itself", () => {
    files.remove(at("own"))
    expect(readdirSync(root)).toEqual(["theirs"])
    expectTheirs()
  })

  it("is not emptied", () => {
    expect(files.empty(at("own"))).toBe(false)
    expectTheirs()
  })

  it("is not written behind", () => {
    expect(files.writeNoLink(at("own", "file"), "ours")).toEqual({
      ok: false,
      error: {
        path: at("own", "file"),
        code: "ELOOP",
        message: `${at("own", "file")} is not written: a link has the place of its folder`,
      },
    })
    expectTheirs()
  })

  it("is no folder of anybody's, and a link", () => {
    expect([files.folderId(at("own")), files.isLink(at("own"))]).toEqual([null, true])
    expect([files.isLink(at("theirs")), files.isLink(at("none"))]).toEqual([false, false])
  })

  it("is removed with what surrounds it, at any depth", () => {
    mkdirSync(at("around", "inner"), { recursive: true })
    renameSync(at("own"), at("around", "inner", "own"))
    symlinkSync(at("theirs", "file"), at("around", "link"))
    files.remove(at("around"))
    expect(readdirSync(root)).toEqual(["theirs"])
    expectTheirs()
  })
})

it("a folder is removed however deep it is", () => {
  const top = mkdtempSync(at("own-"))
  const dig = 'for (1..2000) { mkdir "d"; chdir "d" }'
  execFileSync("perl", ["-e", dig], { cwd: top })
  files.remove(top)
  expect(readdirSync(root)).toEqual(["theirs"])
})

it("which folder it is, is told by what it is and not by its name", () => {
  mkdirSync(at("own"))
  const before = files.folderId(at("own"))
  expect(before).not.toBeNull()
  writeFileSync(at("own", "file"), "")
  expect(files.folderId(at("own"))).toBe(before)
  renameSync(at("own"), at("elsewhere"))
  mkdirSync(at("own"))
  expect(files.folderId(at("own"))).not.toBe(before)
  expect([files.folderId(at("none")), files.folderId(at("theirs", "file"))]).toEqual([null, null])
})

describe.runIf(process.platform === "linux")("on Linux", () => {
  it("what is swapped while somebody works in a folder is not worked in", () => {
    mkdirSync(at("own"))
    inFolder(at("own"), (own) => {
      renameSync(at("own"), at("moved"))
      symlinkSync(at("theirs"), at("own"))
      writeFileSync(`${own}/file`, "ours")
    })
    expect(readFileSync(at("moved", "file"), "utf8")).toBe("ours")
    expectTheirs()
  })

  it("names that are no text are removed as well, and deep folders", () => {
    mkdirSync(at("own"))
    writeFileSync(Buffer.concat([Buffer.from(`${at("own")}/`), Buffer.from([0xff, 0xfe])]), "")
    // Deeper than a path can name.
    const deepen = "for (1..1000) { mkdir 'deep'; chdir 'deep' }"
    execFileSync("perl", ["-e", deepen], { cwd: at("own") })
    files.remove(at("own"))
    expect(existsSync(at("own"))).toBe(false)
  })

  it("what is mounted stays, and the rest goes", ({ skip }) => {
    mkdirSync(at("own", "a mount"), { recursive: true })
    mkdirSync(at("own", "rest"))
    const mounted = spawnSync("mount", ["--bind", at("theirs"), at("own", "a mount")])
    if (mounted.status !== 0) skip("only root may mount")
    try {
      files.remove(at("own"))
      files.remove(at("own", "a mount"))
      expect(readdirSync(at("own"))).toEqual(["a mount"])
      expectTheirs()
    } finally {
      execFileSync("umount", [at("own", "a mount")])
    }
  })
})
