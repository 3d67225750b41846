/**
 * Suites of which many scenarios were never timed, and how plans of them compare with LPT, which takes
 * the mean of the known for the unknown.
 */
import { seededRandom } from "../../src/core/quantities/random.ts"
import { STRATEGIES } from "../../src/plan/cut/assign.ts"
import { estimateEach, type KnownTime } from "../../src/plan/estimate/estimate.ts"
import { componentsOf } from "../../src/plan/units/components.ts"
import { loadsOf } from "../../src/plan/units/loads.ts"
import { toUnits } from "../../src/plan/units/to-units.ts"
import { scenario } from "../plan/plan-rig.ts"

/** What a generated suite is like. Deviations are those of logarithms of durations. */
export interface UnknownSuite {
  /** Part of the scenarios that was never timed. */
  readonly unknown: number
  /** How much folders differ, and scenarios within a folder. */
  readonly between: number
  readonly within: number
  /** Whole folders are new, not single scenarios. */
  readonly folders?: boolean
  /** Part of all runs that take 20 minutes longer for no reason, where others take some seconds. */
  readonly spikes?: number
  /** Earlier runs of each known scenario. */
  readonly runs?: number
  readonly count?: number
}

interface Made {
  readonly actual: ReadonlyMap<string, number>
  readonly known: ReadonlyMap<string, KnownTime>
}

/** The mean over many seeds of the longest shard over the bound. */
export function comparedWithLpt(
  like: UnknownSuite,
  by: { readonly shards: number; readonly seeds: number },
): { readonly lpt: number; readonly ours: number } {
  let lpt = 0
  let ours = 0
  for (let seed = 1; seed <= by.seeds; seed++) {
    const made = makeSuite(seed, like)
    lpt += ratioOf(lptParts(made, by.shards), made) / by.seeds
    ours += ratioOf(ourParts(made, { ...by, seed }), made) / by.seeds
  }
  return { lpt, ours }
}

function makeSuite(seed: number, like: UnknownSuite): Made {
  const { unknown, between, within, folders = false, spikes = 0, runs = 5, count = 1_200 } = like
  const random = seededRandom(seed)
  const normal = normalOf(random)
  const homes = Array.from({ length: 40 }, (_, i) => ({
    name: `area-${Math.floor(i / 5)}/part-${i}`,
    log: Math.log(3_000) + between * normal(),
    fresh: folders && random() < unknown,
  }))
  const actual = new Map<string, number>()
  const known = new Map<string, KnownTime>()
  for (let i = 0; i < count; i++) {
    const home = homes[Math.floor(random() * homes.length)]
    if (home === undefined) continue
    const id = `${home.name}/scenario-${i}`
    const usual = Math.exp(home.log + within * normal())
    const run = () => usual * Math.exp(0.1 * normal()) + (random() < spikes ? 1_200_000 : 0)
    actual.set(id, run())
    const times = Array.from({ length: runs }, run)
    const fresh = folders ? home.fresh : random() < unknown
    if (!fresh) known.set(id, timeOf(times))
  }
  return { actual, known }
}

function normalOf(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function timeOf(times: readonly number[]): KnownTime {
  const sorted = times.toSorted((a, b) => a - b)
  const meanMs = times.reduce((sum, each) => sum + each, 0) / times.length
  const variance = times.reduce((sum, each) => sum + (each - meanMs) ** 2, 0) / times.length
  return {
    ms: sorted[Math.ceil(0.9 * sorted.length) - 1] ?? meanMs,
    ...{ meanMs, spreadMs: Math.sqrt(variance), runs: times.length },
    ...{ lastVerdict: "passed", peakMemoryBytes: null },
  }
}

function ourParts({ actual, known }: Made, by: { shards: number; seed: number }): string[][] {
  const scenarios = [...actual.keys()].map((id) => scenario({ id }))
  const estimates = estimateEach(scenarios, known)
  const units = toUnits(scenarios, { estimates, groups: {} })
  const loads = loadsOf(componentsOf(units), { workers: 1, seed: by.seed })
  return STRATEGIES.balanced(loads, by.shards).map((part) =>
    part.flatMap(({ units: own }) => own.map(({ id }) => id)),
  )
}

/** Greedy as it is written in books; ids come in no order that means anything. */
function lptParts({ actual, known }: Made, shards: number): string[][] {
  const times = [...known.values()].map(({ meanMs }) => meanMs)
  const usual = times.reduce((sum, each) => sum + each, 0) / Math.max(1, times.length)
  const parts = Array.from({ length: shards }, () => ({ sum: 0, ids: [] as string[] }))
  const all = [...actual.keys()].map((id) => ({ id, ms: known.get(id)?.meanMs ?? usual }))
  for (const { id, ms } of all.sort((a, b) => b.ms - a.ms)) {
    const least = parts.reduce((found, part) => (part.sum < found.sum ? part : found))
    least.sum += ms
    least.ids.push(id)
  }
  return parts.map(({ ids }) => ids)
}

function ratioOf(parts: readonly (readonly string[])[], { actual }: Made): number {
  const sumOf = (ids: Iterable<string>) =>
    [...ids].reduce((sum, id) => sum + (actual.get(id) ?? 0), 0)
  const bound = Math.max(sumOf(actual.keys()) / parts.length, ...actual.values())
  return Math.max(...parts.map(sumOf)) / bound
}
