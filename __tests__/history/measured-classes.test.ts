import { expect, it } from "vitest"
import { measuredCapabilitiesOf, measuredClassesOf } from "../../src/history/measured-classes.ts"
import { history, job } from "./history-rig.ts"

it("tells what the latest machines of each class had at least", () => {
  const jobs = [
    ...Array.from({ length: 50 }, () => job({ cores: 1, runner: "linux" })),
    ...Array.from({ length: 49 }, () => job({ cores: 4, runner: "linux", startSeconds: 2 })),
    job({ cores: 3, runner: "linux", memoryBytes: 7, startSeconds: null }),
    job({ cores: 64, runner: "gpu", startSeconds: null }),
    job({ cores: 2 ** 40, runner: "planted", startSeconds: null }),
  ]
  expect(Object.fromEntries(measuredClassesOf(history({}, jobs)))).toEqual({
    linux: { cores: 3, memoryBytes: 7, startMs: 2_000, jobs: 50 },
    gpu: { cores: 64, memoryBytes: 8_000_000_000, startMs: null, jobs: 1 },
    planted: { cores: 1_024, memoryBytes: 8_000_000_000, startMs: null, jobs: 1 },
  })
})

it("tells it as capabilities, without what nobody measured", () => {
  const jobs = [
    job({ cores: 4, runner: "linux" }),
    job({ cores: 2, runner: "gpu", memoryBytes: 0 }),
  ]
  const found = measuredCapabilitiesOf(history({}, jobs))
  const short = [...found].map(([name, list]) => [
    name,
    ...list.map((each) => `${each.name} ${each.quantity} ${each.unit}: ${each.evidence}`),
  ])
  expect(short).toEqual([
    [
      "linux",
      "cpu 4 cores: the least of one earlier shard",
      "memory 8000000000 bytes: the least of one earlier shard",
    ],
    ["gpu", "cpu 2 cores: the least of one earlier shard"],
  ])
})
