/**
 * The shape of the code base: who imports whom, what is pure, how files are named and how long they
 * are. The table is in `__rig__/import-table.ts`; the second half tests the judge itself.
 */
import { globSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { ENTRY_FILES, FILE_LINES, IMPORT_TABLE, ROOM_FILES } from "./__rig__/import-table.ts"
import {
  filesInCircles,
  folderCircle,
  folderOf,
  importedFiles,
  importedFolders,
  nameViolations,
  packagesOf,
  type Source,
  violationsOf,
} from "./__rig__/source-rules.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

function read(pattern: string, base: string): readonly Source[] {
  return globSync(pattern, { cwd: join(root, base) })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, base, path), "utf8") }))
}

const sources = read("**/*.ts", "src")
const byPath = new Map(sources.map((source) => [source.path, source]))
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

describe("src", () => {
  it("was found", () => {
    expect(sources.length).toBeGreaterThan(20)
  })

  it("keeps the import table, purity, names and sizes", { timeout: 90_000 }, () => {
    expect(sources.flatMap(violationsOf)).toEqual([])
  })

  it("has no circle of folders", () => {
    const graph = new Map<string, Set<string>>()
    for (const source of sources) {
      const folder = folderOf(source.path)
      if (folder === null) continue
      const to = graph.get(folder) ?? new Set()
      for (const name of importedFolders(source)) to.add(name)
      graph.set(folder, to)
    }
    expect(folderCircle(graph)).toBeNull()
  })

  it("has no circle of files, also of types", () => {
    expect(filesInCircles(sources)).toEqual([])
  })

  it("has no room with more files than a person can look over", () => {
    const files = new Map<string, number>()
    for (const { path } of sources) {
      const room = posix.dirname(path)
      files.set(room, (files.get(room) ?? 0) + 1)
    }
    expect([...files].filter(([, count]) => count > ROOM_FILES)).toEqual([])
  })

  it("lets users of the package install all that the command and the library import", () => {
    const { dependencies, peerDependencies } = manifest
    const installed = Object.keys({ ...dependencies, ...peerDependencies })
    const theirs = sources.filter(
      ({ path }) => !/^(action|adapters\/github)\b|^post\.ts/u.test(path),
    )
    const used = new Set(theirs.flatMap(packagesOf))
    expect([...used].filter((name) => !installed.includes(name))).toEqual([])
  })

  it.each(["cli.ts", "index.ts"].filter((entry) => byPath.has(entry)))(
    "keeps the packages of the action out of %s",
    (entry) => {
      const seen = new Set<string>()
      const queue = [entry]
      for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
        const source = byPath.get(path)
        if (source === undefined || seen.has(path)) continue
        seen.add(path)
        queue.push(...importedFiles(source))
      }
      expect([...seen].filter((path) => /^(action|adapters\/github)\//u.test(path))).toEqual([])
    },
  )
})

describe("the table", () => {
  it("has no circle", () => {
    const rows = Object.entries(IMPORT_TABLE)
    const graph = new Map(rows.map(([from, rule]) => [from, new Set(Object.keys(rule.folders))]))
    expect(folderCircle(graph)).toBeNull()
  })

  it("names only rows of its own", () => {
    const named = Object.values(IMPORT_TABLE).flatMap((rule) => Object.keys(rule.folders))
    const entries = Object.values(ENTRY_FILES).flat()
    const unknown = [...named, ...entries].filter(
      (name) => IMPORT_TABLE[name] === undefined && ENTRY_FILES[name] === undefined,
    )
    expect(unknown).toEqual([])
  })

  it("lets pure folders reach only pure folders", () => {
    for (const [folder, rule] of Object.entries(IMPORT_TABLE)) {
      if (rule.effects !== "pure") continue
      for (const to of Object.keys(rule.folders)) {
        expect([folder, to, IMPORT_TABLE[to]?.effects]).toEqual([folder, to, "pure"])
      }
    }
  })

  it("is repeated by the picture in docs/architecture.md", () => {
    const text = readFileSync(join(root, "docs", "architecture.md"), "utf8")
    const missing = Object.keys(IMPORT_TABLE).filter((folder) => !text.includes(`\`${folder}\``))
    expect(missing).toEqual([])
  })
})

describe("scripts and tests", () => {
  const others = [
    ...read("**/*.ts", "__tests__").map(({ path, text }) => ({ path: `__tests__/${path}`, text })),
    ...read("**/*.{mjs,ts}", "scripts").map(({ path, text }) => ({
      path: `scripts/${path}`,
      text,
    })),
  ]

  it("stay short", () => {
    const long = others.filter(({ text }) => text.split("\n").length > FILE_LINES + 1)
    expect(long.map(({ path }) => path)).toEqual([])
  })

  it("have telling names", () => {
    const marked = /^__[a-z]+__\//u
    const bare = others
      .map(({ path }) => path.replace(marked, "").replace(marked, ""))
      // The stand-in for GitHub's results service bears its name.
      .filter((path) => !path.startsWith("results-service/"))
    expect(bare.flatMap(nameViolations)).toEqual([])
  })

  it("of a folder stand in the place of their sources", () => {
    const folders = new Set(Object.keys(IMPORT_TABLE).map((name) => name.split("/")[0] ?? name))
    const known = new Set([...folders, "e2e", "long", "scripts", "__rig__", "__fixtures__"])
    const strangers = others
      .map(({ path }) => path.split("/"))
      .filter(([base, folder, file]) => base === "__tests__" && file && !known.has(folder ?? ""))
    expect(strangers.map((parts) => parts.join("/"))).toEqual([])
  })
})

describe("the judge", () => {
  const judged: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      "a lower layer",
      "core/x.ts",
      'import { y } from "../plan/y.ts"',
      ["core may not import plan"],
    ],
    [
      "a lower layer's type",
      "core/x.ts",
      'import type { Y } from "../plan/y.ts"',
      ["core may not"],
    ],
    [
      "an import type node",
      "core/x.ts",
      'type Y = import("../plan/y.ts").Y',
      ["core may not import"],
    ],
    ["a re-export", "core/x.ts", 'export * from "../plan/y.ts"', ["core may not import plan"]],
    [
      "a value where types may",
      "schedule/x.ts",
      'import { p } from "../formats/p.ts"',
      ["only import"],
    ],
    [
      "inline types where types may",
      "app/x.ts",
      'import { type C } from "../ports/c.ts"',
      ["only"],
    ],
    ["no extension", "core/x.ts", 'import { y } from "./y"', ["without its extension"]],
    [
      "an unlisted package",
      "plan/x.ts",
      'import { z } from "zod"',
      ["plan may not import the package"],
    ],
    ["a sub-path of one", "plan/x.ts", 'import "@actions/core/lib/x"', ["package @actions/core"]],
    [
      "a built-in",
      "report/x.ts",
      'import { join, posix } from "node:path"',
      ["may not import node:path"],
    ],
    [
      "an adapter",
      "app/x.ts",
      'import { c } from "../adapters/node/c.ts"',
      ["app may not import adap"],
    ],
    [
      "adapters beside wire",
      "cli/x.ts",
      'import { c } from "../adapters/node/c.ts"',
      ["cli may not"],
    ],
    [
      "github in the CLI",
      "cli/wire.ts",
      'import { c } from "../adapters/github/c.ts"',
      ["cli may not"],
    ],
    [
      "another adapter",
      "adapters/github/x.ts",
      'import { c } from "../node/c.ts"',
      ["adapters/github may"],
    ],
    ["an unknown folder", "tools/x.ts", "export const a = 1", ["folder tools is not in the table"]],
    ["a stray file", "stray.ts", 'import { a } from "./core/a.ts"', ["is no entry file"]],
    [
      "an entry elsewhere",
      "cli.ts",
      'import { a } from "./core/a.ts"',
      ["may import cli, adapters/node; not"],
    ],
    ["a clock", "plan/x.ts", "export const a = () => Date.now()", ["plan/x.ts:1 uses Date.now"]],
    [
      "a new Date()",
      "plan/x.ts",
      "\nexport const a = () => new Date()",
      ["plan/x.ts:2 uses new Date()"],
    ],
    ["chance", "core/x.ts", "export const a = () => Math.random()", ["uses Math.random"]],
    ["a timer", "report/x.ts", "export const a = () => setTimeout(b, 1)", ["uses setTimeout"]],
    ["the process", "events/x.ts", "export const a = () => process.env", ["uses process.env"]],
    ["the network", "core/x.ts", 'export const a = () => fetch("x")', ["uses fetch"]],
    ["async", "scenario/x.ts", "export async function a() {}", ["uses async"]],
    ["await", "scenario/x.ts", "for await (const a of b) c(a)", ["uses await"]],
    ["a promise type", "formats/x.ts", "export type A = Promise<void>", ["uses Promise"]],
    [
      "a microtask",
      "plan/x.ts",
      "export const a = () => queueMicrotask(b)",
      ["uses queueMicrotask"],
    ],
    ["a lazy import", "scenario/x.ts", 'export const a = () => import("yaml")', ["uses import()"]],
    ["a clock above the ports", "app/x.ts", "export const a = () => Date.now()", ["uses Date.now"]],
    ["console", "execute/x.ts", 'console.log("x")', ["uses console"]],
    ["console in an adapter", "adapters/node/x.ts", 'console.log("x")', ["uses console"]],
    ["state", "plan/x.ts", "let a = 1\nexport const b = () => a++", ["state in the module"]],
    ["code in ports", "ports/x.ts", "export const a = 1", ["code in ports (FirstStatement)"]],
    ["a long file", "core/x.ts", "//\n".repeat(401), ["has 401 lines, more than 400"]],
    ["a long entry", "cli.ts", "//\n".repeat(21), ["has 21 lines, more than 20"]],
    ["an empty word", "plan/string-utils.ts", "", ['"utils" says nothing']],
    ["capitals", "plan/someThing.ts", "", ["someThing.ts is not kebab-case"]],
  ]

  it.each(judged)("reports %s", (_, path, text, expected) => {
    const found = violationsOf({ path, text })
    expect(found).toHaveLength(expected.length)
    for (const [index, part] of expected.entries()) expect(found[index]).toContain(part)
  })

  const accepted: readonly (readonly [string, string, string])[] = [
    ["comments and strings", "plan/x.ts", '// Date.now() await\nexport const a = "process.env"'],
    ["members of that name", "plan/x.ts", "export const a = (b: B) => b.process.fetch.console"],
    ["declared names", "app/x.ts", "export const a = (console: C) => console.info(1)"],
    ["a Date of an instant", "report/x.ts", "export const a = (at: number) => new Date(at)"],
    ["posix paths", "scenario/x.ts", 'import { join } from "node:path/posix"'],
    ["promises below app", "app/x.ts", "export async function a(): Promise<void> {}"],
    ["microtasks below app", "execute/x.ts", "export const a = () => queueMicrotask(b)"],
    ["promise types in ports", "ports/x.ts", "export type A = Promise<void>"],
    ["built-ins in adapters", "adapters/node/x.ts", 'import { spawn } from "node:child_process"'],
    ["types where types may", "schedule/x.ts", 'import type { P } from "../formats/p.ts"'],
    ["adapters in wire", "cli/wire.ts", 'import { c } from "../adapters/node/c.ts"'],
    ["built-ins in wire", "cli/wire.ts", 'import { cpus } from "node:os"'],
    ["the process in main", "cli/main.ts", "export const a = () => process.argv"],
    [
      "console in its place",
      "adapters/node/screen/console.ts",
      "export const a = () => console.error(1)",
    ],
    ["an entry", "cli.ts", '#!/usr/bin/env node\nimport { main } from "./cli/main.ts"'],
    ["a file of 400 lines", "core/x.ts", "//\n".repeat(400)],
  ]

  it.each(accepted)("accepts %s", (_, path, text) => {
    expect(violationsOf({ path, text })).toEqual([])
  })

  it("shows a circle of folders", () => {
    const circle = new Map([
      ["a", new Set(["b"])],
      ["b", new Set(["c", "d"])],
      ["d", new Set(["b"])],
    ])
    expect(folderCircle(circle)).toEqual(["b", "d", "b"])
    expect(folderCircle(new Map([["a", new Set(["b", "c"])]]))).toBeNull()
  })
})

describe("circles of files", () => {
  it("are found, also by types alone", () => {
    const circle = [
      { path: "a/x.ts", text: 'import type { Y } from "../b/y.ts"' },
      { path: "b/y.ts", text: 'export * from "./z.ts"' },
      { path: "b/z.ts", text: 'type X = import("../a/x.ts").X' },
      { path: "c.ts", text: 'import { X } from "./a/x.ts"' },
    ]
    expect(filesInCircles(circle)).toEqual(["a/x.ts", "b/y.ts", "b/z.ts"])
    expect(filesInCircles(circle.slice(1))).toEqual([])
  })
})

describe("docs", () => {
  it("have a decision record for every runtime dependency", () => {
    const folder = join(root, "docs", "adr")
    const records = globSync("*.md", { cwd: folder })
    const titles = records.map((name) => readFileSync(join(folder, name), "utf8").split("\n")[0])
    const missing = Object.keys(manifest.dependencies).filter(
      (name) => !titles.some((title) => title?.includes(`\`${name}\``)),
    )
    expect(missing).toEqual([])
  })
})
