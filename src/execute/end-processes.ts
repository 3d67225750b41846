/**
 * Ending what an attempt or a run has started: TERM, a grace, KILL; first the group, then what left
 * it and is known by its parents or by a marker in its environment.
 */
import type { Clock } from "../ports/clock.ts"
import type { Child, Processes } from "../ports/processes.ts"
import { pause } from "./pause.ts"

/** Pause between two looks at a group that is being ended. */
const LOOK_MS = 25

/** Searching all processes for a marker is dear; this long at least lies between two searches. */
const SEARCH_MS = 250

/** How long killed processes may take to vanish before we stop looking. */
const VANISH_MS = 1_000

/** How long a finished leader's group may settle before what is left counts as leaked. */
const SETTLE_MS = 100

export interface EndOptions {
  readonly clock: Clock
  readonly processes: Processes
  /** Milliseconds between TERM and KILL. */
  readonly graceMs: number
  /** Text in the environment of everything that belongs here; null where the group is enough. */
  readonly marker: string | null
  /** Cuts the grace short. */
  readonly hurry: AbortSignal
}

/** Ends a group, or whatever carries the marker; resolves when nothing is left. */
export async function endProcesses(child: Child | null, options: EndOptions): Promise<void> {
  const { clock, processes, graceMs, marker, hurry } = options
  // Found while their parents live: some that leave a group also change their environment.
  const away = child === null ? undefined : processes.descendants?.(child.pid)
  const search = () => [
    ...(away?.living() ?? []),
    ...(marker === null ? [] : processes.marked(marker)),
  ]
  const deadline = clock.monotonic() + graceMs
  child?.signal("SIGTERM")
  let strays = search()
  processes.signal(strays, "SIGTERM")
  let searchedAt = clock.monotonic()
  while (clock.monotonic() < deadline && !hurry.aborted) {
    if (!(child?.groupAlive() ?? false)) {
      if (strays.length === 0) return
      if (clock.monotonic() - searchedAt >= SEARCH_MS) {
        strays = search()
        searchedAt = clock.monotonic()
        continue
      }
    }
    await pause(LOOK_MS, { clock, hurry })
  }
  await killProcesses(child, { ...options, search })
}

/** Kills without a grace and waits until nothing is left, or for a second at most. */
async function killProcesses(
  child: Child | null,
  options: EndOptions & { readonly search: () => readonly number[] },
): Promise<void> {
  const { clock, processes, search } = options
  const deadline = clock.monotonic() + VANISH_MS
  for (;;) {
    child?.signal("SIGKILL")
    const strays = search()
    processes.signal(strays, "SIGKILL")
    const alive = strays.length > 0 || (child?.groupAlive() ?? false)
    if (!alive || clock.monotonic() >= deadline) return
    await pause(LOOK_MS, { clock, hurry: null })
  }
}

/**
 * After the leader's own end: true when something of its group lives on after a moment in which
 * pipelines and reaped processes may vanish.
 */
export async function hasLeaked(child: Child, clock: Clock): Promise<boolean> {
  const deadline = clock.monotonic() + SETTLE_MS
  while (child.groupAlive()) {
    if (clock.monotonic() >= deadline) return true
    await pause(LOOK_MS / 5, { clock, hurry: null })
  }
  return false
}
