/**
 * A part of examples/storage-matrix. The stub tool fails where a VM is there already, or a pool has others.
 */
import { expect, it } from "vitest"
import { runStorageMatrix } from "../__rig__/storage-example.ts"

it("sets up and tears down each key once, one VM at a time per pool", async () => {
  const part = ["pool=p01", "pool=p02", "os=debian", "os=fedora", "size=small"]
  const run = await runStorageMatrix([...part.flatMap((one) => ["--matrix", one]), "-c", "4"])
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
