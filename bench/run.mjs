// Running scenarios that do nothing: what the engine costs for each. Peers run in the same session,
// in turn; GNU parallel takes part when it is installed.
// Usage: npm run bench:run [-- RUNS]
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const runs = Number(process.argv[2] ?? 5)
const COUNT = 1000
const folder = mkdtempSync(join(tmpdir(), "bench-run-"))
const scenarios = Array.from({ length: COUNT }, (_, i) => `  s${i}: "true"`)
writeFileSync(join(folder, "smoke.yml"), `scenarios:\n${scenarios.join("\n")}\n`)
const numbers = `${Array.from({ length: COUNT }, (_, i) => i).join("\n")}\n`

function seconds(file, args, input = "") {
  const begun = process.hrtime.bigint()
  const { status } = spawnSync(file, args, {
    cwd: folder,
    input,
    stdio: ["pipe", "ignore", "ignore"],
  })
  if (status !== 0) throw new Error(`${file} ended with ${status}`)
  return Number(process.hrtime.bigint() - begun) / 1e9
}

const cli = join(root, "dist/cli/index.js")
const cases = {
  "xargs -P2 bash -c true": () => seconds("xargs", ["-P2", "-I{}", "bash", "-c", "true"], numbers),
  "parallel-smoke run -c 2": () =>
    seconds(process.execPath, [cli, "run", "-c", "2", "--out", join(folder, "out")]),
}
if (spawnSync("parallel", ["--version"]).status === 0) {
  cases["GNU parallel -j2"] = () => seconds("parallel", ["-j2", "bash -c true #"], numbers)
}
const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]))
for (let run = -1; run < runs; run++) {
  for (const [name, measure] of Object.entries(cases)) {
    const s = measure()
    if (run >= 0) times[name].push(s)
  }
}
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
const base = median(times["xargs -P2 bash -c true"])
console.log(
  `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}, ${runs} runs each, in turn\n`,
)
console.log(
  `| ${COUNT} × \`true\` through a shell | median s | min–max s | × xargs |\n|---|---:|---:|---:|`,
)
for (const [name, values] of Object.entries(times)) {
  const range = `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`
  console.log(
    `| ${name} | ${median(values).toFixed(2)} | ${range} | ${(median(values) / base).toFixed(2)} |`,
  )
}
rmSync(folder, { recursive: true, force: true })
