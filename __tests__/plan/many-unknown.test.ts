import { describe, expect, it } from "vitest"
import { comparedWithLpt, type UnknownSuite } from "../__rig__/unknown-suites.ts"

const SEEDS = 30
const ALIKE = { between: 1.1, within: 0.2 }
const UNLIKE = { between: 0, within: 1.2 }

/** Means over 30 seeds scatter: by about 1 % here. */
const NOISE = 0.01

function overLpt(like: Omit<UnknownSuite, "count">, shards = 16): number {
  const { ours, lpt } = comparedWithLpt({ ...like, count: 400 }, { shards, seeds: SEEDS })
  return ours / lpt
}

describe("plans of suites with many unknown scenarios", () => {
  it.each([0.2, 0.6])("lose nothing against LPT where neighbours tell nothing: %s", (unknown) => {
    expect(overLpt({ unknown, ...UNLIKE })).toBeLessThan(1.02 + NOISE)
    expect(overLpt({ unknown, ...UNLIKE, runs: 1 })).toBeLessThan(1.02 + NOISE)
  })

  it.each([
    [0.2, 0.95],
    [0.6, 0.92],
  ])("gain where neighbours are alike: %s", (unknown, most) => {
    expect(overLpt({ unknown, ...ALIKE })).toBeLessThan(most)
  })

  it("know that a new folder is further from what is known than a scenario in an old one", () => {
    expect(overLpt({ unknown: 0.6, ...ALIKE, folders: true }, 32)).toBeLessThan(1.02)
  })

  it("expect of the unknown in all as much as the known took, what is out of all proportion included", () => {
    const like = { unknown: 0.5, between: 0.8, within: 0.3, spikes: 0.006, runs: 1 }
    const { ours, lpt } = comparedWithLpt(like, { shards: 8, seeds: SEEDS })
    expect(ours / lpt).toBeLessThan(1.02)
  })
})
