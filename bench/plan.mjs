// How well and how fast plans are made, as Markdown: fresh timings, stale timings, many unknown scenarios, large suites;
// several resources at once and learning from history where their benchmarks are there.
// Usage: npm run bench:plan [-- fresh stale unknown large resources history]
import { cpus } from "node:os"
import { historyTable } from "./history.mjs"
import { benchFresh } from "./plan-fresh.mjs"
import { benchLarge } from "./plan-large.mjs"
import { installPytestSplit } from "./plan-peers.mjs"
import { benchStale } from "./plan-stale.mjs"
import { benchUnknown } from "./plan-unknown.mjs"
import { benchResources, resourcesTable } from "./psplib.mjs"

const asked = process.argv.slice(2)
const wanted = (name) => asked.length === 0 || asked.includes(name)
const missed = []

console.log(`${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}\n`)
const pytest = wanted("fresh") || wanted("stale") ? installPytestSplit() : null
try {
  if (pytest !== null) console.log(`pytest-split ${pytest.version}\n`)
  if (wanted("fresh") && !benchFresh(pytest)) missed.push("fresh timings")
  if (wanted("stale") && !benchStale(pytest)) missed.push("stale timings")
} finally {
  pytest?.end()
}
if (wanted("unknown") && !(await benchUnknown())) missed.push("many unknown scenarios")
if (wanted("large") && !(await benchLarge())) missed.push("large suites")
if (wanted("resources")) {
  console.log("### Orders with needs and four resources, makespan above the best known\n")
  const rows = await benchResources({ perCombination: 1, long: 6 })
  console.log(`${resourcesTable(rows)}\n`)
  if (rows.some(({ holds }) => !holds)) missed.push("resources")
}
if (wanted("history")) {
  console.log("### 20 runs that learn, longest shard over the mean from the fifth run on\n")
  const { lines, good } = await historyTable()
  console.log(`${lines.join("\n")}\n`)
  if (!good) missed.push("history")
}
if (missed.length > 0) {
  console.log(`MISSED: ${missed.join(", ")}`)
  process.exitCode = 1
}
