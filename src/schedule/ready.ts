/**
 * The items that could start but for lack of room, in lanes of equal groups and fixtures: a lane whose
 * groups hold, or whose fixtures have nothing to lease, is set aside until what it waits for happens.
 */
import { addTo } from "../core/text/append.ts"
import { FitTree } from "./fit-tree.ts"
import type { Fixtures } from "./fixtures/fixtures.ts"
import type { Pool } from "./fixtures/pool.ts"
import type { Groups, Hold } from "./groups.ts"
import { Heap, numberHeap } from "./heap.ts"
import type { Resources } from "./resources.ts"
import type { Item } from "./types.ts"

interface Lane {
  readonly groups: readonly string[]
  readonly pools: readonly Pool[]
  /** The worker that its items belong to; 0 where they belong to none. */
  readonly owner: number
  readonly tree: FitTree
  readonly waiting: Heap<number>
  /** True while it waits for a signal or a time. */
  parked: boolean
  /** The first item under which it is in the heap of open lanes; -1 when it is not. */
  listed: number
}

/** Room that a start may take: demands that fit, and lanes that may be looked at. */
export interface Room {
  readonly free: Float64Array
  readonly lane?: (lane: Pick<Lane, "groups" | "pools" | "owner">) => boolean
}

/** Ready items by priority; the lowest index comes first. */
export class Ready {
  readonly #groups: Groups
  readonly #fixtures: Fixtures
  readonly #resources: Resources
  readonly #laneOf: readonly Lane[]
  readonly #placeOf: Int32Array
  readonly #present: Uint8Array
  readonly #all = numberHeap()
  readonly #open = new Heap<{ readonly head: number; readonly lane: Lane }>(
    (a, b) => a.head < b.head,
  )
  readonly #parked = new Map<string, Lane[]>()
  readonly #pauses = new Heap<{ readonly until: number; readonly lane: Lane }>(
    (a, b) => a.until < b.until,
  )
  #size = 0

  constructor(
    items: readonly Item[],
    of: {
      readonly groups: Groups
      readonly fixtures: Fixtures
      readonly resources: Resources
      /** The worker that each item belongs to; absent where they belong to none. */
      readonly owners?: readonly number[] | undefined
    },
  ) {
    const { groups, fixtures, resources, owners } = of
    this.#groups = groups
    this.#fixtures = fixtures
    this.#resources = resources
    this.#placeOf = new Int32Array(items.length)
    this.#present = new Uint8Array(items.length)
    const members = new Map<string, number[]>()
    const keys = items.map((item, index) =>
      [
        String(owners?.[index] ?? 0),
        ...new Set(item.groups),
        ...fixtures.poolsOf(index).map(({ signal }) => signal),
      ].join("\u0000"),
    )
    for (const [index, key] of keys.entries()) {
      const list = members.get(key) ?? []
      members.set(key, list)
      this.#placeOf[index] = list.push(index) - 1
    }
    const lanes = new Map(
      [...members].map(([key, list]): [string, Lane] => {
        const first = list[0] as number
        const tree = new FitTree(list, resources.width)
        const empty = { waiting: numberHeap(), parked: false, listed: -1 }
        const names = [...new Set(items[first]?.groups)]
        const pools = fixtures.poolsOf(first)
        return [key, { groups: names, pools, owner: owners?.[first] ?? 0, tree, ...empty }]
      }),
    )
    this.#laneOf = keys.flatMap((key) => lanes.get(key) ?? [])
  }

  /** Number of items that are ready. */
  get size(): number {
    return this.#size
  }

  has(index: number): boolean {
    return this.#present[index] === 1
  }

  /** The groups of an item, each once. */
  groupsOf(index: number): readonly string[] {
    return this.#lane(index).groups
  }

  /** Why an item has to wait for a group or a fixture; null when it need not. */
  hold(index: number, at: number): Hold | null {
    return this.#hold(this.#lane(index), at)
  }

  add(index: number): void {
    const lane = this.#lane(index)
    this.#present[index] = 1
    this.#size += 1
    this.#all.push(index)
    lane.waiting.push(index)
    lane.tree.add(this.#placeOf[index] as number, this.#resources.demand(index))
    this.#list(lane)
  }

  remove(index: number): void {
    const lane = this.#lane(index)
    this.#present[index] = 0
    this.#size -= 1
    lane.tree.remove(this.#placeOf[index] as number)
    this.#list(lane)
  }

  /** The first ready item, whether it fits or not. */
  head(): number | undefined {
    return this.#firstPresent(this.#all)
  }

  /** The first ready item that fits into the room. */
  first(room: Room, at: number): number | undefined {
    let best: number | undefined
    const seen: Lane[] = []
    for (let top = this.#open.peek(); top !== undefined; top = this.#open.peek()) {
      const { head, lane } = top
      if (best !== undefined && head > best) break
      this.#open.pop()
      if (lane.listed !== head) continue
      lane.listed = -1
      const hold = this.#hold(lane, at)
      if (hold !== null) {
        this.#park(lane, hold)
        continue
      }
      seen.push(lane)
      if (room.lane?.(lane) === false) continue
      const found = lane.tree.first(room.free)
      if (found !== undefined && (best === undefined || found < best)) best = found
    }
    for (const lane of seen) this.#list(lane)
    return best
  }

  /** What waited for one of these signals is looked at again. */
  wake(signals: readonly string[]): void {
    for (const signal of signals) {
      const lanes = this.#parked.get(signal)
      if (lanes === undefined) continue
      this.#parked.delete(signal)
      for (const lane of lanes) this.#unpark(lane)
    }
  }

  /** Ends the pauses that are over, and returns the time of the next. */
  pausesUntil(at: number): number | null {
    for (let next = this.#pauses.peek(); next !== undefined; next = this.#pauses.peek()) {
      if (next.until > at && next.lane.tree.size > 0) return next.until
      this.#pauses.pop()
      this.#unpark(next.lane)
    }
    return null
  }

  #hold({ groups, pools }: Lane, at: number): Hold | null {
    const held = this.#groups.hold(groups, at)
    if (held !== null || pools.length === 0) return held
    const lacking = this.#fixtures.lacking(pools, at)
    if (lacking === null) return null
    return { reason: "fixture", group: lacking.ref.name, signal: lacking.signal }
  }

  #park(lane: Lane, hold: Hold): void {
    lane.parked = true
    if (hold.reason === "pause") {
      this.#pauses.push({ until: hold.until, lane })
      return
    }
    addTo(this.#parked, hold.signal, lane)
  }

  #unpark(lane: Lane): void {
    lane.parked = false
    this.#list(lane)
  }

  /** Keeps the lane in the heap under its first item. */
  #list(lane: Lane): void {
    if (lane.parked) return
    const head = this.#firstPresent(lane.waiting)
    if (head === undefined || head === lane.listed) return
    lane.listed = head
    this.#open.push({ head, lane })
  }

  #firstPresent(heap: Heap<number>): number | undefined {
    let top = heap.peek()
    while (top !== undefined && this.#present[top] !== 1) {
      heap.pop()
      top = heap.peek()
    }
    return top
  }

  #lane(index: number): Lane {
    const lane = this.#laneOf[index]
    if (lane === undefined) throw new Error(`no item ${index}`)
    return lane
  }
}
