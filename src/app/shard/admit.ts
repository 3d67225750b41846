/**
 * Lets a shard whose number of workers is left to the machine follow the machine.
 */
import { defined } from "../../core/defined.ts"
import { machineShare, type WorkerCount } from "../../core/quantities/workers.ts"
import type { EventBody } from "../../events/event.ts"
import { followMachine } from "../../execute/processes/follow-machine.ts"
import { pause } from "../../execute/processes/pause.ts"
import type { Dispatcher } from "../../execute/shard/dispatcher.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Machine } from "../../ports/machine.ts"
import { Admission } from "../../schedule/admission.ts"
import type { Item, MemoryRoom } from "../../schedule/types.ts"

/** What follows the machine of one shard. */
export interface MachineFollower {
  /** Learns what an attempt needed at its most. */
  readonly learn: (id: string, peakMemoryBytes: number | null) => void
  /** Learns that there are more or fewer workers than the machine has cores. */
  readonly resize: (workers: number) => void
  readonly stop: () => void
}

/** Long enough to see what others do, short enough not to be waited for. */
const GLANCE_MS = 200

/** Processors that others leave, where a part of them is asked for; null where nobody can tell. */
export async function freeProcessors(
  count: WorkerCount,
  on: { readonly cores: number; readonly clock: Clock; readonly machine?: Machine | undefined },
): Promise<number | null> {
  const { cores, clock, machine } = on
  if (machine === undefined || typeof count === "number" || count === "auto") return null
  machine.sample()
  await pause(GLANCE_MS, { clock, hurry: null })
  const { cpuBusy } = machine.sample()
  return cpuBusy === null ? null : (1 - cpuBusy) * cores
}

/** Follows the machine where the count asks for it; a plain number is kept to, whatever happens. */
export function admit(
  shard: {
    readonly count: WorkerCount
    readonly workers: number
    /** Those of them that are used at once, before the machine is seen to bear more. */
    readonly first: number
    readonly cores: number
    /** Processors that others leave; null where that was not measured. */
    readonly freeCores: number | null
    readonly items: readonly Item[]
    readonly dispatcher: Dispatcher
    readonly emit: (body: EventBody) => boolean
  },
  ports: { readonly clock: Clock; readonly machine?: Machine | undefined },
): MachineFollower {
  const { count, workers, first, cores, freeCores, items, dispatcher, emit } = shard
  const { clock, machine } = ports
  if (machine === undefined || typeof count === "number") {
    return { learn: () => {}, resize: () => {}, stop: () => {} }
  }
  const known = new Set(
    items.flatMap(({ id, peakMemoryBytes = 0 }) => (peakMemoryBytes > 0 ? [id] : [])),
  )
  const free = freeCores ?? undefined
  const admission = new Admission(
    defined({ workers, first, cores, share: machineShare(count), freeCores: free }),
  )
  // What is free before anything runs is what a part of it is taken of.
  if (count !== "auto") admission.room({ ...machine.sample(), running: 0 })
  const stop = followMachine(
    {
      admission,
      to: {
        running: () => dispatcher.running,
        limit: (limited) => {
          dispatcher.adjust({ type: "limit-workers", workers: limited })
        },
        evict: () => {
          dispatcher.adjust({ type: "evict" })
        },
        ...(known.size === 0
          ? {}
          : {
              memory: (room: MemoryRoom) => {
                dispatcher.adjust({ type: "limit-memory", room })
              },
            }),
        note: (level, message) => {
          emit({ type: "note", level, message })
        },
      },
    },
    { clock, machine },
  )
  return {
    learn: (id, peak) => {
      // What earlier runs tell of is counted by itself, and says nothing of the others.
      if (peak !== null && !known.has(id)) admission.learn(peak)
    },
    resize: (most) => {
      admission.resize(most)
    },
    stop,
  }
}
