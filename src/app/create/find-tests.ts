/**
 * What of a repository a first suite can run: scripts where people keep smoke tests, and the tests that
 * well-known tools run. Nothing is executed to find it.
 */
import posix from "node:path/posix"
import { addTo } from "../../core/text/append.ts"
import type { Files } from "../../ports/files.ts"

/** Tools that a machine must have. */
export type ToolName = "bats" | "python" | "go" | "rust" | "node"

/** Scenarios of one kind. */
export interface FoundTests {
  /** Id of the scenario, or the first part of the ids. */
  readonly id: string
  /** What it is, for a comment. */
  readonly what: string
  /** The command, for a shell. */
  readonly run: string
  /** Patterns of `for-each`: one scenario for each file, which is `$SMOKE_FILE`. */
  readonly files?: readonly string[]
  /** Values of a dimension: one scenario for each. */
  readonly matrix?: { readonly name: string; readonly values: readonly string[] }
  readonly tool?: ToolName
}

/** What was found, and where it was looked for. */
export interface Found {
  readonly tests: readonly FoundTests[]
  /** Patterns of scripts that say themselves what they are, in a comment header. */
  readonly include: readonly string[]
}

type Reader = Pick<Files, "glob" | "readHead" | "readText" | "exists" | "isExecutable">

/** Where scripts are looked for; files of test tools are looked for everywhere. */
export const SCRIPT_PLACES: readonly string[] = [
  "smoke/**",
  "test*/**",
  "scripts/**/smoke*",
  "scripts/smoke*/**",
  "e2e/**",
  "ci/**",
]

/** The rest of what is looked for, in words. */
export const OTHER_PLACES =
  "*.bats, test_*.py and *_test.py, go.mod, Cargo.toml, scripts of package.json, targets of a Makefile"

const NOT_OURS = ["node_modules", "vendor", "target", "dist", "build", ".git", ".venv", "venv"]
const HEAD_BYTES = 4_096

/** Everything below a folder that a suite can run. */
export function findTests(folder: string, files: Reader): Found {
  const glob = (...patterns: readonly string[]): readonly string[] => {
    const found = files.glob(folder, patterns)
    return found.filter((path) => !path.split("/").some((part) => NOT_OURS.includes(part)))
  }
  const at = { folder, files, glob }
  const tools = [bats(at), pytest(at), ...goPackages(at), ...crates(at)].filter(
    (one) => one !== null,
  )
  const scripts = findScripts(at)
  const own = [...scripts.tests, ...tools]
  return {
    include: scripts.include,
    tests: [...own, ...targets(at, own.length + scripts.include.length > 0)],
  }
}

interface At {
  readonly folder: string
  readonly files: Reader
  readonly glob: (...patterns: readonly string[]) => readonly string[]
}

/** Files of test tools are run by their tools. */
const OF_TOOLS = /\.(bats|go|rs)$|(^|\/)(test_[^/]*|[^/]*_test|conftest|__init__)\.py$/u

/** Scripts that are executable or say in their first line what runs them. */
function findScripts({ folder, files, glob }: At): Found {
  const include: string[] = []
  const groups = new Map<string, string[]>()
  for (const path of glob(...SCRIPT_PLACES)) {
    if (OF_TOOLS.test(path) || posix.basename(path).startsWith(".")) continue
    const head = files.readHead(`${folder}/${path}`, HEAD_BYTES)
    if (!head.ok || head.value.includes("\0")) continue
    const runner = runnerOf(head.value, files.isExecutable(`${folder}/${path}`))
    if (runner === null) continue
    if (/^(#|\/\/) ---\s*$/mu.test(head.value)) include.push(path)
    else {
      // Ids have no endings: files that differ in these alone are different scenarios.
      const key = `${runner}\0${posix.extname(path)}`
      addTo(groups, key, path)
    }
  }
  const tests = [...groups].map(([key, paths], index) => {
    const [runner = ""] = key.split("\0")
    return {
      id: index === 0 ? "smoke" : `smoke-${index + 1}`,
      what: "scripts",
      run: runner === "" ? '"$SMOKE_FILE"' : `${runner} "$SMOKE_FILE"`,
      files: paths,
    }
  })
  return { include, tests }
}

/** The interpreter of a script; empty where the system finds it; null where the file is no script. */
function runnerOf(head: string, isExecutable: boolean): string | null {
  const shebang = /^#!\s*(.+)/u.exec(head)?.[1]?.trim()
  if (shebang === undefined) return isExecutable ? "sh" : null
  if (isExecutable) return ""
  return shebang.replace(/^\S*\/env (-S )?/u, "").replace(/^\S*\//u, "")
}

function bats({ glob }: At): FoundTests | null {
  const files = glob("**/*.bats")
  if (files.length === 0) return null
  return { id: "bats", what: "files of bats", run: 'bats "$SMOKE_FILE"', files, tool: "bats" }
}

function pytest({ glob }: At): FoundTests | null {
  const files = glob("**/test_*.py", "**/*_test.py")
  if (files.length === 0) return null
  const run = 'python3 -m pytest -q "$SMOKE_FILE"'
  return { id: "pytest", what: "files of pytest", run, files, tool: "python" }
}

/** One scenario for each package with tests, of each module. */
function goPackages({ glob }: At): readonly FoundTests[] {
  const modules = glob("**/go.mod").map((path) => posix.dirname(path))
  const folders = [...new Set(glob("**/*_test.go").map((path) => posix.dirname(path)))]
  const nearest = (folder: string) =>
    modules
      .filter((one) => one === "." || folder === one || folder.startsWith(`${one}/`))
      .sort((a, b) => b.length - a.length)[0]
  return modules.flatMap((module, index) => {
    const values = folders
      .filter((folder) => nearest(folder) === module)
      .map((folder) =>
        folder === module ? "." : `./${posix.relative(`/${module}`, `/${folder}`)}`,
      )
    if (values.length === 0) return []
    const id = index === 0 ? "go" : `go-${module.replaceAll("/", "-")}`
    const where = module === "." ? "" : `-C '${module}' `
    const run = `go ${where}test "$SMOKE_MATRIX_PACKAGE"`
    return [
      { id, what: "packages of Go", run, matrix: { name: "package", values }, tool: "go" as const },
    ]
  })
}

/** One scenario for each crate. */
function crates({ folder, files, glob }: At): readonly FoundTests[] {
  if (!files.exists(`${folder}/Cargo.toml`)) return []
  const names = glob("Cargo.toml", "**/Cargo.toml").flatMap((path) => {
    const text = files.readText(`${folder}/${path}`)
    const section = text.ok
      ? /^\[package\]([\s\S]*?)(?=^\[|$(?![\s\S]))/mu.exec(text.value)?.[1]
      : ""
    return /^\s*name\s*=\s*"([^"]+)"/mu.exec(section ?? "")?.[1] ?? []
  })
  const values = [...new Set(names)]
  if (values.length === 0) return []
  const run = 'cargo test --package "$SMOKE_MATRIX_CRATE"'
  return [{ id: "cargo", what: "crates", run, matrix: { name: "crate", values }, tool: "rust" }]
}

/** Scripts of package.json and targets of a Makefile; plain tests only where nothing else was found. */
function targets({ folder, files }: At, hasOthers: boolean): readonly FoundTests[] {
  const wanted = (name: string) =>
    /(^|[-_:.])(smoke|e2e)([-_:.]|$)/u.test(name) || (!hasOthers && /^(test|check)$/u.test(name))
  const manifest = files.readText(`${folder}/package.json`)
  const scripts = manifest.ok ? scriptsOf(manifest.value) : {}
  const npm = Object.entries(scripts).flatMap(([name, text]) => {
    return wanted(name) && !text.includes("no test specified") ? [name] : []
  })
  const makefile = ["GNUmakefile", "makefile", "Makefile"]
    .map((name) => files.readText(`${folder}/${name}`))
    .find(({ ok }) => ok)
  const text = makefile?.ok === true ? makefile.value : ""
  const made = [...text.matchAll(/^([A-Za-z][\w.-]*)\s*:(?![=:])/gmu)].map(([, name = ""]) => name)
  const make = [...new Set(made)].filter(wanted)
  return [
    ...(npm.length === 0
      ? []
      : [
          {
            id: "npm",
            what: "scripts of package.json",
            run: 'npm run "$SMOKE_MATRIX_SCRIPT"',
            matrix: { name: "script", values: npm },
            tool: "node" as const,
          },
        ]),
    ...(make.length === 0
      ? []
      : [
          {
            id: "make",
            what: "targets of the Makefile",
            run: 'make "$SMOKE_MATRIX_TARGET"',
            matrix: { name: "target", values: make },
          },
        ]),
  ]
}

function scriptsOf(text: string): Readonly<Record<string, string>> {
  try {
    const { scripts } = JSON.parse(text)
    return Object.fromEntries(
      Object.entries(scripts ?? {}).filter((entry): entry is [string, string] => {
        return typeof entry[1] === "string"
      }),
    )
  } catch {
    return {}
  }
}
