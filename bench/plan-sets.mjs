// Sets of durations to plan with: generated ones from fixed seeds, and pairs of real timing files
// where a folder of them is named or lies beside the checkout.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { seededRandom } from "../src/core/quantities/random.ts"

const folder =
  process.env.PARALLEL_SMOKE_TIMINGS ??
  fileURLToPath(new URL("../../shared/timings", import.meta.url))

export function normalOf(random) {
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    return radius * Math.cos(2 * Math.PI * random())
  }
}

/** Generated sets by name: lists of {id, ms}. */
export function generatedSets(count = 2000) {
  const random = seededRandom(7)
  const normal = normalOf(random)
  const list = (make) => Array.from({ length: count }, (_, i) => ({ id: `s${i}`, ms: make(i) }))
  return {
    "long-tailed (lognormal, σ 1.5)": list(() => 2000 * Math.exp(1.5 * normal())),
    "bimodal (90 % 1 s, 10 % 60 s)": list(() =>
      random() < 0.9 ? 1000 * (0.8 + 0.4 * random()) : 60_000 * (0.8 + 0.4 * random()),
    ),
  }
}

/** Real pairs: {name, plan: Map id → ms, actual: [{id, ms}]}. */
export function realPairs() {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const { name, plan, actual } = JSON.parse(readFileSync(join(folder, file), "utf8"))
      return {
        name,
        plan: new Map(plan.map(({ id, seconds }) => [id, seconds * 1000])),
        actual: actual.map(({ id, seconds }) => ({ id, ms: seconds * 1000 })),
      }
    })
}

/**
 * A suite and what is known of it some weeks later: folders whose scenarios resemble each other,
 * known ones measured five times with noise of a tenth, a sixth of them new. Every folder has some
 * that are known.
 */
export function driftedSet(seed, { within, count = 1200 }) {
  const random = seededRandom(seed)
  const normal = normalOf(random)
  const folders = Array.from({ length: 40 }, (_, i) => {
    const area = Math.floor(i / 5)
    return {
      name: `area-${area}/part-${i}`,
      log: Math.log(3000) + 1.1 * normal(),
      fresh: i % 13 === 12,
    }
  })
  const actual = []
  const known = new Map()
  for (let i = 0; i < count; i++) {
    const home = folders[Math.floor(random() * folders.length)]
    const id = `${home.name}/scenario-${i}`
    const usual = Math.exp(home.log + within * normal())
    actual.push({ id, ms: usual * Math.exp(0.1 * normal()) })
    const runs = Array.from({ length: 5 }, () => usual * Math.exp(0.1 * normal()))
    if (random() < 1 / 6) continue
    known.set(id, runs)
  }
  return { actual, known }
}
