/**
 * A part of examples/storage-matrix. The stub tool fails where a VM is there already, or a pool has others.
 */
import { expect, it } from "vitest"
import {
  killStorageMatrix,
  runStorageMatrix,
  stopStorageMatrix,
} from "../__rig__/storage-example.ts"
import { itWhole } from "../__rig__/whole.ts"

const PART = ["pool=p01", "pool=p02", "os=debian", "os=fedora", "size=small"].flatMap((one) => [
  ...["--matrix", one],
])

it("sets up and tears down each key once, one VM at a time per pool", async () => {
  const run = await runStorageMatrix([...PART, "-c", "4"])
  // Two pools, two systems, one size, three disks; four file systems and three modes use each.
  expect(run.ran.stderr + run.ran.stdout).toContain("144 of 144 passed")
  expect(run.created).toHaveLength(12)
  expect(new Set(run.created).size).toBe(12)
  expect(run.deleted.toSorted()).toEqual(run.created.toSorted())
  expect(run.left).toEqual(["created", "deleted"])
  expect(run.results.fixtures).toMatchObject([
    { name: "vms", created: 12, leases: 144, hits: 132, misses: 12, coldBecause: { key: 12 } },
  ])
  expect(run.results.fixtures[0]?.size).toBeLessThanOrEqual(2)
  expect(run.survivors).toEqual([])
})

it("sets no key up again that was finished when the engine was killed", async () => {
  const run = await killStorageMatrix([...PART, "-c", "4"], 4)
  expect(run.done.length).toBeGreaterThanOrEqual(4)
  expect(run.results.summary).toMatchObject({ total: 144, passed: 144, exitCode: 0 })
  const times = (key: string) => run.created.filter((one) => one === key).length
  expect(run.done.map(times)).toEqual(run.done.map(() => 1))
  expect(new Set(run.created).size).toBe(12)
  // One VM at a time in each of two pools: no more were open.
  expect(run.created.length).toBeLessThanOrEqual(12 + 2)
  expect(run.survivors).toEqual([])
})

itWhole(
  "is cleaned up by its label once when it is interrupted, after all that it had set up is torn down",
  async () => {
    const run = await stopStorageMatrix([...PART, "-c", "4", "--cleanup", "./tool.sh clean"], 2)
    expect(run.ended.exitCode).toBe(130)
    expect(run.deleted?.toSorted()).toEqual(run.created?.toSorted())
    expect(run.created?.length).toBeLessThanOrEqual(12)
    expect(run.cleaned).toEqual([expect.stringMatching(/^smoke-run-id=\S+$/u)])
    expect(run.left).toEqual(["cleaned", "created", "deleted"])
    expect(run.survivors).toEqual([])
  },
)
