/**
 * The steps of a job that set up what the tests of a repository need.
 */
import { err } from "../../core/problems/result.ts"
import { loadRequested, type ReadPorts } from "../plan/plan-run.ts"
import { findTests, type ToolName } from "./find-tests.ts"
import { PINNED } from "./pinned-actions.ts"

/** Steps for the tools that tests need, and whether planning needs them as well. */
export function setUpSteps(
  folder: string,
  ports: Pick<ReadPorts, "files" | "changes">,
): { readonly steps: readonly string[]; readonly planNeeds: boolean } {
  const { files } = ports
  const tools = new Set(findTests(folder, files).tests.flatMap(({ tool }) => tool ?? []))
  const has = (path: string) => files.exists(`${folder}/${path}`)
  if (has("package.json")) tools.add("node")
  const steps = [...tools].sort().flatMap((tool) => STEPS[tool]({ has }))
  return { steps, planNeeds: steps.length > 0 && plansByCommands(folder, ports) }
}

interface Repository {
  readonly has: (path: string) => boolean
}

const STEPS: Readonly<Record<ToolName, (repository: Repository) => readonly string[]>> = {
  bats: () => ["- run: sudo apt-get update && sudo apt-get install --yes bats"],
  go: ({ has }) => [
    `- uses: ${PINNED.go}`,
    "  with:",
    has("go.mod") ? "    go-version-file: go.mod" : "    go-version: stable",
    ...(has("go.sum") ? [] : ["    cache: false"]),
  ],
  node: ({ has }) => [
    `- uses: ${PINNED.node}`,
    "  with:",
    has(".nvmrc") ? "    node-version-file: .nvmrc" : "    node-version: 24",
    "    package-manager-cache: false",
    ...(has("package-lock.json")
      ? ["- run: npm ci"]
      : has("package.json")
        ? ["- run: npm install"]
        : []),
  ],
  python: ({ has }) => [
    `- uses: ${PINNED.python}`,
    "  with:",
    has(".python-version")
      ? "    python-version-file: .python-version"
      : '    python-version: "3.x"',
    `- run: python3 -m pip install ${[
      "pytest",
      ...["requirements.txt", "requirements-dev.txt"].filter(has).map((path) => `-r ${path}`),
      ...(has("pyproject.toml") || has("setup.py") ? ["-e ."] : []),
    ].join(" ")}`,
  ],
  rust: () => ["- run: rustup toolchain install stable --profile minimal && rustup default stable"],
}

/** True where the suite takes values of a matrix from a command, which planning runs. */
function plansByCommands(folder: string, ports: Pick<ReadPorts, "files" | "changes">): boolean {
  let asked = false
  const commands: ReadPorts["commands"] = {
    capture: () => {
      asked = true
      return err({ message: "it was not run", said: "" })
    },
  }
  loadRequested(
    { root: folder, suite: undefined, github: {}, vars: {}, settings: {} },
    { ...ports, env: {}, commands },
  )
  return asked
}
