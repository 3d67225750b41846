/**
 * The groups of a shard: how many members run, which slot each holds, which may not run beside which,
 * and why a member has to wait.
 */
import type { PlannedGroup } from "../formats/plan.ts"
import { type Heap, numberHeap } from "./heap.ts"

/** All entries of a group: the values of its key together. */
interface Family {
  readonly name: string
  running: number
  /** Families whose members never run beside members of this one. */
  readonly rivals: Set<Family>
}

interface GroupState {
  readonly name: string
  readonly family: Family
  readonly limit: number
  readonly batch: number
  readonly pauseMs: number
  running: number
  /** Members that the batch which runs has started. */
  started: number
  pausedUntil: number
  /** Slots given back; `highest` is the highest slot ever given out. */
  readonly freeSlots: Heap<number>
  highest: number
}

/** Why a member has to wait, for which group or fixture, and until what: a signal's name, or a time. */
export type Hold =
  | { readonly reason: "group" | "conflict"; readonly group: string; readonly signal: string }
  | { readonly reason: "fixture"; readonly group: string; readonly signal: string }
  | { readonly reason: "pause"; readonly group: string; readonly until: number }

/** All groups by the names of their entries. */
export class Groups {
  readonly #groups = new Map<string, GroupState>()

  constructor(groups: Readonly<Record<string, PlannedGroup>>) {
    const families = new Map<string, Family>()
    for (const [name, group] of Object.entries(groups)) {
      const familyName = group.name ?? name
      const family = families.get(familyName) ?? { name: familyName, running: 0, rivals: new Set() }
      families.set(familyName, family)
      this.#groups.set(name, {
        name,
        family,
        limit: group.sequential === true ? 1 : (group.maxParallel ?? Number.POSITIVE_INFINITY),
        batch: group.batch ?? Number.POSITIVE_INFINITY,
        pauseMs: group.pauseMs ?? 0,
        running: 0,
        started: 0,
        pausedUntil: Number.NEGATIVE_INFINITY,
        freeSlots: numberHeap(),
        highest: 0,
      })
    }
    for (const [name, { conflicts = [] }] of Object.entries(groups)) {
      const { family } = this.#group(name)
      for (const other of conflicts) {
        const rival = families.get(other)
        if (rival === undefined) continue
        family.rivals.add(rival)
        rival.rivals.add(family)
      }
    }
  }

  /** Why a member of all these groups has to wait; null when it may start. */
  hold(names: readonly string[], at: number): Hold | null {
    for (const name of names) {
      const group = this.#group(name)
      if (group.running >= group.limit || group.started >= group.batch) {
        return { reason: "group", group: group.family.name, signal: name }
      }
      for (const rival of group.family.rivals) {
        if (rival.running > 0) {
          return { reason: "conflict", group: rival.name, signal: familySignal(rival) }
        }
      }
      if (group.pausedUntil > at) {
        return { reason: "pause", group: group.family.name, until: group.pausedUntil }
      }
    }
    return null
  }

  /** Takes a slot in each group; none of them may hold. The slots are by names without keys. */
  take(names: readonly string[]): Record<string, number> {
    const slots: Record<string, number> = {}
    for (const name of names) {
      const group = this.#group(name)
      group.running += 1
      group.started += 1
      group.family.running += 1
      slots[group.family.name] = group.freeSlots.pop() ?? ++group.highest
    }
    return slots
  }

  /** Gives slots back and tells the signals that others may wait for. */
  release(
    names: readonly string[],
    { slots, at }: { readonly slots: Readonly<Record<string, number>>; readonly at: number },
  ): string[] {
    return names.flatMap((name) => {
      const group = this.#group(name)
      const { family, batch, pauseMs } = group
      group.running -= 1
      family.running -= 1
      const slot = slots[family.name]
      if (slot !== undefined) group.freeSlots.push(slot)
      if (group.running === 0) group.started = 0
      if (batch === Number.POSITIVE_INFINITY || group.running === 0) {
        group.pausedUntil = at + pauseMs
      }
      return family.running === 0 ? [name, familySignal(family)] : [name]
    })
  }

  /** True when running one can keep the other from starting. */
  touch(some: readonly string[], others: readonly string[]): boolean {
    return some.some((name) => {
      const group = this.#group(name)
      const limited = Number.isFinite(group.limit) || Number.isFinite(group.batch)
      const shared = (limited || group.pauseMs > 0) && others.includes(name)
      return shared || others.some((other) => group.family.rivals.has(this.#group(other).family))
    })
  }

  /** What becomes of these groups when running members end one after another. */
  outlook(names: readonly string[]): Outlook {
    return new Outlook(
      names.map((name) => this.#group(name)),
      (name) => this.#group(name).family,
    )
  }

  #group(name: string): GroupState {
    const group = this.#groups.get(name)
    if (group === undefined) throw new Error(`no group ${name}`)
    return group
  }
}

/** A look ahead at some groups: nothing of it changes the groups. */
export class Outlook {
  readonly #groups: readonly GroupState[]
  readonly #familyOf: (name: string) => Family
  readonly #running: Map<string, number>
  readonly #rivals: Map<Family, number>

  constructor(groups: readonly GroupState[], familyOf: (name: string) => Family) {
    this.#groups = groups
    this.#familyOf = familyOf
    this.#running = new Map(groups.map(({ name, running }) => [name, running]))
    this.#rivals = new Map(
      groups.flatMap(({ family }) => [...family.rivals].map((one) => [one, one.running] as const)),
    )
  }

  /** One running member of these groups has ended. */
  release(names: readonly string[]): void {
    for (const name of names) {
      const running = this.#running.get(name)
      if (running !== undefined) this.#running.set(name, running - 1)
      const family = this.#familyOf(name)
      const rivals = this.#rivals.get(family)
      if (rivals !== undefined) this.#rivals.set(family, rivals - 1)
    }
  }

  /** True when a member may start, but for pauses. */
  get admits(): boolean {
    return (
      this.#groups.every(({ name, limit, batch, started }) => {
        const running = this.#running.get(name) ?? 0
        return running < limit && (running === 0 || started < batch)
      }) && [...this.#rivals.values()].every((running) => running === 0)
    )
  }

  /** The earliest start after `at` that pauses leave. */
  afterPauses(at: number): number {
    return this.#groups.reduce((latest, { pausedUntil, pauseMs }) => {
      return Math.max(latest, pausedUntil, pauseMs > 0 ? at + pauseMs : at)
    }, at)
  }
}

function familySignal(family: Family): string {
  return `family ${family.name}`
}
