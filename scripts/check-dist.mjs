// Builds again into a temporary folder and compares the whole tree with dist/, byte for byte.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { buildLibrary } from "./build-library.mjs"
import { makeBundle, presentBundles } from "./bundle.mjs"
import { root } from "./project.mjs"

function filesBelow(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

function difference(actual, expected) {
  if (!existsSync(actual)) return "missing"
  if (!existsSync(expected)) return "not made by the build"
  if (!readFileSync(actual).equals(readFileSync(expected))) return "differs"
  const executable = (file) => (statSync(file).mode & 0o100) !== 0
  return executable(actual) === executable(expected) ? null : "has another executable bit"
}

const dist = join(root, "dist")
const fresh = mkdtempSync(join(tmpdir(), "parallel-smoke-dist-"))
try {
  const bundles = presentBundles()
  if (bundles.length === 0) {
    process.stderr.write("nothing to compare: the entry files are missing in src/\n")
    process.exitCode = 1
  }
  buildLibrary()
  for (const bundle of bundles) makeBundle(bundle, fresh)
  const names = [...new Set([...filesBelow(dist), ...filesBelow(fresh)])].sort()
  for (const name of names) {
    const found = difference(join(dist, name), join(fresh, name))
    if (found === null) continue
    process.stderr.write(`dist/${name} ${found}\n`)
    process.exitCode = 1
  }
  const verdict = process.exitCode ? "is out of date: npm run build" : "is what the sources make"
  process.stdout.write(`dist ${verdict} (${names.length} files compared)\n`)
} finally {
  rmSync(fresh, { recursive: true, force: true })
}
