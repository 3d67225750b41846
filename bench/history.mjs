// What the correction of durations is worth: a suite is planned, run on simulated machines and learned
// from 20 times over, by several ways of learning. The longest shard over the mean shard, each plan
// judged on machines of equal speed; the mean of the runs from the fifth on, and the worst of them.
// Usage: node bench/history.mjs [SEEDS]
import { fileURLToPath } from "node:url"

/** Simulated suites. Machines differ by 25 %, and every second run selects a part of the scenarios. */
export const CASES = {
  "200 scenarios, 8 shards, 1 worker": { workers: 1, cores: 2, selected: 1 },
  "200 scenarios, 8 shards, 4 workers on 2 cores": { workers: 4, cores: 2, selected: 0.3 },
  "200 scenarios, 8 shards, 8 workers on 2 cores": { workers: 8, cores: 2, selected: 0.2 },
}

const SUITE = { scenarios: 200, shards: 8, runs: 20, tail: 0.4, noise: 0.1, leastCpu: 0.6 }
const MACHINES = { machines: 0.25, hours: 0.1 }

const WAYS = {
  last: "the last measured duration",
  "naive-p90": "p90 of measured durations",
  history: "history",
  truth: "own times, known exactly",
}

/** The table as lines, and whether the history stays within the bound in every run from the fifth. */
export async function historyTable(seeds = 5) {
  const { spreads } = await import("../__tests__/__rig__/feedback-loop.ts")
  const lines = ["| suite | planned by | mean | worst |", "|---|---|---:|---:|"]
  let good = true
  for (const [name, of] of Object.entries(CASES)) {
    for (const [way, words] of Object.entries(WAYS)) {
      const settled = Array.from({ length: seeds }, (_, seed) =>
        spreads({ ...SUITE, ...MACHINES, ...of, seed: seed + 1 }, way).slice(4),
      ).flat()
      const mean = settled.reduce((sum, one) => sum + one, 0) / settled.length
      const worst = Math.max(...settled)
      if (way === "history" && worst > 1.1) good = false
      lines.push(`| ${name} | ${words} | ${mean.toFixed(3)} | ${worst.toFixed(3)} |`)
    }
  }
  return { lines, good }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const seeds = Number(process.argv[2] ?? 5)
  const { lines, good } = await historyTable(seeds)
  process.stdout.write(
    `20 runs, ${seeds} suites each; from the fifth run on\n\n${lines.join("\n")}\n`,
  )
  process.stdout.write(`history: ${good ? "within" : "BEYOND"} 1.10\n`)
  if (!good) process.exitCode = 1
}
