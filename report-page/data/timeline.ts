/**
 * When each worker was busy with what. Times count from the first attempt of the same attempt of the run:
 * a job that is repeated hours later starts at zero again.
 */
import type { Outcome } from "../../src/core/verdict.ts"
import type { PageAttempt, PageScenario } from "../../src/report/page/page-data.ts"

/** An attempt and when it ran. */
export interface Piece {
  readonly scenario: PageScenario
  readonly attempt: PageAttempt
  /** Place of the attempt in its scenario, from 1. */
  readonly place: number
  readonly fromMs: number
  readonly toMs: number
}

/** What is drawn as one: an attempt, or several that are too short to be told apart. */
export interface Bar {
  readonly pieces: readonly Piece[]
  /** The first with the worst outcome. */
  readonly worst: Piece
  readonly fromMs: number
  readonly toMs: number
}

/** All of one worker. */
export interface Lane {
  readonly runAttempt: number
  readonly shard: number | null
  readonly worker: number | null
  readonly pieces: readonly Piece[]
  readonly bars: readonly Bar[]
  /** Part of the time of the timeline in which an attempt ran. */
  readonly busy: number
}

export interface Timeline {
  readonly spanMs: number
  readonly lanes: readonly Lane[]
}

/** Bars that a lane has at most, roughly: more cannot be seen, and a browser would draw them slowly. */
const MAX_BARS = 300

const WORST_FIRST: readonly Outcome[] = ["failed", "cancelled", "skipped", "passed"]

/** Lanes in the order of shards and workers, pieces in the order of time. */
export function timelineOf(scenarios: readonly PageScenario[]): Timeline {
  const found = scenarios.flatMap(piecesOf)
  const starts = new Map<number, number>()
  for (const { attempt, fromMs } of found) {
    const run = attempt.runAttempt ?? 1
    starts.set(run, Math.min(starts.get(run) ?? fromMs, fromMs))
  }
  const pieces = found
    .map((piece) => {
      const start = starts.get(piece.attempt.runAttempt ?? 1) ?? 0
      return { ...piece, fromMs: piece.fromMs - start, toMs: piece.toMs - start }
    })
    .sort((a, b) => a.fromMs - b.fromMs)
  const spanMs = pieces.reduce((span, { toMs }) => Math.max(span, toMs), 1)
  const byWorker = Map.groupBy(pieces, ({ scenario, attempt }) =>
    [attempt.runAttempt ?? 1, scenario.shard, attempt.worker].join(" "),
  )
  const lanes = [...byWorker.values()].flatMap((own) => laneOf(own, spanMs))
  return { spanMs, lanes: lanes.sort(inOrder) }
}

function piecesOf(scenario: PageScenario): readonly Piece[] {
  return scenario.attempts.map((attempt, index) => ({
    ...{ scenario, attempt, place: index + 1 },
    fromMs: attempt.startedMs,
    toMs: attempt.startedMs + attempt.durationSeconds * 1_000,
  }))
}

function laneOf(pieces: readonly Piece[], spanMs: number): readonly Lane[] {
  const [first] = pieces
  if (first === undefined) return []
  const { scenario, attempt } = first
  const busyMs = pieces.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  return [
    {
      ...{ runAttempt: attempt.runAttempt ?? 1, shard: scenario.shard, worker: attempt.worker },
      ...{ pieces, bars: barsOf(pieces, spanMs / MAX_BARS), busy: Math.min(1, busyMs / spanMs) },
    },
  ]
}

function barsOf(pieces: readonly Piece[], shortestMs: number): readonly Bar[] {
  const groups: Piece[][] = []
  for (const piece of pieces) {
    const last = groups.at(-1)
    const fromMs = last?.[0]?.fromMs
    if (fromMs !== undefined && piece.toMs - fromMs <= shortestMs) last?.push(piece)
    else groups.push([piece])
  }
  return groups.flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const worst = group.reduce((a, b) => (badness(b) < badness(a) ? b : a))
    const toMs = Math.max(...group.map((piece) => piece.toMs))
    return [{ pieces: group, worst, fromMs: first.fromMs, toMs }]
  })
}

function badness({ attempt }: Piece): number {
  return WORST_FIRST.indexOf(attempt.outcome)
}

function inOrder(a: Lane, b: Lane): number {
  return (
    a.runAttempt - b.runAttempt ||
    (a.shard ?? 0) - (b.shard ?? 0) ||
    (a.worker ?? 0) - (b.worker ?? 0)
  )
}
