// Makes the outputs of the corpus of endings by running the tools: all of them, or those that are named.
// `__tests__/__fixtures__/endings/README.md` says what must be installed. Everything runs below one folder
// of a fixed name, so that outputs do not depend on who makes them.

import { spawnSync } from "node:child_process"
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { readEndings } from "../__tests__/__rig__/endings.ts"

const BASE = "/tmp/work"
const TOOLS = join(BASE, "tools")
const PYTEST = "pytest==9.2.0"
const PACKAGES = [
  ...["vitest@5.1.2", "jest@30.5.2", "@playwright/test@1.65.1"],
  ...["mocha@12.0.3", "eslint@10.15.0", "typescript@7.0.2"],
]
const LONGEST_MS = 300_000

const named = process.argv.slice(2)
const chosen = ["known", "later"]
  .flatMap(readEndings)
  .filter(({ name }) => named.length === 0 || named.includes(name))

installTools()
for (const ending of chosen) make(ending)

function installTools() {
  mkdirSync(TOOLS, { recursive: true })
  if (!existsSync(join(TOOLS, "venv/bin/pytest"))) {
    must("python3", ["-m", "venv", join(TOOLS, "venv")])
    must(join(TOOLS, "venv/bin/pip"), ["install", "--quiet", PYTEST])
  }
  if (!existsSync(join(TOOLS, "node_modules/.bin/vitest"))) {
    must("npm", ["install", "--prefix", TOOLS, "--no-fund", "--no-audit", ...PACKAGES])
  }
}

function must(file, args) {
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" }
  const { status } = spawnSync(file, args, { stdio: "inherit", env })
  if (status !== 0) throw new Error(`${file} ended with ${status}`)
}

/** Both streams go to one file, as an attempt's do. */
function make({ name, output, files }) {
  const folder = join(BASE, name)
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of Object.entries(files)) {
    if (path === "run") continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  mkdirSync(folder, { recursive: true })
  const log = openSync(output, "w")
  const { status } = spawnSync(
    "bash",
    ["--noprofile", "--norc", "-eo", "pipefail", "-c", files.run],
    {
      cwd: folder,
      env: environment(),
      stdio: ["ignore", log, log],
      timeout: LONGEST_MS,
    },
  )
  closeSync(log)
  writeFileSync(output, readFileSync(output, "utf8").replaceAll(homedir(), "/home/user"))
  console.log(`${name}: ${status}`)
  if (status === 0) throw new Error(`${name} passed: it has to fail`)
}

function environment() {
  const path = [
    join(TOOLS, "venv/bin"),
    join(TOOLS, "node_modules/.bin"),
    dirname(process.execPath),
  ]
  const home = homedir()
  return {
    PATH: [...path, process.env.PATH].join(":"),
    HOME: join(BASE, "home"),
    RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(home, ".rustup"),
    CARGO_HOME: process.env.CARGO_HOME ?? join(home, ".cargo"),
    GOCACHE: join(BASE, "go-build"),
    GOFLAGS: "-mod=mod",
    NODE_PATH: join(TOOLS, "node_modules"),
    LANG: "C.UTF-8",
    TZ: "UTC",
    CI: "true",
  }
}
