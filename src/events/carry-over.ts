/**
 * A run told anew as the beginning of another one: every attempt and every ending of all its shards, as
 * events of one shard. What goes on from there is a later attempt of the same run to the fold.
 */
import { defined } from "../core/defined.ts"
import { EVENT_FORMAT_VERSION, type EventOf, type RunEvent } from "./event.ts"
import { type AttemptState, attemptsOf, type FailureGroup, type RunState } from "./state.ts"

/** The run that goes on. */
export interface Heir {
  readonly runId: string
  readonly planDigest: string
}

/** The attempts of the run that are known, and the latest of them; 1 where nothing began. */
export function latestAttempt({ shards }: RunState): number {
  return Math.max(1, ...[...shards.values()].map(({ started }) => started?.attempt ?? 1))
}

/** Where a carried file lies in the new folder: those of different shards and attempts may share a name. */
export function carriedPath(path: string, from: { shard: number; runAttempt: number }): string {
  return path.startsWith("before/") ? path : `before/${from.runAttempt}.${from.shard}/${path}`
}

/** Events in the order of a journal, numbered from 1; `anew` are scenarios of which only what follows counts. */
export function carriedEvents(
  state: RunState,
  heir: Heir,
  anew: (id: string) => boolean = () => false,
): RunEvent[] {
  const events: RunEvent[] = []
  const envelope = () => ({ v: EVENT_FORMAT_VERSION, seq: events.length + 1, shard: 1 }) as const
  const scenarios = [...state.scenarios]
  const attempts = scenarios
    .flatMap(([id, scenario]) =>
      attemptsOf(scenario).map((attempt) => ({ id, attempt, shard: scenario.shard })),
    )
    .sort((a, b) => a.attempt.startedAt - b.attempt.startedAt)
  const byRun = Map.groupBy(attempts, ({ attempt }) => attempt.runAttempt ?? 1)
  const latest = latestAttempt(state)
  let at = 0
  for (const runAttempt of [...new Set([...byRun.keys(), latest])].sort((a, b) => a - b)) {
    const started = startOf(state, runAttempt)
    if (started === null) continue
    const { forgotten: _, ...start } = started
    events.push({ ...start, ...envelope(), ...heir, attempt: runAttempt, shards: 1, carried: true })
    at = Math.max(at, started.at)
    for (const { id, attempt, shard } of byRun.get(runAttempt) ?? []) {
      const { startedAt, log, alone, record } = toRecord(attempt, { shard, runAttempt })
      const { number, worker, iteration } = record
      const begun = { type: "attempt-started", id, number, worker, log } as const
      const beside = defined({ alone, iteration })
      events.push({ ...envelope(), at: startedAt, ...begun, ...beside })
      const endedAt = startedAt + record.durationMs
      const ended = { type: "attempt-finished", id, ...record, outputBytes: 0 } as const
      events.push({ ...envelope(), at: endedAt, ...ended })
      at = Math.max(at, endedAt)
    }
  }
  // What its engine did not see the end of was tried; the start of the next one tells that it is lost.
  for (const [id, { running, shard }] of scenarios) {
    if (running === null) continue
    const { number, worker, runAttempt = 1 } = running
    const log = carriedPath(running.log, { shard, runAttempt })
    const begun = { type: "attempt-started", id, number, worker, log } as const
    events.push({ ...envelope(), at: running.at, ...begun })
    at = Math.max(at, running.at)
  }
  for (const [id, { iterations }] of scenarios) {
    if (iterations === undefined) continue
    const { carried: _, gaps: __, groups, kept, firstFailure, durations, ...counts } = iterations
    const { readings, ...sample } = durations
    const told = {
      ...{ ...counts, groups: [...groups.values()].map(toGroup), kept: [...kept] },
      durations: { ...sample, readings: [...readings] },
      firstFailure: firstFailure && {
        ...{ ...firstFailure, neighbours: [...firstFailure.neighbours] },
      },
    }
    events.push({ ...envelope(), at, type: "iterations-carried", id, ...told, judges: !anew(id) })
  }
  for (const [id, { ending }] of scenarios) {
    if (ending === null) continue
    const { verdict } = ending
    if (verdict === "skipped") {
      events.push({ ...envelope(), at, type: "scenario-skipped", id, ...withoutVerdict(ending) })
    } else if (verdict === "cancelled") {
      events.push({ ...envelope(), at, type: "scenario-cancelled", id, ...withoutVerdict(ending) })
    } else events.push({ ...envelope(), at, type: "scenario-finished", id, ...ending })
  }
  return events
}

function toGroup({ message, count, iterations }: FailureGroup) {
  return { message, count, iterations: [...iterations] }
}

function withoutVerdict<T extends { readonly verdict: unknown }>({
  verdict: _,
  ...rest
}: T): Omit<T, "verdict"> {
  return rest
}

/** The start of any shard in this attempt, or else of any at all; null where none has begun. */
function startOf({ shards }: RunState, attempt: number): EventOf<"run-started"> | null {
  const starts = [...shards.values()].flatMap(({ started, before = [] }) =>
    started === null ? before : [...before, started],
  )
  return starts.find((start) => start.attempt === attempt) ?? starts[0] ?? null
}

function toRecord(attempt: AttemptState, from: { shard: number; runAttempt: number }) {
  const { startedAt, log, alone, runAttempt: _, ...record } = attempt
  const { artifacts, fixtures } = record
  return {
    startedAt,
    log: carriedPath(log, from),
    alone,
    record: {
      ...record,
      ...(artifacts === undefined
        ? {}
        : { artifacts: artifacts.map((path) => carriedPath(path, from)) }),
      ...(fixtures === undefined
        ? {}
        : { fixtures: fixtures.map((one) => ({ ...one, log: carriedPath(one.log, from) })) }),
    },
  }
}
