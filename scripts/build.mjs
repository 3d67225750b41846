// Builds lib/ and from it the bundles in dist/. Arguments name single bundles (`action`, `cli`).
import { join } from "node:path"
import { buildLibrary } from "./build-library.mjs"
import { BUNDLES, makeBundle, presentBundles } from "./bundle.mjs"
import { root } from "./project.mjs"

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !BUNDLES.some((bundle) => bundle.name === name))
if (unknown.length > 0) {
  process.stderr.write(`no such bundle: ${unknown.join(", ")}\n`)
  process.exit(2)
}
const bundles = presentBundles().filter(({ name }) => asked.length === 0 || asked.includes(name))
if (bundles.length === 0) {
  process.stderr.write("nothing to bundle: the entry files are missing in src/\n")
  process.exit(2)
}

buildLibrary()
for (const bundle of bundles) {
  makeBundle(bundle, join(root, "dist"))
  process.stdout.write(`built ${join("dist", bundle.folder, "index.js")}\n`)
}
