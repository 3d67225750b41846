// Suites with many scenarios that were never timed, generated and real ones: the longest shard over the
// bound, mean over 30 seeds. LPT takes the mean of the known for them.
import { seededRandom } from "../src/core/quantities/random.ts"
import { ratioOf } from "./plan-peers.mjs"
import { realPairs } from "./plan-sets.mjs"
import { lptWithMean, planned, shuffled } from "./plan-stale.mjs"
import { mean, table } from "./table.mjs"

const SEEDS = 30
const SHARDS = [8, 16, 32]
const UNKNOWN = [0.05, 0.2, 0.4, 0.6]
const LIKENESS = {
  "alike (0.2 within, 1.1 between folders)": { within: 0.2, between: 1.1 },
  "alike, whole folders new": { within: 0.2, between: 1.1, folders: true },
  "partly alike (0.5, 1.1)": { within: 0.5, between: 1.1 },
  "hardly alike (1, 0.5)": { within: 1, between: 0.5 },
  "not alike (1.2, 0)": { within: 1.2, between: 0 },
}
const BAR = 1.02

/** Prints both tables; returns false where a bar was missed. */
export async function benchUnknown() {
  const { comparedWithLpt } = await import("../__tests__/__rig__/unknown-suites.ts")
  const rows = []
  let good = true
  for (const [likeness, like] of Object.entries(LIKENESS)) {
    for (const runs of [1, 5]) {
      const parts = UNKNOWN.map((unknown) =>
        mean(
          SHARDS.map((shards) => {
            const { ours, lpt } = comparedWithLpt(
              { ...like, unknown, runs },
              { shards, seeds: SEEDS },
            )
            return ours / lpt
          }),
        ),
      )
      good &&= parts.every((part) => part <= BAR)
      rows.push([likeness, runs, ...parts])
    }
  }
  const shares = UNKNOWN.map((unknown) => `${unknown * 100} % unknown`)
  console.log(
    `### Many unknown scenarios: parallel-smoke / LPT, ${SHARDS.join(", ")} shards, ${SEEDS} seeds\n`,
  )
  console.log(table(["neighbours", "earlier runs", ...shares], rows))
  return benchHidden() && good
}

/** Real pairs of which whole files are hidden until half is unknown. */
function benchHidden() {
  const rows = []
  let good = true
  for (const pair of realPairs()) {
    const ratios = SHARDS.map((shards) => {
      const lpt = []
      const mine = []
      for (let seed = 1; seed <= SEEDS; seed++) {
        const known = hideHalf(pair, seed)
        const list = shuffled(pair.actual, seed)
        lpt.push(ratioOf(lptWithMean(list, { known, shards }), pair.actual))
        mine.push(ratioOf(planned(list, { known, shards, seed }), pair.actual))
      }
      return [mean(lpt), mean(mine)]
    })
    const all = mean(ratios.map(([lpt, mine]) => mine / lpt))
    good &&= all <= BAR
    rows.push([
      pair.name,
      ...ratios.map(([lpt, mine]) => `${mine.toFixed(3)} / ${lpt.toFixed(3)}`),
      all,
    ])
  }
  if (rows.length === 0) return true
  console.log("### Real pairs with half of the timings hidden, by file: parallel-smoke / LPT\n")
  console.log(table(["set", ...SHARDS.map((shards) => `${shards} shards`), "all"], rows))
  return good
}

function hideHalf({ plan, actual }, seed) {
  const random = seededRandom(seed)
  const files = Map.groupBy(plan.keys(), (id) => id.split("::")[0])
  const order = [...files.keys()].sort().map((file) => ({ file, draw: random() }))
  const known = new Map([...plan].map(([id, ms]) => [id, [ms]]))
  const here = new Set(actual.map(({ id }) => id))
  let left = actual.filter(({ id }) => known.has(id)).length
  for (const { file } of order.sort((a, b) => a.draw - b.draw)) {
    if (left <= actual.length / 2) break
    for (const id of files.get(file)) {
      known.delete(id)
      if (here.has(id)) left -= 1
    }
  }
  return known
}
