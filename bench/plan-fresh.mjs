// Fresh timings: what is planned with is what happens. How near to the bound does each way come?
import { componentsOf } from "../src/plan/units/components.ts"
import { loadsOf } from "../src/plan/units/loads.ts"
import { ours, plainLpt, ratioOf, roundRobin } from "./plan-peers.mjs"
import { generatedSets, realPairs } from "./plan-sets.mjs"
import { table } from "./table.mjs"

const SHARDS = [2, 4, 8, 16, 32, 64, 128]
const BAR = 1.001

const PYTEST = {
  "pytest-split chunks": "duration_based_chunks",
  "pytest-split least": "least_duration",
}

/** Prints the table; returns false where the bar was missed although it can be reached. */
export function benchFresh(pytest) {
  const sets = { ...generatedSets() }
  for (const { name, actual } of realPairs()) sets[name] = actual
  const cases = Object.entries(sets).flatMap(([name, items]) =>
    SHARDS.map((shards) => ({ name, items, shards })),
  )
  const split = pytest === null ? null : splitAll(cases, pytest)
  const rows = []
  let good = true
  for (const [index, { name, items, shards }] of cases.entries()) {
    const mine = ratioOf(ours("balanced")(items, shards), items)
    const reach = reachable(items, shards)
    const missed = mine > Math.max(BAR, reach * BAR)
    good &&= !missed
    rows.push([
      name,
      shards,
      ...[roundRobin, ours("hash"), plainLpt].map((way) => ratioOf(way(items, shards), items)),
      ...Object.keys(PYTEST).map((one) =>
        split === null ? null : ratioOf(split[one][index], items),
      ),
      mine,
      `${missed ? "**missed**" : reach > BAR ? `no less than ${reach.toFixed(4)}` : "yes"}`,
    ])
  }
  console.log("### Fresh timings: longest shard / max(sum / shards, longest scenario)\n")
  const head = ["set", "shards", "round robin", "hash", "LPT", ...Object.keys(PYTEST)]
  console.log(table([...head, "parallel-smoke", `≤ ${BAR}`], rows))
  return good
}

/** The bound that also knows that of more long ones than shards two must meet, over the plain one. */
function reachable(items, shards) {
  const units = items.map(({ id, ms }) => ({ id, needs: [], estimateMs: ms }))
  const bound = loadsOf(componentsOf(units), { workers: 1, seed: 1 }).boundOf(shards)
  const total = items.reduce((sum, { ms }) => sum + ms, 0)
  const longest = items.reduce((most, { ms }) => Math.max(most, ms), 0)
  return bound / Math.max(total / shards, longest)
}

function splitAll(cases, pytest) {
  return Object.fromEntries(
    Object.entries(PYTEST).map(([name, algorithm]) => {
      const jobs = cases.map(({ items, shards }) => ({
        algorithm,
        shards,
        ids: items.map(({ id }) => id),
        durations: Object.fromEntries(items.map(({ id, ms }) => [id, ms / 1000])),
      }))
      return [name, pytest.split(jobs)]
    }),
  )
}
