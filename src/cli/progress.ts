/**
 * What people see while a run goes on: the live display on a terminal, else a line for each event that
 * matters and a sign of life when nothing happens.
 */
import { isDebug, type RunWatch, runLines, watchRun } from "../app/shard/run-lines.ts"
import type { RunEvent } from "../events/event.ts"
import type { RunState } from "../events/state.ts"
import type { Plan } from "../formats/plan.ts"
import type { MachineSample } from "../ports/machine.ts"
import { excerptLines } from "../report/view/failure-section.ts"
import { renderLive } from "../report/view/live.ts"
import { type OutputPiece, renderOutput } from "../report/view/output-lines.ts"
import type { CliContext } from "./context.ts"
import { LiveDisplay } from "./live-display.ts"

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
  /** Nothing but what belongs to no event, and tailed output. */
  readonly minimal?: boolean
  /** Scenarios whose output is shown while they run. */
  readonly tailed?: ReadonlySet<string>
}

/** Begins to show a run; `close` must follow. */
export function startProgress(options: ProgressOptions, context: ProgressPorts): Progress {
  const { screen, env } = context
  const wanted = options.live ?? ((env["CI"] ?? "") === "" && env["GITHUB_ACTIONS"] !== "true")
  const watch = watcher(options, context)
  if (options.minimal === true) return quietProgress(watch, context)
  return screen !== null && wanted
    ? liveProgress(watch, { ...context, screen })
    : lineProgress(watch, context)
}

type ProgressPorts = Pick<CliContext, "console" | "screen" | "displayMachine" | "clock" | "env">

function quietProgress(watch: Watch, { console }: ProgressPorts): Progress {
  const say = (line: string): void => {
    console.info(line)
  }
  return {
    onEvent: () => {},
    onOutput: (piece) => {
      for (const line of watch.output(piece)) say(line)
    },
    say,
    close: () => {},
  }
}

interface Watch extends RunWatch {
  /** What a piece of output looks like. */
  readonly output: (piece: OutputPiece) => readonly string[]
  /** Whose output has been shown by its end. */
  readonly tailed: ReadonlySet<string>
}

function watcher(options: ProgressOptions, context: ProgressPorts): Watch {
  const { plan, shard, ids } = options
  const { color } = context.console
  const { clock, displayMachine, env } = context
  let sampledAt = Number.NEGATIVE_INFINITY
  let machine: MachineSample | null = null
  const { tailed = new Set<string>() } = options
  const sample = () => {
    if (clock.monotonic() - sampledAt >= SAMPLE_MS) {
      sampledAt = clock.monotonic()
      machine = displayMachine.sample()
    }
    return machine
  }
  return {
    ...watchRun({ plan, shard, ids, color, debug: isDebug(env) }, { clock, sample }),
    tailed,
    output: (piece) => renderOutput(piece, { named: tailed.size > 1, color }),
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
      const text = watch.line(event, state)
      display.refresh()
      // The bar counts what passes.
      if (event.type === "scenario-finished" && event.verdict === "passed") return
      for (const line of text?.split("\n") ?? []) display.print(line)
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
  const attempt = state.scenarios.get(id)?.attempts.at(-1)
  if (attempt === undefined) return []
  return excerptLines(attempt, TAIL_LINES).map((line) => `    | ${line}`.trimEnd())
}

function lineProgress(watch: Watch, context: ProgressPorts): Progress {
  const lines = runLines(watch, context)
  return {
    ...lines,
    onOutput: (piece) => {
      for (const line of watch.output(piece)) lines.say(line)
    },
  }
}
