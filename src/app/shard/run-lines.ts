/**
 * A run as a log of lines: one for each event that matters, and a sign of life when nothing happens.
 */
import type { RunEvent } from "../../events/event.ts"
import type { RunState } from "../../events/state.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Console } from "../../ports/console.ts"
import type { MachineSample } from "../../ports/machine.ts"
import { renderEventLine, toLineContext } from "../../report/view/event-line.ts"
import { type LiveInput, renderHeartbeat } from "../../report/view/live.ts"

/** So long a log may be silent. */
const HEARTBEAT_MS = 30_000

/** What a run is followed by. */
export interface RunWatch {
  /** Takes note of an event; its line, or null where it has none. */
  readonly line: (event: RunEvent, state: RunState) => string | null
  /** Null before the first event. */
  readonly input: () => LiveInput | null
  /** Its heartbeat comes however much else is said. */
  readonly isSoak: boolean
}

/** True where also that is shown which only those want to know who look for a mistake. */
export function isDebug(env: Readonly<Record<string, string>>): boolean {
  return (
    env["LOG_LEVEL"]?.toLowerCase() === "debug" ||
    // By these the runner says that a job was run with debug logging.
    env["RUNNER_DEBUG"] === "1" ||
    env["ACTIONS_STEP_DEBUG"] === "true"
  )
}

/** Follows the run of one shard. */
export function watchRun(
  options: {
    readonly plan: Plan
    readonly shard: number
    /** Scenarios to run where they are not all of the shard. */
    readonly ids: readonly string[] | null
    readonly color: boolean
    readonly debug: boolean
  },
  ports: {
    readonly clock: Pick<Clock, "monotonic">
    readonly sample: () => MachineSample | null
  },
): RunWatch {
  const { plan, shard, color, debug } = options
  const ids = options.ids ?? plan.shards.find((one) => one.shard === shard)?.scenarios ?? []
  const line = { ...toLineContext({ plan, shards: [shard], ids, color }), debug }
  const expectedMs = new Map(
    ids.map((id) => [id, (plan.scenarios[id]?.estimateSeconds ?? 0) * 1_000]),
  )
  const soakMs = plan.iterations?.soakMs
  let seen: { state: RunState; startedAt: number; workers: number } | null = null
  let begunAt = 0
  return {
    line: (event, state) => {
      if (event.type === "run-started") {
        seen = { state, startedAt: event.at, workers: event.workers }
        begunAt = ports.clock.monotonic()
      }
      return renderEventLine(event, { ...line, state })
    },
    input: () => {
      if (seen === null) return null
      // The clock of the events does not jump, as that of the wall may.
      const now = seen.startedAt + ports.clock.monotonic() - begunAt
      return { ...seen, shard, ids, expectedMs, now, machine: ports.sample(), color, soakMs }
    },
    isSoak: soakMs !== undefined,
  }
}

/** A log of lines; `close` must follow, or it beats for ever. */
export interface RunLines {
  onEvent(event: RunEvent, state: RunState): void
  /** A line that belongs to no event. */
  say(line: string): void
  close(): void
}

/** Begins a log of lines. */
export function runLines(
  watch: RunWatch,
  ports: { readonly console: Pick<Console, "info">; readonly clock: Pick<Clock, "after"> },
): RunLines {
  const { clock, console } = ports
  let takeBack: (() => void) | null = null
  let closed = false
  const say = (text: string) => {
    console.info(text)
    if (!watch.isSoak || takeBack === null) beat()
  }
  const beat = () => {
    takeBack?.()
    if (closed) return
    takeBack = clock.after(HEARTBEAT_MS, () => {
      takeBack = null
      const input = watch.input()
      const text = input === null ? null : renderHeartbeat(input)
      if (text === null) beat()
      else say(text)
    })
  }
  return {
    onEvent: (event, state) => {
      const text = watch.line(event, state)
      if (text !== null) say(text)
    },
    say,
    close: () => {
      closed = true
      takeBack?.()
    },
  }
}
