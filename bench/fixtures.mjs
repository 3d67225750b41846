// What a lease costs, and whether a pool keeps its workers busy.
// Usage: npm run bench:fixtures [-- RUNS]
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { cpus, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { table } from "./table.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const cli = join(root, "dist/cli/index.js")
const runs = Number(process.argv[2] ?? 3)
const folder = mkdtempSync(join(tmpdir(), "bench-fixtures-"))
const LEASES = 10_000

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

/** A suite of so many scenarios that run a command, each with these leases. */
function suite(name, { count, run, fixtures = {} }) {
  const path = join(folder, `${name}.json`)
  const one = { run, fixtures: Object.keys(fixtures) }
  const scenarios = Object.fromEntries(Array.from({ length: count }, (_, i) => [`s${i}`, one]))
  writeFileSync(path, JSON.stringify({ fixtures, scenarios }))
  return path
}

/** Runs a suite and gives its seconds and results. */
function smoke(path, workers) {
  const out = join(folder, "out")
  rmSync(out, { recursive: true, force: true })
  const args = [cli, "run", path, "-c", String(workers), "--out", out]
  const begun = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" })
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9
  if (status !== 0) throw new Error(`${path} ended with ${status}\n${stderr.slice(-2_000)}`)
  return { seconds, results: JSON.parse(readFileSync(join(out, "results.json"), "utf8")) }
}

console.log(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}\n`)

const POOL = { pool: { start: "true", instances: 2, warm: 2 } }
const plain = suite("plain", { count: LEASES, run: "true" })
const leasing = suite("leasing", { count: LEASES, run: "true", fixtures: POOL })
const times = { plain: [], leasing: [] }
let metrics
for (let run = 0; run < runs; run++) {
  times.plain.push(smoke(plain, 2).seconds)
  const { seconds, results } = smoke(leasing, 2)
  times.leasing.push(seconds)
  metrics = results.fixtures[0]
}
const eachMs = ((median(times.leasing) - median(times.plain)) * 1_000) / LEASES
console.log(
  table(
    [`${LEASES} × true, 2 workers`, "s", "leases", "reuse rate"],
    [
      ["without a fixture", median(times.plain), null, null],
      ["a pool of 2", median(times.leasing), metrics.leases, metrics.reuseRate],
    ],
  ),
)
console.log(`A lease takes ${eachMs.toFixed(3)} ms (goal: at most 1 ms).\n`)

const busy = suite("busy", {
  ...{ count: 400, run: "sleep 0.2" },
  fixtures: { pool: { start: "true", instances: 8, warm: 8 } },
})
const used = Array.from({ length: runs }, () => smoke(busy, 8).results)
const utilization = median(used.map(({ summary }) => summary.utilization))
const wait = median(used.map(({ fixtures }) => fixtures[0].meanLeaseWaitSeconds))
console.log(
  table(
    ["400 × sleep 0.2, 8 workers, a pool of 8", "", "goal"],
    [
      ["utilization", utilization, "≥ 0.95"],
      ["mean wait for a lease, s", wait, ""],
    ],
  ),
)

const podman = spawnSync("podman", ["version"]).status === 0
console.log(
  podman
    ? "skipped: a container for each scenario: containers cannot be leased yet"
    : "skipped: a container for each scenario: there is no podman",
)
rmSync(folder, { recursive: true, force: true })
