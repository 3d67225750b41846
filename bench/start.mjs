// How long it takes from the start of the process to the first child of examples/minimal, against an
// empty Node program in the same run. The first child writes its instant; the clock is the machine's.
// Usage: npm run bench:start [-- RUNS]
import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const runs = Number(process.argv[2] ?? 15)
const folder = mkdtempSync(join(tmpdir(), "bench-start-"))
cpSync(join(root, "examples/minimal"), folder, { recursive: true })
const stamp = join(folder, "stamp")
// The example with a first scenario that tells when it began; everything else as it stands.
const suite = readFileSync(join(folder, "smoke.yml"), "utf8")
writeFileSync(
  join(folder, "smoke.yml"),
  suite.replace(
    /^scenarios:\n/m,
    `scenarios:\n  a-first: { run: 'date +%s%N > "${stamp}"', estimate: 1h }\n`,
  ),
)
writeFileSync(join(folder, "empty.mjs"), "")

function toEnd(args, env = {}) {
  const begun = process.hrtime.bigint()
  spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: "ignore",
  })
  return Number(process.hrtime.bigint() - begun) / 1e6
}

function toFirstChild(args, env = {}) {
  rmSync(stamp, { force: true })
  const begun = BigInt(Date.now()) * 1_000_000n
  spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: "ignore",
  })
  return Number(BigInt(readFileSync(stamp, "utf8").trim()) - begun) / 1e6
}

const action = {
  GITHUB_WORKSPACE: folder,
  RUNNER_TEMP: folder,
  GITHUB_OUTPUT: join(folder, "output"),
  GITHUB_STATE: join(folder, "state"),
  GITHUB_STEP_SUMMARY: join(folder, "summary"),
  GITHUB_SHA: "0".repeat(40),
  GITHUB_REF: "refs/heads/main",
  INPUT_COMMAND: "",
}
for (const name of ["output", "state", "summary"]) writeFileSync(join(folder, name), "")
const cases = {
  "empty Node program, whole": () => toEnd(["empty.mjs"]),
  "CLI run, to the first child": () =>
    toFirstChild([join(root, "dist/cli/index.js"), "run", "--out", join(folder, "out")]),
  "action, to the first child": () => toFirstChild([join(root, "dist/index.js")], action),
}
// The dist folder of another version, in turn with this one.
const before = process.env.PARALLEL_SMOKE_BEFORE_DIST
if (before !== undefined) {
  cases["CLI run of the version before"] = () =>
    toFirstChild([join(before, "cli/index.js"), "run", "--out", join(folder, "out")])
  cases["action of the version before"] = () => toFirstChild([join(before, "index.js")], action)
}
const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]))
for (let run = -2; run < runs; run++) {
  for (const [name, measure] of Object.entries(cases)) {
    const ms = measure()
    if (run >= 0) times[name].push(ms)
  }
}
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
const base = median(times["empty Node program, whole"])
console.log(
  `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}, ${runs} runs each, interleaved\n`,
)
console.log("| case | median ms | min–max ms | × empty program |\n|---|---:|---:|---:|")
for (const [name, values] of Object.entries(times)) {
  const m = median(values)
  const range = `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`
  console.log(`| ${name} | ${m.toFixed(0)} | ${range} | ${(m / base).toFixed(2)} |`)
}
rmSync(folder, { recursive: true, force: true })
