// How long a resumed run takes from the start of the process to its first child, where 10,000
// scenarios are finished and 10 are open. The folder is that of a run killed at its first child; the
// journal is written here as an engine would have left it later.
// Usage: node bench/resume.mjs [RUNS]
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const CLI = fileURLToPath(new URL("../dist/cli/index.js", import.meta.url))
const FINISHED = 10_000
const OPEN = 10

/** Milliseconds to the first child, one for each run, and how many scenarios the report has. */
export async function benchResume({ runs = 5 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "bench-resume-"))
  try {
    const numbers = Array.from({ length: FINISHED + OPEN }, (_, index) => `n${index}`)
    const stamp = join(folder, "stamp")
    const text = `[ -e "${stamp}" ] || date +%s%N > "${stamp}"`
    const suite = {
      name: "resume",
      scenarios: { many: { run: text, strategy: { matrix: { n: numbers } } } },
    }
    writeFileSync(join(folder, "smoke.json"), JSON.stringify(suite))
    await killAtFirstChild(folder, stamp)
    const plan = JSON.parse(readFileSync(join(folder, "killed/plan.json"), "utf8"))
    const times = []
    for (let run = 0; run < runs; run += 1) {
      leaveKilled(folder, plan)
      rmSync(stamp, { force: true })
      const begun = BigInt(Date.now()) * 1_000_000n
      command(folder, ["run", "--resume", "out"])
      times.push(Number(BigInt(readFileSync(stamp, "utf8").trim()) - begun) / 1e6)
      const { summary } = JSON.parse(readFileSync(join(folder, "out/results.json"), "utf8"))
      if (summary.passed !== FINISHED + OPEN) throw new Error(`passed ${summary.passed}`)
    }
    times.sort((a, b) => a - b)
    return { times, median: times[Math.floor(times.length / 2)] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function command(cwd, args) {
  const ended = spawnSync(process.execPath, [CLI, ...args], { cwd, encoding: "utf8" })
  if (ended.status !== 0) throw new Error(`${args.join(" ")}: ${ended.status}\n${ended.stderr}`)
}

async function killAtFirstChild(folder, stamp) {
  const args = [CLI, "run", "-c", "2", "--out", "out"]
  const engine = spawn(process.execPath, args, { cwd: folder, stdio: "ignore" })
  const ended = once(engine, "exit")
  while (!existsSync(stamp) && engine.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  engine.kill("SIGKILL")
  await ended
  cpSync(join(folder, "out"), join(folder, "killed"), { recursive: true })
}

function leaveKilled(folder, plan) {
  const out = join(folder, "out")
  rmSync(out, { recursive: true, force: true })
  cpSync(join(folder, "killed"), out, { recursive: true })
  mkdirSync(join(out, "logs"), { recursive: true })
  const { suite, digest, seed } = plan
  const runner = { name: "box", os: "linux", arch: "x64", cores: 2, memoryBytes: 8_000_000_000 }
  const bodies = [
    {
      ...{ type: "run-started", runId: "r", attempt: 1, suite, command: "run", planDigest: digest },
      ...{ shards: 1, workers: 2, seed, version: "0", runner, commit: null, ref: null },
    },
  ]
  for (const id of plan.shards[0].scenarios.slice(0, FINISHED)) {
    const { slug } = plan.scenarios[id].definition
    bodies.push(
      { type: "attempt-started", id, number: 1, worker: 1, log: `logs/${slug}.1.log` },
      {
        ...{ type: "attempt-finished", id, number: 1, worker: 1, outcome: "passed", cause: null },
        ...{ exitCode: 0, signal: null, durationMs: 5, cpuMs: null, peakMemoryBytes: null },
        ...{ outputBytes: 0, message: null, tail: null },
      },
      { type: "scenario-finished", id, verdict: "passed", cause: null },
    )
  }
  const at = Date.now()
  const lines = bodies.map((body, index) =>
    JSON.stringify({ v: 1, seq: index + 1, at, shard: 1, ...body }),
  )
  writeFileSync(join(out, "journal.ndjson"), `${lines.join("\n")}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { times, median } = await benchResume({ runs: Number(process.argv[2] ?? 5) })
  console.log(`${FINISHED} finished, ${OPEN} open: first child after ${Math.round(median)} ms`)
  console.log(`all runs: ${times.map((ms) => Math.round(ms)).join(", ")} ms`)
}
