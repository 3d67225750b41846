// Whole `plan` commands on large suites: 100,000 scenarios of a matrix over 256 shards, and 10,000
// written one by one over 16; with timings of earlier runs, and with the history that they left.
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { largeHistory } from "./large-history.mjs"
import { table } from "./table.mjs"

const RUNS = 5
const LIMIT_SECONDS = 3
const LIMIT_MIB = 512

const root = fileURLToPath(new URL("..", import.meta.url))
const command = process.env.PARALLEL_SMOKE ?? join(root, "dist/cli/index.js")

/** Prints the table; resolves to false where a bar was missed. */
export async function benchLarge() {
  const folder = mkdtempSync(join(tmpdir(), "bench-plan-"))
  try {
    const matrix = matrixSuite(join(folder, "matrix"))
    const cases = [
      withTimings(matrix),
      await withHistory(matrix),
      withTimings(listSuite(join(folder, "list"))),
    ]
    // In turn, so that a busy minute falls on all of them.
    const measured = cases.map(() => [])
    for (let i = 0; i < RUNS; i++) {
      for (const [place, { at, shards, args }] of cases.entries()) {
        const all = ["plan", "--shards", String(shards), "-o", "plan.json", ...args]
        measured[place].push(run(at, all))
      }
    }
    const rows = cases.map(({ name, shards, knows }, place) => {
      const sorted = measured[place].sort((a, b) => a.s - b.s)
      const { s, mib } = sorted[RUNS >> 1]
      const cpu = sorted.map((one) => one.cpu).sort((a, b) => a - b)[RUNS >> 1]
      return [`${name}, with ${knows}`, shards, s, sorted[0].s, cpu, mib, LIMIT_SECONDS]
    })
    console.log(`### Large suites: the whole command, ${RUNS} runs\n`)
    const head = [
      "suite",
      "shards",
      "median s",
      "fastest s",
      "user + system s",
      "peak MiB",
      "goal s",
    ]
    console.log(table(head, rows))
    return rows.every(([, shards, , fastest, , mib]) => {
      return fastest <= LIMIT_SECONDS && (shards < 256 || mib === null || mib <= LIMIT_MIB)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function withTimings(suite) {
  const known = Object.fromEntries(suite.ids.map((id, i) => [id, 1 + ((i * 7919) % 600) / 10]))
  writeFileSync(join(suite.at, "timings.json"), JSON.stringify(known))
  return { ...suite, knows: "timings", args: ["--timings", "timings.json"] }
}

async function withHistory(suite) {
  writeFileSync(join(suite.at, "history.json"), await largeHistory({ ...suite, suite: "matrix" }))
  return { ...suite, knows: "history", args: ["--history", "history.json"] }
}

function run(cwd, args) {
  const measure = spawnSync("/usr/bin/time", ["-f", "%M", "true"]).status === 0
  const words = [process.execPath, command, ...args]
  const [file, ...rest] = measure ? ["/usr/bin/time", "-f", "peak %M cpu %U %S", ...words] : words
  const begun = process.hrtime.bigint()
  const ended = spawnSync(file, rest, { cwd, encoding: "utf8", maxBuffer: 1 << 28 })
  const s = Number(process.hrtime.bigint() - begun) / 1e9
  if (ended.status !== 0) throw new Error(ended.stderr || `it ended with ${ended.status}`)
  const [, peak, user, system] = /^peak (\d+) cpu ([\d.]+) ([\d.]+)$/mu.exec(ended.stderr) ?? []
  return {
    s,
    mib: peak === undefined ? null : Math.round(Number(peak) / 1024),
    cpu: peak === undefined ? null : Number(user) + Number(system),
  }
}

function matrixSuite(at) {
  mkdirSync(at, { recursive: true })
  const values = (count, letter) => Array.from({ length: count }, (_, i) => `${letter}${i}`)
  const dimensions = {
    pool: values(10, "p"),
    size: values(10, "s"),
    mode: values(10, "m"),
    block: values(100, "b"),
  }
  const lines = Object.entries(dimensions).map(
    ([name, list]) => `        ${name}: [${list.join(", ")}]\n`,
  )
  const text = `scenarios:\n  storage:\n    run: ./fio.sh\n    strategy:\n      matrix:\n${lines.join("")}`
  writeFileSync(join(at, "smoke.yml"), text)
  const ids = Object.values(dimensions).reduce(
    (made, list) => made.flatMap((id) => list.map((value) => `${id}:${value}`)),
    ["storage"],
  )
  return { name: "100,000 of a matrix", at, ids, shards: 256 }
}

function listSuite(at) {
  mkdirSync(at, { recursive: true })
  const ids = Array.from({ length: 10_000 }, (_, i) => `scenario-${i}`)
  const entries = ids.map(
    (id, i) => `  ${id}:\n    run: ./${id}.sh\n    tags: [t${i % 9}]\n    timeout: 5m\n`,
  )
  writeFileSync(join(at, "smoke.yml"), `scenarios:\n${entries.join("")}`)
  return { name: "10,000 written one by one", at, ids, shards: 16 }
}
