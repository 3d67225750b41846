/**
 * The whole of examples/storage-matrix: 4,536 permutations, 378 VMs in 14 pools.
 */
import { expect, it } from "vitest"
import { killStorageMatrix, runStorageMatrix } from "../__rig__/storage-example.ts"

it("sets up and tears down each of 378 keys once, one VM at a time per pool", async () => {
  const run = await runStorageMatrix(["-c", "8"])
  expect(run.ran.stderr + run.ran.stdout).toContain("4536 of 4536 passed")
  expect(new Set(run.created).size).toBe(378)
  expect(run.created).toHaveLength(378)
  expect(run.deleted.toSorted()).toEqual(run.created.toSorted())
  expect(run.left).toEqual(["created", "deleted"])
  expect(run.results.fixtures).toMatchObject([{ created: 378, leases: 4536, misses: 378 }])
  expect(run.results.fixtures[0]?.size).toBeLessThanOrEqual(8)
  expect(run.survivors).toEqual([])
})

it("killed in the middle and resumed: no finished key is set up again", async () => {
  const run = await killStorageMatrix(["-c", "8"], 180)
  expect(run.done.length).toBeGreaterThanOrEqual(180)
  expect(run.results.summary).toMatchObject({ total: 4_536, passed: 4_536, exitCode: 0 })
  const times = (key: string) => run.created.filter((one) => one === key).length
  expect(run.done.map(times)).toEqual(run.done.map(() => 1))
  expect(new Set(run.created).size).toBe(378)
  expect(run.created.length).toBeLessThanOrEqual(378 + 14)
  expect(run.survivors).toEqual([])
})
