/**
 * The order inside sequential groups: that of the suite. Only where a need makes a circle of it the
 * need wins, so that members and needs can never wait for each other.
 */
import type { PlannedGroup } from "../formats/plan.ts"
import { numberHeap } from "./heap.ts"
import type { Item } from "./types.ts"

/** What turns depend on; groups matter where a plan does not say who is a member. */
type Member = Pick<Item, "id" | "needs"> & Partial<Pick<Item, "groups">>

/** By sequential group: the places of its members in the list, in the order of their turns. */
export function turnsOf(
  items: readonly Member[],
  groups: Readonly<Record<string, PlannedGroup>>,
): ReadonlyMap<string, readonly number[]> {
  const sequential = Object.entries(groups).filter(([, group]) => group.sequential === true)
  if (sequential.length === 0) return new Map()
  const places = new Map(items.map(({ id }, place) => [id, place]))
  const listed = new Map<string, number[]>(sequential.map(([name]) => [name, []]))
  for (const [place, item] of items.entries()) {
    for (const name of new Set(item.groups)) listed.get(name)?.push(place)
  }
  const lines = new Map(
    sequential.map(([name, { turns }]) => {
      const members = turns?.flatMap((id) => places.get(id) ?? []) ?? listed.get(name) ?? []
      return [name, members] as const
    }),
  )
  const needs = items.map((item) => item.needs.flatMap((need) => places.get(need) ?? []))
  if (needs.every((list) => list.length === 0)) return lines
  const emitted = emissionOrder(needs, [...lines.values()])
  const rank = new Int32Array(items.length)
  for (const [at, place] of emitted.entries()) rank[place] = at
  return new Map(
    [...lines].map(([name, members]) => [
      name,
      [...members].sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0)),
    ]),
  )
}

/** Everything after what it needs, and after earlier members of its lines unless that is a circle. */
function emissionOrder(
  needs: readonly (readonly number[])[],
  lines: readonly (readonly number[])[],
): readonly number[] {
  const dependents: number[][] = needs.map(() => [])
  for (const [i, list] of needs.entries()) for (const need of list) dependents[need]?.push(i)
  const linesOf: number[][] = needs.map(() => [])
  for (const [line, members] of lines.entries()) for (const i of members) linesOf[i]?.push(line)
  const heads = lines.map(() => 0)
  const open = needs.map((list) => list.length)
  const isEmitted = new Uint8Array(needs.length)
  const order: number[] = []
  const ready = numberHeap()
  const headOf = (line: number): number | undefined => lines[line]?.[heads[line] ?? 0]
  const blockers = (i: number): number[] => {
    if ((open[i] ?? 0) > 0) return (needs[i] ?? []).filter((need) => isEmitted[need] === 0)
    return (linesOf[i] ?? []).flatMap((line) => headOf(line) ?? []).filter((head) => head !== i)
  }
  const offer = (i: number) => {
    if (isEmitted[i] === 0 && blockers(i).length === 0) ready.push(i)
  }
  const emit = (i: number) => {
    if (isEmitted[i] === 1) return
    isEmitted[i] = 1
    order.push(i)
    for (const next of dependents[i] ?? []) {
      open[next] = (open[next] ?? 0) - 1
      offer(next)
    }
    for (const line of linesOf[i] ?? []) {
      for (let head = headOf(line); head !== undefined && isEmitted[head] === 1; ) {
        heads[line] = (heads[line] ?? 0) + 1
        head = headOf(line)
      }
      const head = headOf(line)
      if (head !== undefined) offer(head)
    }
  }
  for (const i of needs.keys()) offer(i)
  while (order.length < needs.length) {
    const next = ready.pop()
    emit(
      next ?? fromCircle({ start: isEmitted.indexOf(0), blockers, isFree: (i) => open[i] === 0 }),
    )
  }
  return order
}

/** Follows what waits for what until a circle closes: its first that waits for no need, only for a turn. */
function fromCircle(by: {
  readonly start: number
  readonly blockers: (i: number) => readonly number[]
  readonly isFree: (i: number) => boolean
}): number {
  const path: number[] = []
  const seen = new Set<number>()
  let at: number | undefined = by.start
  while (at !== undefined && !seen.has(at)) {
    seen.add(at)
    path.push(at)
    at = by.blockers(at)[0]
  }
  const circle = path.slice(at === undefined ? 0 : path.indexOf(at)).filter(by.isFree)
  if (circle.length === 0) throw new Error("needs make a circle")
  return Math.min(...circle)
}
