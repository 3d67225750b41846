// How much time and memory `aggregate` takes for large runs with JUnit, a summary and results, and how
// large plans and what shards hand over of them are. Plans are made and one shard is run by the
// command; the journals of all shards are written here.
// `--formats` measures the largest run with every format at once, then with each alone.
// Usage: npm run bench:aggregate [-- RUNS] [--formats]
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { table } from "./table.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const command = process.env.PARALLEL_SMOKE ?? join(root, "dist/cli/index.js")
const [given] = process.argv.slice(2).filter((word) => !word.startsWith("--"))
const runs = Number(given ?? 3)
const ofFormats = process.argv.includes("--formats")

/** Every matrix has 64,000 scenarios, a thousand for each shard. */
const SIZES = [
  { shards: 64, names: ["volume"], goalSeconds: null, goalMiB: 200 },
  {
    ...{ shards: 256, names: ["volume", "backup", "restore", "resize"] },
    ...{ goalSeconds: 10, goalMiB: 512 },
  },
]
/** Of a failed attempt, as the journal keeps it: at most 50 lines and 4 KiB. */
const TAIL = Array.from(
  { length: 40 },
  (_, i) => `12:00:${i} volume pvc-${i * 7919} of 10Gi: step ${i} "mount" took ${i * 37} ms, ok`,
).join("\n")

/** Each format that `aggregate` writes beside its results, with its file. */
const FORMATS = {
  junit: "junit.xml",
  summary: "sum.md",
  ctrf: "ctrf.json",
  ndjson: "attempts.ndjson",
  trace: "trace.json",
  html: "page.html",
}
const USUAL = ["junit", "summary"]

const rows = []
let good = true
const folder = mkdtempSync(join(tmpdir(), "bench-aggregate-"))
try {
  for (const size of ofFormats ? SIZES.slice(-1) : SIZES) {
    const at = join(folder, String(size.shards))
    const plan = makePlan(at, size)
    const part = partBytes(at)
    for (const failing of [0, 10]) {
      for (const shard of plan.shards) writeShard(at, { plan, shard, failing })
      const run = `${size.shards} × 1,000, ${failing === 0 ? "all passed" : "a tenth failed"}`
      const sizes = [megabytes(statSync(join(at, "plan.json")).size), megabytes(part)]
      if (!ofFormats) {
        const { s, cpu, mib } = measure(at, { failing, formats: USUAL })
        rows.push([run, ...[s, cpu, mib].map(rounded), ...sizes, judged({ s, mib }, size)])
        continue
      }
      const all = Object.keys(FORMATS)
      const { s, cpu, mib } = measure(at, { failing, formats: all })
      const cells = [...[s, cpu, mib].map(rounded), written(at, all)]
      rows.push([`${run}, all formats`, ...cells, judged({ s, mib }, size)])
      for (const formats of [[], ...all.map((format) => [format])]) {
        const one = measure(at, { failing, formats })
        const what = formats[0] ?? "results.json alone"
        const cells = [...[one.s, one.cpu, one.mib].map(rounded), written(at, formats)]
        rows.push([`– ${what}`, ...cells, ""])
      }
    }
    rmSync(at, { recursive: true, force: true })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}, ${runs} runs\n`)
const sizes = ofFormats ? ["MB written"] : ["plan MB", "plan MB in a shard's folder"]
const head = ["run", "median s", "user + system s", "peak MiB", ...sizes, "goal"]
console.log(table(head, rows))
if (!good) process.exitCode = 1

/** What the size asks for, and whether it was kept. */
function judged({ s, mib }, { goalSeconds, goalMiB }) {
  const held = (goalSeconds ?? s) >= s && (mib ?? 0) <= goalMiB
  good &&= held
  const goals = [goalSeconds === null ? [] : [`${goalSeconds} s`], `${goalMiB} MiB`].flat()
  return goals.join(", ") + (held ? "" : ", missed")
}

/** Megabytes of the formats and of `results.json`. */
function written(at, formats) {
  const files = ["out/results.json", ...formats.map((format) => FORMATS[format])]
  return megabytes(files.reduce((sum, file) => sum + statSync(join(at, file)).size, 0))
}

function makePlan(at, { shards, names }) {
  mkdirSync(at, { recursive: true })
  const dimensions = ["pool", "size", "mode"].map((name) => {
    const values = Array.from({ length: 40 }, (_, i) => `${name[0]}${i}`)
    return `        ${name}: [${values.join(", ")}]\n`
  })
  const scenarios = names.map((name) =>
    [
      `  ${name}:\n    run: 'true'\n    tags: [storage, nightly]\n    timeout: 5m\n`,
      "    env: { POOL: '${{ matrix.pool }}' }\n    strategy:\n      matrix:\n",
      ...dimensions,
    ].join(""),
  )
  writeFileSync(join(at, "smoke.yml"), `name: storage\nscenarios:\n${scenarios.join("")}`)
  const args = [command, "plan", "--shards", String(shards), "-o", "plan.json"]
  const planned = spawnSync(process.execPath, args, { cwd: at, encoding: "utf8" })
  if (planned.status !== 0) throw new Error(planned.stderr)
  const { digest, id, suite, seed, shards: list } = JSON.parse(readFileSync(join(at, "plan.json")))
  return { digest, id, suite, seed, shards: list }
}

/** Bytes of the plan in the folder that a shard leaves. */
function partBytes(at) {
  const args = ["run", "--plan", "plan.json", "--shard", "1", "--out", "one"]
  const ran = spawnSync(process.execPath, [command, ...args], { cwd: at, encoding: "utf8" })
  if (ran.status !== 0) throw new Error(ran.stderr)
  return statSync(join(at, "one/plan.json")).size
}

/** A shard's manifest and journal as a run leaves them. */
function writeShard(at, { plan, shard: { shard, scenarios, runner }, failing }) {
  const below = join(at, "shards", String(shard))
  mkdirSync(join(below, "logs"), { recursive: true })
  const common = { suite: plan.suite, planDigest: plan.digest, runId: "bench", attempt: 1 }
  const manifest = { schemaVersion: 1, id: plan.id, ...common, shard, shards: plan.shards.length }
  writeFileSync(
    join(below, "manifest.json"),
    JSON.stringify({ ...manifest, runner, complete: true }),
  )
  const lines = []
  let now = 1_790_000_000_000
  const add = (event) => {
    lines.push(JSON.stringify({ v: 1, seq: lines.length + 1, at: now, shard, ...event }))
  }
  add({
    ...{ type: "run-started", ...common, command: "run", shards: plan.shards.length, workers: 1 },
    ...{ seed: plan.seed, version: "0.1.0", commit: null, ref: null },
    runner: { name: "bench", os: "Linux", arch: "X64", cores: 2, memoryBytes: 2 ** 33 },
  })
  for (const [i, id] of scenarios.entries()) {
    const failed = failing > 0 && i % failing === 0
    const attempt = { id, number: 1, worker: 1 }
    const log = `logs/${i}-${id.replaceAll(/\W+/gu, "-")}.log`
    add({ type: "attempt-started", ...attempt, log })
    if (failed && ofFormats) writeFileSync(join(below, log), `${TAIL}\nerror: ${id}\n`.repeat(3))
    now += 1_000 + (i % 97)
    add({
      ...{ type: "attempt-finished", ...attempt, outcome: failed ? "failed" : "passed" },
      ...{ cause: failed ? "exit-code" : null, exitCode: failed ? 1 : 0, signal: null },
      ...{ durationMs: 1_000 + (i % 97), cpuMs: 400, peakMemoryBytes: 5_000_000 + i },
      outputBytes: 10_000,
      message: failed ? "exit code 1" : null,
      tail: failed ? `${TAIL}\nerror: ${id} was not mounted` : null,
    })
    const verdict = failed ? "failed" : "passed"
    add({ type: "scenario-finished", id, verdict, cause: failed ? "exit-code" : null })
  }
  add({
    ...{ type: "worker-finished", worker: 1, scenarios: scenarios.length, busyMs: 1_000_000 },
    ...{ idleMs: 0, starvedMs: 0, endedBecause: "queue-empty" },
  })
  add({ type: "run-finished", verdicts: scenarios.length })
  writeFileSync(join(below, "journal.ndjson"), `${lines.join("\n")}\n`)
}

/** The median of the runs by time, with the highest peak of memory. */
function measure(cwd, { failing, formats }) {
  const files = formats.flatMap((format) => [`--${format}`, FORMATS[format]])
  const asked = ["--plan", "plan.json", "--out", "out", ...files]
  const words = [process.execPath, command, "aggregate", "shards", ...asked]
  const timed = spawnSync("/usr/bin/time", ["-f", "%M", "true"]).status === 0
  const [file, ...rest] = timed ? ["/usr/bin/time", "-f", "peak %M cpu %U %S", ...words] : words
  const measured = Array.from({ length: runs }, () => {
    const begun = process.hrtime.bigint()
    const ended = spawnSync(file, rest, { cwd, encoding: "utf8", maxBuffer: 1 << 28 })
    const s = Number(process.hrtime.bigint() - begun) / 1e9
    if (ended.status !== (failing === 0 ? 0 : 1)) throw new Error(ended.stderr)
    const [, peak, user, system] = /^peak (\d+) cpu ([\d.]+) ([\d.]+)$/mu.exec(ended.stderr) ?? []
    return { s, cpu: user && Number(user) + Number(system), mib: peak && Number(peak) / 1024 }
  }).sort((a, b) => a.s - b.s)
  return { ...measured[runs >> 1], mib: Math.max(...measured.map(({ mib }) => mib)) }
}

function rounded(value) {
  return value === undefined || Number.isNaN(value)
    ? null
    : Number(value.toFixed(value < 100 ? 1 : 0))
}

function megabytes(bytes) {
  return Number((bytes / 1e6).toFixed(2))
}
