/**
 * The fold of a scenario that is repeated: counts, the first failure, failures by message, and a sample of
 * durations, in a room that does not grow with the number of iterations.
 */
import { messagePattern } from "../core/text/message-pattern.ts"
import { EMPTY_SERIES, withReading } from "../statistics/series.ts"
import type { EventOf } from "./event.ts"
import type { AttemptState, FailureGroup, IterationsState } from "./state.ts"

/** Failed iterations of which the attempts are kept. */
const MOST_KEPT = 20

/** Different messages that failures are grouped by. */
const MOST_GROUPS = 20

/** Iterations of a message whose logs are kept. */
const LOGS_KEPT = 3

/** More iterations of a scenario than are ever under way at once: one alone was asked for. */
const MOST_BESIDE = 2_000

const MOST_NEIGHBOURS = 20

const NONE: IterationsState = {
  ...{ passed: 0, failed: 0, flaky: 0, cancelled: 0, attempts: 0, failures: 0, attemptsMs: 0 },
  ...{ highest: 0, gaps: [], highestAttempt: 0, latest: 0, cause: null, firstFailure: null },
  ...{ groups: new Map(), kept: [], durations: EMPTY_SERIES },
}

/** What an earlier run has told of a scenario. */
export function carriedIterations(event: EventOf<"iterations-carried">): IterationsState {
  const { v: _v, seq: _seq, at: _at, shard: _s, type: _t, id: _id, judges, groups, ...rest } = event
  const { passed, failed, flaky, cancelled, highest } = rest
  return {
    ...rest,
    gaps: [],
    groups: new Map(groups.map((group) => [messagePattern(group.message), group])),
    carried: { passed, failed, flaky, cancelled, highest, judges },
  }
}

/** An attempt has started. */
export function withStart(now: IterationsState | undefined, number: number): IterationsState {
  const { highestAttempt, ...rest } = now ?? NONE
  return { ...rest, highestAttempt: Math.max(highestAttempt, number) }
}

/** An attempt has ended. */
export function withAttempt(
  now: IterationsState | undefined,
  { outcome, durationMs }: Pick<AttemptState, "outcome" | "durationMs">,
): IterationsState {
  const { attempts, failures, attemptsMs, ...rest } = now ?? NONE
  const failed = outcome === "failed" ? 1 : 0
  return {
    ...rest,
    attempts: attempts + 1,
    failures: failures + failed,
    attemptsMs: attemptsMs + durationMs,
  }
}

/** An iteration has ended, its last attempt before it; `beside` are the scenarios that run now. */
export function withIteration(
  now: IterationsState | undefined,
  event: EventOf<"iteration-finished">,
  of: { readonly last: AttemptState | undefined; readonly beside: Iterable<string> },
): IterationsState {
  const { verdict, iteration, durationMs } = event
  const before = now ?? NONE
  const counted = {
    ...before,
    [verdict]: before[verdict] + 1,
    ...(verdict === "cancelled" ? {} : numbered(before, iteration)),
    latest: verdict === "passed" || verdict === "flaky" ? iteration : before.latest,
  }
  if (verdict === "cancelled") return counted
  if (verdict !== "failed") {
    const reading = { atMs: event.at, value: durationMs }
    return { ...counted, durations: withReading(before.durations, reading) }
  }
  const isKept = before.kept.length < MOST_KEPT
  const isFirst = before.firstFailure === null
  return {
    ...counted,
    cause: isFirst ? event.cause : before.cause,
    firstFailure: before.firstFailure ?? firstFailure(event, of),
    groups: grouped(before.groups, { iteration, message: messageOf(of.last) }),
    kept: isKept ? [...before.kept, iteration] : before.kept,
  }
}

/** The attempts that stay: of iterations that are kept, of the latest that did not fail, of what goes on. */
export function stillKept(
  attempts: readonly AttemptState[],
  event: EventOf<"iteration-finished">,
  {
    before,
    after,
  }: { readonly before: IterationsState | undefined; readonly after: IterationsState },
): readonly AttemptState[] {
  const failed = event.verdict === "failed"
  const gone = failed && !after.kept.includes(event.iteration) ? event.iteration : before?.latest
  if (gone === undefined || gone === after.latest) return attempts
  return attempts.filter(({ iteration }) => iteration !== gone)
}

/** Whether failures like this one have logs enough. */
export function hasLogs(now: IterationsState | undefined, message: string): boolean {
  const { groups } = now ?? NONE
  const group = groups.get(messagePattern(message))
  return group === undefined ? groups.size >= MOST_GROUPS : group.iterations.length >= LOGS_KEPT
}

/** What failures are grouped by. */
export function messageOf(attempt: Pick<AttemptState, "message" | "cause"> | undefined): string {
  return attempt?.message ?? attempt?.cause ?? ""
}

function numbered(
  { highest, gaps }: IterationsState,
  iteration: number,
): Pick<IterationsState, "highest" | "gaps"> {
  if (iteration <= highest) return { highest, gaps: gaps.filter((gap) => gap !== iteration) }
  if (iteration === highest + 1 || iteration > highest + MOST_BESIDE) {
    return { highest: iteration, gaps }
  }
  const skipped = Array.from({ length: iteration - highest - 1 }, (_, i) => highest + 1 + i)
  return { highest: iteration, gaps: [...gaps, ...skipped] }
}

function firstFailure(
  { id, iteration, at }: EventOf<"iteration-finished">,
  { last, beside }: { readonly last: AttemptState | undefined; readonly beside: Iterable<string> },
): IterationsState["firstFailure"] {
  const others = [...beside].filter((one) => one !== id)
  const neighbours = others.slice(0, MOST_NEIGHBOURS)
  return { iteration, worker: last?.worker ?? 1, at, others: others.length, neighbours }
}

function grouped(
  groups: ReadonlyMap<string, FailureGroup>,
  { iteration, message }: { readonly iteration: number; readonly message: string },
): ReadonlyMap<string, FailureGroup> {
  const key = messagePattern(message)
  const known = groups.get(key)
  if (known === undefined && groups.size >= MOST_GROUPS) return groups
  const { count, iterations, message: first } = known ?? { count: 0, iterations: [], message }
  const some = iterations.length < LOGS_KEPT ? [...iterations, iteration] : iterations
  return new Map([...groups, [key, { message: first, count: count + 1, iterations: some }]])
}
