/**
 * Logs that belong to no attempt: of the hooks of a shard and of instances of fixtures.
 */
import { toSeconds } from "../../core/quantities/duration.ts"
import type { RunState, ShardState } from "../../events/state.ts"
import type { PageShardLog } from "./page-data.ts"

/** Logs of shards that the page holds at most, those of failed hooks first. */
const MAX_SHARD_LOGS = 300

/** The logs, and how many there is no room for. */
export function shardLogsOf(
  { shards }: Pick<RunState, "shards">,
  /** Names of files in the folder of a shard with logs of instances. */
  fixtureLogs: (of: { readonly shard: number; readonly runAttempt: number }) => readonly string[],
): { readonly logs: readonly PageShardLog[]; readonly left: number } {
  const found = [...shards].flatMap(([shard, state]) => {
    const runAttempt = state.started?.attempt ?? 1
    const place = { shard, ...(runAttempt === 1 ? {} : { runAttempt }) }
    const fixtures = fixtureLogs({ shard, runAttempt }).map((log) => ({
      ...{ ...place, log, what: `Fixture ${log.slice(log.lastIndexOf("/") + 1, -".log".length)}` },
      ...{ outcome: null, message: null, seconds: null },
    }))
    return [...hookLogs(state).map((log) => ({ ...place, ...log })), ...fixtures]
  })
  const sorted = found.sort(
    (a, b) => Number(b.outcome === "failed") - Number(a.outcome === "failed"),
  )
  return { logs: sorted.slice(0, MAX_SHARD_LOGS), left: Math.max(0, found.length - MAX_SHARD_LOGS) }
}

/** All hooks of a stage write one log. */
function hookLogs({ hooks }: ShardState): Omit<PageShardLog, "shard" | "runAttempt">[] {
  return [...Map.groupBy(hooks, ({ log }) => log)].map(([log, own]) => {
    const failed = own.find(({ outcome }) => outcome !== "passed")
    const stage = own[0]?.stage === "after" ? "after" : "before"
    return {
      ...{ log, what: `Hooks ${stage} the scenarios: ${own.map(({ name }) => name).join(", ")}` },
      ...{ outcome: failed?.outcome ?? "passed", message: failed?.message ?? null },
      seconds: toSeconds(own.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    }
  })
}
