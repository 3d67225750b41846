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
  readonly input: Input
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

  const put = (input: Input) => {
    events.push({ at: input.at, order: order++, input })
  }
  const take = (issued: readonly Command[]) => {
    for (const command of issued) {
      commands.push({ at: now, command })
      if (command.type === "start") {
        const { id, number } = command
        const { durationMs, end } = attempt(id, number)
        put({ type: "attempt-ended", at: now + durationMs, id, number, end })
      } else if (command.type === "wake") put({ type: "tick", at: command.at })
      else {
        const answer = answerOf(command, { at: now, fixtures: options.fixtures ?? {} })
        if (answer !== null) put(answer)
      }
    }
  }

  take(scheduler.step({ type: "begin", at: 0 }))
  for (let event = events.pop(); event !== undefined; event = events.pop()) {
    now = event.at
    const inputs = [event.input]
    // What ends at the same time ends together, whatever order the list had.
    while (events.peek()?.at === now) {
      const other = events.pop()
      if (other !== undefined) inputs.push(other.input)
    }
    take(scheduler.stepAll(inputs))
  }
  const last = commands.findLast(({ command }) => command.type === "done")
  if (last === undefined) throw new Error("the schedule did not end")
  return { makespanMs: last.at, commands }
}

/** What becomes of an instance when all goes well: starts take what they are expected to, the rest no time. */
function answerOf(
  command: Command,
  by: { readonly at: number; readonly fixtures: NonNullable<ScheduleOptions["fixtures"]> },
): Input | null {
  const { at } = by
  switch (command.type) {
    case "start-instance": {
      const { name, key, instance } = command
      const startMs = by.fixtures[name]?.startMs ?? 0
      const end = { outcome: "ok" } as const
      return { type: "instance-started", name, key, instance, at: at + startMs, end }
    }
    case "check-instance":
    case "reset-instance": {
      const { name, key, instance } = command
      const type = command.type === "check-instance" ? "instance-checked" : "instance-reset"
      return { type, name, key, instance, at, ok: true }
    }
    case "stop-instance": {
      const { name, key, instance } = command
      return { type: "instance-stopped", name, key, instance, at }
    }
    default:
      return null
  }
}
