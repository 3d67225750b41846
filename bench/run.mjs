// What the engine costs: for each scenario, with many workers, with much output, with uneven
// scenarios. Peers run in the same session, in turn; GNU parallel takes part when it is installed.
// Usage: npm run bench:run [-- RUNS [CASE …]]   (cases: mixed, true, sleep, output, uneven)
// PARALLEL_SMOKE_BEFORE_DIST names the dist folder of another version, which then runs in turn with this one.
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { cpus, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const runs = Number(process.argv[2] ?? 5)
const wanted = process.argv.slice(3)
const folder = mkdtempSync(join(tmpdir(), "bench-run-"))
const cli = join(root, "dist/cli/index.js")
const before = process.env.PARALLEL_SMOKE_BEFORE_DIST
let out = ""
let outs = 0
const lines = (count) => `${Array.from({ length: count }, (_, i) => i).join("\n")}\n`
const hasParallel = spawnSync("parallel", ["--version"]).status === 0

/** Seconds of a whole process, from its start to its end. */
function seconds(file, args, input = "") {
  const begun = process.hrtime.bigint()
  const { status } = spawnSync(file, args, {
    cwd: folder,
    input,
    stdio: ["pipe", "ignore", "ignore"],
  })
  if (status !== 0) throw new Error(`${file} ${args.join(" ")} ended with ${status}`)
  return Number(process.hrtime.bigint() - begun) / 1e9
}

function suite(name, scenarios) {
  const path = join(folder, `${name}.json`)
  writeFileSync(path, JSON.stringify({ scenarios }))
  return path
}

/** What the engine starts for a text, without the engine: the shell of Actions and a file. */
function sameShell(name, text) {
  const path = join(folder, `${name}.sh`)
  writeFileSync(path, `${text}\n`)
  return ["bash", "--noprofile", "--norc", "-eo", "pipefail", path]
}

/** Each run has a folder of its own, as it has where nobody names one: nothing is removed before it. */
function newOut() {
  outs += 1
  out = join(folder, `out-${outs}`)
  return out
}

function smoke(path, workers, command = cli) {
  newOut()
  return seconds(process.execPath, [command, "run", path, "-c", String(workers), "--out", out])
}

/** This version, and the other where one is named. */
function versions(path, workers) {
  const own = { [`parallel-smoke run -c ${workers}`]: () => smoke(path, workers) }
  if (before === undefined) return own
  return { ...own, "the version before": () => smoke(path, workers, join(before, "cli/index.js")) }
}

const results = () => JSON.parse(readFileSync(join(out, "results.json"), "utf8"))

/** Runs every peer in turn, once to warm up; seconds and whatever else a peer returns, by name. */
function compare(peers) {
  const values = Object.fromEntries(Object.keys(peers).map((name) => [name, []]))
  for (let run = -1; run < runs; run++) {
    for (const [name, measure] of Object.entries(peers)) {
      const value = measure()
      if (run >= 0) values[name].push(value)
    }
  }
  return values
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
const fixed = (value) => value.toFixed(2)
const range = (values) => `${fixed(Math.min(...values))}–${fixed(Math.max(...values))}`

function table(title, { values, base, goals }) {
  const unit = median(values[base])
  console.log(`| ${title} | median s | min–max s | × ${base} | goal |\n|---|---:|---:|---:|---:|`)
  for (const [name, times] of Object.entries(values)) {
    const ratio = fixed(median(times) / unit)
    const cells = [name, fixed(median(times)), range(times), ratio, goals[name] ?? ""]
    console.log(`| ${cells.join(" | ")} |`)
  }
  console.log()
}

/** The least that a Node program can do: start, wait, a log for each and a line in a journal. */
const BARE = `
import { spawn } from "node:child_process"
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs"
mkdirSync("bare", { recursive: true })
const journal = openSync("bare/journal", "a")
let next = 0
function start() {
  if (next === 1000) return
  const id = next++
  const log = openSync("bare/" + id + ".log", "a")
  const child = spawn("/bin/bash", ["-c", "true"], { stdio: ["ignore", log, log], detached: true })
  closeSync(log)
  child.once("exit", (code) => { writeSync(journal, JSON.stringify({ id, code }) + "\\n"); start() })
}
start()
start()
`

const CASES = {
  mixed: () => {
    // From 20 to 200 ms, the same in each run, in scripts as users have them.
    const script = (i) =>
      sameShell(`mixed-${i}`, `sleep ${(20 + ((i * 7919) % 181)) / 1000}`).at(-1)
    const scripts = Array.from({ length: 200 }, (_, i) => script(i))
    const path = suite(
      "mixed",
      Object.fromEntries(scripts.map((file, i) => [`s${i}`, `bash ${file}`])),
    )
    // A scenario is a file of its own that a shell reads: one more shell than the scripts need.
    const shells = scripts.map((file, i) => sameShell(`shell-${i}`, `bash ${file}`))
    const [shell, ...options] = shells[0].slice(0, -1)
    const files = shells.map((words) => words.at(-1))
    const base = "xargs -P2 bash"
    const values = compare({
      [base]: () => seconds("xargs", ["-P2", "-n1", "bash"], `${scripts.join("\n")}\n`),
      "xargs -P2, the shell as Actions starts it": () =>
        seconds("xargs", ["-P2", "-n1", shell, ...options], `${files.join("\n")}\n`),
      ...versions(path, 2),
    })
    table("200 scripts of 20 to 200 ms, 2 at a time", {
      values,
      base,
      goals: { "parallel-smoke run -c 2": "1.03" },
    })
  },
  true: () => {
    const path = suite(
      "true",
      Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`s${i}`, "true"])),
    )
    const bare = join(folder, "bare.mjs")
    writeFileSync(bare, BARE)
    const base = "xargs -P2 bash -c true"
    const shell = ["-P2", "-I{}", ...sameShell("true", "true")]
    const peers = {
      [base]: () => seconds("xargs", ["-P2", "-I{}", "bash", "-c", "true"], lines(1000)),
      "xargs -P2, the shell as Actions starts it": () => seconds("xargs", shell, lines(1000)),
      "a loop in Node": () => seconds(process.execPath, [bare]),
      ...versions(path, 2),
    }
    if (hasParallel) {
      peers["GNU parallel -j2"] = () => seconds("parallel", ["-j2", "bash -c true #"], lines(1000))
    }
    const values = compare(peers)
    table("1000 × `true` through a shell", {
      values,
      base,
      goals: { "parallel-smoke run -c 2": "3.00" },
    })
    if (hasParallel) {
      const ratio = median(values["parallel-smoke run -c 2"]) / median(values["GNU parallel -j2"])
      console.log(`${fixed(ratio)} × GNU parallel (goal 0.75)\n`)
    }
  },
  sleep: () => {
    const path = suite(
      "sleep",
      Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`s${i}`, "sleep 0.05"])),
    )
    const base = "xargs -P64 bash -c sleep"
    const shell = ["-P64", "-I{}", ...sameShell("sleep", "sleep 0.05")]
    const spans = []
    const values = compare({
      [base]: () => seconds("xargs", ["-P64", "-I{}", "bash", "-c", "sleep 0.05"], lines(200)),
      "xargs -P64, the shell as Actions starts it": () => seconds("xargs", shell, lines(200)),
      "parallel-smoke run -c 64": () => {
        const whole = smoke(path, 64)
        const starts = results().scenarios.map(({ startedAt }) => Date.parse(startedAt))
        const ends = results().scenarios.map(
          ({ startedAt, durationSeconds }) => Date.parse(startedAt) + durationSeconds * 1000,
        )
        spans.push((Math.max(...ends) - Math.min(...starts)) / 1000)
        return whole
      },
    })
    table("200 × `sleep 0.05`, 64 at a time", { values, base, goals: {} })
    const span = median(spans)
    const percent = (least) => `${Math.round((least / span) * 100)} %`
    console.log(`From the first start to the last end: ${fixed(span)} s.`)
    console.log(`Throughput: ${percent((200 * 0.05) / 64)} of sleeping alone (goal 90 %),`)
    console.log(`${percent(median(values[base]))} of xargs, which starts and waits.\n`)
  },
  output: () => {
    const source = join(folder, "gigabyte")
    spawnSync("bash", [
      "-c",
      `yes 'a line of output, as programs write them, 0123456789' | head -c 1073741824 > ${source}`,
    ])
    const path = suite("output", {
      big: { run: `cat ${source}`, limits: { output: "2Gi" }, timeout: "10m" },
    })
    const base = "cat | cat > file"
    const memory = []
    const values = compare({
      [base]: () => seconds("bash", ["-c", `cat ${source} | cat > ${folder}/copy`]),
      "parallel-smoke run": () => {
        // As the copy of the other, which is written over: gigabytes on their way to the disk are no load.
        rmSync(out, { recursive: true, force: true })
        const time = join(folder, "time")
        const args = ["-f", "%M", "-o", time, process.execPath, cli, "run", path, "--out", newOut()]
        const whole = seconds("/usr/bin/time", args)
        memory.push(Number(readFileSync(time, "utf8")) / 1024)
        return whole
      },
    })
    table("one child, 1 GiB of lines", { values, base, goals: { "parallel-smoke run": "1.20" } })
    console.log(`Peak memory of the engine: ${Math.round(median(memory))} MiB (goal 150 MiB).\n`)
  },
  uneven: () => {
    // Lengths from 10 to 400 ms, the same in each run.
    const sleepOf = (i) => (10 + ((i * 7919) % 391)) / 1000
    const path = suite(
      "uneven",
      Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`s${i}`, `sleep ${sleepOf(i)}`])),
    )
    const shares = []
    for (let run = 0; run < runs; run++) {
      smoke(path, 4)
      shares.push(results().summary.utilization * 100)
    }
    console.log(
      `Utilization, 100 scenarios of 10 to 400 ms on 4 workers: ${median(shares).toFixed(1)} % (${Math.min(...shares).toFixed(1)}–${Math.max(...shares).toFixed(1)}; goal 95 %).\n`,
    )
  },
}

const load = loadavg()[0].toFixed(1)
console.log(
  `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}, ${runs} runs each, in turn; load before: ${load}\n`,
)
try {
  for (const [name, measure] of Object.entries(CASES)) {
    if (wanted.length === 0 || wanted.includes(name)) measure()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
