// Bundles compiled entries into one tree that runs without node_modules.
// Byte-identical for the same sources: no cache, always from lib/, always in the project's folder.
// White space and comments are left out, which is nearly half of it; names stay, for stack traces.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { minifySync } from "rolldown/utils"
import { licensesOf } from "./licenses.mjs"
import { mustRunTool, root } from "./project.mjs"

const SHEBANG = "#!/usr/bin/env node\n"

/** Every bundle: its entry below src/, its folder below dist/, and whether people start it. */
export const BUNDLES = [
  { name: "action", entry: "action.ts", folder: ".", executable: false, post: "post.js" },
  { name: "cli", entry: "cli.ts", folder: "cli", executable: true },
]

/** The bundles whose entry exists. */
export function presentBundles() {
  return BUNDLES.filter((bundle) => existsSync(join(root, "src", bundle.entry)))
}

/** Bundles one entry of lib/ into its folder of `target`; files of other bundles stay. */
export function makeBundle(bundle, target) {
  const work = mkdtempSync(join(tmpdir(), "parallel-smoke-bundle-"))
  const scratch = join(work, "bundle")
  const statistics = join(work, "statistics.json")
  try {
    const entry = join("lib", bundle.entry.replace(/\.ts$/, ".js"))
    mustRunTool(
      "@vercel/ncc/dist/ncc/cli.js",
      ["build", entry, "-o", scratch, "--no-cache", "--stats-out", statistics, "--quiet"],
      { stdio: ["ignore", "ignore", "inherit"] },
    )
    for (const name of readdirSync(scratch)) {
      if (name.endsWith(".js")) removeWhiteSpace(join(scratch, name))
    }
    const main = join(scratch, "index.js")
    const text = readFileSync(main, "utf8")
    if (bundle.executable && !text.startsWith("#!")) writeFileSync(main, SHEBANG + text)
    chmodSync(main, bundle.executable ? 0o755 : 0o644)
    const licenses = licensesOf(JSON.parse(readFileSync(statistics, "utf8")))
    writeFileSync(join(scratch, "licenses.txt"), licenses)
    if (bundle.post !== undefined) writeFileSync(join(scratch, bundle.post), postOf(bundle))
    replaceFolder(bundle, scratch, target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function removeWhiteSpace(file) {
  const options = {
    module: true,
    compress: false,
    mangle: false,
    codegen: { removeWhitespace: true },
  }
  const { code, errors } = minifySync(file, readFileSync(file, "utf8"), options)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  writeFileSync(file, toAscii(code, file))
}

/** The same program in plain ASCII, which Node decodes and keeps in half of the time and memory. */
function toAscii(code, file) {
  const [fixed] = /\\[^\0-\x7f]|\braw`[^`]*[^\0-\x7f]/.exec(code) ?? []
  if (fixed !== undefined) throw new Error(`${file}: cannot be escaped: ${fixed}`)
  return code.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** The compiled `post` starts the same bundle: a second one would be as large as the first. */
function postOf(bundle) {
  const entry = bundle.entry.replace(/\.ts$/, ".js")
  const text = readFileSync(join(root, "lib", bundle.post), "utf8")
  if (!text.includes(`./${entry}`)) throw new Error(`${bundle.post} does not import ./${entry}`)
  return text.replaceAll(`./${entry}`, "./index.js")
}

function replaceFolder(bundle, from, target) {
  const to = join(target, bundle.folder)
  const others = BUNDLES.filter((other) => other !== bundle && other.folder !== ".")
  const kept = new Set(bundle.folder === "." ? others.map((other) => other.folder) : [])
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(to)) {
    if (!kept.has(name)) rmSync(join(to, name), { recursive: true, force: true })
  }
  cpSync(from, to, { recursive: true })
}
