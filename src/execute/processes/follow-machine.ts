/**
 * Looks at the machine while a shard runs and passes on what admission makes of it.
 */
import type { Clock } from "../../ports/clock.ts"
import type { Machine, MachineSample } from "../../ports/machine.ts"
import type { Admission } from "../../schedule/admission.ts"
import type { MemoryRoom } from "../../schedule/types.ts"

/** How often the machine is looked at; a run that is over before costs nothing. */
const SAMPLE_MS = 1_000

/** What is done to the shard. */
export interface Admitted {
  /** Attempts that run now. */
  readonly running: () => number
  readonly limit: (workers: number) => void
  readonly evict: () => void
  /** Where scenarios have learned peaks of memory: how much there is for them. */
  readonly memory?: (room: MemoryRoom) => void
  readonly note: (level: "info" | "warning", message: string) => void
}

/** Follows the machine until the returned function is called. */
export function followMachine(
  follow: { readonly admission: Admission; readonly to: Admitted },
  ports: { readonly clock: Clock; readonly machine: Machine },
): () => void {
  const { admission, to } = follow
  const { clock, machine } = ports
  let limit = admission.atStart
  let takeBack = () => {}
  const tellMemory = (sample: MachineSample, running: number) => {
    const room = to.memory === undefined ? null : admission.room({ ...sample, running })
    if (room !== null) to.memory?.(room)
  }
  const look = () => {
    const sample = machine.sample()
    const running = to.running()
    tellMemory(sample, running)
    const decision = admission.decide({ ...sample, at: clock.monotonic(), running })
    if (decision.workers !== limit) {
      const fewer = decision.workers < limit
      limit = decision.workers
      to.limit(limit)
      if (fewer)
        to.note(
          "info",
          `${limit} of ${admission.workers} workers: ${WORDS[decision.because ?? "cpu"]}`,
        )
    }
    if (decision.evict) {
      to.note(
        "warning",
        "memory is running out: the latest scenario is stopped and runs again later",
      )
      to.evict()
    }
    takeBack = clock.after(SAMPLE_MS, look)
  }
  if (limit < admission.workers) {
    to.limit(limit)
    if (limit < admission.first) {
      to.note("info", `${limit} of ${admission.workers} workers: ${WORDS.others}`)
    }
  }
  // The first scenarios start before the first look.
  if (to.memory !== undefined) tellMemory(machine.sample(), to.running())
  takeBack = clock.after(SAMPLE_MS, look)
  return () => {
    takeBack()
  }
}

const WORDS = {
  memory: "memory is short",
  cpu: "all processors are busy",
  others: "other programs use the processors",
} as const
