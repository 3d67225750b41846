/**
 * The traces of a run: which ids its spans have, and who sends which. Each shard sends its own spans; the span of
 * the run comes from the job that judges it, with those of shards that stopped before they could send.
 */
import type { RunState } from "../../events/state.ts"
import { countShards, type Plan } from "../../formats/plan.ts"
import type { Span } from "../../formats/span.ts"
import type { Sha256 } from "../../ports/files.ts"
import type { Traces } from "../../ports/traces.ts"
import { type SpanIds, toSpanIds } from "../../report/exports/span-ids.ts"
import { resourceOf, runSpan, shardSpans } from "../../report/exports/spans.ts"
import type { Report } from "../collect/report.ts"

/** What a run waits for a collector at its end. */
const TRACES_MS = 2_000

/** What traces are made with. */
export interface TracePorts {
  /** Absent or null where no collector is named. */
  readonly traces?: Traces | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly sha256: Sha256
}

/** The ids of a run's spans; null where none are sent. */
export function spanIdsOf(
  run: {
    readonly plan: Plan
    readonly runId: string
    readonly attempt: number
    readonly command: string
    /** The service's id of the job; of several jobs with one step each, all have the run's id and the plan. */
    readonly job?: string | undefined
  },
  { traces, env, sha256 }: TracePorts,
): SpanIds | null {
  const { plan, attempt, command, job } = run
  if (!traces) return null
  const runId = command === "all" && job !== undefined ? `${run.runId}.${job}` : run.runId
  const source = { runId, attempt, planDigest: plan.digest, shards: countShards(plan) }
  return toSpanIds({ ...source, traceparent: env["TRACEPARENT"], sha256 })
}

/** What is sent of a report, where a collector is named. */
export async function sendSpans(
  { results, state }: Report,
  of: {
    readonly plan: Plan
    /** Spans that shards in this process have made. */
    readonly spans: readonly Span[]
    /** Whether the report is that of the whole run. */
    readonly whole: boolean
    readonly say: (line: string) => void
  },
  ports: TracePorts,
): Promise<void> {
  const { plan, spans, whole, say } = of
  const { id: runId, suite, commit, ref, attempt, command } = results.run
  const job = state.shards.get(1)?.started?.job
  const ids = spanIdsOf({ plan, runId, attempt, command, job }, ports)
  if (!ports.traces || ids === null || !ids.sampled) return
  const sent = whole ? [runSpan(results, state, ids), ...cutSpans(state, { plan, ids })] : []
  const all = [...sent.filter((span) => span !== null), ...spans]
  if (all.length === 0) return
  const resource = resourceOf({ suite, runId, commit, ref })
  const batch = { traceId: ids.traceId, spans: all, resource }
  const problem = await ports.traces.send(batch, TRACES_MS)
  if (problem !== null) say(`the trace of this run was not sent: ${problem}`)
}

/** Of shards whose engine was gone before its end. */
function cutSpans(
  state: RunState,
  { plan, ids }: { readonly plan: Plan; readonly ids: SpanIds },
): Span[] {
  return [...state.shards].flatMap(([shard, { finished }]) =>
    finished ? [] : shardSpans({ plan, state, shard, ids, instances: [] }),
  )
}
