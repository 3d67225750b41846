/**
 * Made-up soaks whose truth is known: iterations that fail with a given rate, and memory of a service
 * over an hour. All of a seed.
 */
import { seededRandom } from "../../src/core/quantities/random.ts"
import type { Reading } from "../../src/statistics/drift.ts"
import type { RateDecision } from "../../src/statistics/rate-test.ts"
import { soakJudge } from "../../src/statistics/soak-verdict.ts"
import type { Tally } from "../../src/statistics/tally.ts"

interface Campaign {
  readonly seed: number
  /** The true failure rate of each run. */
  readonly truth: number
  /** After so many runs the soak ends. */
  readonly runs: number
}

/** What a judge says first, asked after every single run, and how many runs it took. */
export function soak(
  { seed, truth, runs }: Campaign,
  decide: (tally: Tally) => RateDecision,
): { readonly decision: RateDecision; readonly runs: number } {
  const random = seededRandom(seed)
  let failures = 0
  for (let run = 1; run <= runs; run++) {
    if (random() < truth) failures += 1
    const decision = decide({ runs: run, failures })
    if (decision !== "undecided") return { decision, runs: run }
  }
  return { decision: "undecided", runs }
}

/** How often each decision was made over many seeded campaigns. */
export function decisionsOf(
  campaigns: number,
  { truth, runs }: Omit<Campaign, "seed">,
  decide: (tally: Tally) => RateDecision,
): Readonly<Record<RateDecision, number>> {
  const counts = { failed: 0, passed: 0, undecided: 0 }
  for (let seed = 1; seed <= campaigns; seed++)
    counts[soak({ seed, truth, runs }, decide).decision] += 1
  return counts
}

/** The same of campaigns over several nights, whose scenario fails just as often as is allowed. */
export function campaignsOf(
  campaigns: number,
  of: { readonly rate: number; readonly runs: number; readonly nights: number },
): Readonly<Record<RateDecision, number>> {
  const counts = { failed: 0, passed: 0, undecided: 0 }
  for (let seed = 1; seed <= campaigns; seed++) counts[campaign(seed, of)] += 1
  return counts
}

function campaign(
  seed: number,
  { rate, runs, nights }: Parameters<typeof campaignsOf>[1],
): RateDecision {
  const random = seededRandom(seed)
  let earlier = { runs: 0, failures: 0, flaky: 0 }
  for (let night = 0; night < nights; night++) {
    const judge = soakJudge({ rate, scenarios: 1, undecided: "mark" }, { runs: night })
    let failures = 0
    for (let run = 1; run <= runs; run++) {
      if (random() < rate) failures += 1
      const own = { runs: run, failures, flaky: 0 }
      if (!judge.isDecided(own, earlier)) continue
      return judge.verdict(own, earlier).verdict === "failed" ? "failed" : "passed"
    }
    earlier = { ...earlier, runs: earlier.runs + runs, failures: earlier.failures + failures }
  }
  return "undecided"
}

const KI = 1024
const MI = 1024 * KI
const READINGS = 360
const MINUTE = 1 / 60

type Random = () => number
/** Bytes above the floor, by the part of the hour. */
type Series = (hour: number) => number

/** Between two numbers, small ones as often as large ones. */
function between(random: Random, low: number, high: number): number {
  return low * (high / low) ** random()
}

/** Series that grow only for a while, or not at all. */
export const HARMLESS: Readonly<Record<string, (random: Random) => Series>> = {
  flat: () => () => 0,
  sawtooth: (random) => {
    const period = between(random, 0.5 * MINUTE, 20 * MINUTE)
    const height = between(random, 100 * KI, 64 * MI)
    const phase = random()
    return (hour) => height * ((hour / period + phase) % 1)
  },
  step: (random) => {
    const at = random()
    const height = between(random, 100 * KI, 64 * MI)
    return (hour) => (hour < at ? 0 : height)
  },
  "mixed work": (random) => {
    const kinds = Array.from({ length: 2 + Math.floor(random() * 5) }, () => random() * 8 * MI)
    return () => kinds[Math.floor(random() * kinds.length)] ?? 0
  },
  "work in order": (random) => {
    const light = random()
    const heavy = between(random, 100 * KI, 16 * MI)
    return (hour) => (random() < (hour < light ? 0.7 : 0.3) ? 0 : heavy)
  },
}

/** A steady leak. */
export function leakOf(bytesPerHour: number): (random: Random) => Series {
  return () => (hour) => bytesPerHour * hour
}

/** An hour of memory, read every ten seconds, with a noise of 100 KiB. */
export function memoryOf(seed: number, kind: (random: Random) => Series): readonly Reading[] {
  const random = seededRandom(seed)
  const series = kind(random)
  return Array.from({ length: READINGS }, (_, index) => {
    const hour = index / READINGS
    const noise = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return { atMs: hour * 3_600_000, value: 50 * MI + series(hour) + 100 * KI * noise }
  })
}
