/**
 * A trace in the Trace Event Format, which Perfetto and `chrome://tracing` draw: a process for each shard, a
 * thread for each worker, a slice for each attempt. Times are microseconds since the first start.
 */
import { inPieces } from "../../core/json/pieces.ts"
import { attemptsOf, type RunState } from "../../events/state.ts"
import type { Results } from "../../formats/results.ts"

/** The colours of the format that are nearest to the verdicts. */
const COLOUR = {
  passed: "good",
  failed: "terrible",
  skipped: "grey",
  cancelled: "bad",
} as const

/** The trace in pieces, an event on each line. */
export function tracePieces(input: {
  readonly results: Results
  readonly state: Pick<RunState, "scenarios" | "shards">
}): Generator<string> {
  return inPieces(texts(input))
}

function* texts({
  results,
  state,
}: {
  readonly results: Results
  readonly state: Pick<RunState, "scenarios" | "shards">
}): Generator<string> {
  let first = Number.POSITIVE_INFINITY
  for (const scenario of state.scenarios.values()) {
    for (const { startedAt } of attemptsOf(scenario)) first = Math.min(first, startedAt)
  }
  const { suite, id, commit } = results.run
  yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify({ suite, run: id, commit })},"traceEvents":[`
  let between = "\n"
  const event = (fields: object) => {
    const text = between + JSON.stringify(fields)
    between = ",\n"
    return text
  }
  for (const [shard, { workers }] of state.shards) {
    const name = `shard ${shard}`
    yield event({ name: "process_name", ph: "M", pid: shard, tid: 0, args: { name } })
    for (const { worker } of workers) {
      const thread = { name: `worker ${worker}` }
      yield event({ name: "thread_name", ph: "M", pid: shard, tid: worker, args: thread })
    }
  }
  for (const [scenario, found] of state.scenarios) {
    for (const attempt of attemptsOf(found)) {
      const { number, worker, startedAt, durationMs, outcome, cause, exitCode, message } = attempt
      yield event({
        ...{ name: scenario, cat: outcome, ph: "X", pid: found.shard, tid: worker },
        ...{ ts: Math.round((startedAt - first) * 1_000), dur: Math.round(durationMs * 1_000) },
        cname: COLOUR[outcome],
        args: { attempt: number, outcome, cause, exitCode, message, log: attempt.log },
      })
    }
  }
  yield "\n]}\n"
}
