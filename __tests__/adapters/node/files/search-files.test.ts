import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { searchFiles } from "../../../../src/adapters/node/files/search-files.ts"

let base: string
let root: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "search-"))
  root = join(base, "in")
  mkdirSync(root)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

function write(...paths: readonly string[]) {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), "")
  }
}

function link(path: string, target: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  symlinkSync(target, join(root, path))
}

function search(patterns: readonly string[], folder = ".") {
  const { files, problems } = searchFiles({ folder: join(root, folder), patterns, within: root })
  return { files, problems: problems.map(({ path, reason }) => `${path} ${reason}`) }
}

describe("a link", () => {
  it("to a file or a folder is found under its own path", () => {
    write("a.sh", "lib/b.sh", "lib/deep/c.sh", "other/d.sh")
    link("z.sh", "lib/b.sh")
    link("smoke/lib", "../lib")
    link("smoke/x.sh", "../z.sh")
    expect(search(["**/*.sh"])).toEqual({
      files: [
        ...["a.sh", "lib/b.sh", "lib/deep/c.sh", "other/d.sh"],
        ...["smoke/lib/b.sh", "smoke/lib/deep/c.sh", "smoke/x.sh", "z.sh"],
      ],
      problems: [],
    })
    expect(search(["smoke/*.sh"]).files).toEqual(["smoke/x.sh"])
    expect(search(["lib/*.sh"], "smoke").files).toEqual(["lib/b.sh"])
    expect(search(["smoke/lib/b.sh"]).files).toEqual(["smoke/lib/b.sh"])
  })

  it.each([
    ["nowhere", "nothing.sh", "nowhere"],
    ["to itself", "a.sh", "circle"],
    ["out of the folder", "../../out.sh", "outside"],
    ["to a device", "/dev/null", "outside"],
  ])("that leads %s is told", (_, target, reason) => {
    writeFileSync(join(base, "out.sh"), "")
    link("s/a.sh", target)
    write("s/b.sh")
    expect(search(["s/*.sh"])).toEqual({ files: ["s/b.sh"], problems: [`s/a.sh ${reason}`] })
    expect(search(["s/a.sh"])).toEqual({ files: [], problems: [`s/a.sh ${reason}`] })
    expect(search(["s/*.sh", "!s/a.sh"]).problems).toEqual([])
    expect(search(["s/b.*"]).problems).toEqual([])
  })

  it("to a folder around it ends, and is told", () => {
    write("s/a.sh")
    link("s/self", ".")
    link("s/up", "..")
    link("s/deep/up", "../..")
    const found = search(["s/**/*.sh"])
    expect(found).toEqual({
      files: ["s/a.sh"],
      problems: ["s/deep/up circle", "s/self circle", "s/up circle"],
    })
    expect(search(["s/**/*.sh", "!s/self", "!s/up/**", "!s/deep/**"]).problems).toEqual([])
    expect(search(["s/*.sh"]).problems).toEqual([])
    expect(search(["s/self/*.sh"]).problems).toEqual(["s/self circle"])
  })

  it("to a folder that leads back ends, and is told", () => {
    write("a/a.sh", "b/b.sh")
    link("a/x", "../b")
    link("b/y", "../a")
    expect(search(["a/**/*.sh"])).toEqual({
      files: ["a/a.sh", "a/x/b.sh"],
      problems: ["a/x/y circle"],
    })
  })

  it("out of the folder is told also where the search begins", () => {
    mkdirSync(join(base, "out"))
    writeFileSync(join(base, "out", "a.sh"), "")
    link("s", "../out")
    expect(search(["s/*.sh"])).toEqual({ files: [], problems: ["s outside"] })
    expect(search(["**/*.sh"])).toEqual({ files: [], problems: ["s outside"] })
    expect(search(["*.sh"], "s")).toEqual({ files: [], problems: [". outside"] })
  })

  it("beside another, in folder after folder, ends", () => {
    for (let i = 0; i < 30; i++) {
      link(`d${i}/x`, `../d${i + 1}`)
      link(`d${i}/y`, `../d${i + 1}`)
    }
    write("d30/a.sh")
    const { files, problems } = search(["d0/**/*.sh"])
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.every((problem) => problem.endsWith(" too-many"))).toBe(true)
    expect(files.length).toBeLessThan(300)
  })
})

describe("a folder that may not be read", () => {
  const refuse = Object.assign(new Error("no"), { code: "EACCES" })

  it("is told, unless a pattern takes it out or wants nothing of it", () => {
    write("s/a.sh")
    const problems = (patterns: readonly string[]) =>
      searchFiles({
        folder: root,
        patterns,
        within: root,
        system: {
          readFolder: (path) => {
            if (path.endsWith("private")) throw refuse
            const name = path === root ? "s" : "private"
            return [
              {
                name,
                parentPath: path,
                isFile: () => false,
                isDirectory: () => true,
                isSymbolicLink: () => false,
              } as never,
            ]
          },
          realPath: (path) => path,
          stat: statSync,
        },
      }).problems
    expect(problems(["**/*.sh"])).toEqual([{ path: "s/private", reason: "unreadable" }])
    expect(problems(["**/*.sh", "!s/private"])).toEqual([])
    expect(problems(["s/*.sh"])).toEqual([])
  })
})

it("what is not there is no problem", () => {
  write("a.sh")
  expect(search(["nowhere/**/*.sh", "a.sh/*.sh"])).toEqual({ files: [], problems: [] })
})
