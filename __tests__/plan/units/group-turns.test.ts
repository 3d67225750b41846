/**
 * Members of a sequential group take turns so that each key of a fixture is set up once.
 */
import fc from "fast-check"
import { expect, it } from "vitest"
import { withTurns } from "../../../src/plan/units/group-turns.ts"
import { scenario } from "../plan-rig.ts"

const GROUPS = { "pool[p]": { maxParallel: null, sequential: true } }

function turns(list: readonly { readonly vm: string; readonly disk?: string }[]) {
  const run = list.map(({ vm, disk }, i) =>
    scenario({
      id: `s${i}`,
      definition: {
        groups: ["pool[p]"],
        fixtures: [
          ...(disk === undefined ? [] : [{ name: "disk", key: disk }]),
          { name: "vm", key: vm },
          { name: "net", key: null },
        ],
      },
    }),
  )
  const ids = withTurns(GROUPS, run)["pool[p]"]?.turns ?? []
  return ids.map((id) => list[Number(id.slice(1))] ?? { vm: "" })
}

function runs(keys: readonly (string | undefined)[]): number {
  return keys.filter((key, i) => key !== keys[i - 1]).length
}

it("members of one key come together whatever the order of the dimensions", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ vm: fc.constantFrom("1", "2", "3") })), (list) => {
      const made = turns(list)
      expect(made).toHaveLength(list.length)
      expect(runs(made.map(({ vm }) => vm))).toBe(new Set(list.map(({ vm }) => vm)).size)
    }),
  )
})

it("the finer keys of a second fixture come together within those of the coarser one", () => {
  const list = ["a", "b", "c"].flatMap((disk) => ["1", "2"].map((vm) => ({ vm, disk: vm + disk })))
  const made = turns([...list, ...list])
  expect(runs(made.map(({ vm }) => vm))).toBe(2)
  expect(runs(made.map(({ disk }) => disk))).toBe(6)
})

it("without keys the order of the suite stays", () => {
  const run = ["b", "a"].map((id) => scenario({ id, definition: { groups: ["pool[p]"] } }))
  expect(withTurns(GROUPS, run)["pool[p]"]?.turns).toEqual(["b", "a"])
})
