/**
 * Who comes before whom: what scenarios need, and the order inside sequential groups.
 */
import type { PlannedGroup } from "../formats/plan.ts"
import { numberHeap } from "./heap.ts"
import { turnsOf } from "./turns.ts"
import type { Item } from "./types.ts"

interface Line {
  readonly members: readonly number[]
  /** Place of the member whose turn it is. */
  turn: number
}

/**
 * Predecessors and successors by index. Members of a sequential group take turns.
 */
export class Precedence {
  /** For each item what it waits for at the beginning: its needs and its turns. */
  readonly open: readonly number[]
  /** For each item those that need it. */
  readonly dependents: readonly (readonly number[])[]
  readonly #lines: ReadonlyMap<string, Line>
  readonly #items: readonly Pick<Item, "groups">[]

  constructor(
    items: readonly Pick<Item, "id" | "needs" | "groups">[],
    groups: Readonly<Record<string, PlannedGroup>>,
  ) {
    this.#items = items
    const index = new Map(items.map(({ id }, i) => [id, i]))
    if (index.size !== items.length) throw new Error("an item is there twice")
    const open = items.map(({ needs }) => needs.length)
    const dependents: number[][] = items.map(() => [])
    for (const [i, { needs }] of items.entries()) {
      for (const need of needs) {
        const before = index.get(need)
        if (before === undefined) throw new Error(`no item ${need}`)
        dependents[before]?.push(i)
      }
    }
    const lines = new Map<string, Line>()
    for (const [name, members] of turnsOf(items, groups)) {
      lines.set(name, { members, turn: 0 })
      for (const i of members.slice(1)) open[i] = (open[i] ?? 0) + 1
    }
    this.open = open
    this.dependents = dependents
    this.#lines = lines
  }

  /** Whose turn it is in sequential groups now that this item has ended. */
  nextTurns(index: number, hasEnded: (index: number) => boolean): number[] {
    return (this.#items[index]?.groups ?? []).flatMap((name) => {
      const line = this.#lines.get(name)
      if (line === undefined || line.members[line.turn] !== index) return []
      while (line.turn < line.members.length && hasEnded(line.members[line.turn] ?? 0)) line.turn++
      return line.members[line.turn] ?? []
    })
  }
}

/** The list's own order, but nothing comes before what it waits for. */
export function listOrder(
  open: readonly number[],
  dependents: readonly (readonly number[])[],
): number[] {
  const left = [...open]
  const ready = numberHeap()
  for (const [i, count] of left.entries()) if (count === 0) ready.push(i)
  const order: number[] = []
  for (let i = ready.pop(); i !== undefined; i = ready.pop()) {
    order.push(i)
    for (const next of dependents[i] ?? []) {
      const count = (left[next] ?? 0) - 1
      left[next] = count
      if (count === 0) ready.push(next)
    }
  }
  return order
}
