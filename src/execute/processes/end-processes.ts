/**
 * Ending what an attempt or a run has started: one TERM, a grace, KILL, and where it is asked for another
 * signal before; the group, and what left it and
 * is known by its parents or by a marker in its environment. What cannot be signalled is not waited for.
 */
import type { TimeoutSignal } from "../../formats/run-specs.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Child, EndSignal, ForeignProcess, Processes } from "../../ports/processes.ts"
import { pause } from "./pause.ts"

/** Pause between two looks at what is being ended, and later, as what has not gone at once takes its time. */
const LOOK_MS = 25
const LATER_LOOK_MS = 100
const LATER_MS = 500

/** How long what was sent another signal may take before TERM: a program writes what it knows. */
const FIRST_MS = 2_000

/** At most so often is searched, where a group is known to be there more rarely, and in a 20th of the time. */
const SEARCH_MS = 250
const GROUP_SEARCH_MS = 1_000
const SEARCH_SPARSITY = 20

/** How long killed processes may take to vanish before we stop looking. */
const VANISH_MS = 1_000

/** How long a finished leader's group may settle before what is left counts as leaked. */
const SETTLE_MS = 100

export interface EndOptions {
  readonly clock: Clock
  readonly processes: Processes
  /** Milliseconds between TERM and KILL. */
  readonly graceMs: number
  /** Sent before TERM; absent where that is the first. */
  readonly first?: TimeoutSignal | undefined
  /** Text in the environment of everything that belongs here; null where the group is enough. */
  readonly marker: string | null
  /** What is to be ended: `anywhere` may be what a dead engine left, `run` all that was started here. */
  readonly reach?: "anywhere" | "run"
  /** Cuts the grace short. */
  readonly hurry: AbortSignal
}

/** Ends a group and what belongs to it; resolves with what is left because nobody may signal it. */
export async function endProcesses(
  child: Child | null,
  options: EndOptions,
): Promise<readonly ForeignProcess[]> {
  const { clock, graceMs, first } = options
  const family = new Family(child, options)
  if (first !== undefined) await soften(family, { signal: first, forMs: FIRST_MS }, options)
  if (graceMs > 0 && (first === undefined || family.lives())) {
    await soften(family, { signal: "SIGTERM", forMs: graceMs }, options)
  }
  const killDeadline = clock.running() + VANISH_MS
  for (let first = true; first || family.lives(); first = false) {
    if (!first && clock.running() >= killDeadline) break
    family.search()
    if (!family.lives()) break
    await family.signal("SIGKILL")
    await pause(LOOK_MS, { clock, hurry: null })
  }
  return family.unreachable()
}

/** Sends a signal that may be acted on, and waits until nothing is left or the time for that is over. */
async function soften(
  family: Family,
  { signal, forMs }: { readonly signal: TimeoutSignal; readonly forMs: number },
  { clock, hurry }: EndOptions,
): Promise<void> {
  const deadline = clock.running() + forMs
  await family.signal(signal)
  const laterAt = clock.running() + LATER_MS
  while (family.lives() && clock.running() < deadline && !hurry.aborted) {
    const now = clock.running()
    const lookMs = untilNext(now < laterAt ? LOOK_MS : LATER_LOOK_MS, now)
    await pause(Math.min(lookMs, deadline - now), { clock, hurry })
  }
}

/** All who end something look at the same times, so that they share what is read for them. */
function untilNext(periodMs: number, now: number): number {
  return periodMs - (now % periodMs)
}

/** Everything that is to be ended together. */
class Family {
  readonly #child: Child | null
  readonly #options: EndOptions
  /** Found while their parents live: some that leave a group also change their environment. */
  readonly #away: { readonly living: () => readonly number[] } | undefined
  #strays: readonly number[] = []
  /** Of the group, when it was last looked at; null where the system does not tell. */
  #members: readonly number[] | null = null
  /** Before that what was found last is believed. */
  #searchAfter = Number.NEGATIVE_INFINITY
  /** Processes of others that no signal reaches. */
  readonly #lost = new Set<number>()

  constructor(child: Child | null, options: EndOptions) {
    this.#child = child
    this.#options = options
    this.#away = child === null ? undefined : options.processes.descendants?.(child.pid)
    this.search()
  }

  /** Looks for what has left the group. */
  search(): void {
    const { clock, processes, marker, reach } = this.#options
    const begunAt = clock.monotonic()
    const found = [
      ...(this.#away?.living() ?? []),
      ...(marker === null
        ? []
        : processes.marked(marker, reach === "anywhere" ? reach : undefined)),
      ...(reach === "run" ? (processes.started?.() ?? []) : []),
    ]
    // What is gone has none, and to look for them everywhere costs much.
    this.#members = this.#child?.groupAlive() === true ? (this.#child.members?.() ?? null) : []
    this.#strays = [...new Set(found)].filter((pid) => this.#members?.includes(pid) !== true)
    const endedAt = clock.monotonic()
    this.#searchAfter = endedAt + SEARCH_SPARSITY * (endedAt - begunAt)
  }

  /** True while anything lives that a signal reaches. */
  lives(): boolean {
    const { clock } = this.#options
    const grouped = this.#child?.groupAlive() ?? false
    if (!grouped && this.#strays.length === 0) return false
    const after = this.#searchAfter
    const searchAt = after + untilNext(grouped ? GROUP_SEARCH_MS : SEARCH_MS, after)
    if (clock.monotonic() >= searchAt) this.search()
    return (grouped && this.#groupLives()) || this.#strays.some((pid) => !this.#lost.has(pid))
  }

  /** Sends once to each: to the group as one, to the others by their ids. */
  async signal(signal: EndSignal): Promise<void> {
    const { processes } = this.#options
    this.#child?.signal(signal)
    processes.signal(this.#strays, signal)
    const all = [...(this.#members ?? []), ...this.#strays].filter((pid) => !this.#lost.has(pid))
    const foreign = (processes.foreign?.(all) ?? []).map(({ pid }) => pid)
    if (foreign.length === 0) return
    if ((await processes.force?.(foreign, signal)) !== true) {
      for (const pid of foreign) this.#lost.add(pid)
    }
  }

  /** What is left and belongs to others. */
  unreachable(): readonly ForeignProcess[] {
    return this.#options.processes.foreign?.([...this.#lost]) ?? []
  }

  /** A group may be there with nothing but what waits to be reaped. */
  #groupLives(): boolean {
    return this.#members?.some((pid) => !this.#lost.has(pid)) ?? true
  }
}

/**
 * After the leader's own end: true when something of its group lives on after a moment in which
 * pipelines and reaped processes may vanish.
 */
export async function hasLeaked(child: Child, clock: Clock): Promise<boolean> {
  const deadline = clock.running() + SETTLE_MS
  while (child.groupAlive()) {
    // What waits to be reaped is not left running.
    if (clock.running() >= deadline) return child.members?.()?.length !== 0
    await pause(LOOK_MS / 5, { clock, hurry: null })
  }
  return false
}
