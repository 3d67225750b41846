/**
 * Tests that need a program beyond what npm installs. Where it is missing they appear as one skipped
 * test named `skipped: <layer>: <why>`, which `npm test` prints and CI counts as a failure.
 */
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, join } from "node:path"
import { describe, it } from "vitest"

/** What `find` answers: the program's path, or why the layer cannot run here. */
export type Tool = { readonly path: string } | { readonly missing: string }

/** A group of tests with what they need. */
export interface Layer {
  readonly name: string
  readonly find: () => Tool
}

/** Where CI installs tools that are not npm packages. */
export const TOOLS_FOLDER = join(homedir(), ".cache", "parallel-smoke-tools", "bin")

function toolFolders(): readonly string[] {
  return [...(process.env["PATH"] ?? "").split(delimiter), TOOLS_FOLDER]
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Looks for a program in folders: by default on PATH, then where CI installs tools. */
export function findProgram(program: string, folders: readonly string[] = toolFolders()): Tool {
  for (const folder of folders) {
    if (folder !== "" && isExecutable(join(folder, program))) return { path: join(folder, program) }
  }
  return { missing: "not found" }
}

/** A layer that needs one program of that name. */
export function programLayer(name: string): Layer {
  return { name, find: () => findProgram(name) }
}

/** Runs workflow files on this machine. */
export const ACT = programLayer("act")
/** Checks workflow files. */
export const ACTIONLINT = programLayer("actionlint")
/** Audits workflow files. */
export const ZIZMOR = programLayer("zizmor")

/** A terminal whose screen and history can be read. */
export const TMUX = programLayer("tmux")

/** A browser without a screen. */
export const CHROMIUM = programLayer("chromium")
/** Databases, as Debian packs them: PostgreSQL keeps its programs out of PATH. */
export const REDIS = programLayer("redis-server")
export const POSTGRES: Layer = {
  name: "postgres",
  find: () => findProgram("initdb", [...toolFolders(), ...postgresFolders()]),
}

function postgresFolders(): readonly string[] {
  const root = "/usr/lib/postgresql"
  if (!existsSync(root)) return []
  return readdirSync(root).map((version) => join(root, version, "bin"))
}

/** Registers the tests with the program's path, or the one skipped test that says why not. */
export function describeLayer(layer: Layer, body: (program: string) => void): void {
  const tool = layer.find()
  if ("missing" in tool) it.skip(`skipped: ${layer.name}: ${tool.missing}`)
  else describe(layer.name, () => body(tool.path))
}
