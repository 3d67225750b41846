// Writes how files refer to this repository for a release: `node scripts/workflow-refs.mjs
// OWNER/parallel-smoke vX.Y.Z`. The reusable workflows without `$/` use the actions of their own release,
// so that one run never mixes versions; what people copy follows the major version.
// With --check it writes nothing and ends with 1 when a file refers to something else.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./project.mjs"

const WORKFLOWS = ".github/workflows"

/** Files with references. */
export const FILES = [
  ...readdirSync(join(root, WORKFLOWS)).map((name) => `${WORKFLOWS}/${name}`),
  "src/app/create/create-workflow.ts",
  "docs/repeating.md",
  "docs/github-actions.md",
  "README.md",
]

const REFERENCE = /[\w.-]+\/parallel-smoke((?:\/[\w.-]+)*)@v\d[\w.]*/g

/** The text of a file with its references to that repository and version. */
export function withReferences({ path, text, repository, version }) {
  const major = version.split(".")[0]
  return text.replace(REFERENCE, (_, below) => {
    const own = path.endsWith("-ghes.yml") && !below.startsWith("/.github")
    return `${repository}${below}@${own ? version : major}`
  })
}

function main(words) {
  const check = words.includes("--check")
  const [repository = "", version = ""] = words.filter((word) => word !== "--check")
  if (!/^[\w.-]+\/parallel-smoke$/.test(repository) || !/^v\d+\.\d+\.\d+$/.test(version)) {
    process.stderr.write("usage: workflow-refs.mjs [--check] OWNER/parallel-smoke vX.Y.Z\n")
    return 2
  }
  let outdated = 0
  for (const path of FILES) {
    const text = readFileSync(join(root, path), "utf8")
    const wanted = withReferences({ path, text, repository, version })
    if (wanted === text) continue
    outdated += 1
    if (!check) writeFileSync(join(root, path), wanted)
    process.stdout.write(`${check ? "refers to something else" : "wrote"}: ${path}\n`)
  }
  return check && outdated > 0 ? 1 : 0
}

if (process.argv[1] === import.meta.filename) process.exitCode = main(process.argv.slice(2))
