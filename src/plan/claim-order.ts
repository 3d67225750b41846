/**
 * What of a plan may be claimed from a shared queue, and when: needs and the limits of groups of the whole run
 * hold across all workers. Knows nothing of who runs what.
 */
import { addTo } from "../core/text/append.ts"
import type { Plan } from "../formats/plan.ts"
import { listOrder } from "../schedule/precedence.ts"

/** Members of a group of the whole run, and how many may be claimed at once. */
interface Line {
  readonly members: readonly number[]
  readonly most: number
}

/** Everything of one plan that workers claim, in the order in which they do. */
export class ClaimOrder {
  readonly ids: readonly string[]
  readonly #places: ReadonlyMap<string, number>
  readonly #needs: readonly (readonly number[])[]
  readonly #dependents: readonly (readonly number[])[]
  readonly #lines: readonly Line[]
  readonly #linesOf: ReadonlyMap<number, readonly Line[]>
  readonly #ended = new Set<number>()
  readonly #free = new Set<number>()

  constructor(plan: Pick<Plan, "shards" | "scenarios" | "groups">) {
    const listed = inTurns(plan.shards.map(({ scenarios }) => scenarios))
    const within = new Map(listed.map((id, i) => [id, i]))
    const needsOf = (id: string) =>
      (plan.scenarios[id]?.needs ?? []).flatMap((need) => within.get(need) ?? [])
    const after: number[][] = listed.map(() => [])
    for (const [i, id] of listed.entries()) for (const need of needsOf(id)) after[need]?.push(i)
    const order = listOrder(
      listed.map((id) => needsOf(id).length),
      after,
    )
    this.ids = order.map((i) => listed[i] ?? "")
    this.#places = new Map(this.ids.map((id, place) => [id, place]))
    const placesOf = (ids: readonly string[]) => ids.flatMap((id) => this.#places.get(id) ?? [])
    this.#needs = this.ids.map((id) => placesOf(plan.scenarios[id]?.needs ?? []))
    const dependents: number[][] = this.ids.map(() => [])
    for (const [place, needs] of this.#needs.entries()) {
      for (const need of needs) dependents[need]?.push(place)
    }
    this.#dependents = dependents
    this.#lines = linesOf(plan, this.ids)
    const linesOfPlace = new Map<number, Line[]>()
    for (const line of this.#lines) {
      for (const member of line.members) addTo(linesOfPlace, member, line)
    }
    this.#linesOf = linesOfPlace
  }

  /** What a scenario needs. */
  needsOf(id: string): readonly string[] {
    return this.#named(this.#needs[this.#places.get(id) ?? -1] ?? [])
  }

  /** What may be claimed from the beginning. */
  first(): readonly string[] {
    return this.#take(this.ids.map((_, place) => place))
  }

  /** Notes that these have ended; returns what may be claimed because of that, in order. */
  ended(ids: Iterable<string>): readonly string[] {
    const touched = new Set<number>()
    for (const id of ids) {
      const place = this.#places.get(id)
      if (place === undefined || this.#ended.has(place)) continue
      this.#ended.add(place)
      for (const one of this.#waitingFor(place)) touched.add(one)
    }
    return this.#take([...touched].sort((a, b) => a - b))
  }

  /** What has not ended as far as is known and holds up what waits for this scenario too. */
  beside(id: string): readonly string[] {
    const place = this.#places.get(id) ?? -1
    const others = this.#waitingFor(place).flatMap((one) => this.#holdingUp(one))
    return this.#named([...new Set(others)])
  }

  /** What has not ended as far as is known and holds anything up. */
  awaited(): readonly string[] {
    const closed = this.ids.flatMap((_, place) => (this.#free.has(place) ? [] : [place]))
    return this.#named([...new Set(closed.flatMap((place) => this.#holdingUp(place)))])
  }

  #waitingFor(place: number): readonly number[] {
    const members = (this.#linesOf.get(place) ?? []).flatMap((line) => line.members)
    return [...(this.#dependents[place] ?? []), ...members].filter((one) => !this.#free.has(one))
  }

  #holdingUp(place: number): readonly number[] {
    const before = (this.#linesOf.get(place) ?? []).flatMap(({ members }) =>
      members.slice(0, members.indexOf(place)),
    )
    return [...(this.#needs[place] ?? []), ...before].filter((one) => !this.#ended.has(one))
  }

  #take(places: readonly number[]): readonly string[] {
    const free = places.filter((place) => !this.#free.has(place) && this.#isFree(place))
    for (const place of free) this.#free.add(place)
    return this.#named(free)
  }

  #isFree(place: number): boolean {
    if ((this.#needs[place] ?? []).some((need) => !this.#ended.has(need))) return false
    // By its place alone: whatever a worker knows, no more members than may run are ever offered.
    return (this.#linesOf.get(place) ?? []).every(({ members, most }) => {
      let open = 0
      for (const member of members) {
        if (member === place) return true
        if (!this.#ended.has(member)) open += 1
        if (open >= most) return false
      }
      return true
    })
  }

  #named(places: readonly number[]): readonly string[] {
    return places.map((place) => this.ids[place] ?? "")
  }
}

/** The first of each list, then the second of each: what is urgent in any of them comes first. */
function inTurns(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat()
}

function linesOf(
  { groups, scenarios }: Pick<Plan, "groups" | "scenarios">,
  ids: readonly string[],
) {
  const members = new Map<string, number[]>()
  for (const [place, id] of ids.entries()) {
    for (const name of scenarios[id]?.definition.groups ?? []) addTo(members, name, place)
  }
  return [...members].flatMap(([name, places]): Line[] => {
    const group = groups[name]
    if (group?.scope !== "run") return []
    const most = group.sequential === true ? 1 : group.maxParallel
    return most === null ? [] : [{ members: places, most }]
  })
}

/** Why workers of a queue cannot share a plan, with the place of what is in the way; null where they can. */
export function unfitForQueue(plan: Plan): string | null {
  if (plan.part !== undefined) return "the plan is only a part of a run"
  const runners = new Set(plan.shards.map(({ runner }) => runner))
  if (runners.size > 1) {
    return `the plan has the runner classes ${[...runners].join(", ")}, and any worker of a queue may take any scenario`
  }
  if (plan.iterations !== undefined) return "the plan repeats its scenarios"
  const shared = new Set(plan.shards.flatMap(({ share }) => Object.keys(share)))
  for (const { definition, demand } of Object.values(plan.scenarios)) {
    const place = `${definition.file}:${definition.line}`
    for (const name of definition.groups) {
      const { scope, conflicts, batch, pauseMs } = plan.groups[name] ?? { maxParallel: null }
      if (scope !== "run") continue
      const key =
        conflicts !== undefined
          ? "conflicts"
          : batch !== undefined
            ? "batch"
            : pauseMs === undefined
              ? null
              : "pause"
      if (key !== null) {
        return `${place}: its group ${name} has scope: run with ${key}, which only one machine can keep to`
      }
    }
    const taken = Object.keys(demand).find((name) => shared.has(name))
    if (taken !== undefined) {
      return `${place}: it takes ${taken}, which all shards of a run share`
    }
    const lease = definition.fixtures?.find(({ name }) => plan.fixtures?.[name]?.scope === "run")
    if (lease !== undefined) {
      return `${place}: its fixture ${lease.name} has scope: run, and each worker would set it up`
    }
  }
  return null
}
