/**
 * Lets a shard whose number of workers is left to the machine follow the machine.
 */
import { machineShare, type WorkerCount } from "../core/workers.ts"
import type { EventBody } from "../events/event.ts"
import type { Dispatcher } from "../execute/dispatcher.ts"
import { followMachine } from "../execute/follow-machine.ts"
import type { Clock } from "../ports/clock.ts"
import type { Machine } from "../ports/machine.ts"
import { Admission } from "../schedule/admission.ts"
import type { Item, MemoryRoom } from "../schedule/types.ts"

/** What follows the machine of one shard. */
export interface MachineFollower {
  /** Learns what an attempt needed at its most. */
  readonly learn: (id: string, peakMemoryBytes: number | null) => void
  /** Learns that there are more or fewer workers than the machine has cores. */
  readonly resize: (workers: number) => void
  readonly stop: () => void
}

/** Follows the machine where the count asks for it; a plain number is kept to, whatever happens. */
export function admit(
  shard: {
    readonly count: WorkerCount
    readonly workers: number
    readonly items: readonly Item[]
    readonly dispatcher: Dispatcher
    readonly emit: (body: EventBody) => boolean
  },
  ports: { readonly clock: Clock; readonly machine?: Machine },
): MachineFollower {
  const { count, workers, items, dispatcher, emit } = shard
  const { clock, machine } = ports
  if (machine === undefined || typeof count === "number") {
    return { learn: () => {}, resize: () => {}, stop: () => {} }
  }
  const known = new Set(
    items.flatMap(({ id, peakMemoryBytes = 0 }) => (peakMemoryBytes > 0 ? [id] : [])),
  )
  const admission = new Admission({ workers, share: machineShare(count) })
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
