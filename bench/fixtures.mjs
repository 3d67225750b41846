// What a lease costs, and whether a pool keeps its workers busy.
// Usage: npm run bench:fixtures [-- RUNS]
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { cpus, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import {
  IMAGE,
  makeImage,
  PODMAN,
  podmanEnvironment,
  podmanSocket,
} from "../__tests__/__rig__/podman.ts"
import { table } from "./table.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const cli = join(root, "dist/cli/index.js")
const runs = Number(process.argv[2] ?? 3)
const folder = mkdtempSync(join(tmpdir(), "bench-fixtures-"))
const LEASES = 10_000

/** Installed into a folder of the benchmark. */
const TESTCONTAINERS = "testcontainers@12.2.0"
const CONTAINERS = 40
const WORKERS = 4
const COMMAND = ["httpd", "-f", "-p", "80", "-h", "/"]

/** In one process, so that not every scenario loads the package anew. */
const EACH = `
import { GenericContainer } from "testcontainers"
let left = ${CONTAINERS}
async function worker() {
  while (left-- > 0) {
    const container = await new GenericContainer("${IMAGE}")
      .withCommand(${JSON.stringify(COMMAND)}).withExposedPorts(80).start()
    await fetch("http://127.0.0.1:" + container.getMappedPort(80) + "/")
    await container.stop()
  }
}
await Promise.all(Array.from({ length: ${WORKERS} }, worker))
`

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

/** A suite of so many scenarios that run a command, each with these leases. */
function suite(name, { count, run, fixtures = {} }) {
  const path = join(folder, `${name}.json`)
  const one = { run, fixtures: Object.keys(fixtures) }
  const scenarios = Object.fromEntries(Array.from({ length: count }, (_, i) => [`s${i}`, one]))
  writeFileSync(path, JSON.stringify({ fixtures, scenarios }))
  return path
}

const timed = spawnSync("/usr/bin/time", ["-f", "%U", "true"]).status === 0

/** Runs a suite and gives its seconds, those of the engine's processors where they can be told, and its results. */
function smoke(path, workers, env = {}) {
  const out = join(folder, "out")
  rmSync(out, { recursive: true, force: true })
  const words = [process.execPath, cli, "run", path, "-c", String(workers), "--out", out]
  const [file, ...args] = timed ? ["/usr/bin/time", "-f", "cpu %U %S", ...words] : words
  const begun = process.hrtime.bigint()
  const { status, stderr } = spawnSync(file, args, {
    ...{ cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 },
    env: { ...process.env, ...env },
  })
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9
  if (status !== 0) throw new Error(`${path} ended with ${status}\n${stderr.slice(-2_000)}`)
  const [, user, system] = /^cpu ([\d.]+) ([\d.]+)$/mu.exec(stderr) ?? []
  const cpu = user === undefined ? null : Number(user) + Number(system)
  return { seconds, cpu, results: JSON.parse(readFileSync(join(out, "results.json"), "utf8")) }
}

console.log(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}\n`)

const POOL = { pool: { start: "true", instances: 2, warm: 2 } }
const plain = suite("plain", { count: LEASES, run: "true" })
const leasing = suite("leasing", { count: LEASES, run: "true", fixtures: POOL })
const runsOf = { plain: [], leasing: [] }
for (let run = 0; run < runs; run++) {
  runsOf.plain.push(smoke(plain, 2))
  runsOf.leasing.push(smoke(leasing, 2))
}
const medianOf = (list, what) => median(list.map((each) => each[what]))
const metrics = runsOf.leasing[0].results.fixtures[0]
console.log(
  table(
    [`${LEASES} × true, 2 workers`, "s", "user + system s", "leases", "reuse rate"],
    [
      [
        "without a fixture",
        medianOf(runsOf.plain, "seconds"),
        medianOf(runsOf.plain, "cpu"),
        null,
        null,
      ],
      [
        ...["a pool of 2", medianOf(runsOf.leasing, "seconds"), medianOf(runsOf.leasing, "cpu")],
        ...[metrics.leases, metrics.reuseRate],
      ],
    ],
  ),
)
const eachMs = (what) =>
  (((medianOf(runsOf.leasing, what) - medianOf(runsOf.plain, what)) * 1_000) / LEASES).toFixed(3)
console.log(
  `A lease takes ${eachMs("seconds")} ms (goal: at most 1 ms), ${eachMs("cpu")} ms of the engine's processor.\n`,
)

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

await compareContainers()
rmSync(folder, { recursive: true, force: true })

/** A container for each scenario, as tests with testcontainers have it, against a pool of containers. */
async function compareContainers() {
  const layer = PODMAN.find()
  if ("missing" in layer) {
    console.log(`skipped: a container for each scenario: ${layer.missing}`)
    return
  }
  const env = podmanEnvironment()
  makeImage(env)
  const peer = join(folder, "peer")
  mkdirSync(peer)
  const install = ["install", "--no-audit", "--no-fund", "--prefix", peer, TESTCONTAINERS]
  if (spawnSync("npm", install, { stdio: "ignore" }).status !== 0) {
    console.log(`skipped: a container for each scenario: ${TESTCONTAINERS} could not be installed`)
    return
  }
  writeFileSync(join(peer, "each.mjs"), EACH)
  const pool = suite("containers", {
    ...{
      count: CONTAINERS,
      run: 'curl -s "http://127.0.0.1:$SMOKE_FIXTURE_WEB_80/" -o /dev/null',
    },
    fixtures: {
      web: {
        ...{ instances: WORKERS, "stop-timeout": "1ms" },
        container: { image: IMAGE, command: COMMAND, ports: [80] },
      },
    },
  })
  const socket = await podmanSocket(env)
  const seconds = { each: [], pool: [] }
  let metrics
  try {
    for (let run = 0; run < runs; run++) {
      const begun = process.hrtime.bigint()
      const { status, stderr } = spawnSync(process.execPath, [join(peer, "each.mjs")], {
        cwd: peer,
        encoding: "utf8",
        env: {
          ...{ ...process.env, ...env, DOCKER_HOST: socket.DOCKER_HOST },
          TESTCONTAINERS_RYUK_DISABLED: "true",
        },
      })
      if (status !== 0)
        throw new Error(`testcontainers ended with ${status}\n${stderr.slice(-2_000)}`)
      seconds.each.push(Number(process.hrtime.bigint() - begun) / 1e9)
      const ran = smoke(pool, WORKERS, env)
      seconds.pool.push(ran.seconds)
      metrics = ran.results.fixtures[0]
    }
  } finally {
    socket.end()
  }
  console.log(
    table(
      [`${CONTAINERS} requests to containers, ${WORKERS} workers`, "s", "containers"],
      [
        ["one each, by testcontainers", median(seconds.each), CONTAINERS],
        [`a pool of ${WORKERS}`, median(seconds.pool), metrics.created],
      ],
    ),
  )
}
