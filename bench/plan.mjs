// How well and how fast plans are made, as Markdown: fresh timings, stale timings, large suites;
// several resources at once and learning from history where their benchmarks are there.
// Usage: npm run bench:plan [-- fresh stale large resources history]
import { existsSync } from "node:fs"
import { cpus } from "node:os"
import { benchFresh } from "./plan-fresh.mjs"
import { benchLarge } from "./plan-large.mjs"
import { installPytestSplit } from "./plan-peers.mjs"
import { benchStale } from "./plan-stale.mjs"

const OTHERS = {
  resources: ["./psplib.mjs", "benchResources"],
  history: ["./history.mjs", "benchHistory"],
}
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
if (wanted("large") && !benchLarge()) missed.push("large suites")
for (const [name, [file, member]] of Object.entries(OTHERS)) {
  const url = new URL(file, import.meta.url)
  if (!wanted(name) || !existsSync(url)) continue
  const module = await import(url.href)
  if ((await module[member]()) === false) missed.push(name)
}
if (missed.length > 0) {
  console.log(`MISSED: ${missed.join(", ")}`)
  process.exitCode = 1
}
