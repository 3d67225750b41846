/**
 * Where a soak stands: what its iterations have come to, how fast they go, and the time left.
 */
import { formatWholeSeconds } from "../../core/quantities/duration.ts"
import { type RunState, spentBeforeMs } from "../../events/state.ts"
import { countOf } from "../lines/neutralise.ts"

/** A soak in numbers. */
export interface SoakStatus {
  /** Iterations that came to a verdict of their own; flaky ones passed. */
  readonly runs: number
  readonly failed: number
  readonly flaky: number
  /** Iterations per second of this engine's part of the soak. */
  readonly perSecond: number
  /** Part of the time that is over, from 0 to 1. */
  readonly share: number
  readonly leftMs: number
}

/** Counts the iterations of the scenarios that run here. */
export function soakStatus(of: {
  readonly state: RunState
  readonly shard: number
  readonly ids: readonly string[]
  readonly soakMs: number
  /** Times of the first event and of now, by the clock of the events. */
  readonly startedAt: number
  readonly now: number
}): SoakStatus {
  const { state, shard, ids, soakMs, startedAt, now } = of
  const counts = { runs: 0, failed: 0, flaky: 0 }
  for (const id of ids) {
    const { passed = 0, failed = 0, flaky = 0 } = state.scenarios.get(id)?.iterations ?? {}
    counts.runs += passed + failed + flaky
    counts.failed += failed
    counts.flaky += flaky
  }
  const beforeMs = spentBeforeMs(state.shards.get(shard))
  const spentMs = beforeMs + Math.max(0, now - startedAt)
  return {
    ...counts,
    perSecond: spentMs === 0 ? 0 : (1_000 * counts.runs) / spentMs,
    share: Math.min(1, spentMs / soakMs),
    leftMs: Math.max(0, soakMs - spentMs),
  }
}

/** `1234 iterations`, `3 failed (0.24 %)`, `2 flaky`, `20 a second`. */
export function soakCounts({ runs, failed, flaky, perSecond }: SoakStatus) {
  return {
    runs: countOf(runs, "iteration"),
    failed: failed === 0 ? "" : `${failed} failed (${digits((100 * failed) / runs)} %)`,
    flaky: flaky === 0 ? "" : `${flaky} flaky`,
    speed: perSecond >= 1 ? `${digits(perSecond)} a second` : `${digits(60 * perSecond)} a minute`,
  }
}

/** One line, with what has run longest: `soak: 1234 iterations, 0 failed, 20 a second; slowest: pay (12s); 5m left`. */
export function renderSoakStatus(
  status: SoakStatus,
  slowest: { readonly id: string; readonly elapsed: string } | undefined,
): string {
  const { runs, failed, flaky, speed } = soakCounts(status)
  const counts = [runs, failed === "" ? "0 failed" : failed, flaky, speed]
  const running =
    slowest === undefined ? "nothing runs" : `slowest: ${slowest.id} (${slowest.elapsed})`
  return `soak: ${counts.filter((part) => part !== "").join(", ")}; ${running}; ${formatWholeSeconds(status.leftMs)} left`
}

/** Two digits that count. */
function digits(value: number): string {
  return String(Number(value.toPrecision(2)))
}
