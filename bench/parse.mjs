// How long it takes to read, validate and list scripts with headers, against `cat` of the same files,
// each on one core where `taskset` exists. The median of several runs, and the fastest.
// Usage: npm run bench:parse [-- SCRIPTS [RUNS]]
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const scripts = Number(process.argv[2] ?? 10_000)
const runs = Number(process.argv[3] ?? 5)
const LIMIT_MS = 3_000
const command = process.env.PARALLEL_SMOKE ?? join(root, "dist/cli/index.js")
const folder = mkdtempSync(join(tmpdir(), "bench-parse-"))

function script(i) {
  return `#!/usr/bin/env bash
# ---
# name: Scenario ${i} works
# component: part-${i % 20}
# features: [feature-${i % 7}, feature-${i % 11}]
# tags: [${i % 3 === 0 ? "quick" : "slow"}, team-${i % 9}]
# version: "1.${i % 5}"
# mode: standalone
# estimated_time: ${1 + (i % 9)}-15 min
# timeout: 10m
# ${i % 10 === 0 ? `depends_on: [group-0/script-0]` : "retry: { max_attempts: 2 }"}
# ---
set -euo pipefail
echo ${i}
${"# the rest of the script\n".repeat(40)}`
}

writeFileSync(join(folder, "smoke.yml"), 'include: ["smoke/**/*.sh"]\n')
for (let i = 0; i < scripts; i++) {
  const group = join(folder, "smoke", `group-${Math.floor(i / 100)}`)
  if (i % 100 === 0) mkdirSync(group, { recursive: true })
  writeFileSync(join(group, `script-${i}.sh`), i === 0 ? script(1) : script(i))
}

const pinned = spawnSync("taskset", ["-c", "0", "true"]).status === 0 ? ["taskset", "-c", "0"] : []

function measure(words) {
  const [file, ...args] = [...pinned, ...words]
  const times = Array.from({ length: runs }, () => {
    const begun = process.hrtime.bigint()
    const ended = spawnSync(file, args, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { ...process.env, NO_COLOR: "1" },
    })
    const ms = Number(process.hrtime.bigint() - begun) / 1e6
    if (ended.status !== 0) throw new Error(ended.stderr || `it ended with ${ended.status}`)
    return { ms, out: ended.stdout }
  }).sort((a, b) => a.ms - b.ms)
  return { median: times[runs >> 1].ms, fastest: times[0].ms, out: times[0].out }
}

try {
  const cat = measure(["bash", "-c", "find smoke -name '*.sh' -exec cat {} + > /dev/null"])
  const list = measure([process.execPath, command, "list"])
  const last = list.out.trimEnd().split("\n").at(-1)
  if (last !== `${scripts} scenarios`) throw new Error(`listed: ${last}`)
  const row = (name, { median, fastest }) =>
    `${name.padEnd(24)} ${median.toFixed(0).padStart(7)} ms median ${fastest.toFixed(0).padStart(7)} ms fastest\n`
  const where = pinned.length > 0 ? "one core" : "all cores"
  process.stdout.write(
    `${scripts} scripts with headers, ${runs} runs, ${where} of ${cpus()[0]?.model}\n`,
  )
  process.stdout.write(row("cat of the files", cat))
  process.stdout.write(row("parallel-smoke list", list))
  const ratio = (list.median / cat.median).toFixed(1)
  const good = list.fastest <= (LIMIT_MS * scripts) / 10_000
  process.stdout.write(`${ratio} × cat; ${good ? "within" : "BEYOND"} 3 s for 10,000 scripts\n`)
  if (!good) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
