// Writes what tests know of GitHub's REST interface: parameters and bodies of the operations that the action
// calls, out of the description that GitHub publishes. `node scripts/github-api.mjs` downloads 28 MB, so it is run
// by hand when an operation is added or the version is raised.
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { root } from "./project.mjs"

const PACKAGE = "@octokit/openapi"
const VERSION = "23.0.2"
const FILE = "__tests__/__fixtures__/github-api/operations.json"

const OPERATIONS = [
  "POST /repos/{owner}/{repo}/check-runs",
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
  "GET /repos/{owner}/{repo}/pulls",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}",
  "GET /repos/{owner}/{repo}/issues",
  "POST /repos/{owner}/{repo}/issues",
  "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
]

/** Without what only people read. */
const LEFT_OUT = new Set(["description", "example", "examples", "summary"])

function description() {
  const folder = mkdtempSync(join(tmpdir(), "github-api-"))
  try {
    const npm = (...words) => execFileSync("npm", words, { cwd: folder, encoding: "utf8" }).trim()
    const archive = npm("pack", "--silent", `${PACKAGE}@${VERSION}`)
    const inside = "package/generated/api.github.com.json"
    execFileSync("tar", ["-xzf", archive, inside, "package/LICENSE"], { cwd: folder })
    return {
      api: JSON.parse(readFileSync(join(folder, inside), "utf8")),
      license: readFileSync(join(folder, "package", "LICENSE"), "utf8"),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function main() {
  const { api, license } = description()
  const resolved = (value, key) => {
    if (Array.isArray(value)) return value.map((one) => resolved(one))
    if (value === null || typeof value !== "object") return value
    if (typeof value.$ref === "string") {
      const path = value.$ref.slice("#/".length).split("/")
      return resolved(path.reduce((at, part) => at[part], api))
    }
    const isNames = key === "properties"
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => isNames || !(LEFT_OUT.has(name) || name.startsWith("x-")))
        .map(([name, inner]) => [name, resolved(inner, isNames ? undefined : name)]),
    )
  }
  const operations = OPERATIONS.map((operation) => {
    const [method, path] = operation.split(" ")
    const { parameters = [], requestBody } = api.paths[path][method.toLowerCase()]
    const body = requestBody?.content["application/json"].schema
    return [operation, resolved({ parameters, ...(body === undefined ? {} : { body }) })]
  })
  const text = {
    source: `${PACKAGE} ${VERSION}, generated/api.github.com.json, cut by scripts/github-api.mjs`,
    license: license.trim().split("\n"),
    operations: Object.fromEntries(operations),
  }
  writeFileSync(join(root, FILE), `${JSON.stringify(text, null, 1)}\n`)
}

main()
