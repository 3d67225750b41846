/**
 * What has the place of a file and is none is refused at once. Each is tried in a process of its own:
 * whatever waits for a pipe, or reads a device to its end, can only be ended from outside.
 */
import { execFileSync } from "node:child_process"
import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

const FILES = new URL("../../../src/adapters/node/files/files.ts", import.meta.url).href

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "special-files-"))
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

/** Everything that a file is opened for, and its answer. */
const TRIED = `
const { nodeFiles: files } = await import(process.argv[1])
const [, , path, beside] = process.argv
files.writeText(beside, "text")
const lines = files.readLines(path)
const told = {
  readText: files.readText(path),
  readTail: files.readTail(path, 9),
  readHead: files.readHead(path, 9),
  readPart: files.readPart(path, 0, 9),
  readWholeLines: files.readWholeLines(path, 0, 9),
  readLines: { ok: false, error: lines.next().value },
  sha256: files.sha256(path),
  replaceInFile: files.replaceInFile(path, ["text"], "***"),
  copyFrom: files.copyPlain(path, beside + ".copy", { within: beside.slice(0, beside.lastIndexOf("/")), maxBytes: 9 }),
  appendFrom: files.appendFile(path, beside, 9),
  appendTo: files.appendFile(beside, path, 9),
  openAppender: files.openAppender(path),
  writeText: files.writeText(path, "text"),
  writeAtomic: files.writeAtomic(path, "text"),
}
const marked = [...files.findLines(path, { pattern: /::/u, from: 0, bytes: 9 })]
console.log(JSON.stringify({ told, marked, size: files.sizeBytes(path) }))
`

function tryAll(path: string) {
  const args = ["--input-type=module", "-e", TRIED, FILES, path, join(root, "beside")]
  const env = { ...process.env, NODE_NO_WARNINGS: "1" }
  const told = execFileSync(process.execPath, args, { encoding: "utf8", timeout: 15_000, env })
  return JSON.parse(told) as {
    readonly told: Readonly<
      Record<string, { ok: boolean; error: { code: string; message: string } | null }>
    >
    readonly marked: readonly string[]
  }
}

describe.skipIf(process.platform === "win32")("nothing is opened that is", () => {
  it.each([
    ["a named pipe", "EINVAL", (path: string) => void execFileSync("mkfifo", [path])],
    ["a device", "EINVAL", (path: string) => symlinkSync("/dev/zero", path)],
    ["a device", "EINVAL", (path: string) => symlinkSync("/dev/tty", path)],
    ["a folder", "EISDIR", (path: string) => void mkdirSync(path)],
  ])("%s", (what, code, make) => {
    const path = join(root, "place")
    make(path)
    const before = lstatSync(path).ino
    const { told, marked } = tryAll(path)
    for (const [name, answer] of Object.entries(told)) {
      expect([name, answer.ok, answer.error?.code]).toEqual([
        name,
        false,
        // A link is not even looked behind where nothing goes through it.
        lstatSync(path).isSymbolicLink() && !READS.includes(name) ? expect.any(String) : code,
      ])
    }
    expect(told["readText"]?.error?.message).toBe(`it is ${what}, not a regular file`)
    expect(told["readLines"]?.error?.message).toBe(`it is ${what}, not a regular file`)
    expect(marked).toEqual([])
    expect(lstatSync(path).ino).toBe(before)
  })

  it("a socket", async () => {
    const path = join(root, "place")
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(path, resolve))
    try {
      const { told } = tryAll(path)
      expect(Object.values(told).map(({ ok }) => ok)).toEqual(Object.values(told).map(() => false))
      expect(told["readText"]?.error?.message).toBe("it is a socket, not a regular file")
    } finally {
      server.close()
    }
  })

  it("a link, for writing", () => {
    const path = join(root, "place")
    symlinkSync(join(root, "elsewhere"), path)
    const { told } = tryAll(path)
    for (const name of ["openAppender", "writeText", "appendTo"]) {
      expect(told[name]).toMatchObject({ ok: false, error: { code: "ELOOP" } })
    }
    // The name itself is given to another file.
    expect(told["writeAtomic"]).toMatchObject({ ok: true })
    expect(existsSync(join(root, "elsewhere"))).toBe(false)
  })
})

const READS = [
  "readText",
  "readTail",
  "readHead",
  "readPart",
  "readWholeLines",
  "readLines",
  "sha256",
  "replaceInFile",
  "appendFrom",
]
