// The history that a large suite leaves: so many runs with all that `aggregate` learns from them
// (durations in a crowd, machines of several speeds, failures, retries, peaks of memory), put into the
// file by the project's own code.
const HOUR_MS = 3600 * 1_000
const RUNS = 6
const WORKERS = 4

/** The text of the file. */
export async function largeHistory({ suite, ids, shards }) {
  const { historyText } = await import("../src/app/history/keep-history.ts")
  const { seededRandom } = await import("../src/core/quantities/random.ts")
  const { learn } = await import("../src/history/learn.ts")
  const { emptyHistory } = await import("../src/history/read-history.ts")
  const random = seededRandom(1)
  const own = ids.map((_, i) => 1_000 + ((i * 7919) % 600) * 100)
  const runners = new Map(Array.from({ length: shards }, (_, i) => [i + 1, "default"]))
  const begun = Date.now() - RUNS * HOUR_MS
  let history = emptyHistory(suite)
  for (let run = 0; run < RUNS; run++) {
    const now = begun + run * HOUR_MS
    const state = simulated({ ids, own, shards, random, at: now, run: `run-${run}` })
    history = learn(history, { state, runners, now })
  }
  return historyText(history)
}

function simulated({ ids, own, shards, random, at, run }) {
  const scenarios = new Map()
  const speeds = Array.from({ length: shards }, () => 0.8 + 0.5 * random())
  const free = Array.from({ length: shards }, () => new Array(WORKERS).fill(at + 3_000))
  for (const [i, id] of ids.entries()) {
    const shard = i % shards
    const worker = free[shard].indexOf(Math.min(...free[shard]))
    const drawn = random()
    const outcomes = drawn < 0.01 ? ["failed"] : drawn < 0.04 ? ["failed", "passed"] : ["passed"]
    const attempts = outcomes.map((outcome) => {
      const startedAt = free[shard][worker]
      const durationMs = Math.round(own[i] * speeds[shard] * (0.9 + 0.2 * random()))
      free[shard][worker] = startedAt + durationMs + 5
      return { startedAt, durationMs, outcome, peakMemoryBytes: Math.round(3e8 * random()) }
    })
    const verdict = drawn < 0.01 ? "failed" : drawn < 0.04 ? "flaky" : "passed"
    scenarios.set(id, { shard: shard + 1, attempts, ending: { verdict } })
  }
  const runner = { cores: 2, memoryBytes: 8 * 2 ** 30 }
  const started = { at, runId: run, attempt: 1, workers: WORKERS, runner }
  const states = Array.from({ length: shards }, (_, i) => [i + 1, { started }])
  return { scenarios, shards: new Map(states) }
}
