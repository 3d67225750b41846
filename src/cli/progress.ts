/**
 * What people see while a run goes on: the live display on a terminal, else a line for each event that
 * matters and a sign of life when nothing happens.
 */
import type { RunEvent } from "../events/event.ts"
import type { RunState } from "../events/state.ts"
import type { Plan } from "../formats/plan.ts"
import type { MachineSample } from "../ports/machine.ts"
import { neutraliseLine } from "../report/neutralise.ts"
import { renderEventLine, toLineContext } from "../report/view/event-line.ts"
import { type LiveInput, renderHeartbeat, renderLive } from "../report/view/live.ts"
import { type OutputPiece, renderOutput } from "../report/view/output-lines.ts"
import type { CliContext } from "./context.ts"
import { LiveDisplay } from "./live-display.ts"

/** So long a log may be silent. */
const HEARTBEAT_MS = 30_000

/** Lines of a failure's output that scroll by; the ending and the log have more. */
const TAIL_LINES = 10

const SAMPLE_MS = 1_000

/** Shows a run. */
export interface Progress {
  onEvent(event: RunEvent, state: RunState): void
  /** A line that belongs to no event. */
  say(line: string): void
  /** What a scenario writes while it runs. */
  onOutput(piece: OutputPiece): void
  /** Leaves the terminal as a log has to end. */
  close(): void
}

interface ProgressOptions {
  readonly plan: Plan
  readonly shard: number
  /** Scenarios to run where they are not all of the shard. */
  readonly ids: readonly string[] | null
  /** What the user said; undefined leaves it to the terminal. */
  readonly live: boolean | undefined
  /** Scenarios whose output is shown while they run. */
  readonly tailed?: ReadonlySet<string>
}

/** Begins to show a run; `close` must follow. */
export function startProgress(options: ProgressOptions, context: ProgressPorts): Progress {
  const { screen, env } = context
  const wanted = options.live ?? ((env["CI"] ?? "") === "" && env["GITHUB_ACTIONS"] !== "true")
  const watch = watcher(options, context)
  return screen !== null && wanted
    ? liveProgress(watch, { ...context, screen })
    : lineProgress(watch, context)
}

type ProgressPorts = Pick<CliContext, "console" | "screen" | "displayMachine" | "clock" | "env">

interface Watch {
  /** What a piece of output looks like. */
  readonly output: (piece: OutputPiece) => readonly string[]
  /** Whose output has been shown by its end. */
  readonly tailed: ReadonlySet<string>
  readonly line: (event: RunEvent, state: RunState) => string | null
  readonly see: (event: RunEvent, state: RunState) => void
  /** Null before the first event. */
  readonly input: () => LiveInput | null
}

function watcher(options: ProgressOptions, context: ProgressPorts): Watch {
  const { plan, shard } = options
  const { color } = context.console
  const ids = options.ids ?? plan.shards.find((one) => one.shard === shard)?.scenarios ?? []
  const debug = context.env["LOG_LEVEL"] === "debug"
  const line = { ...toLineContext({ plan, shards: [shard], ids, color }), debug }
  const expectedMs = new Map(
    ids.map((id) => [id, (plan.scenarios[id]?.estimateSeconds ?? 0) * 1_000]),
  )
  let seen: { state: RunState; startedAt: number; workers: number } | null = null
  let sampledAt = Number.NEGATIVE_INFINITY
  let machine: MachineSample | null = null
  const { tailed = new Set<string>() } = options
  return {
    tailed,
    output: (piece) => renderOutput(piece, { named: tailed.size > 1, color }),
    line: (event, state) => renderEventLine(event, { ...line, state }),
    see: (event, state) => {
      if (event.type === "run-started") {
        seen = { state, startedAt: event.at, workers: event.workers }
      }
    },
    input: () => {
      if (seen === null) return null
      if (context.clock.monotonic() - sampledAt >= SAMPLE_MS) {
        sampledAt = context.clock.monotonic()
        machine = context.displayMachine.sample()
      }
      return { ...seen, shard, ids, expectedMs, now: context.clock.now(), machine, color }
    },
  }
}

function liveProgress(
  watch: Watch,
  context: ProgressPorts & { readonly screen: NonNullable<CliContext["screen"]> },
): Progress {
  const { screen, clock } = context
  const display = new LiveDisplay({
    screen,
    clock,
    frame: (size) => {
      const input = watch.input()
      return input === null ? [] : renderLive(input, size)
    },
  })
  return {
    onEvent: (event, state) => {
      watch.see(event, state)
      display.refresh()
      // The bar counts what passes.
      if (event.type === "scenario-finished" && event.verdict === "passed") return
      const text = watch.line(event, state)
      if (text !== null) display.print(text)
      if (event.type !== "scenario-finished" || event.verdict !== "failed") return
      if (watch.tailed.has(event.id)) return
      for (const line of tailOf(event.id, state)) display.print(line)
    },
    onOutput: (piece) => {
      for (const line of watch.output(piece)) display.print(line)
    },
    say: (text) => {
      display.print(text)
    },
    close: () => {
      display.close()
    },
  }
}

function tailOf(id: string, state: RunState): readonly string[] {
  const tail = state.scenarios.get(id)?.attempts.at(-1)?.tail ?? ""
  const lines = tail.replace(/\n$/u, "").split("\n")
  if (tail === "") return []
  return lines.slice(-TAIL_LINES).map((line) => `    | ${neutraliseLine(line)}`.trimEnd())
}

function lineProgress(watch: Watch, context: ProgressPorts): Progress {
  const { clock, console } = context
  let takeBack = () => {}
  let closed = false
  const say = (text: string) => {
    console.info(text)
    beat()
  }
  const beat = () => {
    takeBack()
    if (closed) return
    takeBack = clock.after(HEARTBEAT_MS, () => {
      const input = watch.input()
      const text = input === null ? null : renderHeartbeat(input)
      if (text === null) beat()
      else say(text)
    })
  }
  return {
    onEvent: (event, state) => {
      watch.see(event, state)
      const text = watch.line(event, state)
      if (text !== null) say(text)
    },
    onOutput: (piece) => {
      for (const line of watch.output(piece)) say(line)
    },
    say,
    close: () => {
      closed = true
      takeBack()
    },
  }
}
