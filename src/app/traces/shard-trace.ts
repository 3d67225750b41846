/**
 * The part of a trace that one shard makes: the variables of its children, and its spans once it has ended.
 */
import { defined } from "../../core/defined.ts"
import type { RunEvent } from "../../events/event.ts"
import { InstanceLives } from "../../events/instance-lives.ts"
import type { RunState } from "../../events/state.ts"
import type { Span } from "../../formats/span.ts"
import { shardSpans } from "../../report/exports/spans.ts"
import { linksOf } from "../../report/summary/links.ts"
import type { Values } from "../../settings/table.ts"
import { runAddress } from "../collect/run-address.ts"
import type { RunShardPorts, RunShardRequest } from "../shard/run-shard-request.ts"
import { spanIdsOf } from "./run-spans.ts"

/** Follows one shard. */
export interface ShardTrace {
  readonly onEvent: (event: RunEvent) => void
  /** For every child but those of attempts. */
  readonly env: Readonly<Record<string, string>>
  /** `TRACEPARENT` of the children of an attempt. */
  readonly traceparentOf: (id: string, number: number) => string
  readonly spans: (state: RunState) => readonly Span[]
}

/** Null where no collector is named. */
export function traceShard(
  request: RunShardRequest & { readonly settings: Pick<Values, "jobId"> },
  ports: RunShardPorts,
): ShardTrace | null {
  const { plan, shard, github } = request
  const { jobId: job } = request.settings
  const { env } = ports.surroundings
  const ids = spanIdsOf({ ...request, job }, { ...ports, env })
  if (ids === null) return null
  const lives = new InstanceLives()
  const url = linksOf(runAddress({ env, github })).job(job) ?? undefined
  return {
    onEvent: (event) => {
      lives.apply(event)
    },
    env: { TRACEPARENT: ids.traceparent(ids.shard(shard)) },
    traceparentOf: (id, number) => ids.traceparent(ids.attempt(id, number)),
    spans: (state) =>
      shardSpans({ plan, state, shard, ids, instances: lives.all, ...defined({ url }) }),
  }
}
