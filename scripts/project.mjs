// What the scripts share: where the project is, which Node runs its tools, how a tool is started.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

/** Absolute path of the repository, wherever a script is called from. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "")

const bin = join(root, "node_modules", ".bin")
const isNew = Number(process.versions.node.split(".")[0]) >= 24

/** The Node 24 that the tools run on: this one, or the one that the workspace brought. */
export const node = isNew || !existsSync(join(bin, "node")) ? process.execPath : join(bin, "node")

/** The environment for tools: the project's own programs come first. */
export const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` }

/** Runs a JavaScript file of a package with Node 24 in the project's folder; gives its exit code. */
export function runTool(file, args, options = {}) {
  const done = spawnSync(node, [join(root, "node_modules", file), ...args], {
    cwd: root,
    env,
    stdio: "inherit",
    ...options,
  })
  if (done.error !== undefined) throw done.error
  return done.status ?? 1
}

/** Ends the script with the tool's exit code when the tool failed. */
export function mustRunTool(file, args, options = {}) {
  const code = runTool(file, args, options)
  if (code !== 0) {
    process.stderr.write(`${file} ended with exit code ${code}\n`)
    process.exit(code)
  }
}

/** Starts the calling script again when this Node cannot load TypeScript; returns on Node 24. */
export function onNode24() {
  if (isNew) return
  if (node === process.execPath) {
    process.stderr.write(`parallel-smoke needs Node 24 or later; this is ${process.version}\n`)
    process.exit(2)
  }
  const again = spawnSync(node, process.argv.slice(1), { env, stdio: "inherit" })
  process.exit(again.status ?? 1)
}
