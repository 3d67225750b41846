/**
 * Drives the scheduler with given durations instead of processes, so that a plan can tell how long
 * a shard takes. The decisions are those of the real run because the code is the same.
 */
import { Heap } from "./heap.ts"
import { Scheduler } from "./scheduler.ts"
import type { AttemptEnd, Command, Input, ScheduleOptions } from "./types.ts"

/** What a simulated run did. */
export interface Simulation {
  readonly makespanMs: number
  /** Every command with its time, in order. */
  readonly commands: readonly { readonly at: number; readonly command: Command }[]
}

interface Event {
  readonly at: number
  readonly order: number
  /** The item whose attempt ends; null when a time has come. */
  readonly id: string | null
  readonly end: AttemptEnd
}

/** Runs a whole shard in virtual time. `attempt` tells how long an attempt takes and how it ends. */
export function simulate(
  options: ScheduleOptions,
  attempt: (
    id: string,
    number: number,
  ) => { readonly durationMs: number; readonly end: AttemptEnd },
): Simulation {
  const scheduler = new Scheduler(options)
  const commands: { readonly at: number; readonly command: Command }[] = []
  const events = new Heap<Event>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))
  let order = 0
  let now = 0

  const take = (issued: readonly Command[]) => {
    for (const command of issued) {
      commands.push({ at: now, command })
      if (command.type === "start") {
        const { durationMs, end } = attempt(command.id, command.number)
        events.push({ at: now + durationMs, order: order++, id: command.id, end })
      } else if (command.type === "wake") {
        events.push({ at: command.at, order: order++, id: null, end: { outcome: "passed" } })
      }
    }
  }

  take(scheduler.step({ type: "begin", at: 0 }))
  for (let event = events.pop(); event !== undefined; event = events.pop()) {
    now = event.at
    const inputs = [toInput(event)]
    // What ends at the same time ends together, whatever order the list had.
    while (events.peek()?.at === now) {
      const other = events.pop()
      if (other !== undefined) inputs.push(toInput(other))
    }
    take(scheduler.stepAll(inputs))
  }
  const last = commands.findLast(({ command }) => command.type === "done")
  if (last === undefined) throw new Error("the schedule did not end")
  return { makespanMs: last.at, commands }
}

function toInput({ at, id, end }: Event): Input {
  return id === null ? { type: "tick", at } : { type: "attempt-ended", at, id, end }
}
