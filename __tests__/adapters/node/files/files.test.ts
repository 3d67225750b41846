import { createHash } from "node:crypto"
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles as files, sha256Text } from "../../../../src/adapters/node/files/files.ts"

let root: string
const at = (...parts: readonly string[]): string => join(root, ...parts)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "node-files-"))
})

afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

describe("reading", () => {
  it.each([
    ["", ""],
    ["plain\n", "plain\n"],
    ["\ufeffwith a mark\r\n", "\ufeffwith a mark\r\n"],
    ["é😀", "é😀"],
  ])("text %j stays as it is", (text, expected) => {
    writeFileSync(at("a"), text)
    expect(files.readText(at("a"))).toEqual({ ok: true, value: expected })
  })

  it("tells what cannot be read, and why", () => {
    writeFileSync(at("bin"), Buffer.from([0x61, 0xff, 0xfe]))
    expect(files.readText(at("bin"))).toMatchObject({ error: { code: "EILSEQ", path: at("bin") } })
    expect(files.readText(at("no"))).toMatchObject({ ok: false, error: { code: "ENOENT" } })
    expect(files.readText(root)).toMatchObject({ ok: false, error: { code: "EISDIR" } })
    expect(files.readHead(at("no"), 5)).toMatchObject({ error: { code: "ENOENT" } })
    expect(files.readTail(at("no"), 5)).toMatchObject({ error: { code: "ENOENT" } })
    expect([...files.readLines(at("no"))]).toEqual([])
  })

  it("head and tail are bounded, decode leniently and know the size", () => {
    writeFileSync(at("a"), "0123456789é")
    expect(files.readHead(at("a"), 4)).toEqual({ ok: true, value: "0123" })
    expect(files.readHead(at("a"), 99)).toEqual({ ok: true, value: "0123456789é" })
    expect(files.readTail(at("a"), 4)).toEqual({ ok: true, value: { text: "89é", sizeBytes: 12 } })
    expect(files.readTail(at("a"), 1)).toMatchObject({ value: { text: "\ufffd" } })
    expect(files.readTail(at("a"), 99)).toMatchObject({ value: { text: "0123456789é" } })
  })

  it("lines are those of the whole text, wherever the pieces are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme", maxLength: 40 }), { maxLength: 20 }),
        fc.integer({ min: 0, max: 70_000 }),
        (lines, padding) => {
          const clean = [`${"é".repeat(padding)}`, ...lines.map((line) => line.replace(/\n/gu, ""))]
          writeFileSync(at("a"), `${clean.join("\n")}\n`)
          expect([...files.readLines(at("a"))]).toEqual(clean)
        },
      ),
      { numRuns: 30 },
    )
  })

  it("the last line needs no end", () => {
    writeFileSync(at("a"), "one\n\ntwo")
    expect([...files.readLines(at("a"))]).toEqual(["one", "", "two"])
  })

  it("ends before a line that is longer than any of ours, and says so", () => {
    writeFileSync(at("a"), `one\n${"x".repeat(33 << 20)}\nthree\n`)
    const lines = files.readLines(at("a"))[Symbol.iterator]()
    expect(lines.next()).toEqual({ done: false, value: "one" })
    const problem = { path: at("a"), code: "EFBIG", message: "it has a line of more than 32 MiB" }
    expect(lines.next()).toEqual({ done: true, value: problem })
    expect(lines.next()).toMatchObject({ done: true })
  })

  it("a line of nearly that size is one, and takes no longer than its bytes", () => {
    const long = "x".repeat(31 << 20)
    writeFileSync(at("a"), `${long}\n`)
    const begun = performance.now()
    expect([...files.readLines(at("a"))]).toEqual([long])
    // Put together anew for each piece it took twenty seconds.
    expect(performance.now() - begun).toBeLessThan(3_000)
  })

  it("closes the file when nobody wants more lines", () => {
    writeFileSync(at("a"), "x\n".repeat(100_000))
    const open = () => (process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0)
    const before = open()
    for (const line of files.readLines(at("a"))) if (line === "x") break
    expect(open()).toBe(before)
  })
})

describe("writing", () => {
  it("is whole or not at all, makes its folder and leaves nothing beside it", () => {
    expect(files.writeAtomic(at("deep", "er", "a"), "one")).toEqual({ ok: true, value: undefined })
    files.writeAtomic(at("deep", "er", "a"), "two")
    expect(readFileSync(at("deep", "er", "a"), "utf8")).toBe("two")
    expect(readdirSync(at("deep", "er"))).toEqual(["a"])
  })

  it("refuses in words where it cannot, and leaves nothing there either", () => {
    mkdirSync(at("folder", "inside"), { recursive: true })
    expect(files.writeAtomic(at("folder"), "x")).toMatchObject({ ok: false })
    writeFileSync(at("file"), "")
    expect(files.writeAtomic(at("file", "below"), "x")).toMatchObject({ ok: false })
    expect(files.openAppender(at("file", "below"))).toMatchObject({ ok: false })
    expect(files.makeDirectory(at("file", "below"))).toMatchObject({ ok: false })
    expect(readdirSync(root).toSorted()).toEqual(["file", "folder"])
  })

  it("appends with the system at once, and to what exists", () => {
    writeFileSync(at("log"), "old\n")
    const appender = files.openAppender(at("log"))
    if (!appender.ok) throw new Error(appender.error.message)
    appender.value.append("é\n")
    expect(readFileSync(at("log"), "utf8")).toBe("old\né\n")
    appender.value.append("more\n")
    appender.value.close()
    expect(readFileSync(at("log"), "utf8")).toBe("old\né\nmore\n")
  })

  it("touches no other file through one that is closed, whose number it may have now", async () => {
    const first = files.openAppender(at("first"))
    if (!first.ok) throw new Error(first.error.message)
    first.value.close()
    const second = files.openAppender(at("second"))
    if (!second.ok) throw new Error(second.error.message)
    expect(first.value.append("astray\n")).toMatchObject({ ok: false, error: { code: "EBADF" } })
    expect(first.value.sync()).toMatchObject({ ok: false, error: { code: "EBADF" } })
    const beside = await first.value.syncBeside()
    expect(beside).toMatchObject({ ok: false, error: { code: "EBADF" } })
    first.value.close()
    second.value.append("own\n")
    second.value.close()
    expect(readFileSync(at("second"), "utf8")).toBe("own\n")
  })

  it("copies a file's bytes, of a long one both ends, and says how many it left out", () => {
    writeFileSync(at("to"), "|")
    writeFileSync(at("short"), "12345678")
    expect(files.appendFile(at("short"), at("to"), 8)).toMatchObject({ ok: true })
    writeFileSync(at("long"), `${"a".repeat(100)}${"b".repeat(100)}`)
    expect(files.appendFile(at("long"), at("to"), 20)).toMatchObject({ ok: true })
    expect(readFileSync(at("to"), "utf8")).toBe(
      `|12345678${"a".repeat(10)}\n[180 bytes left out here; the attempt's own log is complete]\n${"b".repeat(10)}`,
    )
    expect(files.appendFile(at("no"), at("to"), 20)).toMatchObject({ error: { code: "ENOENT" } })
  })
})

describe("looking", () => {
  it("tells files from folders, and nothing from both", () => {
    mkdirSync(at("d"))
    writeFileSync(at("d", "b"), "12")
    writeFileSync(at("d", "a"), "")
    expect([files.exists(at("d")), files.isDirectory(at("d"))]).toEqual([true, true])
    expect([files.exists(at("d", "b")), files.isDirectory(at("d", "b"))]).toEqual([true, false])
    expect([files.exists(at("x")), files.isDirectory(at("x"))]).toEqual([false, false])
    expect(files.isDirectory(at("d", "b", "c"))).toBe(false)
    expect(files.sizeBytes(at("d", "b"))).toBe(2)
    expect(files.sizeBytes(at("x"))).toBeNull()
    expect(files.list(at("d"))).toEqual(["a", "b"])
    expect(files.list(at("x"))).toEqual([])
    expect(files.list(at("d", "a"))).toEqual([])
  })

  it("globs files below the root, sorted, not through links nor into packages", () => {
    for (const path of [
      "b.sh",
      "a.sh",
      ".hidden.sh",
      "sub/c.sh",
      "sub/d.txt",
      "node_modules/e.sh",
    ]) {
      files.writeAtomic(at("in", path), "")
    }
    files.writeAtomic(at("out", "f.sh"), "")
    symlinkSync(at("out"), at("in", "link"))
    expect(files.glob(at("in"), ["**/*.sh"])).toEqual([".hidden.sh", "a.sh", "b.sh", "sub/c.sh"])
    expect(files.glob(at("in"), ["**", "!sub/**"])).toEqual([".hidden.sh", "a.sh", "b.sh"])
    expect(files.glob(at("in"), ["sub"])).toEqual([])
    expect(files.glob(at("nowhere"), ["**"])).toEqual([])
  })

  it("removes files and whole folders; nothing there is fine", () => {
    files.writeAtomic(at("d", "e", "f"), "")
    files.remove(at("d"))
    files.remove(at("d"))
    expect(files.exists(at("d"))).toBe(false)
  })

  it("digests bytes and texts alike", () => {
    writeFileSync(at("a"), "é")
    const expected = createHash("sha256").update("é").digest("hex")
    expect(files.sha256(at("a"))).toEqual({ ok: true, value: expected })
    expect(sha256Text("é")).toBe(expected)
    expect(files.sha256(root)).toMatchObject({ ok: false, error: { path: root } })
  })

  it.skipIf(process.getuid?.() === 0)("says so when it may not", () => {
    writeFileSync(at("a"), "x")
    chmodSync(at("a"), 0)
    expect(files.readText(at("a"))).toMatchObject({ error: { code: "EACCES" } })
  })
})
