/**
 * Plan, run, learn, and again: whether what is learned makes the next plan better, for good.
 */
import { describe, expect, it } from "vitest"
import { type Loop, spreads } from "../__rig__/feedback-loop.ts"

const LOOP: Loop = {
  scenarios: 200,
  shards: 8,
  workers: 8,
  cores: 2,
  runs: 20,
  seed: 1,
  tail: 0.4,
  noise: 0.1,
  machines: 0.25,
  hours: 0.1,
  leastCpu: 0.6,
  selected: 0.2,
}

/** From the fifth run on. */
function settled(loop: Loop, learning: Parameters<typeof spreads>[1]): readonly number[] {
  return spreads(loop, learning).slice(4)
}

describe("20 runs with contention", () => {
  it.each([1, 2])("converge by the history where measured durations do not, seed %i", (seed) => {
    const loop = { ...LOOP, seed }
    expect(Math.max(...settled(loop, "history"))).toBeLessThanOrEqual(1.1)
    const naive = settled(loop, "last")
    expect(Math.max(...naive)).toBeGreaterThan(1.1)
    // Not one bad run: it goes up and down to the end.
    expect(naive.filter((spread) => spread > 1.08).length).toBeGreaterThan(3)
  })

  it("converge with one worker too, where only machines differ", () => {
    const loop = { ...LOOP, workers: 1, selected: 1 }
    expect(Math.max(...settled(loop, "history"))).toBeLessThanOrEqual(1.05)
    expect(Math.max(...settled(loop, "last"))).toBeGreaterThan(1.1)
  })
})
