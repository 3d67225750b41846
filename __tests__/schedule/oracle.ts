import type { PlannedGroup } from "../../src/formats/plan.ts"
import type { Command, Input, Item, ScheduleOptions } from "../../src/schedule/types.ts"
import type { Step } from "./generated-run.ts"

interface Running {
  readonly item: Item
  readonly worker: number
  readonly slots: Readonly<Record<string, number>>
}

/**
 * Keeps its own slow account of a run, from what went in and came out alone, and tells what is wrong
 * with it. Shares no code with the scheduler.
 */
export class Oracle {
  readonly problems: string[] = []
  readonly running = new Map<string, Running>()
  readonly verdicts = new Map<string, string>()
  readonly ready = new Map<string, number>()
  readonly started = new Set<string>()
  /** Iterations by item: begun, ended. */
  readonly begun = new Map<string, number>()
  readonly ended = new Map<string, number>()
  readonly #inIteration = new Set<string>()
  readonly #options: ScheduleOptions
  readonly #order: readonly string[]
  readonly #delayedUntil = new Map<string, number>()
  readonly #totals: Record<string, number>
  readonly #lastEnd = new Map<string, number>()
  readonly #batch = new Map<string, number>()
  /** What learned peaks of memory may come to. */
  #memory = Number.POSITIVE_INFINITY
  #limit: number
  #stopping = false
  at = 0

  constructor(options: ScheduleOptions) {
    this.#options = options
    this.#limit = options.workers
    this.#totals = { ...options.resources }
    this.#order = options.items.map(({ id }) => id)
  }

  take({ at, input, commands }: Step): void {
    this.at = at
    this.#input(input)
    for (const command of commands) this.#command(command, input)
    for (const { id } of this.#options.items) {
      if (this.#isSurelyReady(id)) {
        if (!this.ready.has(id)) this.ready.set(id, at)
      } else this.ready.delete(id)
    }
  }

  get freeWorkers(): number {
    const { workers, rampMs = 0 } = this.#options
    const ramp = rampMs === 0 ? workers : 1 + Math.floor((this.at * workers) / rampMs + 1e-9)
    return Math.min(this.#limit, workers, ramp) - this.running.size
  }

  /** The ready items that could start now beside what runs. */
  startable(): string[] {
    if (this.#stopping || this.freeWorkers <= 0) return []
    const fits = this.#order.filter((id) => this.#isSurelyReady(id) && this.whyNot(id) === null)
    if (this.#options.share !== "static") return fits
    return fits.filter((id) => this.#isWorkerFree(this.ownerOf(id)))
  }

  /** The worker that an item belongs to where workers have parts: the longest first, to the least load. */
  ownerOf(id: string): number {
    this.#owners ??= this.#parts()
    return this.#owners.get(id) ?? 0
  }

  #owners: Map<string, number> | undefined
  #parts(): Map<string, number> {
    const { items, workers } = this.#options
    const known = items.filter(({ estimateMs }) => estimateMs !== undefined)
    const sum = known.reduce((all, { estimateMs = 0 }) => all + estimateMs, 0)
    const usual = known.length === 0 ? 1 : sum / known.length
    const parts = Array.from({ length: workers }, () => [0])
    const total = (part: readonly number[]) => part.reduce((all, ms) => all + ms, 0)
    const owners = new Map<string, number>()
    for (const { id, estimateMs = usual } of items.toSorted(
      (a, b) => (b.estimateMs ?? usual) - (a.estimateMs ?? usual),
    )) {
      const [least] = parts.toSorted((a, b) => total(a) - total(b) || a.length - b.length)
      least?.push(estimateMs)
      owners.set(id, parts.indexOf(least ?? []) + 1)
    }
    return owners
  }

  #isWorkerFree(worker: number): boolean {
    return ![...this.running.values()].some((one) => one.worker === worker)
  }

  /** What is wrong with a start on a worker that the item does not belong to. */
  #foreign(id: string, worker: number): string | null {
    const { share = "queue" } = this.#options
    if (share === "queue" || worker === this.ownerOf(id)) return null
    if (share === "static") return `${id} belongs to worker ${this.ownerOf(id)}, not ${worker}`
    if (this.#isWorkerFree(this.ownerOf(id))) return `${id} starts beside its own free worker`
    const own = this.startable().find((one) => this.#isWorkerFree(this.ownerOf(one)))
    return own === undefined ? null : `${id} is helped with before ${own}, which is somebody's own`
  }

  /** Why an item may not run beside what runs now; null when it may. */
  whyNot(id: string): string | null {
    const item = this.item(id)
    const others = [...this.running.values()].map((one) => one.item)
    if (item.exclusive === true && others.length > 0) return `${id} is exclusive`
    if (others.some(({ exclusive }) => exclusive === true)) return `${id} beside exclusive`
    for (const [name, total] of Object.entries(this.#totals)) {
      const taken = [...others, item].reduce((sum, { demand }) => sum + (demand?.[name] ?? 0), 0)
      if (taken > total + 1e-6) return `${id} exceeds ${name}`
    }
    const { peakMemoryBytes: peak = 0 } = item
    if (others.length > 0 && peak > 0 && this.#promised() + peak > this.#memory) {
      return `${id} exceeds what is free of memory`
    }
    for (const name of item.groups) {
      const reason = this.#groupHolds(name, others)
      if (reason !== null) return `${id}: ${reason}`
    }
    return null
  }

  #promised(): number {
    const running = [...this.running.values()]
    return running.reduce((sum, { item: { peakMemoryBytes = 0 } }) => sum + peakMemoryBytes, 0)
  }

  item(id: string): Item {
    const item = this.#options.items.find((one) => one.id === id)
    if (item === undefined) throw new Error(id)
    return item
  }

  #groupHolds(name: string, others: readonly Item[]): string | null {
    const { groups } = this.#options
    const group = groups[name] as PlannedGroup
    const members = others.filter((one) => one.groups.includes(name)).length
    if (members >= (group.maxParallel ?? Number.POSITIVE_INFINITY)) return `${name} is full`
    if (group.sequential === true && members > 0) return `${name} is sequential`
    const batch = this.#batch.get(name) ?? 0
    if (group.batch !== undefined && members > 0 && batch >= group.batch) return `${name} is full`
    const paused = (this.#lastEnd.get(name) ?? Number.NEGATIVE_INFINITY) + (group.pauseMs ?? 0)
    if (paused > this.at && (group.batch === undefined || members === 0)) return `${name} pauses`
    for (const other of others.flatMap((one) => one.groups)) {
      const rival = groups[other] as PlannedGroup
      const base = (entry: string, one: PlannedGroup) => one.name ?? entry
      if (group.conflicts?.includes(base(other, rival))) return `${name} against ${other}`
      if (rival.conflicts?.includes(base(name, group))) return `${name} against ${other}`
    }
    return null
  }

  #isReady(id: string): boolean {
    if (this.running.has(id) || this.verdicts.has(id)) return false
    if ((this.#delayedUntil.get(id) ?? 0) > this.at) return false
    const item = this.item(id)
    if (item.needs.some((need) => !this.verdicts.has(need) && !this.ended.has(need))) return false
    const { iterations } = this.#options
    if (iterations !== undefined && !this.#inIteration.has(id)) {
      const most = iterations.repeat ?? Number.POSITIVE_INFINITY
      if ((this.begun.get(id) ?? 0) >= most) return false
    }
    const sequential = item.groups.filter((name) => this.#options.groups[name]?.sequential === true)
    return sequential.every((name) => this.#mayGoOn(id, name))
  }

  /** Earlier members have ended, unless they wait for this one themselves; later ones need not. */
  #mayGoOn(id: string, group: string): boolean {
    return this.#earlier(id, group).every((one) => this.verdicts.has(one) || this.#waits(one, id))
  }

  /** Not one member that waits for another in a circle: who of them comes first is the scheduler's. */
  #isSurelyReady(id: string): boolean {
    if (!this.#isReady(id)) return false
    return this.item(id).groups.every((name) => {
      if (this.#options.groups[name]?.sequential !== true) return true
      const members = this.#members(name)
      const inCircle = members.some(
        (one) => one !== id && this.#waits(one, id) && this.#waits(id, one),
      )
      const earlier = this.#earlier(id, name).every((one) => this.verdicts.has(one))
      return !inCircle && earlier && this.#hasKey(name)
    })
  }

  /** So few keys are begun, or could be, that this one must be open. */
  #hasKey(entry: string): boolean {
    const { groups } = this.#options
    const family = groups[entry]?.name ?? entry
    const begun = (name: string) =>
      this.#members(name).some((one) => this.verdicts.has(one) || this.started.has(one))
    if (begun(entry) && this.#members(entry).some((one) => this.started.has(one))) return true
    const rivals = Object.entries(groups).filter(([name, group]) => {
      if (group.sequential !== true || (group.name ?? name) !== family) return false
      const left = this.#members(name).filter((one) => !this.verdicts.has(one))
      return left.length > 0 && (begun(name) || left.some((one) => this.#isReady(one)))
    })
    return rivals.length <= Math.min(this.#limit, this.#options.workers)
  }

  #members(group: string): readonly string[] {
    const turns = this.#options.groups[group]?.turns
    return turns ?? this.#order.filter((id) => this.item(id).groups.includes(group))
  }

  #earlier(id: string, group: string): readonly string[] {
    const members = this.#members(group)
    return members.slice(0, members.indexOf(id))
  }

  /** True when one waits for the other, through needs and the order of the suite. */
  #waits(one: string, other: string): boolean {
    let reached = this.#reached.get(one)
    if (reached === undefined) {
      reached = new Set()
      const open = [one]
      for (let id = open.pop(); id !== undefined; id = open.pop()) {
        const { needs, groups } = this.item(id)
        const earlier = groups.flatMap((name) =>
          this.#options.groups[name]?.sequential === true ? this.#earlier(id as string, name) : [],
        )
        for (const next of [...needs, ...earlier]) {
          if (!reached.has(next)) {
            reached.add(next)
            open.push(next)
          }
        }
      }
      this.#reached.set(one, reached)
    }
    return reached.has(other)
  }

  readonly #reached = new Map<string, Set<string>>()

  #input(input: Input): void {
    if (input.type === "limit-workers") this.#limit = Math.max(1, input.workers)
    if (input.type === "resize" && input.resource in this.#totals) {
      this.#totals[input.resource] = input.quantity
    }
    if (input.type === "limit-memory") {
      const { mostBytes, freeBytes } = input.room
      this.#memory = Math.min(mostBytes, freeBytes + this.#promised())
    }
    if (input.type === "cancel") this.#stopping = true
    if (input.type !== "attempt-ended") return
    const { item } = this.running.get(input.id) as Running
    this.running.delete(input.id)
    const others = [...this.running.values()]
    for (const name of item.groups) {
      const last = !others.some((one) => one.item.groups.includes(name))
      if (last) this.#batch.delete(name)
      if (last || this.#options.groups[name]?.batch === undefined) this.#lastEnd.set(name, this.at)
    }
  }

  #command(command: Command, input: Input): void {
    const say = (problem: string) => this.problems.push(`${this.at} ${input.type}: ${problem}`)
    switch (command.type) {
      case "start": {
        const { id, worker, groupSlots } = command
        if (this.#stopping) say(`${id} starts while stopping`)
        if (!this.#isReady(id)) say(`${id} starts though it is not ready`)
        if (this.freeWorkers <= 0) say(`${id} starts on no worker`)
        const reason = this.whyNot(id) ?? this.#foreign(id, worker)
        if (reason !== null) say(reason)
        const item = this.item(id)
        for (const one of this.running.values()) {
          if (one.worker === worker) say(`${id} shares worker ${worker}`)
          for (const name of item.groups.filter((group) => one.item.groups.includes(group))) {
            const base = this.#options.groups[name]?.name ?? name
            if (one.slots[base] === groupSlots[base]) say(`${id} shares a slot of ${name}`)
          }
        }
        for (const name of item.groups) this.#batch.set(name, (this.#batch.get(name) ?? 0) + 1)
        this.running.set(id, { item, worker, slots: groupSlots })
        this.started.add(id)
        if (command.inIteration === 1) this.begun.set(id, (this.begun.get(id) ?? 0) + 1)
        if (command.iteration !== undefined) this.#inIteration.add(id)
        break
      }
      case "iteration-ended":
        this.#inIteration.delete(command.id)
        this.ended.set(command.id, (this.ended.get(command.id) ?? 0) + 1)
        break
      case "retry":
        this.#delayedUntil.set(command.id, this.at + command.delayMs)
        break
      case "finish":
      case "skip":
      case "cancelled": {
        const { id } = command
        if (this.verdicts.has(id)) say(`${id} ends twice`)
        if (this.running.has(id)) say(`${id} ends while it runs`)
        if (command.type === "cancelled" && command.reason === "fail-fast") this.#stopping = true
        this.verdicts.set(id, command.type === "finish" ? command.verdict : command.type)
        break
      }
      default:
    }
  }
}
