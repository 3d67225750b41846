// Orders of shards with four resources and needs, on instances made in the manner of PSPLIB's j30,
// j60 and j120 (ProGen's parameters: network complexity, resource factor, resource strength). The
// makespans are those of the scheduler itself, driven with the order as its list.
// Usage: node bench/psplib.mjs [PER-COMBINATION] [LONG] (npm run build first)
// "Best known" is the shortest schedule of any method here, one with LONG times as many lists among
// them; it is no optimum where the bound was not reached.
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Parameters of the sets, as in the instances of Kolisch and Sprecher (1996). */
const SETS = {
  j30: { jobs: 30, strengths: [0.2, 0.5, 0.7, 1] },
  j60: { jobs: 60, strengths: [0.2, 0.5, 0.7, 1] },
  j120: { jobs: 120, strengths: [0.1, 0.2, 0.3, 0.4, 0.5] },
}
const COMPLEXITIES = [1.5, 1.8, 2.1]
const FACTORS = [0.25, 0.5, 0.75, 1]
const RESOURCES = ["r1", "r2", "r3", "r4"]
const UNIT_MS = 1_000

/** The bar of the table: part of the single pass's excess that may be left. */
export const EXCESS_BAR = 0.5
export const TIME_BAR_MS = 500
async function load(path) {
  return import(pathToFileURL(join(root, "src", path)).href)
}

/** One instance: jobs with needs and demands, and what there is of each resource. */
export function instance({ jobs, complexity, factor, strength, random }) {
  const integer = (from, to) => from + Math.floor(random() * (to - from + 1))
  const needs = network({ jobs, complexity, integer })
  const durations = needs.map(() => integer(1, 10))
  const demands = needs.map(() => RESOURCES.map(() => 0))
  // Each job asks for so many kinds that the mean over all is the resource factor.
  const slots = demands.flatMap((_, j) => RESOURCES.map((__, r) => [j, r]))
  for (let i = slots.length - 1; i > 0; i--) {
    const k = integer(0, i)
    ;[slots[i], slots[k]] = [slots[k], slots[i]]
  }
  for (const [j, r] of slots.slice(0, Math.round(factor * slots.length))) {
    demands[j][r] = integer(1, 10)
  }
  const starts = durations.map(() => 0)
  for (const [j, list] of needs.entries()) {
    for (const need of list) starts[j] = Math.max(starts[j], starts[need] + durations[need])
  }
  const capacities = RESOURCES.map((_, r) => {
    const least = Math.max(...demands.map((row) => row[r]))
    const peaks = starts.map((at) =>
      demands.reduce(
        (sum, row, j) => sum + (starts[j] <= at && at < starts[j] + durations[j] ? row[r] : 0),
        0,
      ),
    )
    return least + Math.round(strength * (Math.max(least, ...peaks) - least))
  })
  return { needs, durations, demands, capacities }
}

/** Needs of each job on earlier ones: at most three each way, none that follows from others. */
function network({ jobs, complexity, integer }) {
  const needs = Array.from({ length: jobs }, () => [])
  const successors = new Int32Array(jobs)
  const ancestors = Array.from({ length: jobs }, () => new Set())
  const reaches = (a, b) => ancestors[b].has(a)
  const connect = (a, b) => {
    needs[b].push(a)
    successors[a] += 1
    for (let j = b; j < jobs; j++) {
      if (j !== b && !ancestors[j].has(b)) continue
      ancestors[j].add(a)
      for (const one of ancestors[a]) ancestors[j].add(one)
    }
  }
  // It would follow from others, or an existing one would follow from it.
  const redundant = (a, b) =>
    reaches(a, b) ||
    needs[b].includes(a) ||
    needs.some(
      (list, j) =>
        (j === b || reaches(b, j)) && list.some((need) => need === a || reaches(need, a)),
    )
  for (let j = 3; j < jobs; j++) {
    const open = Array.from({ length: j }, (_, i) => i).filter((i) => successors[i] < 3)
    if (open.length > 0) connect(open[integer(0, open.length - 1)], j)
  }
  // At most three jobs are needed by none, as three need none.
  for (let j = jobs - 4; j >= 0; j--) {
    if (successors[j] > 0) continue
    const later = needs.flatMap((list, k) => (k > j && k >= 3 && list.length < 3 ? [k] : []))
    const open = later.filter((k) => !redundant(j, k))
    const choice = open.length > 0 ? open : later
    if (choice.length > 0) connect(j, choice[integer(0, choice.length - 1)])
  }
  let arcs = needs.reduce((sum, list) => sum + list.length, 0)
  const wanted = Math.round(complexity * jobs)
  for (let tries = 0; arcs < wanted && tries < 200 * jobs; tries++) {
    const b = integer(1, jobs - 1)
    const a = integer(Math.max(0, b - Math.ceil(jobs / 3)), b - 1)
    if (needs[b].length >= 3 || successors[a] >= 3 || redundant(a, b)) continue
    connect(a, b)
    arcs += 1
  }
  return needs
}

/** What one instance asks for. */
export function toRequest({ needs, durations, demands, capacities }, { seed }) {
  const id = (j) => `s${String(j).padStart(3, "0")}`
  const items = needs.map((list, j) => ({
    id: id(j),
    needs: list.map(id),
    groups: [],
    retry: { maxAttempts: 1, delayMs: 0, factor: 1, maxDelayMs: 0, jitter: false },
    runsAfterFailure: false,
    estimateMs: durations[j] * UNIT_MS,
    demand: Object.fromEntries(RESOURCES.map((name, r) => [name, demands[j][r]])),
  }))
  const byId = new Map(items.map((item) => [item.id, item.estimateMs]))
  return {
    schedule: {
      items,
      workers: needs.length,
      resources: Object.fromEntries(RESOURCES.map((name, r) => [name, capacities[r]])),
      groups: {},
      seed,
      failFast: null,
    },
    durationMs: (id) => byId.get(id),
  }
}

/** Runs the benchmark; rows by set with the mean excess over the best known. */
export async function benchResources({ perCombination = 1, long = 10, log = () => {} } = {}) {
  const { improveOrder, MOST_TRIES } = await load("plan/order/order-search.ts")
  const { byPriority } = await load("plan/units/paths.ts")
  const { simulate } = await load("schedule/simulate.ts")
  const { seededRandom } = await load("core/quantities/random.ts")
  const rows = []
  for (const [set, { jobs, strengths }] of Object.entries(SETS)) {
    const random = seededRandom(jobs)
    const sums = { single: 0, ours: 0, count: 0, ms: 0, worstMs: 0 }
    for (const complexity of COMPLEXITIES) {
      for (const factor of FACTORS) {
        for (const strength of strengths) {
          for (let n = 0; n < perCombination; n++) {
            const made = instance({ jobs, complexity, factor, strength, random })
            const { schedule, durationMs } = toRequest(made, { seed: n + 1 })
            const byId = new Map(schedule.items.map((item) => [item.id, item]))
            const given = byPriority(schedule.items).map(({ id }) => id)
            const inOrder = (ids) => ({ ...schedule, items: ids.map((id) => byId.get(id)) })
            const run = (ids) =>
              simulate(inOrder(ids), (id) => ({
                durationMs: durationMs(id),
                end: { outcome: "passed" },
              })).makespanMs
            const request = { schedule: inOrder(given), durationMs }
            const begun = process.cpuUsage()
            const order = improveOrder(request)
            const { user, system } = process.cpuUsage(begun)
            const ms = (user + system) / 1_000
            const single = run(given)
            const ours = run(order)
            const further = run(improveOrder({ ...request, tries: long * MOST_TRIES }))
            const best = Math.min(single, ours, further)
            sums.single += single / best - 1
            sums.ours += ours / best - 1
            sums.count += 1
            sums.ms += ms
            sums.worstMs = Math.max(sums.worstMs, ms)
          }
        }
      }
    }
    const { count } = sums
    const row = {
      set,
      instances: count,
      singlePassExcess: sums.single / count,
      oursExcess: sums.ours / count,
      meanMs: sums.ms / count,
      worstMs: sums.worstMs,
    }
    rows.push({
      ...row,
      holds: row.oursExcess <= EXCESS_BAR * row.singlePassExcess && row.worstMs <= TIME_BAR_MS,
    })
    log(`${set} done`)
  }
  return rows
}

/** The rows as a table for people. */
export function resourcesTable(rows) {
  const percent = (value) => `${(100 * value).toFixed(2)} %`
  return [
    "| set | instances | longest first | sixteen rules + 100 samples | processor ms mean / worst | |",
    "|---|---|---|---|---|---|",
    ...rows.map(
      (row) =>
        `| ${row.set} | ${row.instances} | ${percent(row.singlePassExcess)} | ${percent(row.oursExcess)} | ${row.meanMs.toFixed(0)} / ${row.worstMs.toFixed(0)} | ${row.holds ? "holds" : "MISSED"} |`,
    ),
  ].join("\n")
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await benchResources({
    perCombination: Number(process.argv[2] ?? 1),
    long: Number(process.argv[3] ?? 10),
    log: (line) => console.error(line),
  })
  console.log("mean makespan above the best known (of all methods here and a longer search):")
  console.log(resourcesTable(rows))
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1
}
