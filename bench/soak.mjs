// Iterations: 200 scenarios that sleep 20 to 200 ms, 20 times each on 8 workers, against the bound (all sleeps
// divided by the workers) and `cargo nextest --stress-count` of the same sleeps, where it is found.
// Usage: npm run bench:soak [-- REPEAT [ROUNDS]]
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { table } from "./table.mjs"

const [SCENARIOS, WORKERS] = [200, 8]
const [repeat = 20, rounds = 1] = process.argv.slice(2).map(Number)
const CLI = fileURLToPath(new URL("../dist/cli/index.js", import.meta.url))
const sleeps = Array.from({ length: SCENARIOS }, (_, i) => 20 + ((i * 37) % 181))
const sleptSeconds = (repeat * sleeps.reduce((sum, ms) => sum + ms, 0)) / 1_000
const boundSeconds = sleptSeconds / WORKERS

const root = mkdtempSync(join(tmpdir(), "bench-soak-"))
try {
  const rows = []
  for (let round = 1; round <= rounds; round += 1) rows.push(ours(round), ...theirs(round))
  const head = ["round", "tool", "iterations", "makespan s", "ratio to bound", "busy s", "load"]
  console.log(`bound: ${boundSeconds.toFixed(2)} s\n`)
  console.log(table(head, rows))
} finally {
  rmSync(root, { recursive: true, force: true })
}

function ours(round) {
  const lines = sleeps.map((ms, i) => `  s${i}: "sleep ${ms / 1_000}"`)
  writeFileSync(join(root, "smoke.yml"), `scenarios:\n${lines.join("\n")}\n`)
  const words = ["run", "--repeat", String(repeat), "-c", String(WORKERS), "--out", `out${round}`]
  const [load] = loadavg()
  const ended = spawnSync(process.execPath, [CLI, ...words], { cwd: root, encoding: "utf8" })
  if (ended.status !== 0) throw new Error(ended.stderr)
  const results = JSON.parse(readFileSync(join(root, `out${round}`, "results.json"), "utf8"))
  const { iterations, durationSeconds } = results.summary
  if (iterations.runs !== repeat * SCENARIOS || iterations.passed !== iterations.runs) {
    throw new Error(`${iterations.runs} iterations, ${iterations.passed} passed`)
  }
  const busy = results.workers.reduce((sum, { busySeconds }) => sum + busySeconds, 0)
  return row(round, "parallel-smoke", iterations.runs, { seconds: durationSeconds, busy, load })
}

/** A crate of the same sleeps; nothing where the tool is missing. */
function theirs(round) {
  const tool = process.env.CARGO_NEXTEST ?? "cargo-nextest"
  if (spawnSync(tool, ["nextest", "--version"]).status !== 0) {
    console.log("cargo-nextest was not found (CARGO_NEXTEST names it)")
    return []
  }
  const crate = join(root, "crate")
  mkdirSync(join(crate, "src"), { recursive: true })
  writeFileSync(
    join(crate, "Cargo.toml"),
    '[package]\nname = "sleeps"\nversion = "0.1.0"\nedition = "2021"\n',
  )
  const tests = sleeps.map(
    (ms, i) => `#[test] fn s${i}() { std::thread::sleep(std::time::Duration::from_millis(${ms})) }`,
  )
  writeFileSync(join(crate, "src/lib.rs"), `${tests.join("\n")}\n`)
  const nextest = (...words) =>
    spawnSync(tool, ["nextest", ...words], { cwd: crate, encoding: "utf8" })
  const built = nextest("run", "--no-run")
  if (built.status !== 0) throw new Error(built.stderr)
  const [load] = loadavg()
  const begunAt = performance.now()
  const words = ["--stress-count", String(repeat), "-j", String(WORKERS), "--status-level", "none"]
  const ended = nextest("run", "--final-status-level", "none", ...words)
  const seconds = (performance.now() - begunAt) / 1_000
  if (ended.status !== 0) throw new Error(ended.stderr.slice(-2_000))
  return [row(round, "cargo nextest", repeat * SCENARIOS, { seconds, busy: null, load })]
}

function row(round, tool, iterations, { seconds, busy, load }) {
  return [round, tool, iterations, seconds, seconds / boundSeconds, busy, load]
}
