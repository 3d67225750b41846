// Compiles src/ to lib/: JavaScript and declarations, from scratch.
// npm calls it before packing; the bundles in dist/ are made from the same lib/.
import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { mustRunTool, root } from "./project.mjs"

/** Makes lib/ anew, so that nothing of a removed source file stays. */
export function buildLibrary() {
  rmSync(join(root, "lib"), { recursive: true, force: true })
  mustRunTool("typescript/bin/tsc", ["-p", "tsconfig.build.json"])
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  buildLibrary()
  const command = join("dist", "cli", "index.js")
  if (process.env.npm_lifecycle_event === "prepack" && !existsSync(join(root, command))) {
    process.stderr.write(
      `${command} is missing, the package would have no command: npm run build\n`,
    )
    process.exit(1)
  }
}
